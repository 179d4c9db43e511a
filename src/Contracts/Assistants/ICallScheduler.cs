using CallActors.Contracts.Switchboard;

namespace CallActors.Contracts.Assistants;

/// <summary>Calls people at a time.</summary>
public interface ICallScheduler
{
    /// <summary>Rings the person then. The same key again changes nothing.</summary>
    /// <param name="about">What the call is about, as it will be said. 1–500 characters.</param>
    /// <returns>Empty when it is noted; else a sentence that says why not.</returns>
    Task<string> ScheduleAsync(PersonId person, string key, DateTimeOffset at, string about, CancellationToken cancelled);
}

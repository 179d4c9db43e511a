using CallActors.Contracts.Calls;
using CallActors.Contracts.Schedules;
using CallActors.Contracts.Switchboard;
using CallActors.Engine;

namespace CallActors.Gateway.Calls;

/// <summary>Calls that people have ordered for a time, as the REST edge sees them.</summary>
public interface ICallSchedules
{
    /// <summary>Those of a person that are pending in the order of their times, and behind them the newest that are over.</summary>
    /// <exception cref="TimeoutException">The schedule did not answer.</exception>
    Task<IReadOnlyList<ScheduledCall>> ListAsync(PersonId person, CancellationToken cancellationToken);

    /// <summary>Cancels one; again does no harm.</summary>
    /// <returns><see cref="ScheduleReplies.Cancelled"/> or <see cref="ScheduleReplies.Refused"/>.</returns>
    /// <exception cref="TimeoutException">The schedule did not answer.</exception>
    Task<IScheduleReply> CancelAsync(PersonId person, CallId call, CancellationToken cancellationToken);
}

/// <summary>The engine's schedules.</summary>
public sealed class ActorCallSchedules(EngineHandle engine, TimeProvider time) : ICallSchedules
{
    private static readonly TimeSpan QuestionWithin = TimeSpan.FromSeconds(10);

    public async Task<IReadOnlyList<ScheduledCall>> ListAsync(PersonId person, CancellationToken cancellationToken) =>
        (await AskAsync<ScheduleReplies.Listing>(new ScheduleCommands.List(person), cancellationToken).ConfigureAwait(false)).Calls;

    public Task<IScheduleReply> CancelAsync(PersonId person, CallId call, CancellationToken cancellationToken) =>
        AskAsync<IScheduleReply>(new ScheduleCommands.Cancel(person, call), cancellationToken);

    private async Task<T> AskAsync<T>(IScheduleCommand command, CancellationToken cancellationToken) where T : class =>
        await engine.Schedules.AskWithinAsync<T>(command, QuestionWithin, time, cancellationToken).ConfigureAwait(false)
        ?? throw new TimeoutException("The schedule did not answer.");
}

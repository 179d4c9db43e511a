using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;

namespace CallActors.Contracts.Schedules;

/// <summary>A message that asks something of a person's schedule.</summary>
public interface IScheduleCommand : IWithPersonId;

/// <summary>What is asked of a person's schedule: the calls that they want at a time.</summary>
public static class ScheduleCommands
{
    /// <summary>Longest key, in characters.</summary>
    public const int LongestKey = 200;

    /// <summary>Longest words about a call, in characters.</summary>
    public const int LongestAbout = 500;

    /// <summary>The person is to be called. Answered by <see cref="ScheduleReplies.Scheduled"/> when it is stored, or by
    /// <see cref="ScheduleReplies.Refused"/>. The same order again is answered alike, and changes nothing.</summary>
    /// <param name="Key">Tells this order from others of the person: 1–200 characters.</param>
    /// <param name="Due">When. Some seconds to a year ahead.</param>
    /// <param name="About">What the call is about, as it will be said to the person behind their PIN. 1–500 characters.</param>
    public sealed record Schedule(PersonId Person, string Key, DateTimeOffset Due, string About) : IScheduleCommand
    {
        /// <summary>Prints without the person's words.</summary>
        public override string ToString() => $"Schedule {{ {Person} }}";
    }

    /// <summary>The person is not to be called after all. Answered by <see cref="ScheduleReplies.Cancelled"/>, also when it was cancelled before, or
    /// by <see cref="ScheduleReplies.Refused"/>.</summary>
    public sealed record Cancel(PersonId Person, CallId CallId) : IScheduleCommand;

    /// <summary>Asks for all of it. Answered by <see cref="ScheduleReplies.Listing"/>.</summary>
    public sealed record List(PersonId Person) : IScheduleCommand;
}

/// <summary>How far a scheduled call has come.</summary>
public enum ScheduledCallState
{
    /// <summary>Its time has not come, or the person cannot be called at this moment.</summary>
    Pending,

    /// <summary>The call was placed.</summary>
    Rung,

    /// <summary>It could not be placed in time.</summary>
    Missed,

    Cancelled,
}

/// <summary>A call that a person wants at a time.</summary>
/// <param name="CallId">The call that it will be, or was.</param>
/// <param name="About">What it is about: the person's.</param>
public sealed record ScheduledCall(CallId CallId, string Key, DateTimeOffset Due, string About, ScheduledCallState State = ScheduledCallState.Pending)
{
    /// <summary>Prints without the person's words.</summary>
    public override string ToString() => $"ScheduledCall {{ {CallId} {State} }}";
}

/// <summary>Why a schedule refused.</summary>
public enum ScheduleRefusal
{
    /// <summary>Key or words are blank or too long.</summary>
    NotFit,

    /// <summary>The time is over, or all but.</summary>
    TooSoon,

    TooFar,

    /// <summary>So many calls are pending that no more are taken.</summary>
    TooMany,

    /// <summary>The key was used for another time or other words.</summary>
    KeyTaken,

    /// <summary>The gateway does not call this person.</summary>
    NotCallable,

    /// <summary>No such call is known.</summary>
    UnknownCall,

    /// <summary>The call was placed, or missed, or is being placed at this moment.</summary>
    Over,

    /// <summary>The journal could not be written.</summary>
    NotStored,
}

/// <summary>A reply of a person's schedule.</summary>
public interface IScheduleReply : IWithPersonId;

/// <summary>What a person's schedule answers.</summary>
public static class ScheduleReplies
{
    public sealed record Scheduled(PersonId Person, ScheduledCall Call) : IScheduleReply;

    public sealed record Cancelled(PersonId Person, ScheduledCall Call) : IScheduleReply;

    /// <param name="Detail">A sentence fit for the person.</param>
    public sealed record Refused(PersonId Person, ScheduleRefusal Reason, string Detail) : IScheduleReply;

    /// <param name="Calls">Those that are pending in the order of their times; behind them the newest that are over, the latest first.</param>
    public sealed record Listing(PersonId Person, IReadOnlyList<ScheduledCall> Calls) : IScheduleReply;
}

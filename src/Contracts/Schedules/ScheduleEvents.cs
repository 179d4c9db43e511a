using CallActors.Contracts.Calls;

namespace CallActors.Contracts.Schedules;

/// <summary>Something that happened to a call that a person wants at a time. Stored.</summary>
public interface IScheduleEvent
{
    DateTimeOffset At { get; }

    /// <summary>The call that it will be, or was.</summary>
    CallId CallId { get; }
}

/// <summary>The events of a person's schedule.</summary>
public static class ScheduleEvents
{
    /// <param name="Due">When the person is to be called.</param>
    /// <param name="About">What it is about: the person's.</param>
    public sealed record CallScheduled(DateTimeOffset At, CallId CallId, string Key, DateTimeOffset Due, string About) : IScheduleEvent;

    /// <summary>The person is being called.</summary>
    public sealed record ScheduledCallRung(DateTimeOffset At, CallId CallId) : IScheduleEvent;

    /// <summary>The person was not called.</summary>
    /// <param name="Detail">Why, for the audit.</param>
    public sealed record ScheduledCallMissed(DateTimeOffset At, CallId CallId, string Detail) : IScheduleEvent;

    public sealed record ScheduledCallCancelled(DateTimeOffset At, CallId CallId) : IScheduleEvent;
}

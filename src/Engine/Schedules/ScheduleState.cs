using System.Collections.Immutable;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Schedules;

namespace CallActors.Engine.Schedules;

/// <summary>A person's schedule as its events tell it. Immutable; <see cref="Apply"/> reads no clock.</summary>
internal sealed record ScheduleState
{
    /// <summary>Calls that are over and kept.</summary>
    public const int PastKept = 50;

    /// <summary>In the order of their times.</summary>
    public ImmutableList<ScheduledCall> Pending { get; init; } = [];

    /// <summary>Those that are over, the oldest first.</summary>
    public ImmutableList<ScheduledCall> Past { get; init; } = [];

    public ScheduledCall? Find(CallId id) => Pending.Find(c => c.CallId == id) ?? Past.Find(c => c.CallId == id);

    public ScheduledCall? Find(string key) => Pending.Find(c => c.Key == key) ?? Past.Find(c => c.Key == key);

    public ScheduleState Apply(IScheduleEvent fact) => fact switch
    {
        ScheduleEvents.CallScheduled e => this with { Pending = With(new ScheduledCall(e.CallId, e.Key, e.Due, e.About)) },
        ScheduleEvents.ScheduledCallRung e => Over(e.CallId, ScheduledCallState.Rung),
        ScheduleEvents.ScheduledCallMissed e => Over(e.CallId, ScheduledCallState.Missed),
        ScheduleEvents.ScheduledCallCancelled e => Over(e.CallId, ScheduledCallState.Cancelled),
        _ => throw new ArgumentOutOfRangeException(nameof(fact), fact.GetType().Name, "An event that this version does not know."),
    };

    /// <summary>All of it, for the snapshot store.</summary>
    public ScheduleSnapshot Snapshot() => new(Pending, Past);

    public static ScheduleState Of(ScheduleSnapshot snapshot) => new() { Pending = [.. snapshot.Pending], Past = [.. snapshot.Past] };

    private ImmutableList<ScheduledCall> With(ScheduledCall call)
    {
        var later = Pending.FindIndex(c => c.Due > call.Due);
        return later < 0 ? Pending.Add(call) : Pending.Insert(later, call);
    }

    private ScheduleState Over(CallId id, ScheduledCallState how)
    {
        if (Pending.Find(c => c.CallId == id) is not { } call) return this;
        var past = Past.Count < PastKept ? Past : Past.RemoveAt(0);
        return this with { Pending = Pending.Remove(call), Past = past.Add(call with { State = how }) };
    }
}

/// <summary>Stored: a schedule as it stands.</summary>
internal sealed record ScheduleSnapshot(IReadOnlyList<ScheduledCall> Pending, IReadOnlyList<ScheduledCall> Past);

/// <summary>What a schedule knows while it is in memory, and does not store.</summary>
internal sealed record ScheduleLive
{
    /// <summary>The call that the switchboard is asked to place.</summary>
    public CallId? Asking { get; init; }

    /// <summary>No call is asked for before this; while one is, its answer counts as missing from then on.</summary>
    public DateTimeOffset Until { get; init; } = DateTimeOffset.MinValue;

    /// <summary>Attempts since a call was placed.</summary>
    public int Attempts { get; init; }
}

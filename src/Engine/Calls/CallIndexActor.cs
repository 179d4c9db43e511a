using System.Collections.Immutable;
using CallActors.Contracts.Calls;

namespace CallActors.Engine.Calls;

/// <summary>
/// The latest calls of this installation, kept as the calls tell them, so that a list needs no search through the journal. After a
/// restart it wakes the calls that were not over when the region has started, so that each of them goes on or ends by its own timers.
/// Protocol: docs/protocols/call-index.md.
/// </summary>
public sealed class CallIndexActor : SnapshottingActor
{
    /// <summary>Calls kept in the list; the oldest ended ones are forgotten first (their journals stay).</summary>
    public const int Capacity = 1000;

    private const int SnapshotEvery = 200;

    private ImmutableDictionary<CallId, CallSummary> _known = ImmutableDictionary<CallId, CallSummary>.Empty;

    public CallIndexActor() : base("The index of calls", SnapshotEvery)
    {
        Recover<SnapshotOffer>(offer => _known = ((IndexSnapshot)offer.Snapshot).Calls.ToImmutableDictionary(c => c.CallId));
        Recover<CallIndexed>(e => Keep(e.Summary));

        Command<CallIndexMessages.WakeLive>(_ => OnWakeLive());
        Command<CallIndexMessages.CallStands>(OnCallStands);
        Command<CallIndexMessages.ListCalls>(OnList);
        Command<CallReplies.CallView>(_ => { });
        Command<CallReplies.Refused>(_ => { });
    }

    public override string PersistenceId => "call-index";

    public static Props PropsFor() => Props.Create(() => new CallIndexActor());

    protected override void Apply(object fact) => Keep(((CallIndexed)fact).Summary);

    protected override object Snapshot() => new IndexSnapshot([.. _known.Values]);

    private void OnWakeLive()
    {
        foreach (var live in _known.Values.Where(c => c.Phase is not CallPhase.Ended))
            Sender.Tell(new CallCommands.GetCall(live.CallId), Self);
    }

    private void OnCallStands(CallIndexMessages.CallStands message)
    {
        if (_known.TryGetValue(message.Summary.CallId, out var known) && known == message.Summary) return;
        Store([new CallIndexed(message.Summary)], () => { });
    }

    private void OnList(CallIndexMessages.ListCalls query) =>
        Sender.Tell(
            new CallIndexMessages.CallList([.. _known.Values.OrderByDescending(c => c.PlacedAt).Take(Math.Clamp(query.Limit, 1, Capacity))]),
            Self);

    private void Keep(CallSummary summary)
    {
        _known = _known.SetItem(summary.CallId, summary);
        if (_known.Count <= Capacity) return;
        var oldest = _known.Values.Where(c => c.Phase is CallPhase.Ended).MinBy(c => c.PlacedAt);
        if (oldest is not null) _known = _known.Remove(oldest.CallId);
    }
}

/// <summary>Stored: how a call stood.</summary>
public sealed record CallIndexed(CallSummary Summary);

/// <summary>Stored: the whole list.</summary>
public sealed record IndexSnapshot(IReadOnlyList<CallSummary> Calls);

using System.Collections.Concurrent;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Engine.Tests.Fakes;

/// <summary>A carrier that takes every order and keeps it.</summary>
internal sealed class QuietCarrier : ICarrier
{
    public string Name => "quiet";

    public bool LegsOutliveProcess { get; set; } = true;

    public bool Reaches(Callee callee) => callee.Address == "softphone";

    public ConcurrentQueue<DialOrder> Dialled { get; } = new();

    public ConcurrentQueue<LegId> HungUp { get; } = new();

    public string? Refuses { get; set; }

    /// <summary>It answers nothing until its time is over.</summary>
    public bool IsSilent { get; set; }

    /// <summary>The deadlines of what it was asked.</summary>
    public ConcurrentQueue<CancellationToken> Deadlines { get; } = new();

    public static LegId LegOf(CallId call) => new("leg-of-" + call);

    public Task<LegId> DialAsync(DialOrder order, CancellationToken cancellationToken)
    {
        Deadlines.Enqueue(cancellationToken);
        Dialled.Enqueue(order);
        if (IsSilent) return Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ContinueWith<LegId>(_ => throw new CarrierException("Nothing came."), TaskScheduler.Default);
        return Refuses is { } reason ? Task.FromException<LegId>(new CarrierException(reason)) : Task.FromResult(LegOf(order.CallId));
    }

    public Task HangUpAsync(LegId leg, CancellationToken cancellationToken)
    {
        Deadlines.Enqueue(cancellationToken);
        HungUp.Enqueue(leg);
        return Task.CompletedTask;
    }
}

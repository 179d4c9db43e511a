using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>A carrier's orders: rings at once, picks up when the lab says so.</summary>
internal sealed class LabPhone(Trace trace) : ICarrier
{
    public string Name => "lab";

    public bool LegsOutliveProcess => true;

    public bool Reaches(Callee callee) => true;

    public bool IsHungUp { get; private set; }

    public static LegId LegOf(CallId call) => new("leg-" + call);

    public Task<LegId> DialAsync(DialOrder order, CancellationToken cancellationToken) => Task.FromResult(LegOf(order.CallId));

    public Task HangUpAsync(LegId leg, CancellationToken cancellationToken)
    {
        trace.Add(Who.Engine, "hangs-up");
        IsHungUp = true;
        return Task.CompletedTask;
    }
}

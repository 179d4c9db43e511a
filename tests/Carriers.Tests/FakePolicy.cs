using System.Collections.Concurrent;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Switchboard;

namespace CallActors.Carriers.Tests;

/// <summary>Decides what the test says, and writes down what it was asked.</summary>
internal sealed class FakePolicy(Func<string, Task<InboundDecision>> decide) : IInboundPolicy
{
    public FakePolicy(InboundDecision decision) : this(_ => Task.FromResult(decision))
    {
    }

    public static InboundDecision Reject { get; } = new InboundDecision.Reject();

    public static InboundDecision Ada { get; } = new InboundDecision.Admit(PersonId.Of("ada"));

    /// <summary>Never decides, and heeds no cancelling.</summary>
    public static FakePolicy Undecided { get; } = new(_ => new TaskCompletionSource<InboundDecision>().Task);

    public ConcurrentQueue<string> Asked { get; } = new();

    public ValueTask<InboundDecision> DecideAsync(string carrier, string from, string dialled, CallerAttestation attestation, CancellationToken cancellationToken)
    {
        Asked.Enqueue($"{carrier} {from} {dialled} {attestation}");
        return new(decide(from));
    }
}

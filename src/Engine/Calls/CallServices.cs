using CallActors.Contracts.Carriers;

namespace CallActors.Engine.Calls;

/// <summary>What every call needs from its node.</summary>
/// <param name="Carriers">Ring and hang up.</param>
/// <param name="Index">Is told how each call stands (<see cref="CallIndexActor"/>).</param>
public sealed record CallServices(CarrierDirectory Carriers, IActorRef Index, CallRules Rules)
{
    /// <summary>The threads of texts, which take the message of a call that reached nobody (<see cref="CallRules.TextsUnreached"/>).</summary>
    public IActorRef Texts { get; init; } = ActorRefs.Nobody;
}

using CallActors.Contracts.Carriers;

namespace CallActors.Engine.Calls;

/// <summary>What every call needs from its node.</summary>
/// <param name="Carrier">Rings and hangs up.</param>
/// <param name="Index">Is told how each call stands (<see cref="CallIndexActor"/>).</param>
public sealed record CallServices(ICarrier Carrier, IActorRef Index, CallRules Rules);

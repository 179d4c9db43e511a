using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Switchboard;

namespace CallActors.Engine.Calls;

/// <summary>What every call needs from its node.</summary>
/// <param name="Carriers">Ring and hang up.</param>
/// <param name="Index">Is told how each call stands (<see cref="CallIndexActor"/>).</param>
public sealed record CallServices(CarrierDirectory Carriers, IActorRef Index, CallRules Rules)
{
    /// <summary>The threads of texts, which take the message of a call that reached nobody (<see cref="CallRules.TextsUnreached"/>).</summary>
    public IActorRef Texts { get; init; } = ActorRefs.Nobody;

    /// <summary>Makes who is with a person of the switchboard's: the child that talks to such a call as an agent does. Null where there is no
    /// switchboard: who calls in has the sound check.</summary>
    public Func<ReceptionOrder, Props>? Reception { get; init; }
}

/// <summary>Whom a reception receives.</summary>
/// <param name="Inbound">False for a call that we placed to the person.</param>
/// <param name="Carrier">The carrier's name.</param>
/// <param name="From">The person's address as the carrier tells it; of a call that comes in, not proven.</param>
/// <param name="Language">BCP 47 tag of the language that the call speaks.</param>
public sealed record ReceptionOrder(CallId CallId, PersonId Person, bool Inbound, string Carrier, string From, string Language);

using CallActors.Contracts.Switchboard;

namespace CallActors.Contracts.Carriers;

/// <summary>Decides who is let in of those who call, before anything is answered. Without one every inbound call is turned away, which costs
/// nothing.</summary>
public interface IInboundPolicy
{
    /// <param name="carrier">The carrier's name.</param>
    /// <param name="from">The caller's number as the carrier tells it; may be withheld or forged.</param>
    /// <param name="dialled">The number of ours.</param>
    /// <param name="attestation">What the caller's telephone company says of the number.</param>
    ValueTask<InboundDecision> DecideAsync(string carrier, string from, string dialled, CallerAttestation attestation, CancellationToken cancellationToken);
}

/// <summary>What a signature of the caller's telephone company says of the number (STIR/SHAKEN, ATIS-1000074). Only North American networks
/// sign; a call from elsewhere has <see cref="None"/>.</summary>
public enum CallerAttestation
{
    /// <summary>Nothing, or the signature is not valid.</summary>
    None,

    /// <summary>Gateway attestation: where the call came into the network.</summary>
    C,

    /// <summary>Partial attestation: who the caller is, not that the number is theirs.</summary>
    B,

    /// <summary>Full attestation: the number is the caller's.</summary>
    A,
}

/// <summary>What becomes of an inbound call.</summary>
public abstract record InboundDecision
{
    private InboundDecision()
    {
    }

    /// <summary>It is answered; who it is has still to show a PIN.</summary>
    /// <param name="Person">Whose number it is; <see cref="PersonId.Unknown"/> where strangers are asked like everybody else.</param>
    public sealed record Admit(PersonId Person) : InboundDecision;

    /// <summary>It is turned away: not answered, and not charged.</summary>
    public sealed record Reject : InboundDecision;

    /// <summary>It is turned away with the busy tone.</summary>
    public sealed record Busy : InboundDecision;

    /// <summary>It is answered by the carrier's own voice with one sentence, and hung up. This is charged.</summary>
    /// <param name="Text">1–300 characters.</param>
    /// <param name="Language">BCP 47 tag.</param>
    public sealed record Say(string Text, string Language) : InboundDecision;
}

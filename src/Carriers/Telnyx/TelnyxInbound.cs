using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Telnyx;

/// <summary>A call that comes in.</summary>
/// <param name="From">The caller's number as Telnyx gives it: E.164, or <c>anonymous</c>. Not proven to be the caller's.</param>
/// <param name="Dialled">The number of ours that was dialled.</param>
/// <param name="Attestation">What is signed of the number, if Telnyx has found the signature valid.</param>
internal sealed record TelnyxInboundCall(string From, string Dialled, CallerAttestation Attestation)
{
    /// <summary>What Telnyx tells of a signature: one letter, and whether it is valid.</summary>
    public static CallerAttestation AttestationOf(string? letter, bool isValid) => (isValid, letter) switch
    {
        (true, "A" or "a") => CallerAttestation.A,
        (true, "B" or "b") => CallerAttestation.B,
        (true, "C" or "c") => CallerAttestation.C,
        _ => CallerAttestation.None,
    };
}

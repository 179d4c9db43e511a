using CallActors.Contracts.Speech;

namespace CallActors.Speech.Sockets;

/// <summary>A handshake that came to nothing.</summary>
/// <param name="Refusal">What was answered in place of a socket; null when nothing was.</param>
/// <param name="IsLate">It was given up because its time was over.</param>
/// <param name="Cause">What the connection says; holds no address and no key.</param>
internal sealed record FailedHandshake(VendorRefusal? Refusal, bool IsLate, Exception Cause)
{
    /// <summary>Why there was no connection, where that is known.</summary>
    public HttpRequestError Connection => (Cause.InnerException as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown;

    /// <summary>What it means for a call, where a vendor does not say it otherwise.</summary>
    public SpeechException Of(SocketTarget target, SocketLimits limits) => Refusal?.Of() ?? (IsLate
        ? new SpeechException(SpeechFailure.TimedOut, $"{target.Vendor} did not accept the connection within {limits.ConnectWithin.TotalSeconds:0.#} s.", Cause)
        : new SpeechException(SpeechFailure.Broken, $"{target.Vendor} cannot be reached at {target.Address.Authority}.", Cause));
}

using System.Net;
using CallActors.Contracts.Speech;
using CallActors.Speech.Sockets;

namespace CallActors.Speech.ElevenLabs;

/// <summary>How a socket is opened, and what it means when it is not.</summary>
internal sealed class ElevenLabsHandshake(ElevenLabsOptions options, HttpMessageInvoker http, RetryGate gate, TimeProvider time)
{
    // A message of a second of audio is 11 KB, with its times 20 KB; a vendor may send a sentence at once.
    private static readonly SocketLimits Limits = SocketLimits.Default with { LongestMessage = 4 << 20 };

    /// <exception cref="SpeechException">It was refused, or the vendor cannot be reached.</exception>
    /// <exception cref="SocketsAreBarred">The vendor can perhaps be reached, but not by a socket.</exception>
    /// <exception cref="OperationCanceledException">Nobody wants it any more.</exception>
    public Task<VendorSocket> ConnectAsync(ElevenLabsLine line, CancellationToken cancellation)
    {
        var path = options.Route is ElevenLabsRoute.SharedSocket ? "multi-stream-input" : "stream-input";
        var target = new SocketTarget(ElevenLabsFaults.Vendor, ElevenLabsAsk.SocketOf(line, path, options), [new("xi-api-key", options.ApiKey)]) { Failed = FailureOf };
        return VendorSocket.ConnectAsync(target, Limits with { ConnectWithin = options.ConnectWithin, SendWithin = options.ConnectWithin }, time, http, cancellation);
    }

    private Exception FailureOf(FailedHandshake failed)
    {
        if (failed.IsLate)
            return new SocketsAreBarred(new SpeechException(SpeechFailure.TimedOut, $"ElevenLabs did not answer within {options.ConnectWithin.TotalSeconds:0.#} s."));
        if (failed.Refusal is not { } refusal) return ElevenLabsFaults.OfConnection(failed.Connection);
        gate.Note(refusal);
        var failure = ElevenLabsFaults.OfStatus(refusal.Status);
        // Anything else in place of a socket is a proxy's answer, or that of a server that takes no sockets.
        return refusal.Status is HttpStatusCode.Unauthorized or HttpStatusCode.PaymentRequired or HttpStatusCode.Forbidden or HttpStatusCode.UnprocessableEntity or HttpStatusCode.TooManyRequests
            ? failure
            : new SocketsAreBarred(failure);
    }
}

/// <summary>A socket could not be had, but perhaps an HTTP request can.</summary>
internal sealed class SocketsAreBarred(SpeechException why) : Exception(why.Message, why)
{
    public SpeechException Why { get; } = why;
}

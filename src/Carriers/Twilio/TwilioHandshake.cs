using CallActors.Carriers.Webhooks;

namespace CallActors.Carriers.Twilio;

/// <summary>Checks the handshakes of media sockets that bear Twilio's signature.</summary>
public sealed class TwilioHandshake(TwilioOptions options) : IMediaHandshake
{
    private readonly TwilioProof _proof = new(options);

    /// <inheritdoc/>
    public string? Refusal(string pathAndQuery, Func<string, string?> header) =>
        header(TwilioSignature.Header) is { } signature ? _proof.HandshakeRefusal(pathAndQuery, signature) : null;
}

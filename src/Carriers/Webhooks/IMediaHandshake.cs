namespace CallActors.Carriers.Webhooks;

/// <summary>A carrier that signs the handshakes of its media sockets: one implementation a carrier. A handshake that bears no signature is
/// let pass: the socket proves itself by its one-time token.</summary>
public interface IMediaHandshake
{
    /// <summary>Checks the signature, when the handshake bears this carrier's.</summary>
    /// <param name="pathAndQuery">As the carrier wrote it.</param>
    /// <param name="header">Reads a header's one value by its name; null when it is missing or there are several.</param>
    /// <returns>Null when it is genuine or bears none; otherwise why not, fit for a log.</returns>
    string? Refusal(string pathAndQuery, Func<string, string?> header);
}

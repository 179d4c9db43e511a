namespace CallActors.Carriers.Webhooks;

/// <summary>A request that a carrier makes of us, as it came in.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="PathAndQuery">As the carrier wrote it, for example <c>/twiml?call=call-…</c>.</param>
/// <param name="Host">The Host header, or what a trusted proxy forwards for it; may be empty.</param>
/// <param name="ContentType">Without parameters, in lower case; empty when there is none.</param>
/// <param name="Header">Reads a header's one value by its name; null when it is missing or there are several.</param>
/// <param name="Body">The raw bytes; at most 64 KiB.</param>
public sealed record WebhookRequest(
    string Method, string PathAndQuery, string Host, string ContentType, Func<string, string?> Header, ReadOnlyMemory<byte> Body);

/// <summary>What the carrier gets for it.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="ContentType">Empty for an empty body.</param>
public sealed record WebhookAnswer(int Status, string ContentType = "", string Body = "");

/// <summary>A carrier's webhooks: one implementation a carrier, without a web server in it.</summary>
public interface ICarrierWebhook
{
    /// <summary>The carrier's name, as <see cref="Contracts.Carriers.ICarrier.Name"/>.</summary>
    string Carrier { get; }

    /// <summary>The request looks like this carrier's, by its headers and content type alone. Says nothing about its being genuine.</summary>
    bool Recognizes(WebhookRequest request);

    /// <summary>Checks the signature, reading no more of the body than it needs for that.</summary>
    /// <returns>Null when it is genuine; otherwise why not, fit for a log: no secrets, nothing of the body.</returns>
    string? Refusal(WebhookRequest request);

    /// <summary>Takes a genuine request. Whatever is wrong in it becomes an answer: this throws only when cancelled.</summary>
    Task<WebhookAnswer> TakeAsync(WebhookRequest request, CancellationToken cancellationToken);
}

using System.Text.Json;
using CallActors.Carriers.Webhooks;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Texts;

namespace CallActors.Carriers.Telnyx;

/// <summary>
/// Telnyx' webhooks: Call Control's events, TeXML's requests and the news of texts, all signed alike. Events may come several times and in
/// any order: each is taken once by its id, and none relies on another having come before.
/// </summary>
/// <param name="desk">The calls; asked when it is needed, because the gateway makes them later than its carriers.</param>
/// <param name="texts">Where texts go; null when nobody takes them.</param>
/// <param name="policy">Decides who may ring us; null admits nobody.</param>
public sealed partial class TelnyxWebhook(
    TelnyxCarrier carrier,
    TelnyxStreams streams,
    Func<ICallDesk> desk,
    TelnyxOptions options,
    TimeProvider time,
    ITextDesk? texts = null,
    IInboundPolicy? policy = null) : ICarrierWebhook
{
    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";
    private const int MaxEventId = 200;

    private static readonly WebhookAnswer Taken = new(200);
    private static readonly WebhookAnswer Malformed = new(400);

    /// <summary>Telnyx delivers it again.</summary>
    private static readonly WebhookAnswer Failed = new(500);

    private readonly TelnyxSignature _signature = new(options.PublicKey, time);
    private readonly SeenEvents _seen = new();

    /// <inheritdoc/>
    public string Carrier => TelnyxCarrier.CarrierName;

    /// <inheritdoc/>
    public bool Recognizes(WebhookRequest request) =>
        request.Header(TelnyxSignature.SignatureHeader) is not null || request.Header(TelnyxSignature.TimestampHeader) is not null;

    /// <inheritdoc/>
    public string? Refusal(WebhookRequest request) => _signature.Refusal(request);

    /// <inheritdoc/>
    public async Task<WebhookAnswer> TakeAsync(WebhookRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return request.ContentType switch
            {
                Json => TakeEvent(request.Body.Span),
                Form => await TakeTexmlAsync(request, cancellationToken).ConfigureAwait(false),
                _ => new WebhookAnswer(415),
            };
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The calls did not answer in time, or are stopping.
            return Failed;
        }
    }

    private WebhookAnswer TakeEvent(ReadOnlySpan<byte> body)
    {
        WebhookEnvelope? envelope;
        try
        {
            envelope = JsonSerializer.Deserialize(body, TelnyxJson.Default.WebhookEnvelope);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // Not JSON, or a text in it that is not one: half a surrogate pair.
            return Malformed;
        }
        if (envelope?.Data is not { EventType: { } type, Id: { Length: > 0 and <= MaxEventId } id, Payload: { } payload }) return Malformed;
        if (!_seen.Add(id)) return Taken;
        try
        {
            Take(type, payload);
            return Taken;
        }
        catch
        {
            _seen.Forget(id);
            throw;
        }
    }

    private void Take(string type, EventPayload payload)
    {
        if (type.StartsWith("message.", StringComparison.Ordinal)) TakeText(type, payload);
        else if (payload.CallControlId is { Length: <= LegId.MaxLength } id && !string.IsNullOrWhiteSpace(id)) TakeLeg(type, new LegId(id), payload);
    }

    /// <summary>A text field; empty for anything else.</summary>
    private static string Text(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString()! : "";
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: the encoding of a text is checked only when it is read.
            return "";
        }
    }
}

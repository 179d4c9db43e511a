using CallActors.Contracts.Carriers;
using CallActors.Contracts.Texts;

namespace CallActors.Carriers.Telnyx;

/// <summary>Texts by Telnyx. It has no name of ours for a text, so a request is sent again only when it was certainly not taken, and an
/// order that this process has sent already, or may have sent, is answered from memory. Thread-safe.</summary>
public sealed class TelnyxTexts(TelnyxClient client, TelnyxOptions options) : ITextCarrier
{
    private const int MaxBody = 1600;
    private const int MaxOrders = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task<string>> _orders = new(StringComparer.Ordinal);
    private readonly Queue<string> _sent = new();

    /// <inheritdoc/>
    public string Name => TelnyxCarrier.CarrierName;

    /// <inheritdoc/>
    public async Task<string> SendAsync(TextOrder order, CancellationToken cancellationToken)
    {
        if (order.To.StartsWith("whatsapp:", StringComparison.Ordinal)) throw new CarrierException("Telnyx sends no WhatsApp messages for this gateway: text the number itself.");
        if (!TelnyxCarrier.IsE164(order.To)) throw new CarrierException("Telnyx texts numbers in E.164 only, such as +15551234567.");
        if (order.Body.Length is 0 or > MaxBody) throw new CarrierException($"A text has 1 to {MaxBody} characters.");
        try
        {
            // Others may wait for the same order, and what was sent is known only when it is answered: nobody who stops waiting ends it.
            return await Join(order).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            throw new CarrierException("Telnyx did not answer in time: whether the text was sent is not known.", e);
        }
    }

    private Task<string> Join(TextOrder order)
    {
        lock (_lock)
        {
            if (_orders.TryGetValue(order.Key, out var known)) return known;
            if (_sent.Count == MaxOrders) _orders.Remove(_sent.Dequeue());
            _sent.Enqueue(order.Key);
            return _orders[order.Key] = Task.Run(() => PostAsync(order));
        }
    }

    private async Task<string> PostAsync(TextOrder order)
    {
        const string what = "send the text";
        var request = new MessageRequest(order.From.Length > 0 ? order.From : options.From, order.To, order.Body, options.MessagingProfileId, options.WebhookUrl.AbsoluteUri);
        var (reply, failure) = await client.TryPostAsync("messages", request, TelnyxJson.Default.MessageRequest, what, TelnyxClient.Repeat.WhenNotTaken, CancellationToken.None)
            .ConfigureAwait(false);
        if (failure is not null)
        {
            // What was certainly not taken may be tried again.
            if (!failure.MayBeTaken)
            {
                lock (_lock) _orders.Remove(order.Key);
            }
            throw failure.Exception;
        }
        return reply is not null && TelnyxClient.Read(reply, TelnyxJson.Default.MessageReply)?.Data?.Id is { Length: > 0 } id ? id : throw TelnyxFaults.NotUnderstood(what);
    }
}

using CallActors.Contracts.Carriers;
using CallActors.Contracts.Texts;

namespace CallActors.Carriers.Twilio;

/// <summary>
/// Sends SMS and WhatsApp messages over Twilio. A text is sent once by its key within this process: what is known not to have been taken
/// is sent again; what may have been is looked for, in the news that bears its key and in Twilio's list. Thread-safe.
/// </summary>
public sealed class TwilioTexts : ITextCarrier
{
    /// <summary>Longest text, in characters: Twilio's bound.</summary>
    public const int LongestBody = 1600;

    private const int MaxKept = 2_000;
    private const string FateUnknown = "Twilio did not say whether it took the text. It was not sent a second time; it may arrive.";

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ClockMargin = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, SentText> _texts = new(StringComparer.Ordinal);
    private readonly Queue<SentText> _oldestFirst = new();
    private readonly TwilioOptions _options;
    private readonly TwilioRest _rest;
    private readonly TimeProvider _time;

    /// <param name="time"><see cref="TimeProvider.System"/> when null.</param>
    public TwilioTexts(TwilioOptions options, TwilioRest rest, TimeProvider? time = null)
    {
        _options = options;
        _rest = rest;
        _time = time ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public string Name => TwilioCarrier.CarrierName;

    /// <inheritdoc/>
    public async Task<string> SendAsync(TextOrder order, CancellationToken cancellationToken)
    {
        var from = order.From.Length > 0 ? order.From : PhoneAddress.IsWhatsApp(order.To) ? _options.WhatsAppFrom : _options.From;
        if (!PhoneAddress.IsTextAddress(order.To)) throw new CarrierException("The number to write to is not valid: it must be in international form, a plus sign and digits, with whatsapp: before it for WhatsApp.");
        if (from.Length == 0) throw new CarrierException("No WhatsApp sender is set for Twilio.");
        if (order.Body.Length == 0) throw new CarrierException(TwilioErrors.Describe(21602));
        if (order.Body.Length > LongestBody) throw new CarrierException(TwilioErrors.Describe(21617));
        try
        {
            return await GetOrAdd(order, from).Sent.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            throw new CarrierException(FateUnknown, e);
        }
    }

    /// <summary>A text is heard of, perhaps before its order is answered.</summary>
    internal void Takes(string key, string id)
    {
        SentText? text;
        lock (_lock) text = _texts.GetValueOrDefault(key);
        text?.Known.TrySetResult(id);
    }

    private SentText GetOrAdd(TextOrder order, string from)
    {
        var text = new SentText(order.Key);
        lock (_lock)
        {
            if (_texts.TryGetValue(order.Key, out var known)) return known;
            _texts.Add(order.Key, text);
            _oldestFirst.Enqueue(text);
            if (_oldestFirst.Count > MaxKept) Remove(_oldestFirst.Dequeue());
        }
        _ = text.SendAsync(text => SendAsync(text, order, from));
        return text;
    }

    private async Task<string> SendAsync(SentText text, TextOrder order, string from)
    {
        using var deadline = new CancellationTokenSource(_options.OrderWithin, _time);
        var mayExist = false;
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var sentAt = _time.GetUtcNow();
                var reply = await _rest.SendMessageAsync(Form(order, from), CancellationToken.None).ConfigureAwait(false);
                mayExist |= reply is TwilioReply.Done or TwilioReply.Faulty or TwilioReply.Unanswered;
                switch (reply)
                {
                    case TwilioReply.Done done:
                        var id = TwilioRest.Read(done, TwilioJson.Default.TwilioMessage).Sid ?? throw new CarrierException("Twilio's answer names no text: is the base URL Twilio's?");
                        text.Known.TrySetResult(id);
                        return id;
                    case TwilioReply.Refused refused:
                        throw new CarrierException(refused.Sentence);
                    // A fault means that it most likely was not taken: one look tells. Silence means nothing: it is looked for to the end.
                    case TwilioReply.Faulty or TwilioReply.Unanswered:
                        if (await FindAsync(text, order, from, sentAt, reply is TwilioReply.Unanswered, deadline.Token).ConfigureAwait(false) is { } found) return found;
                        break;
                }

                if (attempt >= _options.Attempts) throw new CarrierException(reply.Failure);
                await _rest.PauseAsync(reply, attempt, deadline.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is CarrierException or OperationCanceledException)
        {
            // Under a key whose text may have been taken nothing is ever sent again.
            if (!mayExist) Forget(text);
            throw e as CarrierException ?? new CarrierException(mayExist ? FateUnknown : "Twilio could not take the text in time: it is busy, or cannot be reached.");
        }
    }

    /// <summary>Looks for a text of which it is not known whether it was taken.</summary>
    /// <param name="toTheEnd">Until it is found or the time is over; otherwise once.</param>
    /// <returns>Its name; null when there is none.</returns>
    private async Task<string?> FindAsync(SentText text, TextOrder order, string from, DateTimeOffset sentAt, bool toTheEnd, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.WhenAny(text.Known.Task, Task.Delay(LookEvery, _time, cancellationToken)).ConfigureAwait(false);
            if (text.Known.Task.IsCompletedSuccessfully) return text.Known.Task.Result;
            cancellationToken.ThrowIfCancellationRequested();
            // No news of it: the list may have it.
            var reply = await _rest.ListMessagesAsync(order.To, from, cancellationToken).ConfigureAwait(false);
            if (reply is TwilioReply.Done list)
            {
                var now = _time.GetUtcNow();
                var since = (list.Date ?? now) - (now - sentAt) - ClockMargin;
                var messages = TwilioRest.Read(list, TwilioJson.Default.TwilioMessagePage).Messages ?? [];
                var found = messages.FirstOrDefault(m => m.Sid is not null && m.Body == order.Body && TwilioTime.IsSince(m.DateCreated, since) && !IsKnown(m.Sid));
                if (found is not null) text.Known.TrySetResult(found.Sid!);
                else if (!toTheEnd) return null;
            }
        }
    }

    private bool IsKnown(string id)
    {
        lock (_lock) return _texts.Values.Any(text => text.Known.Task is { IsCompletedSuccessfully: true } known && known.Result == id);
    }

    private void Forget(SentText text)
    {
        lock (_lock) Remove(text);
    }

    private void Remove(SentText text)
    {
        if (_texts.TryGetValue(text.Key, out var known) && known == text) _texts.Remove(text.Key);
    }

    private List<KeyValuePair<string, string>> Form(TextOrder order, string from) =>
    [
        new("To", order.To),
        new("From", from),
        new("Body", order.Body),
        new("StatusCallback", CallUrls.Text(_options.PublicUrl, order.Key)),
    ];

    private sealed class SentText(string key)
    {
        private readonly TaskCompletionSource<string> _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Key => key;

        /// <summary>Done when the order is: every order of this key waits for the same.</summary>
        public Task<string> Sent => _sent.Task;

        /// <summary>Done as soon as the text's name is known.</summary>
        public TaskCompletionSource<string> Known { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task SendAsync(Func<SentText, Task<string>> send)
        {
            try
            {
                _sent.TrySetResult(await send(this).ConfigureAwait(false));
            }
            catch (Exception e)
            {
                _sent.TrySetException(e);
            }
        }
    }
}

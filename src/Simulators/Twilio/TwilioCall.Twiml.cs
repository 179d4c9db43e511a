using System.Threading.Channels;

namespace CallActors.Simulators.Twilio;

/// <summary>Where a call's next document comes from.</summary>
internal abstract record Instruction
{
    /// <param name="Fields">Those that the verb before adds.</param>
    /// <param name="Fallback">Asked when the first fails.</param>
    public sealed record Fetch(
        Uri Url, string Method, IReadOnlyList<KeyValuePair<string, string>> Fields, Uri? Fallback = null, string FallbackMethod = "POST") : Instruction;

    public sealed record Inline(string Twiml) : Instruction;
}

/// <summary>Carries out TwiML.</summary>
public sealed partial class TwilioCall
{
    private const string ApplicationError = "We are sorry, an application error has occurred. Goodbye.";
    private const int MaxRecordingBytes = 40 * 1024 * 1024;

    private static readonly string[] XmlTypes = ["text/xml", "application/xml", "text/html"];

    /// <summary>What a text takes to be said when there is no voice to say it: fifteen characters a second.</summary>
    private static readonly TimeSpan CharacterTime = TimeSpan.FromSeconds(1 / 15.0);

    private CancellationTokenSource? _document;
    private Instruction? _pending;
    private Instruction.Fetch? _source;
    private Channel<char>? _keys;

    /// <summary>Leaves the document that runs for another one. False when the call is not in progress.</summary>
    internal bool Redirect(Instruction to)
    {
        CancellationTokenSource? leaving = null;
        var taken = false;
        _watch.Change(() =>
        {
            if (!IsInProgress) return;
            taken = true;
            _pending = to;
            leaving = _document;
        });
        try
        {
            leaving?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It was left in the same moment; the next one is taken up all the same.
        }
        return taken;
    }

    /// <summary>An URL of the document, which may be relative to it.</summary>
    internal Uri? Resolve(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var absolute) && absolute.Scheme is "http" or "https" ? absolute
        : _source is { } source && Uri.TryCreate(source.Url, text, out var relative) ? relative
        : null;

    private async Task InterpretAsync(Instruction first)
    {
        for (Instruction? next = first; next is not null;)
        {
            using var document = CancellationTokenSource.CreateLinkedTokenSource(_over.Token);
            var waiting = false;
            _watch.Change(() =>
            {
                _document = document;
                waiting = _pending is not null;
            });
            try
            {
                if (!waiting) next = await CarryOutAsync(next, document.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!_over.IsCancellationRequested)
            {
                // Redirected by the REST API.
            }
            _watch.Change(() =>
            {
                _document = null;
                next = _pending ?? next;
                _pending = null;
            });
        }
    }

    private async Task<Instruction?> CarryOutAsync(Instruction instruction, CancellationToken cancellationToken)
    {
        var source = instruction as Instruction.Fetch;
        _source = source ?? _source;
        var (verbs, failure) = source is null ? Read(((Instruction.Inline)instruction).Twiml) : await FetchAsync(source, cancellationToken).ConfigureAwait(false);
        if (failure is null) return await CarryOutAsync(verbs, cancellationToken).ConfigureAwait(false);
        _twilio.Alert(failure.Code, failure.What, Sid);
        if (source?.Fallback is { } fallback)
            return new Instruction.Fetch(fallback, source.FallbackMethod, [new("ErrorCode", failure.Code.ToString(System.Globalization.CultureInfo.InvariantCulture)), new("ErrorUrl", source.Url.AbsoluteUri)]);
        return await CarryOutAsync([new TwimlVerb.Say(ApplicationError), new TwimlVerb.Hangup()], cancellationToken).ConfigureAwait(false);
    }

    private async Task<(IReadOnlyList<TwimlVerb> Verbs, WebhookReply.Failure? Failure)> FetchAsync(Instruction.Fetch from, CancellationToken cancellationToken)
    {
        var reply = await _twilio.Webhooks.AskAsync(from.Url, from.Method, [.. Fields(Status), .. from.Fields], Guid.NewGuid(), cancellationToken).ConfigureAwait(false);
        return reply switch
        {
            WebhookReply.Failure failure => ([], failure),
            WebhookReply.Answer answer when !XmlTypes.Contains(answer.ContentType) =>
                ([], new WebhookReply.Failure(TwilioCodes.BadContentType, $"{from.Url.AbsolutePath} answered with {(answer.ContentType.Length > 0 ? answer.ContentType : "no content type")}")),
            _ => Read(((WebhookReply.Answer)reply).Text),
        };
    }

    private (IReadOnlyList<TwimlVerb> Verbs, WebhookReply.Failure? Failure) Read(string twiml)
    {
        try
        {
            return (TwimlDocument.Read(twiml, (code, what) => _twilio.Alert(code, what, Sid)), null);
        }
        catch (TwimlException malformed)
        {
            return ([], new WebhookReply.Failure(malformed.Code, malformed.Message));
        }
    }

    private async Task<Instruction?> CarryOutAsync(IReadOnlyList<TwimlVerb> verbs, CancellationToken cancellationToken)
    {
        foreach (var verb in verbs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // A call that comes in is answered by the first verb that needs it.
            if (Status == "ringing" && verb is not (TwimlVerb.Reject or TwimlVerb.Redirect or TwimlVerb.Pause)) PickUp();
            // Whoever sees a verb that takes time finds its clock running.
            var doing = verb is TwimlVerb.Redirect or TwimlVerb.Hangup or TwimlVerb.Reject ? null : PerformAsync(verb, cancellationToken);
            _watch.Change(() => _verbs.Add(verb));
            switch (verb)
            {
                case TwimlVerb.Redirect redirect:
                    return Follow(redirect.Url, redirect.Method);
                case TwimlVerb.Hangup:
                    End("completed");
                    return null;
                case TwimlVerb.Reject reject when Status == "ringing":
                    End(reject.Busy ? "busy" : "no-answer", reject.Busy ? 486 : 603);
                    return null;
            }
            if (doing is not null && await doing.ConfigureAwait(false) is { } then) return then;
        }
        return null;
    }

    private async Task<Instruction?> ConnectAsync(TwimlVerb.Connect connect, CancellationToken cancellationToken)
    {
        var stream = new TwilioStream(_twilio, this, connect.Stream);
        _watch.Change(() => _streams.Add(stream));
        await stream.RunAsync(_audio!, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return connect.Action is { } action ? Follow(action, connect.Method) : null;
    }

    private async Task<Instruction?> GatherAsync(TwimlVerb.Gather gather, CancellationToken cancellationToken)
    {
        var keys = Channel.CreateUnbounded<char>();
        _keys = keys;
        try
        {
            using var barged = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var prompting = PromptAsync(gather.Prompts, barged.Token);
            await Task.WhenAny(prompting, keys.Reader.WaitToReadAsync(cancellationToken).AsTask()).ConfigureAwait(false);
            await barged.CancelAsync().ConfigureAwait(false);
            await prompting.ConfigureAwait(false);
            var (digits, finishedOn) = await DigitsAsync(gather, keys.Reader, cancellationToken).ConfigureAwait(false);
            if (digits.Length == 0 && finishedOn is null && !gather.ActionOnEmptyResult) return null;
            return Follow(gather.Action, gather.Method, [new("msg", "Gather End"), new("Digits", digits), new("FinishedOnKey", finishedOn?.ToString() ?? "")]);
        }
        finally
        {
            _keys = null;
        }
    }

    private async Task<(string Digits, char? FinishedOn)> DigitsAsync(TwimlVerb.Gather gather, ChannelReader<char> keys, CancellationToken cancellationToken)
    {
        var digits = "";
        while (gather.Digits is not { } enough || digits.Length < enough)
        {
            using var patience = new CancellationTokenSource(gather.Timeout, _twilio.Options.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            try
            {
                var key = await keys.ReadAsync(either.Token).ConfigureAwait(false);
                if (key == gather.FinishOnKey) return (digits, key);
                digits += key;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                break;
            }
        }
        return (digits, null);
    }

    /// <summary>Returns at the last prompt's end, or when a key was pressed.</summary>
    private async Task PromptAsync(IReadOnlyList<TwimlVerb> prompts, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var prompt in prompts) await PerformAsync(prompt, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // A key was pressed, or the call left the document: whoever called looks.
        }
    }

    private async Task<Instruction?> PerformAsync(TwimlVerb verb, CancellationToken cancellationToken)
    {
        switch (verb)
        {
            case TwimlVerb.Gather gather:
                return await GatherAsync(gather, cancellationToken).ConfigureAwait(false);
            case TwimlVerb.Connect connect:
                return await ConnectAsync(connect, cancellationToken).ConfigureAwait(false);
            case TwimlVerb.Pause pause:
                await WaitAsync(pause.Length, cancellationToken).ConfigureAwait(false);
                break;
            case TwimlVerb.Say say:
                for (var i = 0; say.Loop == 0 || i < say.Loop; i++)
                {
                    if (_twilio.Options.Voice is { } voice) await _audio!.PlayAsync(voice(say.Text), cancellationToken).ConfigureAwait(false);
                    else await WaitAsync(say.Text.Length * CharacterTime, cancellationToken).ConfigureAwait(false);
                }
                break;
            case TwimlVerb.Play { Digits.Length: > 0 } play:
                await WaitAsync(play.Digits.Length * TimeSpan.FromMilliseconds(500), cancellationToken).ConfigureAwait(false);
                break;
            case TwimlVerb.Play play:
                await PlayAsync(play, cancellationToken).ConfigureAwait(false);
                break;
        }
        return null;
    }

    private async Task PlayAsync(TwimlVerb.Play play, CancellationToken cancellationToken)
    {
        if (Resolve(play.Url) is not { } url)
        {
            _twilio.Alert(TwilioCodes.InvalidUrlFormat, "Play has no URL", Sid);
            return;
        }
        var reply = await _twilio.Webhooks.AskAsync(url, "GET", [], Guid.NewGuid(), cancellationToken, MaxRecordingBytes).ConfigureAwait(false);
        if (reply is WebhookReply.Failure failure) _twilio.Alert(failure.Code, failure.What, Sid);
        else if (reply is WebhookReply.Answer { ContentType: "audio/basic" } answer)
            for (var i = 0; play.Loop == 0 || i < play.Loop; i++) await _audio!.PlayAsync(answer.Content, cancellationToken).ConfigureAwait(false);
        else _twilio.Alert(TwilioAlert.NotSimulated, "Play of anything but audio/basic", Sid);
    }

    private Instruction.Fetch? Follow(string url, string method, IReadOnlyList<KeyValuePair<string, string>>? fields = null)
    {
        // An empty URL is the document's own.
        if (url.Length == 0 && _source is { } own) return new Instruction.Fetch(own.Url, method, fields ?? []);
        if (Resolve(url) is { } target) return new Instruction.Fetch(target, method, fields ?? []);
        _twilio.Alert(TwilioCodes.InvalidUrlFormat, "a document's URL is not valid", Sid);
        return null;
    }

    private Task WaitAsync(TimeSpan duration, CancellationToken cancellationToken) => Task.Delay(duration, _twilio.Options.Time, cancellationToken);
}

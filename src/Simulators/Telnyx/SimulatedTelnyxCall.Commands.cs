using System.Text.Json;
using CallActors.Simulators.Media;
using Microsoft.AspNetCore.Http;

namespace CallActors.Simulators.Telnyx;

public sealed partial class SimulatedTelnyxCall
{
    private const int LongestSpeech = 3000;

    private static readonly string[] SpeakFields = ["payload", "voice", "language", "payload_type", "command_id", "client_state"];

    /// <summary>The languages of the simplest voices (POST /calls/{id}/actions/speak).</summary>
    private static readonly string[] SpeakLanguages =
    [
        "arb", "cmn-CN", "cy-GB", "da-DK", "de-DE", "en-AU", "en-GB", "en-GB-WLS", "en-IN", "en-US", "es-ES", "es-MX", "es-US", "fr-CA", "fr-FR", "hi-IN", "is-IS",
        "it-IT", "ja-JP", "ko-KR", "nb-NO", "nl-NL", "pl-PL", "pt-BR", "pt-PT", "ro-RO", "ru-RU", "sv-SE", "tr-TR",
    ];

    /// <summary>What a text takes to be said.</summary>
    private static readonly TimeSpan CharacterTime = TimeSpan.FromSeconds(1 / 100.0);

    /// <summary>A command of Call Control.</summary>
    internal IResult Command(string action, JsonElement body)
    {
        var clientState = TelnyxAnswers.Text(body, "client_state");
        if (!TelnyxAnswers.IsBase64(clientState)) return TelnyxAnswers.BadValue("client_state");
        lock (_lock)
        {
            if (State is SimulatedCallState.Ended) return TelnyxAnswers.Ended();
            // A command that was taken already is acknowledged and not done again.
            if (TelnyxAnswers.Text(body, "command_id") is { } id && _commands.Contains(id)) return TelnyxAnswers.Ok();
        }
        var refusal = action switch
        {
            "hangup" => Do(() => End("normal_clearing", IsIncoming ? "callee" : "caller", "200")),
            "answer" => IsIncoming && State is SimulatedCallState.Ringing ? Do(() => AnswerBy(clientState)) : TelnyxAnswers.BadValue("state"),
            "reject" => Reject(TelnyxAnswers.Text(body, "cause")),
            "streaming_start" => StartStream(body, clientState),
            "streaming_stop" => Do(StopStreams),
            "speak" => Speak(body, clientState),
            "send_dtmf" => SendTones(TelnyxAnswers.Text(body, "digits")),
            _ => TelnyxAnswers.NotFound(),
        };
        if (refusal is not null) return refusal;
        lock (_lock)
        {
            if (TelnyxAnswers.Text(body, "command_id") is { } id) _commands.Add(id);
        }
        return TelnyxAnswers.Ok();
    }

    private static IResult? Do(Action work)
    {
        work();
        return null;
    }

    private void AnswerBy(string? clientState)
    {
        Keep(clientState);
        PickUp();
    }

    private void Keep(string? clientState)
    {
        if (clientState is null) return;
        lock (_lock) _clientState = clientState;
    }

    private IResult? Reject(string? cause)
    {
        if (cause is not ("CALL_REJECTED" or "USER_BUSY")) return TelnyxAnswers.BadValue("cause");
        if (!IsIncoming || State is not SimulatedCallState.Ringing) return TelnyxAnswers.BadValue("state");
        return Do(() => End(cause is "USER_BUSY" ? "user_busy" : "call_rejected", "callee", cause is "USER_BUSY" ? "486" : "603"));
    }

    private IResult? Speak(JsonElement body, string? clientState)
    {
        if (State is not SimulatedCallState.Active) return TelnyxAnswers.NotAnswered();
        if (TelnyxAnswers.Text(body, "payload") is not { Length: > 0 and <= LongestSpeech } text) return TelnyxAnswers.BadValue("payload");
        if (TelnyxAnswers.Text(body, "voice") is not { Length: > 0 } voice) return TelnyxAnswers.BadValue("voice");
        var language = TelnyxAnswers.Text(body, "language");
        // The voices that are named by what they sound like need to be told the language.
        if (voice is "male" or "female" ? language is null || !SpeakLanguages.Contains(language) : language is not null && !SpeakLanguages.Contains(language)) return TelnyxAnswers.BadValue("language");
        foreach (var field in TelnyxAnswers.Others(body, SpeakFields)) AddFault($"speak: the field {field} is not simulated");
        Keep(clientState);
        Run(() => SpeakAsync(new SpokenSentence(text, language ?? "")));
        return null;
    }

    private async Task SpeakAsync(SpokenSentence sentence)
    {
        Tell("call.speak.started", new { });
        await SayAsync(sentence).ConfigureAwait(false);
        Tell("call.speak.ended", new { status = State is SimulatedCallState.Ended ? "call_hangup" : "completed" });
    }

    /// <summary>The person has heard it, after what it takes to say.</summary>
    private async Task SayAsync(SpokenSentence sentence)
    {
        await PhoneClock.For(_options.Time).WaitAsync(CharacterTime * sentence.Text.Length, CancellationToken.None).ConfigureAwait(false);
        if (State is SimulatedCallState.Ended) return;
        lock (_lock) _spoken.Add(sentence);
        _changed();
    }

    private IResult? SendTones(string? digits)
    {
        if (State is not SimulatedCallState.Active) return TelnyxAnswers.NotAnswered();
        if (string.IsNullOrEmpty(digits) || !digits.All("0123456789ABCDabcd*#wW".Contains)) return TelnyxAnswers.BadValue("digits");
        return Do(() => Tones += digits);
    }

    private IResult? StartStream(JsonElement body, string? clientState)
    {
        if (State is not SimulatedCallState.Active) return TelnyxAnswers.NotAnswered();
        var (request, refusal) = StreamRequest.Read(body);
        if (refusal is not null) return refusal;
        Keep(clientState);
        Run(() => StreamAsync(request!));
        return null;
    }

    private void StopStreams()
    {
        foreach (var stream in Streams()) Run(stream.StopAsync);
    }

    private async Task StreamAsync(StreamRequest request)
    {
        // The state that the stream was asked for with belongs to its events, whatever the call bears later.
        var clientState = Locked(() => _clientState);
        var stream = new SimulatedStream(this, request, _options, Locked(() => _options.Seed + StreamsOpened));
        await using var closing = stream.ConfigureAwait(false);
        var about = new { stream_url = request.Url.AbsoluteUri, stream_id = stream.Id };
        try
        {
            await stream.OpenAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            Tell("streaming.failed", new { failure_reason = "connection_failed", stream_id = stream.Id, stream_params = new { stream_url = request.Url.AbsoluteUri, track = stream.Track } }, clientState);
            _changed();
            return;
        }
        bool over;
        lock (_lock)
        {
            over = State is SimulatedCallState.Ended;
            _streams.Add(stream);
            StreamsOpened++;
        }
        stream.Start(clientState);
        Tell("streaming.started", about, clientState);
        _changed();
        if (over) Run(stream.StopAsync);
        await stream.RunAsync().ConfigureAwait(false);
        lock (_lock) _streams.Remove(stream);
        Tell("streaming.stopped", about, clientState);
        _changed();
    }
}

using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CallActors.Contracts.Speech;
using CallActors.Speech.OpenAi.Voices;

namespace CallActors.Speech.OpenAi;

/// <summary>Speaks by OpenAI's speech endpoint, or that of any server with the same one (Kokoro-FastAPI, speaches): audio is handed on as
/// it comes.</summary>
public sealed class OpenAiSynthesizer : ISpeechSynthesizer
{
    /// <summary>Longest text of one request to the vendor; a longer one is spoken by several.</summary>
    public const int MostCharacters = 4096;

    private readonly OpenAiSpeechOptions _options;
    private readonly OpenAiFaults _faults;
    private readonly OpenAiHttp _http;
    private readonly TimeProvider _time;
    private readonly Uri _speech;
    private readonly Uri _captioned;
    private volatile bool _hasCaptions;

    /// <param name="handler">Makes the connections; shared with others and not disposed here.</param>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    /// <exception cref="FormatException">The base address or the key has a form that none has.</exception>
    public OpenAiSynthesizer(OpenAiSpeechOptions options, TimeProvider time, HttpMessageHandler handler)
    {
        ArgumentNullException.ThrowIfNull(options);
        var address = options.Validate();
        (_options, _time, _hasCaptions) = (options, time, options.Captions);
        _faults = new OpenAiFaults(options.Name);
        _http = new OpenAiHttp(options.Connection, _faults, time, handler);
        _speech = new Uri(address.Api, "audio/speech");
        _captioned = new Uri(address.Api, "../dev/captioned_speech");
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <inheritdoc/>
    public IReadOnlyList<VoiceProfile> Voices => _options.Voices;

    /// <inheritdoc/>
    public async IAsyncEnumerable<SpeechAudio> SynthesizeAsync(
        SpeechRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var guard = new StallGuard(_time, cancellationToken);
        var converter = new PcmToMuLaw(_options.SampleRate);
        var spoken = 0L;
        foreach (var (start, text) in TextPieces.Of(request.Text, MostCharacters))
        {
            var stream = await OpenAsync(request, text, start, spoken, converter, guard, cancellationToken).ConfigureAwait(false);
            await using var closing = stream.ConfigureAwait(false);
            while (await NextAsync(stream, guard, cancellationToken).ConfigureAwait(false) is { } audio)
            {
                spoken += audio.MuLaw.Length;
                if (audio.MuLaw.Length > 0 || audio.Words.Length > 0) yield return audio;
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private async Task<SpeechStream> OpenAsync(
        SpeechRequest request, string text, int start, long spoken, PcmToMuLaw converter, StallGuard guard, CancellationToken cancellationToken)
    {
        try
        {
            if (_hasCaptions && await TryCaptionedAsync(request, text, guard, cancellationToken).ConfigureAwait(false) is { } captioned)
            {
                var lines = await captioned.Content.ReadAsStreamAsync(guard.Token).ConfigureAwait(false);
                return new CaptionedStream(captioned, lines, converter, new CaptionedWords(text, start), spoken, _faults);
            }

            var response = await _http.PostAsync(_speech, () => Json(JsonSerializer.SerializeToUtf8Bytes(Speech(request, text), SpeechJson.Default.SpeechBody)), guard, cancellationToken).ConfigureAwait(false);
            if (response.Content.Headers.ContentType?.MediaType is "application/json" or "text/html")
            {
                response.Dispose();
                throw _faults.Broken("the server answered with no audio; check the base address.");
            }

            var body = await response.Content.ReadAsStreamAsync(guard.Token).ConfigureAwait(false);
            return new PcmStream(response, body, converter);
        }
        catch (OpenAiRefusal refusal)
        {
            throw refusal.Fault;
        }
    }

    /// <summary>Null when the server has no such endpoint: it is not asked again.</summary>
    private async Task<HttpResponseMessage?> TryCaptionedAsync(SpeechRequest request, string text, StallGuard guard, CancellationToken cancellationToken)
    {
        try
        {
            var body = new CaptionedBody(_options.Model, text, VoiceFor(request), "pcm", SpeedFor(request), Stream: true, ReturnTimestamps: true);
            return await _http.PostAsync(_captioned, () => Json(JsonSerializer.SerializeToUtf8Bytes(body, SpeechJson.Default.CaptionedBody)), guard, cancellationToken).ConfigureAwait(false);
        }
        catch (OpenAiRefusal refusal) when (refusal.Status is 404 or 405)
        {
            _hasCaptions = false;
            return null;
        }
    }

    private async ValueTask<SpeechAudio?> NextAsync(SpeechStream stream, StallGuard guard, CancellationToken cancellationToken)
    {
        guard.Begin(_options.Connection.StallLimit);
        try
        {
            var audio = await stream.NextAsync(guard.Token).ConfigureAwait(false);
            // The reader may take its time.
            guard.End();
            return audio;
        }
        catch (OperationCanceledException) when (guard.IsLate && !cancellationToken.IsCancellationRequested)
        {
            throw _faults.Stalled(_options.Connection.StallLimit);
        }
        catch (JsonException)
        {
            throw _faults.Broken("the server's captions are damaged.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw _faults.OfTransport(e);
        }
    }

    private SpeechBody Speech(SpeechRequest request, string text) => new(
        _options.Model, text, VoiceFor(request), "pcm", SpeedFor(request),
        _options.Instructions.Length > 0 && _options.Model.StartsWith("gpt-", StringComparison.Ordinal) ? _options.Instructions : null);

    private string VoiceFor(SpeechRequest request) => request.Voice.Length > 0 ? request.Voice : _options.Voice;

    private double? SpeedFor(SpeechRequest request) =>
        Math.Clamp(_options.Speed * request.Pace, 0.25, 4) is var speed and not 1 ? Math.Round(speed, 3) : null;

    private static ByteArrayContent Json(byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}

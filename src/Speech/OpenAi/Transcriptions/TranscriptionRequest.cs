using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.OpenAi.Transcriptions;

/// <summary>One <c>POST /v1/audio/transcriptions</c>: its form, and its answer as JSON, as server-sent events or as plain text.</summary>
internal sealed class TranscriptionRequest
{
    private const int LongestAnswer = 1024 * 1024;
    private const int StatusUnprocessable = 422;

    private readonly OpenAiTranscriptionOptions _options;
    private readonly OpenAiFaults _faults;
    private readonly OpenAiHttp _http;
    private readonly TimeProvider _time;
    private readonly Uri _address;
    private volatile bool _streams;

    public TranscriptionRequest(OpenAiTranscriptionOptions options, OpenAiAddress address, OpenAiFaults faults, OpenAiHttp http, TimeProvider time)
    {
        (_options, _faults, _http, _time) = (options, faults, http, time);
        _address = new Uri(address.Api, "audio/transcriptions");
        _streams = options.Stream;
    }

    /// <summary>Transcribes.</summary>
    /// <param name="words">Takes what is found on the way, where the server tells.</param>
    /// <exception cref="SpeechException">It failed.</exception>
    public async Task<string> AskAsync(byte[] wav, Hints hints, Action<string> words, CancellationToken cancellationToken)
    {
        using var guard = new StallGuard(_time, cancellationToken);
        try
        {
            using var response = await PostAsync(wav, hints, guard, cancellationToken).ConfigureAwait(false);
            guard.Begin(_options.Connection.StallLimit);
            var body = await response.Content.ReadAsStreamAsync(guard.Token).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                return response.Content.Headers.ContentType?.MediaType switch
                {
                    "text/event-stream" => await ReadEventsAsync(body, words, guard).ConfigureAwait(false),
                    "text/plain" => await ReadTextAsync(body, guard.Token).ConfigureAwait(false),
                    _ => await ReadJsonAsync(body, guard.Token).ConfigureAwait(false),
                };
            }
        }
        catch (OpenAiRefusal refusal) when (refusal.Error.Code is "audio_too_short")
        {
            return "";
        }
        catch (OpenAiRefusal refusal)
        {
            throw refusal.Fault;
        }
        catch (OperationCanceledException) when (guard.IsLate && !cancellationToken.IsCancellationRequested)
        {
            throw _faults.Stalled(_options.Connection.StallLimit);
        }
        catch (JsonException)
        {
            throw _faults.Broken("the server's answer is no transcription.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw _faults.OfTransport(e);
        }
    }

    private async Task<HttpResponseMessage> PostAsync(byte[] wav, Hints hints, StallGuard guard, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.PostAsync(_address, () => Form(wav, hints), guard, cancellationToken).ConfigureAwait(false);
        }
        catch (OpenAiRefusal refusal) when (_streams && (refusal.Error.Parameter is "stream" || refusal.Status is StatusUnprocessable))
        {
            // An older server that does not know the field.
            _streams = false;
            return await _http.PostAsync(_address, () => Form(wav, hints), guard, cancellationToken).ConfigureAwait(false);
        }
    }

    private MultipartFormDataContent Form(byte[] wav, Hints hints)
    {
        var file = new ByteArrayContent(wav);
        file.Headers.ContentType = new MediaTypeHeaderValue("audio/wav");
        var form = new MultipartFormDataContent { { file, "\"file\"", "\"segment.wav\"" } };
        Add("model", _options.Model);
        Add("response_format", "json");
        if (hints.Language is { } language) Add("language", language);
        if (hints.Prompt is { } prompt) Add("prompt", prompt);
        foreach (var keyword in hints.Keywords ?? []) Add("keywords[]", keyword);
        if (_streams) Add("stream", "true");
        return form;

        void Add(string name, string value) => form.Add(new StringContent(value), $"\"{name}\"");
    }

    private async Task<string> ReadEventsAsync(Stream body, Action<string> words, StallGuard guard)
    {
        using var lines = new StreamReader(body);
        var read = 0;
        var isSaid = false;
        var text = new System.Text.StringBuilder();
        while (await lines.ReadLineAsync(guard.Token).ConfigureAwait(false) is { } line)
        {
            guard.Begin(_options.Connection.StallLimit);
            if ((read += line.Length) > LongestAnswer) throw _faults.Broken("the server's answer is longer than a megabyte.");
            if (!line.StartsWith("data:", StringComparison.Ordinal) || line.AsSpan(5).Trim() is "[DONE]") continue;
            var told = JsonSerializer.Deserialize(line.AsSpan(5).Trim(), TranscriptJson.Default.TranscriptEvent);
            switch (told)
            {
                case { Type: "transcript.text.delta", Delta: { } delta }:
                    text.Append(delta);
                    words(delta);
                    isSaid = true;
                    break;
                case { Type: "transcript.text.done", Text: { } done }:
                    return done;
                case { Type: "error", Error: { } error }:
                    throw _faults.OfEvent(new OpenAiErrorCode(error.Type ?? "", error.Code ?? "", ""));
                case { Type: null, Text: { } segment }:
                    // Some local servers send bare segments.
                    text.Append(segment);
                    words(segment);
                    isSaid = true;
                    break;
            }
        }

        return isSaid ? text.ToString() : throw _faults.Broken("the server's answer broke off.");
    }

    private static async Task<string> ReadTextAsync(Stream body, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(body);
        return (await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false)).Trim();
    }

    private async Task<string> ReadJsonAsync(Stream body, CancellationToken cancellationToken) =>
        (await JsonSerializer.DeserializeAsync(body, TranscriptJson.Default.TranscriptEvent, cancellationToken).ConfigureAwait(false))?.Text
        ?? throw _faults.Broken("the server's answer is no transcription.");
}

/// <summary>A server-sent event, or the whole answer.</summary>
internal sealed record TranscriptEvent(string? Type, string? Delta, string? Text, TranscriptError? Error);

internal sealed record TranscriptError(string? Type, string? Code);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TranscriptEvent))]
internal sealed partial class TranscriptJson : JsonSerializerContext;

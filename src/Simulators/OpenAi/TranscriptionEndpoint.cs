using System.Buffers.Binary;
using System.Text.Json.Nodes;
using CallActors.Contracts.Audio;
using Microsoft.AspNetCore.Http;

namespace CallActors.Simulators.OpenAi;

/// <summary><c>/v1/audio/transcriptions</c>.</summary>
internal sealed class TranscriptionEndpoint(OpenAiSimulatorOptions options, SimulatedEar ear, OpenAiSimulator simulator)
{
    private static readonly string[] Fields =
        ["model", "language", "prompt", "response_format", "temperature", "stream", "chunking_strategy", "include[]", "timestamp_granularities[]", "keywords[]", "languages[]"];

    public async Task TranscribeAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType) throw new VendorRefusal(new VendorError(400, "Could not parse multipart form."));
        var form = await http.Request.ReadFormAsync(http.RequestAborted).ConfigureAwait(false);
        simulator.Note(new JsonObject([.. form.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)JsonValue.Create(field.Value.ToString())))]));
        if (form.Keys.FirstOrDefault(key => !Fields.Contains(key) || (key is "stream" && !options.StreamsTranscriptions)) is { } unknown)
            throw new VendorRefusal(VendorError.Unknown(unknown));
        var model = form["model"].ToString();
        if (model.Length == 0) throw new VendorRefusal(VendorError.Missing("model"));
        if (form.Files["file"] is not { } file) throw new VendorRefusal(VendorError.Missing("file"));
        if (form["language"].ToString() is { Length: > 0 } language && language.Length != 2)
            throw new VendorRefusal(new VendorError(400, $"Invalid language '{language}'. Language parameter must be specified in ISO-639-1 format.", Code: "invalid_language_format", Parameter: "language"));
        var audio = await ReadAsync(file, http.RequestAborted).ConfigureAwait(false);
        if (audio.Length < AudioFormat.SampleRate / 10)
            throw new VendorRefusal(new VendorError(400, "Audio file is too short. Minimum audio length is 0.1 seconds.", Code: "audio_too_short", Parameter: "file"));
        var text = await ear.HearAsync(audio, http.RequestAborted).ConfigureAwait(false)
            ?? throw new VendorRefusal(new VendorError(500, "The server had an error processing your request.", "server_error"));
        // The vendor ignores it for this model.
        if (form["stream"] == "true" && model is not "whisper-1") await WriteEventsAsync(http, text).ConfigureAwait(false);
        else if (form["response_format"] == "text") await http.Response.WriteAsync(text + "\n", http.RequestAborted).ConfigureAwait(false);
        else await WriteJsonAsync(http, text, audio.Length).ConfigureAwait(false);
    }

    private static Task WriteJsonAsync(HttpContext http, string text, int samples)
    {
        http.Response.ContentType = "application/json";
        var usage = new JsonObject { ["type"] = "duration", ["seconds"] = samples / AudioFormat.SampleRate };
        return http.Response.WriteAsync(new JsonObject { ["text"] = text, ["usage"] = usage }.ToJsonString(), http.RequestAborted);
    }

    private static async Task WriteEventsAsync(HttpContext http, string text)
    {
        http.Response.ContentType = "text/event-stream";
        foreach (var word in RealtimeConversation.Words(text))
            await WriteAsync(new JsonObject { ["type"] = "transcript.text.delta", ["delta"] = word }).ConfigureAwait(false);
        await WriteAsync(new JsonObject { ["type"] = "transcript.text.done", ["text"] = text }).ConfigureAwait(false);

        async Task WriteAsync(JsonObject told)
        {
            await http.Response.WriteAsync($"data: {told.ToJsonString()}\n\n", http.RequestAborted).ConfigureAwait(false);
            await http.Response.Body.FlushAsync(http.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <summary>16-bit mono PCM of a WAV file, as µ-law of 8 kHz; the vendor takes more.</summary>
    private static async Task<byte[]> ReadAsync(IFormFile file, CancellationToken cancellationToken)
    {
        using var copy = new MemoryStream();
        await file.CopyToAsync(copy, cancellationToken).ConfigureAwait(false);
        var wav = copy.ToArray();
        var invalid = new VendorRefusal(new VendorError(400, "Invalid file format. Supported formats: ['flac', 'm4a', 'mp3', 'mp4', 'mpeg', 'mpga', 'oga', 'ogg', 'wav', 'webm']", Parameter: "file"));
        if (!file.FileName.EndsWith(".wav", StringComparison.Ordinal) || wav.Length < 44 || !wav.AsSpan(0, 4).SequenceEqual("RIFF"u8) || !wav.AsSpan(36, 4).SequenceEqual("data"u8)) throw invalid;
        var rate = BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(24));
        if (BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(40)) != wav.Length - 44 || rate < AudioFormat.SampleRate) throw invalid;
        return SimulatedPcm.Narrow(wav.AsSpan(44), rate);
    }
}

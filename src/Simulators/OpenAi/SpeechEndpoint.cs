using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CallActors.Simulators.Server;
using Microsoft.AspNetCore.Http;

namespace CallActors.Simulators.OpenAi;

/// <summary><c>/v1/audio/speech</c> and Kokoro's <c>/dev/captioned_speech</c>.</summary>
internal sealed class SpeechEndpoint(OpenAiSimulatorOptions options, OpenAiSimulator simulator)
{
    private const int MostCharacters = 4096;

    private static readonly string[] Fields = ["model", "input", "voice", "response_format", "speed", "instructions", "stream_format"];
    private static readonly string[] KokoroFields =
        [.. Fields, "stream", "return_timestamps", "return_download_link", "lang_code", "volume_multiplier", "normalization_options"];

    private readonly SimulatedVoice _voice = new(options);

    public async Task SpeakAsync(HttpContext http)
    {
        var request = await ReadAsync(http).ConfigureAwait(false);
        if (request.IsEvents) await WriteEventsAsync(http, request).ConfigureAwait(false);
        else await WriteAudioAsync(http, request).ConfigureAwait(false);
    }

    public async Task CaptionAsync(HttpContext http)
    {
        var request = await ReadAsync(http).ConfigureAwait(false);
        http.Response.ContentType = "application/json";
        var body = new Body(http, simulator);
        await foreach (var (pcm, words) in _voice.SpeakAsync(request.Input, request.Speed, http.RequestAborted).ConfigureAwait(false))
        {
            var stamps = new JsonArray([.. words.Select(word => (JsonNode)new JsonObject
            {
                ["word"] = request.Input.Substring(word.TextStart, word.TextLength),
                ["start_time"] = word.SampleStart / 8000.0,
                ["end_time"] = (word.SampleStart + 1) / 8000.0,
            })]);
            var line = new JsonObject { ["audio"] = Convert.ToBase64String(pcm), ["audio_format"] = "audio/pcm", ["timestamps"] = stamps };
            await body.WriteAsync(Encoding.UTF8.GetBytes(line.ToJsonString() + "\n")).ConfigureAwait(false);
        }
    }

    private async Task<Request> ReadAsync(HttpContext http)
    {
        JsonObject? given = null;
        try
        {
            given = await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted).ConfigureAwait(false) as JsonObject;
        }
        catch (JsonException)
        {
            // Refused below.
        }

        if (given is null) throw new VendorRefusal(new VendorError(400, "We could not parse the JSON body of your request."));
        simulator.Note(given.DeepClone().AsObject());
        var known = options.Dialect is OpenAiDialect.Kokoro ? KokoroFields : Fields;
        if (given.FirstOrDefault(field => !known.Contains(field.Key)).Key is { } unknown)
            throw new VendorRefusal(new VendorError(400, $"Unrecognized request argument supplied: {unknown}"));
        var (model, input) = (Text(given, "model"), Text(given, "input"));
        if (given["voice"] is null) throw new VendorRefusal(VendorError.Missing("voice"));
        if (input.Length is 0 or > MostCharacters)
            throw new VendorRefusal(new VendorError(400, "Invalid 'input': string too long or too short.", Code: input.Length == 0 ? "string_too_short" : "string_too_long", Parameter: "input"));
        var isOld = model.StartsWith("tts-1", StringComparison.Ordinal);
        if (isOld && given["instructions"] is not null) throw new VendorRefusal(new VendorError(400, "Unsupported parameter: 'instructions'.", Code: "unsupported_parameter", Parameter: "instructions"));
        var isEvents = given["stream_format"]?.GetValue<string>() is "sse";
        if (isEvents && isOld) throw new VendorRefusal(VendorError.Value("stream_format", "sse"));
        var speed = given["speed"]?.GetValue<double>() ?? 1;
        if (speed is < 0.25 or > 4) throw new VendorRefusal(VendorError.Value("speed", "out of range"));
        var format = given["response_format"]?.GetValue<string>() ?? "mp3";
        // It has no encoders.
        if (format is not ("pcm" or "wav")) throw new VendorRefusal(VendorError.Value("response_format", format));
        return new Request(input, speed, format is "wav", isEvents);
    }

    private async Task WriteAudioAsync(HttpContext http, Request request)
    {
        http.Response.ContentType = request.IsWav ? "audio/wav" : "audio/pcm";
        var body = new Body(http, simulator);
        if (request.IsWav) await body.WriteAsync(WavHead()).ConfigureAwait(false);
        // What a piece leaves over goes with the next: the pieces have nothing to do with the samples.
        var left = new List<byte>();
        await foreach (var (pcm, _) in _voice.SpeakAsync(request.Input, request.Speed, http.RequestAborted).ConfigureAwait(false))
        {
            left.AddRange(pcm);
            for (; left.Count >= options.PieceBytes; left.RemoveRange(0, options.PieceBytes))
                await body.WriteAsync([.. left.Take(options.PieceBytes)]).ConfigureAwait(false);
        }

        await body.WriteAsync([.. left]).ConfigureAwait(false);
    }

    private async Task WriteEventsAsync(HttpContext http, Request request)
    {
        http.Response.ContentType = "text/event-stream";
        var body = new Body(http, simulator);
        await foreach (var (pcm, _) in _voice.SpeakAsync(request.Input, request.Speed, http.RequestAborted).ConfigureAwait(false))
            await body.WriteAsync(Event(new JsonObject { ["type"] = "speech.audio.delta", ["audio"] = Convert.ToBase64String(pcm) })).ConfigureAwait(false);
        var usage = new JsonObject { ["input_tokens"] = request.Input.Length / 4, ["output_tokens"] = 1, ["total_tokens"] = request.Input.Length / 4 + 1 };
        await body.WriteAsync(Event(new JsonObject { ["type"] = "speech.audio.done", ["usage"] = usage })).ConfigureAwait(false);
    }

    private static byte[] Event(JsonObject told) => Encoding.UTF8.GetBytes($"data: {told.ToJsonString()}\n\n");

    private static string Text(JsonObject given, string name) =>
        given[name] is JsonValue value && value.TryGetValue(out string? text) ? text : throw new VendorRefusal(VendorError.Missing(name));

    /// <summary>RIFF with the lengths of a file that is streamed.</summary>
    private static byte[] WavHead()
    {
        using var head = new MemoryStream();
        using var writer = new BinaryWriter(head);
        writer.Write("RIFF"u8);
        writer.Write(uint.MaxValue);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(SimulatedPcm.Rate);
        writer.Write(SimulatedPcm.Rate * 2);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(uint.MaxValue);
        return head.ToArray();
    }

    private sealed record Request(string Input, double Speed, bool IsWav, bool IsEvents);

    /// <summary>A body that is sent piece by piece, and breaks or stalls where it is told to.</summary>
    private sealed class Body(HttpContext http, OpenAiSimulator simulator)
    {
        private readonly SimulatedFault.Break? _break = SimulatedFaults.BreaksAfter(http);
        private readonly int? _stall = simulator.TakeStall();
        private int _pieces;

        public async Task WriteAsync(byte[] piece)
        {
            if (_break is { } broken && _pieces >= broken.After)
            {
                http.Abort();
                throw new OperationCanceledException();
            }

            if (_pieces >= _stall) await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted).ConfigureAwait(false);
            _pieces++;
            await http.Response.Body.WriteAsync(piece, http.RequestAborted).ConfigureAwait(false);
            await http.Response.Body.FlushAsync(http.RequestAborted).ConfigureAwait(false);
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CallActors.Benchmarks.Voice;
using CallActors.Carriers.MediaStreams;
using CallActors.Contracts.Audio;

namespace CallActors.Benchmarks.Vendors;

/// <summary>What reading and writing one media message of 20 ms costs, in Twilio's dialect and in Telnyx'; beside it what the framework's JSON and
/// base64 would cost that everybody knows.</summary>
internal static class MediaCost
{
    /// <summary>Ten seconds of audio a round.</summary>
    private const int Frames = 500;

    private const int Rounds = 300;
    private const string Stream = "MZ0123456789abcdef0123456789abcdef";

    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(3);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Print()
    {
        var audio = Sounds.Noise(Frames * AudioFormat.FrameDuration);
        // The compiler takes its time until it has optimised what is called often, and the first would pay for what all use.
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < Warming;) MeasureAll(audio, rounds: 1, print: false);
        MeasureAll(audio, Rounds, print: true);
    }

    private static void MeasureAll(byte[] audio, int rounds, bool print)
    {
        foreach (var dialect in (MediaDialect[])[MediaDialect.Twilio, MediaDialect.Telnyx])
        {
            var (start, messages) = Messages(dialect, audio);
            var (ours, known) = Compare(rounds, () => Started(start), reading => Read(reading, messages), () => ReadKnown(messages));
            if (print) Print($"{dialect} media read", ours, "JsonDocument and Convert", known);
            using var sink = new MediaSink(dialect);
            (ours, known) = Compare(rounds, () => sink, writing => writing.Write(audio), () => WriteKnown(dialect, audio));
            if (print) Print($"{dialect} media write", ours, "JsonSerializer and Convert", known);
        }
    }

    /// <summary>Ours and what everybody knows in turns, so that both meet the same machine.</summary>
    private static (Cost Ours, Cost Known) Compare<T>(int rounds, Func<T> prepare, Func<T, long> ours, Func<long> known)
    {
        var costs = (Ours: new Cost(), Known: new Cost());
        for (var round = 0; round < rounds; round++)
        {
            var prepared = prepare();
            costs.Ours.Begin();
            costs.Ours.End(ours(prepared));
            costs.Known.Begin();
            costs.Known.End(known());
        }

        return costs;
    }

    private static void Print(string what, Cost ours, string other, Cost known)
    {
        ours.Print(what);
        known.Print($"{what}, {other}");
        Figures.Print($"{what}, to {other}", ours.Median / known.Median, "x");
    }

    /// <summary>Nobody measures what was not done.</summary>
    private static void Check(long bytes)
    {
        if (bytes < Frames * AudioFormat.FrameBytes) throw new InvalidOperationException($"Only {bytes} bytes of audio came through.");
    }

    private static Reading Started(byte[] start)
    {
        var reading = new Reading();
        if (reading.Reader.Accept(start) is { } fault) throw new InvalidOperationException(fault.Message);
        return reading;
    }

    private static long Read(Reading reading, byte[][] messages)
    {
        foreach (var message in messages)
            if (reading.Reader.Accept(message) is { } fault) throw new InvalidOperationException(fault.Message);
        return reading.Bytes;
    }

    private static long ReadKnown(byte[][] messages)
    {
        var bytes = 0L;
        foreach (var message in messages)
        {
            using var json = JsonDocument.Parse(message);
            if (json.RootElement.GetProperty("event").GetString() == "media")
                bytes += Convert.FromBase64String(json.RootElement.GetProperty("media").GetProperty("payload").GetString()!).Length;
        }

        return bytes;
    }

    private static long WriteKnown(MediaDialect dialect, byte[] audio)
    {
        var bytes = 0L;
        for (var at = 0; at < audio.Length; at += AudioFormat.FrameBytes)
        {
            var payload = Convert.ToBase64String(audio, at, AudioFormat.FrameBytes);
            bytes += JsonSerializer.SerializeToUtf8Bytes(new SentMessage("media", dialect is MediaDialect.Twilio ? Stream : null, new SentMedia(payload)), Json).Length;
        }

        return bytes;
    }

    private static (byte[] Start, byte[][] Messages) Messages(MediaDialect dialect, byte[] audio)
    {
        var isTwilio = dialect is MediaDialect.Twilio;
        var start = isTwilio
            ? $$$"""{"event":"start","sequenceNumber":"1","start":{"accountSid":"AC1","streamSid":"{{{Stream}}}","callSid":"CA1","tracks":["inbound"],"mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1},"customParameters":{}},"streamSid":"{{{Stream}}}"}"""
            : $$$"""{"event":"start","sequence_number":"1","start":{"call_control_id":"v3:1","media_format":{"encoding":"PCMU","sample_rate":8000,"channels":1}},"stream_id":"{{{Stream}}}"}""";
        var messages = Enumerable.Range(0, audio.Length / AudioFormat.FrameBytes).Select(frame =>
        {
            var payload = Convert.ToBase64String(audio, frame * AudioFormat.FrameBytes, AudioFormat.FrameBytes);
            var media = string.Create(CultureInfo.InvariantCulture, $$"""{"track":"inbound","chunk":"{{frame + 1}}","timestamp":"{{frame * AudioFormat.FrameMilliseconds}}","payload":"{{payload}}"}""");
            return Encoding.UTF8.GetBytes(isTwilio
                ? $$"""{"event":"media","sequenceNumber":"{{frame + 2}}","media":{{media}},"streamSid":"{{Stream}}"}"""
                : $$"""{"event":"media","sequence_number":"{{frame + 2}}","media":{{media}},"stream_id":"{{Stream}}"}""");
        });
        return (Encoding.UTF8.GetBytes(start), [.. messages]);
    }

    private sealed record SentMedia(string Payload);

    private sealed record SentMessage(string Event, string? StreamSid, SentMedia Media);

    /// <summary>Times and allocations of rounds.</summary>
    private sealed class Cost
    {
        private readonly List<double> _nanoseconds = new(Rounds);
        private long _allocatedBefore;
        private long _allocated;
        private long _began;

        public double Median => new Percentiles(_nanoseconds).At(0.5);

        public void Begin() => (_allocatedBefore, _began) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());

        public void End(long bytes)
        {
            var took = Stopwatch.GetElapsedTime(_began);
            _allocated += GC.GetAllocatedBytesForCurrentThread() - _allocatedBefore;
            _nanoseconds.Add(took.TotalNanoseconds / Frames);
            Check(bytes);
        }

        public void Print(string what)
        {
            var percentiles = new Percentiles(_nanoseconds);
            foreach (var (name, share) in ((string, double)[])[("p50", 0.5), ("p90", 0.9), ("p99", 0.99)]) Figures.Print($"{what}, {name}", percentiles.At(share), "ns a frame");
            Figures.Print($"{what}, allocated", (double)_allocated / percentiles.Count / Frames, "bytes a frame");
        }
    }

    /// <summary>A stream's reading side, whose frames go back to the pool.</summary>
    private sealed class Reading : IMediaStreamHandler
    {
        public Reading() => Reader = new MediaStreamReader(this);

        public MediaStreamReader Reader { get; }

        public long Bytes { get; private set; }

        public void OnAudio(AudioFrame frame)
        {
            Bytes += frame.Samples.Length;
            frame.Return();
        }

        public void OnStart(MediaStreamStart start)
        {
            // Nothing to open.
        }

        public void OnMark(MediaMark mark) => throw new InvalidOperationException("No mark was sent.");

        public void OnForeignMark() => throw new InvalidOperationException("No mark was sent.");

        public void OnKey(char key) => throw new InvalidOperationException("No key was pressed.");

        public void OnComplaint(int code) => throw new InvalidOperationException($"The message was not understood: {code}.");

        public void OnStop() => throw new InvalidOperationException("Nobody has stopped.");
    }
}

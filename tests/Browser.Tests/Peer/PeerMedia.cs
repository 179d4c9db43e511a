using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace CallActors.Browser.Tests.Peer;

/// <summary>The gateway's end of one media socket, which speaks Twilio Media Streams' messages.</summary>
public sealed class PeerMedia(WebSocket socket) : JsonSocket(socket)
{
    private const int FrameBytes = 160;
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Lead = TimeSpan.FromMilliseconds(200);
    private readonly ConcurrentQueue<MicrophoneFrame> _frames = new();

    /// <summary>The stream's id, once the page has sent <c>start</c>.</summary>
    public string StreamSid { get; private set; } = "";

    /// <summary>The microphone's frames so far.</summary>
    public IReadOnlyCollection<MicrophoneFrame> Frames => _frames;

    /// <summary>Takes <c>connected</c> and <c>start</c>, which come first and in this order.</summary>
    public async Task<JsonObject> StartAsync()
    {
        var connected = await NextAsync("connected");
        Assert.Equal("Call", (string?)connected["protocol"]);
        var start = await NextAsync("start");
        StreamSid = (string)start["streamSid"]!;
        return start;
    }

    /// <summary>Sends µ-law as frames of 20 ms, at most 200 ms ahead of real time, until done or cancelled.</summary>
    public async Task PlayAsync(byte[] speech, CancellationToken cancel = default)
    {
        var clock = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Frame / 2);
        for (var at = 0; at < speech.Length && !cancel.IsCancellationRequested;)
        {
            var due = (int)((clock.Elapsed + Lead) / Frame) * FrameBytes;
            for (; at < Math.Min(due, speech.Length); at += FrameBytes)
                await SendAudioAsync(speech.AsSpan(at, Math.Min(FrameBytes, speech.Length - at)).ToArray());
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    public Task SendAudioAsync(byte[] speech) =>
        SendAsync(new { @event = "media", streamSid = StreamSid, media = new { payload = Convert.ToBase64String(speech) } });

    public Task SendMarkAsync(string name) => SendAsync(new { @event = "mark", streamSid = StreamSid, mark = new { name } });

    public Task ClearAsync() => SendAsync(new { @event = "clear", streamSid = StreamSid });

    /// <summary>Waits for the echo of a mark.</summary>
    public async Task<JsonObject> MarkAsync(string name)
    {
        var mark = await NextAsync("mark");
        Assert.Equal(name, (string?)mark["mark"]!["name"]);
        Assert.Equal(StreamSid, (string?)mark["streamSid"]);
        return mark;
    }

    /// <summary>Waits until <paramref name="count"/> more frames have come and returns them.</summary>
    public async Task<MicrophoneFrame[]> NextFramesAsync(int count)
    {
        var before = _frames.Count;
        await Eventually.IsTrueAsync(() => Task.FromResult(_frames.Count >= before + count), $"{count} frames from the microphone");
        return _frames.Skip(before).Take(count).ToArray();
    }

    protected override void Take(JsonObject message)
    {
        if ((string?)message["event"] == "media") _frames.Enqueue(MicrophoneFrame.Of(message, Stopwatch.GetTimestamp()));
        else base.Take(message);
    }
}

/// <summary>One frame of the page's microphone, as it came.</summary>
public sealed record MicrophoneFrame(long At, string Track, int Chunk, int Timestamp, int SequenceNumber, byte[] Payload)
{
    /// <summary>Root mean square of the samples, of 32768.</summary>
    public double Level => Math.Sqrt(Payload.Average(static code => Math.Pow(Decode(code), 2)));

    public static MicrophoneFrame Of(JsonObject message, long at)
    {
        var media = message["media"]!;
        return new MicrophoneFrame(
            at,
            media["track"]!.GetValue<string>(),
            int.Parse(media["chunk"]!.GetValue<string>()),
            int.Parse(media["timestamp"]!.GetValue<string>()),
            int.Parse(message["sequenceNumber"]!.GetValue<string>()),
            Convert.FromBase64String(media["payload"]!.GetValue<string>()));
    }

    private static int Decode(byte code)
    {
        var bits = (byte)~code;
        var magnitude = ((((bits & 0x0f) << 3) + 132) << ((bits >> 4) & 7)) - 132;
        return (bits & 0x80) == 0 ? magnitude : -magnitude;
    }
}

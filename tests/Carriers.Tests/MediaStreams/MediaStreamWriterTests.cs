using System.Text;
using System.Text.Json;
using CallActors.Carriers.MediaStreams;
using CallActors.Contracts.Audio;

namespace CallActors.Carriers.Tests.MediaStreams;

public sealed class MediaStreamWriterTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly ManualTime _time = new();
    private readonly GatedTransport _transport = new();

    [Fact]
    public async Task Messages_have_the_carriers_shape()
    {
        _transport.Open();
        var writer = new MediaStreamWriter("MZ\"1", _transport, time: _time);
        Assert.True(writer.SendAudio(Frame(3)));
        Assert.True(writer.SendMark(new MediaMark(2, 17)));
        Assert.True(writer.SendClear());
        writer.Close("done");
        await writer.Completion.WaitAsync(Deadline);

        // The clear may overtake what was still queued: what was sent has exactly these shapes.
        foreach (var message in _transport.Sent)
        {
            using var json = JsonDocument.Parse(message);
            Assert.Equal("MZ\"1", json.RootElement.GetProperty("streamSid").GetString());
        }
        Assert.Equal("""{"event":"clear","streamSid":"MZ\u00221"}""", _transport.Sent[^1]);
        Assert.Equal("done", _transport.ClosedWith);
    }

    [Fact]
    public async Task Audio_and_marks_keep_their_order_and_every_byte()
    {
        var writer = new MediaStreamWriter("MZ1", _transport, time: _time);
        for (var i = 0; i < 30; i++)
        {
            Assert.True(writer.SendAudio(Frame(i)));
            Assert.True(writer.SendMark(new MediaMark(1, i)));
        }
        writer.Close("done");
        _transport.Open();
        await writer.Completion.WaitAsync(Deadline);

        var expected = Enumerable.Range(0, 30).SelectMany(i => new[]
        {
            $$$"""{"event":"media","streamSid":"MZ1","media":{"payload":"{{{Convert.ToBase64String(Frame(i))}}}"}}""",
            $$$"""{"event":"mark","streamSid":"MZ1","mark":{"name":"e1:{{{i}}}"}}""",
        });
        Assert.Equal(expected, _transport.Sent);
    }

    [Fact]
    public async Task In_telnyx_dialect_no_message_names_the_stream()
    {
        var writer = new MediaStreamWriter("st-1", _transport, time: _time, dialect: MediaDialect.Telnyx);
        Assert.True(writer.SendAudio(Frame(3)));
        Assert.True(writer.SendMark(new MediaMark(2, 17)));
        writer.Close("done");
        _transport.Open();
        await writer.Completion.WaitAsync(Deadline);
        Assert.Equal(
            [$$$"""{"event":"media","media":{"payload":"{{{Convert.ToBase64String(Frame(3))}}}"}}""", """{"event":"mark","mark":{"name":"e2:17"}}"""],
            _transport.Sent);

        var cleared = new GatedTransport();
        cleared.Open();
        var clearing = new MediaStreamWriter("st-1", cleared, time: _time, dialect: MediaDialect.Telnyx);
        Assert.True(clearing.SendClear());
        clearing.Close("done");
        await clearing.Completion.WaitAsync(Deadline);
        Assert.Equal(["""{"event":"clear"}"""], cleared.Sent);
    }

    [Fact]
    public async Task A_clear_throws_out_everything_queued_before_it()
    {
        var writer = new MediaStreamWriter("MZ1", _transport, time: _time);
        writer.SendAudio(Frame(1));
        await _transport.FirstSend.WaitAsync(Deadline);
        for (var i = 2; i < 12; i++) writer.SendAudio(Frame(i));
        writer.SendMark(new MediaMark(1, 0));
        Assert.True(writer.SendClear());
        writer.SendMark(new MediaMark(2, 0));
        Assert.True(writer.SendClear());
        writer.SendMark(new MediaMark(3, 0));
        writer.Close("done");
        _transport.Open();
        await writer.Completion.WaitAsync(Deadline);

        Assert.Equal(["media", "clear", "mark"], _transport.Sent.Select(EventOf));
        Assert.Contains("e3:0", _transport.Sent[^1]);
    }

    [Fact]
    public async Task A_full_ring_drops_and_says_so_but_always_takes_a_clear()
    {
        var writer = new MediaStreamWriter("MZ1", _transport, new MediaStreamWriterOptions { Capacity = 4 }, _time);
        writer.SendAudio(Frame(0));
        await _transport.FirstSend.WaitAsync(Deadline);
        for (var i = 1; i <= 4; i++) Assert.True(writer.SendAudio(Frame(i)));
        Assert.False(writer.SendAudio(Frame(5)));
        Assert.False(writer.SendMark(new MediaMark(1, 1)));
        Assert.True(writer.SendClear());
        Assert.True(writer.SendAudio(Frame(6)));
        writer.Close("done");
        _transport.Open();
        await writer.Completion.WaitAsync(Deadline);
        Assert.Equal(["media", "clear", "media"], _transport.Sent.Select(EventOf));
    }

    [Fact]
    public async Task A_close_sends_what_is_queued_first_and_nothing_after_it()
    {
        var writer = new MediaStreamWriter("MZ1", _transport, time: _time);
        for (var i = 0; i < 10; i++) writer.SendAudio(Frame(i));
        writer.Close(new string('x', 300));
        Assert.False(writer.SendAudio(Frame(0)));
        Assert.False(writer.SendMark(default));
        Assert.False(writer.SendClear());
        writer.Close("again");
        _transport.Open();
        await writer.Completion.WaitAsync(Deadline);
        Assert.Equal(10, _transport.Sent.Count);
        Assert.Equal(new string('x', 100), _transport.ClosedWith);
    }

    [Fact]
    public async Task A_socket_that_does_not_take_the_rest_is_dropped_after_the_limit()
    {
        var writer = new MediaStreamWriter("MZ1", _transport, time: _time);
        writer.SendAudio(Frame(0));
        writer.Close("done");
        _time.Advance(TimeSpan.FromMilliseconds(1999));
        Assert.False(_transport.Aborted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(_transport.Aborted);
        await writer.Completion.WaitAsync(Deadline);
        Assert.Null(_transport.ClosedWith);
    }

    [Fact]
    public async Task A_socket_that_fails_ends_the_sending()
    {
        var writer = new MediaStreamWriter("MZ1", _transport, time: _time);
        _transport.Abort();
        writer.SendAudio(Frame(0));
        await writer.Completion.WaitAsync(Deadline);
        Assert.False(writer.SendAudio(Frame(1)));
        await writer.DisposeAsync();
    }

    [Fact]
    public void A_frame_of_another_length_is_a_mistake_of_the_caller()
    {
        var writer = new MediaStreamWriter("MZ1", _transport, time: _time);
        Assert.Throws<ArgumentException>(() => writer.SendAudio(new byte[159]));
    }

    private static string EventOf(string message)
    {
        using var json = JsonDocument.Parse(message);
        return json.RootElement.GetProperty("event").GetString()!;
    }

    private static byte[] Frame(int seed) => [.. Enumerable.Range(0, AudioFormat.FrameBytes).Select(i => (byte)(i * 3 + seed))];

    /// <summary>A socket that takes nothing until it is opened.</summary>
    private sealed class GatedTransport : IMediaTransport
    {
        private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<string> Sent { get; } = [];

        public string? ClosedWith { get; private set; }

        public bool Aborted { get; private set; }

        public Task FirstSend => _first.Task;

        public void Open() => _gate.TrySetResult();

        public async ValueTask SendAsync(ReadOnlyMemory<byte> message)
        {
            _first.TrySetResult();
            await _gate.Task;
            Sent.Add(Encoding.UTF8.GetString(message.Span));
        }

        public ValueTask CloseAsync(string reason)
        {
            ClosedWith = reason;
            return ValueTask.CompletedTask;
        }

        public void Abort()
        {
            Aborted = true;
            _gate.TrySetException(new IOException("gone"));
        }
    }
}

/// <summary>Alone, because it counts what the whole process allocates.</summary>
[CollectionDefinition(nameof(MeasuresAllocations), DisableParallelization = true)]
public sealed class MeasuresAllocations;

[Collection(nameof(MeasuresAllocations))]
public sealed class MediaStreamWriterAllocationTests
{
    [Fact]
    public void Queueing_encoding_and_sending_a_frame_allocate_nothing()
    {
        var sink = new CountingTransport();
        var writer = new MediaStreamWriter("MZ1", sink);
        var frame = new byte[AudioFormat.FrameBytes];
        Run(writer, sink, frame, 2_000);

        const int frames = 2_000;
        var ownBytes = new List<long>();
        var allBytes = new List<long>();
        for (var round = 0; round < 5; round++)
        {
            var own = GC.GetAllocatedBytesForCurrentThread();
            var all = GC.GetTotalAllocatedBytes(precise: true);
            Run(writer, sink, frame, frames);
            ownBytes.Add(GC.GetAllocatedBytesForCurrentThread() - own);
            allBytes.Add(GC.GetTotalAllocatedBytes(precise: true) - all);
        }

        // What a frame allocated would be in every round; the pool's own queue grows now and then, which is in one at most.
        Assert.Equal(0, ownBytes.Min());

        // The sender runs on the pool: the whole process is counted, with room for what the test host does meanwhile.
        Assert.InRange(allBytes.Min(), 0, frames * 4L);
    }

    private static void Run(MediaStreamWriter writer, CountingTransport sink, byte[] frame, int frames)
    {
        var limit = Environment.TickCount64 + 20_000;
        for (var i = 0; i < frames; i++)
        {
            // One frame at a time, so that every one wakes the sender, as in a paced call.
            var before = sink.Sent;
            Assert.True(writer.SendAudio(frame));
            if (i % 50 == 0) Assert.True(writer.SendMark(new MediaMark(1, i)));
            var spin = new SpinWait();
            while (sink.Sent == before && Environment.TickCount64 < limit) spin.SpinOnce(sleep1Threshold: -1);
        }
        Assert.True(Environment.TickCount64 < limit, "the sender stands still");
    }

    private sealed class CountingTransport : IMediaTransport
    {
        private int _sent;

        public int Sent => Volatile.Read(ref _sent);

        public ValueTask SendAsync(ReadOnlyMemory<byte> message)
        {
            Interlocked.Increment(ref _sent);
            return ValueTask.CompletedTask;
        }

        public ValueTask CloseAsync(string reason) => ValueTask.CompletedTask;

        public void Abort()
        {
        }
    }
}

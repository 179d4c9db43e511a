using System.Buffers;
using System.Text;
using CallActors.Carriers.MediaStreams;
using CallActors.Contracts.Audio;

namespace CallActors.Carriers.Tests.MediaStreams;

public sealed class MediaStreamReaderTests
{
    private const string Connected = """{"event":"connected","protocol":"Call","version":"1.0.0"}""";

    private const string Start = """
        {"event":"start","sequenceNumber":"1","start":{"accountSid":"AC1","streamSid":"MZ1","callSid":"CA1","tracks":["inbound"],
        "mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1},"customParameters":{"callId":"call-x","token":"t\"1"}},"streamSid":"MZ1"}
        """;

    private readonly RecordingHandler _handler = new();
    private readonly ManualTime _time = new();
    private readonly MediaStreamReader _reader;

    public MediaStreamReaderTests() => _reader = new MediaStreamReader(_handler, time: _time);

    [Fact]
    public void A_call_runs_from_connected_to_stop()
    {
        Accept(Connected);
        Accept(Start);
        Accept(Media(Ramp(160), 5));
        Accept("""{"event":"mark","sequenceNumber":"4","streamSid":"MZ1","mark":{"name":"e3:17"}}""");
        Accept("""{"event":"dtmf","streamSid":"MZ1","sequenceNumber":"5","dtmf":{"track":"inbound_track","digit":"#"}}""");
        Accept("""{"event":"stop","sequenceNumber":"5","stop":{"accountSid":"AC1","callSid":"CA1"},"streamSid":"MZ1"}""");

        Assert.Equal(["start", "mark e3:17", "key #", "stop"], _handler.Events);
        Assert.Equal("MZ1", _handler.Start!.StreamSid);
        Assert.Equal("CA1", _handler.Start.CallSid);
        Assert.Equal("t\"1", _handler.Start.CustomParameters["token"]);
        Assert.Equal("call-x", _handler.Start.CustomParameters["callId"]);
        Assert.Equal(Ramp(160), Assert.Single(_handler.Frames));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(80)]
    [InlineData(159)]
    [InlineData(161)]
    [InlineData(1000)]
    [InlineData(7777)]
    public void Payloads_of_any_length_become_whole_frames_and_no_sample_is_lost(int length)
    {
        Accept(Start);
        var sent = Ramp(20 * length);
        for (var i = 0; i < 20; i++) Accept(Media(sent.AsSpan(i * length, length), timestamp: null));

        Assert.All(_handler.Frames, frame => Assert.Equal(AudioFormat.FrameBytes, frame.Length));
        var whole = sent.Length / AudioFormat.FrameBytes * AudioFormat.FrameBytes;
        Assert.Equal(sent[..whole], _handler.Frames.SelectMany(frame => frame).ToArray());
    }

    [Fact]
    public void Escaped_base64_reads_the_same()
    {
        Accept(Start);
        var samples = new byte[160];
        Array.Fill(samples, (byte)0xFF);
        var escaped = Convert.ToBase64String(samples).Replace("/", "\\/").Replace("w", "\\u0077");
        Accept($$"""{"event":"media","media":{"payload":"{{escaped}}"},"streamSid":"MZ1"}""");
        Assert.Equal(samples, Assert.Single(_handler.Frames));
    }

    [Fact]
    public void Frames_carry_the_time_of_their_arrival()
    {
        Accept(Start);
        _time.Advance(TimeSpan.FromMilliseconds(70));
        Accept(Media(Ramp(160), 0));
        Assert.Equal(TimeSpan.FromMilliseconds(70).Ticks, Assert.Single(_handler.ReceivedAt));
    }

    [Fact]
    public void Only_the_inbound_track_is_heard()
    {
        Accept(Start);
        Accept(Media(Ramp(160), 0, "outbound"));
        Accept(Media(Ramp(160), 0, "outbound_track"));
        Assert.Empty(_handler.Frames);
        Accept(Media(Ramp(160), 0, "inbound_track"));
        Accept(Media(Ramp(160), 20, track: null));
        Assert.Equal(2, _handler.Frames.Count);
    }

    [Theory]
    [InlineData(20, 0)]
    [InlineData(40, 0)]
    [InlineData(60, 2)]
    [InlineData(1020, 50)]
    [InlineData(10_020, 500)]
    [InlineData(10_040, 0)]
    public void A_gap_of_more_than_one_frame_and_at_most_ten_seconds_is_filled_with_silence(int secondAt, int silentFrames)
    {
        Accept(Start);
        Accept(Media(Ramp(160), 0));
        Accept(Media(Ramp(160), secondAt));
        Assert.Equal(2 + silentFrames, _handler.Frames.Count);
        Assert.All(_handler.Frames.Skip(1).SkipLast(1), frame => Assert.All(frame, sample => Assert.Equal(AudioFormat.Silence, sample)));
        Assert.Equal(Ramp(160), _handler.Frames[^1]);
    }

    [Fact]
    public void A_frame_out_of_order_does_not_make_a_gap()
    {
        Accept(Start);
        foreach (var timestamp in new[] { 0, 20, 40, 60, 0, 80 }) Accept(Media(Ramp(160), timestamp));
        Assert.Equal(6, _handler.Frames.Count);
    }

    [Fact]
    public void Gap_filling_can_be_turned_off()
    {
        var reader = new MediaStreamReader(_handler, new MediaStreamReaderOptions { MaxFilledGap = TimeSpan.Zero });
        Assert.Null(reader.Accept(Encoding.UTF8.GetBytes(Start)));
        Assert.Null(reader.Accept(Encoding.UTF8.GetBytes(Media(Ramp(160), 0))));
        Assert.Null(reader.Accept(Encoding.UTF8.GetBytes(Media(Ramp(160), 500))));
        Assert.Equal(2, _handler.Frames.Count);
    }

    [Fact]
    public void Marks_of_others_are_told_apart()
    {
        Accept(Start);
        foreach (var name in new[] { "bye", "e1", "e1:", "e-1:2", "e1:2 ", "", new string('e', 5000) })
            Accept($$$"""{"event":"mark","streamSid":"MZ1","mark":{"name":"{{{name}}}"}}""");
        Assert.Equal(7, _handler.Events.Count(e => e == "foreign mark"));
        Assert.DoesNotContain(_handler.Events, e => e.StartsWith("mark ", StringComparison.Ordinal));
    }

    [Fact]
    public void Unknown_events_and_fields_are_ignored()
    {
        Accept(Start);
        Accept("""{"event":"hold","x":[1,{"event":"stop"}]}""");
        Accept("""{"z":{"event":"stop"},"dtmf":{"x":[[]],"digit":"7"},"event":"dtmf"}""");
        Assert.Equal(["start", "key 7"], _handler.Events);
    }

    [Fact]
    public void A_stop_may_come_before_the_start_and_nothing_follows_it()
    {
        Accept("""{"event":"stop","streamSid":"MZ1","stop":{}}""");
        Accept(Start);
        Assert.Equal(["stop"], _handler.Events);
    }

    [Theory]
    [InlineData("", MediaStreamFaultKind.NotJson)]
    [InlineData("hello", MediaStreamFaultKind.NotJson)]
    [InlineData("[]", MediaStreamFaultKind.NotJson)]
    [InlineData("""{"event":"media" """, MediaStreamFaultKind.NotJson)]
    [InlineData("""{"event":"stop"}{"event":"stop"}""", MediaStreamFaultKind.NotJson)]
    [InlineData("""{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{}}}}}}}}}""", MediaStreamFaultKind.NotJson)]
    [InlineData("{}", MediaStreamFaultKind.BadField)]
    [InlineData("""{"event":7}""", MediaStreamFaultKind.BadField)]
    [InlineData("""{"event":"media","streamSid":"MZ1"}""", MediaStreamFaultKind.BadField)]
    [InlineData("""{"event":"media","streamSid":"MZ1","media":"x"}""", MediaStreamFaultKind.BadField)]
    [InlineData("""{"event":"media","streamSid":"MZ1","media":{}}""", MediaStreamFaultKind.BadField)]
    [InlineData("""{"event":"media","streamSid":"MZ1","media":{"payload":1}}""", MediaStreamFaultKind.BadField)]
    [InlineData("""{"event":"media","streamSid":"MZ1","media":{"timestamp":"-5","payload":"AAAA"}}""", MediaStreamFaultKind.BadField)]
    [InlineData("""{"event":"media","streamSid":"MZ1","media":{"timestamp":"99999999999999999999","payload":"AAAA"}}""", MediaStreamFaultKind.BadField)]
    [InlineData("""{"event":"media","streamSid":"MZ1","media":{"payload":"A*AA"}}""", MediaStreamFaultKind.BadAudio)]
    [InlineData("""{"event":"media","streamSid":"MZ1","media":{"payload":"AAA"}}""", MediaStreamFaultKind.BadAudio)]
    [InlineData("""{"event":"media","streamSid":"MZ1","media":{"payload":""}}""", MediaStreamFaultKind.BadAudio)]
    [InlineData("""{"event":"media","streamSid":"MZ2","media":{"payload":"AAAA"}}""", MediaStreamFaultKind.ForeignStream)]
    [InlineData("""{"event":"mark","streamSid":"MZ1","mark":{}}""", MediaStreamFaultKind.BadField)]
    [InlineData("""{"event":"mark","streamSid":"MZ1","mark":{"name":"\ud800"}}""", MediaStreamFaultKind.BadField)]
    [InlineData("""{"event":"mark","streamSid":"MZ2","mark":{"name":"e1:1"}}""", MediaStreamFaultKind.ForeignStream)]
    [InlineData("""{"event":"dtmf","streamSid":"MZ1","dtmf":{"digit":"12"}}""", MediaStreamFaultKind.BadField)]
    [InlineData("""{"event":"dtmf","streamSid":"MZ1","dtmf":{"digit":"x"}}""", MediaStreamFaultKind.BadField)]
    public void What_is_wrong_with_a_frame_is_told_and_changes_nothing(string frame, MediaStreamFaultKind expected)
    {
        Accept(Start);
        var fault = _reader.Accept(Encoding.UTF8.GetBytes(frame));
        Assert.Equal(expected, fault?.Kind);
        Assert.InRange(fault!.Message.Length, 10, 100);
        Assert.Empty(_handler.Frames);
        Accept(Media(Ramp(160), 0));
        Assert.Equal(Ramp(160), Assert.Single(_handler.Frames));
    }

    [Theory]
    [InlineData("""{"event":"start","start":{"callSid":"CA1"}}""", MediaStreamFaultKind.BadField)]
    [InlineData("""{"event":"start","start":{"streamSid":"MZ1"}}""", MediaStreamFaultKind.BadField)]
    [InlineData("""{"event":"start","streamSid":"MZ1"}""", MediaStreamFaultKind.BadField)]
    [InlineData("""{"event":"start","streamSid":"MZ2","start":{"streamSid":"MZ1","callSid":"CA1"}}""", MediaStreamFaultKind.BadField)]
    [InlineData("""{"event":"start","streamSid":"MZ1","start":{"callSid":"CA1","customParameters":{"n":{}}}}""", MediaStreamFaultKind.BadField)]
    [InlineData("""{"event":"start","streamSid":"MZ1","start":{"callSid":"CA1","mediaFormat":{"encoding":"audio/x-l16"}}}""", MediaStreamFaultKind.UnsupportedFormat)]
    [InlineData("""{"event":"start","streamSid":"MZ1","start":{"callSid":"CA1","mediaFormat":{"sampleRate":16000}}}""", MediaStreamFaultKind.UnsupportedFormat)]
    [InlineData("""{"event":"start","streamSid":"MZ1","start":{"callSid":"CA1","mediaFormat":{"channels":2}}}""", MediaStreamFaultKind.UnsupportedFormat)]
    [InlineData("""{"event":"media","streamSid":"MZ1","media":{"payload":"AAAA"}}""", MediaStreamFaultKind.NotStarted)]
    [InlineData("""{"event":"dtmf","streamSid":"MZ1","dtmf":{"digit":"1"}}""", MediaStreamFaultKind.NotStarted)]
    public void A_stream_that_does_not_start_right_is_refused(string frame, MediaStreamFaultKind expected)
    {
        Assert.Equal(expected, _reader.Accept(Encoding.UTF8.GetBytes(frame))?.Kind);
        Assert.Null(_handler.Start);
    }

    [Fact]
    public void A_second_start_is_a_fault_and_does_not_reach_the_handler()
    {
        Accept(Start);
        Assert.Equal(MediaStreamFaultKind.StartedTwice, _reader.Accept(Encoding.UTF8.GetBytes(Start))?.Kind);
        Assert.Single(_handler.Events);
    }

    [Fact]
    public void A_frame_over_the_bound_is_a_fault_in_one_piece_or_in_many()
    {
        var frame = new byte[65_537];
        Assert.Equal(MediaStreamFaultKind.TooLong, _reader.Accept(frame.AsSpan())?.Kind);
        Assert.Equal(MediaStreamFaultKind.TooLong, _reader.Accept(InPieces(frame, 1000))?.Kind);
    }

    [Fact]
    public void A_frame_in_pieces_reads_the_same()
    {
        Assert.Null(_reader.Accept(InPieces(Encoding.UTF8.GetBytes(Start), 7)));
        Assert.Null(_reader.Accept(InPieces(Encoding.UTF8.GetBytes(Media(Ramp(160), 0)), 50)));
        Assert.Equal(Ramp(160), Assert.Single(_handler.Frames));
    }

    [Fact]
    public void Nothing_that_a_peer_sends_makes_the_reader_throw()
    {
        var random = new Random(20260);
        string[] seeds = [Connected, Start, Media(Ramp(160), 100), """{"event":"mark","streamSid":"MZ1","mark":{"name":"e1:2"}}""", """{"event":"dtmf","dtmf":{"digit":"1"}}"""];
        var faults = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var reader = new MediaStreamReader(new RecordingHandler());
            if (round % 2 == 0) reader.Accept(Encoding.UTF8.GetBytes(Start));
            var bytes = Encoding.UTF8.GetBytes(seeds[random.Next(seeds.Length)]);
            for (var hits = random.Next(1, 6); hits > 0; hits--)
            {
                var at = random.Next(bytes.Length);
                if (random.Next(4) == 0) bytes = [.. bytes[..at], .. bytes[random.Next(bytes.Length)..]];
                else bytes[at] = (byte)random.Next(256);
                if (bytes.Length == 0) bytes = [0];
            }
            if (round % 10 == 0) random.NextBytes(bytes);
            if (reader.Accept(bytes.AsSpan()) is { } fault)
            {
                faults++;
                Assert.InRange(fault.Message.Length, 10, 100);
            }
        }
        Assert.True(faults > 5_000, $"only {faults} of 20,000 damaged frames were faults: the damage does not reach the reader.");
    }

    [Fact]
    public void Reading_a_frame_of_audio_allocates_nothing()
    {
        var pool = new AudioFramePool();
        var sink = new ReturningHandler();
        var reader = new MediaStreamReader(sink, pool: pool);
        reader.Accept(Encoding.UTF8.GetBytes(Start));
        var frames = Enumerable.Range(0, 500).Select(i => Encoding.UTF8.GetBytes(Media(Ramp(160), i * 20))).ToArray();
        foreach (var frame in frames[..100]) reader.Accept(frame.AsSpan());

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var frame in frames.AsSpan(100)) reader.Accept(frame.AsSpan());
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(500, sink.Frames);
    }

    private void Accept(string frame) => Assert.Null(_reader.Accept(Encoding.UTF8.GetBytes(frame).AsSpan()));

    private static string Media(ReadOnlySpan<byte> samples, int? timestamp, string? track = "inbound")
    {
        var trackField = track is null ? "" : $"\"track\":\"{track}\",";
        var timestampField = timestamp is null ? "" : $"\"timestamp\":\"{timestamp}\",";
        var body = $"{trackField}\"chunk\":\"1\",{timestampField}\"payload\":\"{Convert.ToBase64String(samples)}\"";
        return $$"""{"event":"media","sequenceNumber":"3","media":{ {{body}} },"streamSid":"MZ1"}""";
    }

    private static byte[] Ramp(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];

    private static ReadOnlySequence<byte> InPieces(byte[] bytes, int size)
    {
        var first = new Piece(bytes.AsMemory(0, size), 0);
        var last = first;
        for (var at = size; at < bytes.Length; at += size) last = last.Then(bytes.AsMemory(at, Math.Min(size, bytes.Length - at)));
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, long at)
        {
            Memory = memory;
            RunningIndex = at;
        }

        public Piece Then(ReadOnlyMemory<byte> memory)
        {
            var next = new Piece(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }

    private sealed class ReturningHandler : IMediaStreamHandler
    {
        public int Frames { get; private set; }

        public void OnStart(MediaStreamStart start)
        {
        }

        public void OnAudio(AudioFrame frame)
        {
            Frames++;
            frame.Return();
        }

        public void OnMark(MediaMark mark)
        {
        }

        public void OnForeignMark()
        {
        }

        public void OnKey(char key)
        {
        }

        public void OnComplaint(int code)
        {
        }

        public void OnStop()
        {
        }
    }
}

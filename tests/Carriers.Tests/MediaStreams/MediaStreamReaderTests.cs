using System.Buffers;
using System.Text;
using CallActors.Carriers.MediaStreams;
using static CallActors.Carriers.Tests.MediaStreams.TwilioFrames;

namespace CallActors.Carriers.Tests.MediaStreams;

public sealed class MediaStreamReaderTests
{
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
    public void Nothing_that_a_peer_sends_makes_the_reader_throw() => Fuzz(20_000);

    [Fact]
    [Trait("Category", "Soak")]
    public void Nothing_that_a_peer_sends_makes_the_reader_throw_a_million_times() => Fuzz(1_000_000);

    private static void Fuzz(int inputs) => MediaFuzz.Run(inputs, 20260, [Connected, Start, Media(Ramp(160), 100),
        """{"event":"mark","streamSid":"MZ1","mark":{"name":"e1:2"}}""", """{"event":"dtmf","dtmf":{"digit":"1"}}"""], Start);

    private void Accept(string frame) => Assert.Null(_reader.Accept(Encoding.UTF8.GetBytes(frame).AsSpan()));

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
}

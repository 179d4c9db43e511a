using System.Text;
using CallActors.Carriers.MediaStreams;
using CallActors.Contracts.Audio;

namespace CallActors.Carriers.Tests.MediaStreams;

public sealed class TelnyxDialectTests
{
    private const string Connected = """{"event":"connected","version":"1.0.0"}""";

    private const string Start = """
        {"event":"start","sequence_number":"1","start":{"user_id":"u","call_control_id":"v3:leg","call_session_id":"s","from":"+1","to":"+2","tags":[],
        "client_state":"Yw==","custom_parameters":{"callId":"call-x","token":"t\"1"},
        "media_format":{"encoding":"PCMU","sample_rate":8000,"channels":1}},"stream_id":"st-1"}
        """;

    private readonly RecordingHandler _handler = new();
    private readonly MediaStreamReader _reader;

    public TelnyxDialectTests() => _reader = new MediaStreamReader(_handler, time: new ManualTime());

    [Fact]
    public void A_call_runs_from_connected_to_stop()
    {
        Accept(Connected);
        Accept(Start);
        Accept(Media(1));
        Accept("""{"event":"mark","sequence_number":"4","stream_id":"st-1","mark":{"name":"e3:17"}}""");
        Accept("""{"event":"dtmf","stream_id":"st-1","occurred_at":"2026-01-01T00:00:00Z","sequence_number":"5","dtmf":{"digit":"#"}}""");
        Accept("""{"stream_id":"st-1","event":"error","sequence_number":"6","error":{"title":"rate","code":100005,"detail":"too many"}}""");
        Accept("""{"event":"stop","sequence_number":"7","stop":{"user_id":"u","call_control_id":"v3:leg"},"stream_id":"st-1"}""");

        Assert.Equal(["start", "mark e3:17", "key #", "complaint 100005", "stop"], _handler.Events);
        Assert.Equal(MediaDialect.Telnyx, _handler.Start!.Dialect);
        Assert.Equal("st-1", _handler.Start.StreamSid);
        Assert.Equal("v3:leg", _handler.Start.CallSid);
        Assert.Equal("call-x", _handler.Start.CustomParameters["callId"]);
        Assert.Equal("t\"1", _handler.Start.CustomParameters["token"]);
        Assert.Equal(Piece(1), Assert.Single(_handler.Frames));
    }

    [Fact]
    public void Custom_parameters_may_come_as_the_list_that_was_sent()
    {
        Accept(Start.Replace("""{"callId":"call-x","token":"t\"1"}""", """[{"name":"callId","value":"call-x"},{"extra":[1],"value":"v","name":"token"}]"""));
        Assert.Equal("call-x", _handler.Start!.CustomParameters["callId"]);
        Assert.Equal("v", _handler.Start.CustomParameters["token"]);
    }

    [Theory]
    [InlineData("\"encoding\":\"PCMU\"", "\"encoding\":\"PCMA\"", MediaStreamFaultKind.UnsupportedFormat)]
    [InlineData("8000", "16000", MediaStreamFaultKind.UnsupportedFormat)]
    [InlineData("\"channels\":1", "\"channels\":2", MediaStreamFaultKind.UnsupportedFormat)]
    [InlineData("call_control_id", "call_control", MediaStreamFaultKind.BadField)]
    [InlineData("\"st-1\"", "\"\"", MediaStreamFaultKind.BadField)]
    [InlineData("\"t\\\"1\"", "7", MediaStreamFaultKind.BadField)]
    [InlineData("{\"callId\":\"call-x\",\"token\":\"t\\\"1\"}", "[{\"name\":\"callId\"}]", MediaStreamFaultKind.BadField)]
    [InlineData("{\"callId\":\"call-x\",\"token\":\"t\\\"1\"}", "[7]", MediaStreamFaultKind.BadField)]
    public void A_stream_that_does_not_start_right_is_refused(string right, string wrong, MediaStreamFaultKind expected)
    {
        Assert.Contains(right, Start);
        Assert.Equal(expected, _reader.Accept(Encoding.UTF8.GetBytes(Start.Replace(right, wrong)))?.Kind);
        Assert.Null(_handler.Start);
    }

    [Fact]
    public void Frames_of_another_stream_are_a_fault()
    {
        Accept(Start);
        Assert.Equal(MediaStreamFaultKind.ForeignStream, Fault(Media(1).Replace("st-1", "st-2")));
    }

    [Fact]
    public void Audio_in_any_order_within_the_window_is_heard_in_order()
    {
        var random = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            var handler = new RecordingHandler();
            var reader = new MediaStreamReader(handler);
            reader.Accept(Encoding.UTF8.GetBytes(Start));
            var withTimes = round % 2 == 0;
            foreach (var chunk in Shuffled(random, 200, reach: 5)) Assert.Null(reader.Accept(Encoding.UTF8.GetBytes(Media(chunk, withTimes ? (chunk - 1) * 20 : null))));
            reader.Accept("""{"event":"stop","stream_id":"st-1"}"""u8);
            Assert.Equal(200, handler.Frames.Count);
            for (var i = 0; i < 200; i++) Assert.Equal(Piece(i + 1), handler.Frames[i]);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_missing_becomes_silence_and_what_comes_too_late_is_dropped(bool withTimes)
    {
        Accept(Start);
        foreach (var chunk in new[] { 1, 2, 4, 5, 6, 7, 8, 9, 10, 3, 11 }) Accept(Media(chunk, withTimes ? (chunk - 1) * 20 : null));
        Assert.Equal(11, _handler.Frames.Count);
        for (var i = 0; i < 11; i++) Assert.Equal(i == 2 ? Silence() : Piece(i + 1), _handler.Frames[i]);
    }

    [Fact]
    public void Nothing_waits_longer_than_the_window()
    {
        Accept(Start);
        foreach (var chunk in new[] { 1, 3, 4, 5, 6, 7, 8 }) Accept(Media(chunk));
        Assert.Single(_handler.Frames);
        Accept(Media(9));
        Assert.Equal(9, _handler.Frames.Count);
    }

    [Fact]
    public void What_waits_is_heard_before_the_stop()
    {
        Accept(Start);
        foreach (var chunk in new[] { 1, 3, 5 }) Accept(Media(chunk));
        Accept("""{"event":"stop","stream_id":"st-1"}""");
        Assert.Equal([Piece(1), Silence(), Piece(3), Silence(), Piece(5)], _handler.Frames);
    }

    [Fact]
    public void Audio_that_comes_twice_is_heard_once()
    {
        Accept(Start);
        foreach (var chunk in new[] { 1, 1, 3, 3, 2, 2, 3, 4 }) Accept(Media(chunk));
        Assert.Equal([Piece(1), Piece(2), Piece(3), Piece(4)], _handler.Frames);
    }

    [Fact]
    public void Numbers_with_holes_do_not_hold_up_audio_whose_times_follow_on_each_other()
    {
        Accept(Start);
        for (var i = 0; i < 10; i++) Accept(Media(1 + 2 * i, i * 20));
        Assert.Equal(10, _handler.Frames.Count);
    }

    [Fact]
    public void A_carrier_that_sends_nothing_in_silence_leaves_a_gap_that_is_filled()
    {
        Accept(Start);
        Accept(Media(1, 0));
        Accept(Media(2, 1020));
        Assert.Equal(52, _handler.Frames.Count);
        Assert.Equal(Piece(2), _handler.Frames[^1]);
    }

    [Fact]
    public void A_carrier_that_counts_anew_is_heard_on()
    {
        Accept(Start);
        for (var chunk = 2000; chunk < 2005; chunk++) Accept(Media(chunk, null));
        for (var chunk = 1; chunk < 4; chunk++) Accept(Media(chunk, null));
        Assert.Equal([2000, 2001, 2002, 2003, 2004, 1, 2, 3], _handler.Frames.Select(FirstOf).ToArray());
    }

    [Fact]
    public void Pieces_of_other_lengths_are_put_in_order_too()
    {
        Accept(Start);
        Accept(Long(2, 400));
        Accept(Long(3, 10_000));
        Accept(Long(1, 100));
        // The piece that is too long to wait has overtaken the first, which is 20 ms of silence now.
        Assert.Equal((AudioFormat.FrameBytes + 400 + 10_000) / AudioFormat.FrameBytes, _handler.Frames.Count);
    }

    [Theory]
    [InlineData("""{"event":"media","media":{"chunk":"-1","payload":"AAAA"},"stream_id":"st-1"}""", MediaStreamFaultKind.BadField)]
    [InlineData("""{"event":"media","media":{"chunk":"x","payload":"AAAA"},"stream_id":"st-1"}""", MediaStreamFaultKind.BadField)]
    [InlineData("""{"event":"media","media":{"chunk":"3","payload":"A*AA"},"stream_id":"st-1"}""", MediaStreamFaultKind.BadAudio)]
    [InlineData("""{"event":"media","media":{"chunk":"3","payload":""},"stream_id":"st-1"}""", MediaStreamFaultKind.BadAudio)]
    [InlineData("""{"event":"media","media":{"chunk":"1","payload":"A*AA"},"stream_id":"st-1"}""", MediaStreamFaultKind.BadAudio)]
    public void What_is_wrong_with_a_frame_is_told(string frame, MediaStreamFaultKind expected)
    {
        Accept(Start);
        Assert.Equal(expected, Fault(frame));
        Accept(Media(1));
        Assert.Equal(Piece(1), Assert.Single(_handler.Frames));
    }

    [Theory]
    [InlineData("""{"event":"error","stream_id":"st-1"}""", 0)]
    [InlineData("""{"event":"error","stream_id":"st-1","error":{"code":"100003","detail":{"code":9}}}""", 100003)]
    [InlineData("""{"event":"error","stream_id":"st-1","error":{"code":{},"x":1}}""", 0)]
    [InlineData("""{"event":"error","stream_id":"st-1","error":{"code":4294967295}}""", 0)]
    public void A_complaint_is_passed_on_by_its_number(string frame, int code)
    {
        Accept(Start);
        Accept(frame);
        Assert.Equal($"complaint {code}", _handler.Events[^1]);
    }

    [Fact]
    public void Reading_frames_out_of_order_allocates_nothing()
    {
        var sink = new CountingHandler();
        var reader = new MediaStreamReader(sink, pool: new AudioFramePool());
        reader.Accept(Encoding.UTF8.GetBytes(Start));
        var random = new Random(3);
        var frames = Shuffled(random, 600, reach: 9).Select(chunk => Encoding.UTF8.GetBytes(Media(chunk))).ToArray();
        foreach (var frame in frames[..100]) reader.Accept(frame.AsSpan());

        var next = 100;
        Assert.Equal(0, Allocated.Least(() =>
        {
            for (var end = next + 100; next < end; next++) reader.Accept(frames[next].AsSpan());
        }));
        Assert.InRange(sink.Frames, 590, 600);
    }

    [Fact]
    public void Nothing_that_a_peer_sends_makes_the_reader_throw() => Fuzz(100_000);

    [Fact]
    [Trait("Category", "Soak")]
    public void Nothing_that_a_peer_sends_makes_the_reader_throw_a_million_times() => Fuzz(1_000_000);

    private static void Fuzz(int inputs) => MediaFuzz.Run(inputs, 11, [Connected, Start, Media(3), Media(1),
        """{"event":"mark","stream_id":"st-1","mark":{"name":"e1:2"}}""", """{"event":"error","error":{"code":1},"stream_id":"st-1"}""",
        """{"event":"dtmf","dtmf":{"digit":"1"}}"""], Start);

    internal static IEnumerable<int> Shuffled(Random random, int count, int reach) =>
        Enumerable.Range(1, count).Select(chunk => (chunk, at: chunk + random.NextDouble() * reach)).OrderBy(x => x.at).Select(x => x.chunk).ToArray();

    private void Accept(string frame) => Assert.Null(_reader.Accept(Encoding.UTF8.GetBytes(frame).AsSpan()));

    private MediaStreamFaultKind? Fault(string frame) => _reader.Accept(Encoding.UTF8.GetBytes(frame).AsSpan())?.Kind;

    private static string Media(int chunk) => Media(chunk, (chunk - 1) * 20);

    private static string Media(int chunk, int? timestamp) => Frame(chunk, timestamp, Piece(chunk));

    private static string Long(int chunk, int length) => Frame(chunk, null, new byte[length]);

    private static string Frame(int chunk, int? timestamp, byte[] audio)
    {
        var time = timestamp is null ? "" : $"\"timestamp\":\"{timestamp}\",";
        var body = $"\"track\":\"inbound\",\"chunk\":\"{chunk}\",{time}\"payload\":\"{Convert.ToBase64String(audio)}\"";
        return $$"""{"event":"media","sequence_number":"{{chunk + 3}}","media":{ {{body}} },"stream_id":"st-1"}""";
    }

    /// <summary>A frame that tells its number.</summary>
    private static byte[] Piece(int chunk)
    {
        var piece = new byte[AudioFormat.FrameBytes];
        piece[0] = (byte)chunk;
        piece[1] = (byte)(chunk >> 8);
        return piece;
    }

    private static int FirstOf(byte[] frame) => frame[0] | frame[1] << 8;

    private static byte[] Silence() => [.. Enumerable.Repeat(AudioFormat.Silence, AudioFormat.FrameBytes)];
}

using System.Text;
using CallActors.Carriers.MediaStreams;
using CallActors.Contracts.Audio;
using static CallActors.Carriers.Tests.MediaStreams.TwilioFrames;

namespace CallActors.Carriers.Tests.MediaStreams;

/// <summary>How audio of a carrier that keeps its order becomes frames.</summary>
public sealed class MediaStreamAudioTests
{
    private readonly RecordingHandler _handler = new();
    private readonly ManualTime _time = new();
    private readonly MediaStreamReader _reader;

    public MediaStreamAudioTests() => _reader = new MediaStreamReader(_handler, time: _time);

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
    public void Reading_a_frame_of_audio_allocates_nothing()
    {
        var pool = new AudioFramePool();
        var sink = new CountingHandler();
        var reader = new MediaStreamReader(sink, pool: pool);
        reader.Accept(Encoding.UTF8.GetBytes(Start));
        var frames = Enumerable.Range(0, 500).Select(i => Encoding.UTF8.GetBytes(Media(Ramp(160), i * 20))).ToArray();
        foreach (var frame in frames[..100]) reader.Accept(frame.AsSpan());

        var next = 100;
        Assert.Equal(0, Allocated.Least(() =>
        {
            for (var end = next + 80; next < end; next++) reader.Accept(frames[next].AsSpan());
        }));
        Assert.Equal(500, sink.Frames);
    }

    private void Accept(string frame) => Assert.Null(_reader.Accept(Encoding.UTF8.GetBytes(frame).AsSpan()));
}

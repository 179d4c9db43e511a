using CallActors.Contracts.Audio;
using CallActors.Simulators.Media;

namespace CallActors.Simulators.Tests.Media;

public sealed class PlaybackBufferTests
{
    private readonly PlaybackBuffer _buffer = new(maxBytes: 16_000);
    private readonly byte[] _frame = new byte[AudioFormat.FrameBytes];

    [Fact]
    public void A_mark_is_reached_when_the_last_sample_before_it_has_been_played()
    {
        _buffer.Add(new byte[200]);
        Assert.False(_buffer.AddMark("a"));
        Assert.Equal((160, ""), Tick());
        Assert.Equal((40, ""), Tick());
        Assert.Equal((0, "a"), Tick());
    }

    [Fact]
    public void A_mark_on_an_empty_buffer_comes_back_at_once_but_not_while_a_frame_is_being_played()
    {
        Assert.True(_buffer.AddMark("a"));
        _buffer.Add(new byte[160]);
        Tick();
        Assert.False(_buffer.AddMark("b"));
        Assert.Equal((0, "b"), Tick());
        Assert.True(_buffer.AddMark("c"));
    }

    [Fact]
    public void A_clear_gives_back_unreached_marks_in_order_and_what_follows_plays_from_its_start()
    {
        _buffer.Add(new byte[1000]);
        _buffer.AddMark("a");
        _buffer.Add(new byte[1000]);
        _buffer.AddMark("b");
        Tick();
        Assert.Equal(["a", "b"], _buffer.Clear());
        Assert.Empty(_buffer.Clear());
        Assert.Equal((0, ""), Tick());
        _buffer.Add([1, 2, 3]);
        Assert.Equal((3, ""), Tick());
        Assert.Equal([1, 2, 3], _frame[..3]);
    }

    [Fact]
    public void It_holds_no_more_than_it_may_and_keeps_the_order_while_it_grows()
    {
        var sent = Enumerable.Range(0, 16_000).Select(i => (byte)(i * 13 >> 4)).ToArray();
        for (var i = 0; i < 3; i++)
        {
            Assert.True(_buffer.Add(new byte[100]));
            Tick();
        }
        Assert.True(_buffer.Add(sent));
        Assert.False(_buffer.Add([1]));
        var played = new List<byte>();
        while (Tick() is { Count: > 0 } tick) played.AddRange(_frame[..tick.Count]);
        Assert.Equal(sent, played);
    }

    private (int Count, string Reached) Tick()
    {
        var reached = new List<string>();
        var count = _buffer.Tick(_frame, reached);
        return (count, string.Join(",", reached));
    }
}

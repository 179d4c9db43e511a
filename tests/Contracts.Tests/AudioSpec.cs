using CallActors.Contracts.Audio;

namespace CallActors.Contracts.Tests;

public sealed class AudioSpec
{
    [Fact]
    public void A_frame_that_was_returned_is_used_again_and_cannot_be_returned_twice()
    {
        var pool = new AudioFramePool(1);
        var frame = pool.Rent();
        frame.Return();
        Assert.Throws<InvalidOperationException>(frame.Return);
        Assert.Same(frame, pool.Rent());
    }

    [Fact]
    public void A_full_pool_lets_frames_go_and_an_empty_one_makes_new_ones()
    {
        var pool = new AudioFramePool(1);
        var (a, b) = (pool.Rent(), pool.Rent());
        a.Return();
        b.Return();
        Assert.Same(a, pool.Rent());
        Assert.NotSame(b, pool.Rent());
    }

    [Fact]
    public void Renting_and_returning_allocates_nothing_once_it_is_warm()
    {
        var pool = new AudioFramePool(16);
        for (var i = 0; i < 100; i++) pool.Rent().Return();
        Assert.Equal(0, Allocated.Least(() =>
        {
            for (var i = 0; i < 10_000; i++) pool.Rent().Return();
        }));
    }

    [Fact]
    public void Levels_follow_the_g711_decoder()
    {
        Assert.Equal(AudioLevel.SilenceDb, AudioLevel.Db([0xFF, 0x7F]));
        Assert.Equal(AudioLevel.SilenceDb, AudioLevel.Db([]));
        // 0x80 and 0x00 decode to ±32124 of 32768.
        Assert.Equal(20 * Math.Log10(32124 / 32768.0), AudioLevel.Db([0x80, 0x00]), 3);
        // 0x55 decodes to −716.
        Assert.Equal(20 * Math.Log10(716 / 32768.0), AudioLevel.Db([0x55]), 3);
    }

    [Fact]
    public void Twenty_milliseconds_are_160_samples()
    {
        Assert.Equal(160, AudioFormat.FrameBytes);
        Assert.Equal(160, AudioFormat.SamplesIn(AudioFormat.FrameDuration));
        Assert.Equal(TimeSpan.FromSeconds(1), AudioFormat.DurationOf(8000));
    }
}

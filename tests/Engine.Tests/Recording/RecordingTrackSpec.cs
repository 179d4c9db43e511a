using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Recordings;
using CallActors.Engine.Recording;
using CallActors.Engine.Tests.Fakes;

namespace CallActors.Engine.Tests.Recording;

/// <summary>The ring between a stream and the disk, and the clock of the line that fills it.</summary>
public sealed class RecordingTrackSpec
{
    private static readonly CallId Call = CallId.ForIdempotencyKey("track");
    private readonly MemoryRecordings _disk = new();
    private readonly RecordingTrack _track = new(startsAt: 0);

    [Fact]
    public void What_is_added_comes_out_in_order_and_silence_fills_what_was_not_heard()
    {
        Assert.True(_track.TryAdd(Frame(1), Frame(2).AsSpan(0, 40)));
        _track.AddSilence(80);
        Assert.True(_track.TryAdd(Frame(3), []));
        Write();
        Assert.Equal([.. Frame(1), .. Silence(80), .. Frame(3)], _disk.Person(Call));
        Assert.Equal([.. Frame(2)[..40], .. Silence(120 + 80 + 160)], _disk.Agent(Call));
    }

    [Fact]
    public void A_ring_that_is_emptied_in_time_takes_any_length_and_loses_nothing()
    {
        var random = new Random(7);
        var due = new List<byte>();
        for (var i = 0; i < 3000; i++)
        {
            if (random.Next(50) == 0)
            {
                var gap = random.Next(1, 500);
                _track.AddSilence(gap);
                due.AddRange(Silence(gap));
            }

            Assert.True(_track.TryAdd(Frame(i), Frame(i + 1)));
            due.AddRange(Frame(i));
            if (random.Next(100) == 0) Write();
        }

        Write();
        Assert.Equal(due, _disk.Person(Call));
    }

    [Fact]
    public void Eight_seconds_wait_for_a_slow_disk_and_no_more()
    {
        var taken = 0;
        while (_track.TryAdd(Frame(taken), [])) taken++;
        Assert.InRange(taken * AudioFormat.FrameDuration, TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(9));
        Write();
        Assert.True(_track.TryAdd(Frame(0), []));
    }

    [Fact]
    public void A_track_is_over_when_it_is_complete_and_everything_was_taken()
    {
        _track.TryAdd(Frame(1), []);
        Write();
        Assert.False(_track.IsOver);
        _track.AddSilence(10);
        _track.Complete();
        Assert.False(_track.IsOver);
        Write();
        Assert.True(_track.IsOver);
    }

    [Fact]
    public void Frames_that_were_held_up_and_come_in_a_burst_are_not_taken_for_missing()
    {
        var tap = new RecordingTap(_track, TimeSpan.Zero);
        for (var i = 1; i <= 50; i++) tap.TryTake(Frame(i), [], At(i));
        for (var i = 51; i <= 100; i++) tap.TryTake(Frame(i), [], At(100));
        for (var i = 101; i <= 150; i++) tap.TryTake(Frame(i), [], At(i));
        Write();
        Assert.Equal(150 * AudioFormat.FrameBytes, _disk.Person(Call).Length);
    }

    [Fact]
    public void Frames_that_are_missing_for_good_become_silence_so_that_the_file_keeps_time()
    {
        var tap = new RecordingTap(_track, TimeSpan.Zero);
        for (var i = 1; i <= 50; i++) tap.TryTake(Frame(i), [], At(i));
        for (var i = 201; i <= 300; i++) tap.TryTake(Frame(i), [], At(i));
        Write();
        Assert.InRange(_disk.Person(Call).Length / AudioFormat.FrameBytes, 299, 300);
    }

    [Fact]
    public void A_frame_costs_no_allocation()
    {
        var tap = new RecordingTap(_track, TimeSpan.Zero);
        var (frame, file) = (Frame(1), new NoFile());
        Take(1000);
        Assert.Equal(0, Allocated.Least(() => Take(2000)));

        void Take(int frames)
        {
            for (var i = 0; i < frames; i++)
            {
                Assert.True(tap.TryTake(frame, frame, TimeSpan.Zero));
                if (i % 25 == 0) _track.MoveTo(file);
            }
        }
    }

    private void Write()
    {
        using var file = ((IRecordingStore)_disk).Open(Call);
        _track.MoveTo(file);
    }

    private static TimeSpan At(int frame) => frame * AudioFormat.FrameDuration;

    private static byte[] Frame(int sample) => [.. Enumerable.Repeat((byte)(sample % 100), AudioFormat.FrameBytes)];

    private static byte[] Silence(int samples) => [.. Enumerable.Repeat(AudioFormat.Silence, samples)];

    private sealed class NoFile : IRecordingFile
    {
        public long Length => 0;

        public void Append(ReadOnlySpan<byte> stereo)
        {
        }

        public void AppendSilence(long samples)
        {
        }

        public void Publish()
        {
        }

        public void Dispose()
        {
        }
    }
}

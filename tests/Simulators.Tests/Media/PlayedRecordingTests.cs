using CallActors.Simulators.Media;

namespace CallActors.Simulators.Tests.Media;

public sealed class PlayedRecordingTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Fact]
    public void Frames_that_follow_each_other_are_one_run_and_a_pause_begins_the_next()
    {
        var recording = new PlayedRecording(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 5; i++) recording.Add(At(i * 20 + i % 3), Filled(i));
        for (var i = 0; i < 2; i++) recording.Add(At(500 + i * 20), Filled(9));
        Assert.Equal([5 * 160, 2 * 160], recording.Runs.Select(run => run.MuLaw.Length));
        Assert.Equal(At(500), recording.Runs[1].StartedAt);
        Assert.Equal(At(540), recording.Runs[1].EndedAt);
        Assert.Equal(TimeSpan.FromMilliseconds(140), recording.Total);
        Assert.Equal([.. Filled(4), .. Filled(9), .. Filled(9)], recording.Since(At(80)));
        Assert.Empty(recording.Since(At(540)));
    }

    [Fact]
    public void It_forgets_the_oldest_beyond_its_bound_and_keeps_count()
    {
        var recording = new PlayedRecording(TimeSpan.FromMilliseconds(100));
        for (var i = 0; i < 10; i++) recording.Add(At(i * 1000), Filled(i));
        Assert.Equal(5, recording.Runs.Count);
        Assert.Equal(At(5000), recording.Runs[0].StartedAt);
        Assert.Equal(TimeSpan.FromMilliseconds(200), recording.Total);
    }

    private static DateTimeOffset At(int milliseconds) => Start + TimeSpan.FromMilliseconds(milliseconds);

    private static byte[] Filled(int value)
    {
        var frame = new byte[160];
        Array.Fill(frame, (byte)value);
        return frame;
    }
}

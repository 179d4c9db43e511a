using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Recordings;
using CallActors.Engine.Recording;
using CallActors.Engine.Tests.Fakes;

namespace CallActors.Engine.Tests.Audio;

/// <summary>What of a stream gets into a recording: left what came in, right what was heard of us.</summary>
public sealed class AudioStreamRecordingSpec : AudioStreamSpec
{
    private readonly MemoryRecordings _disk = new();

    [Fact]
    public async Task Nothing_is_recorded_before_it_is_asked_for_nor_after_it_is_stopped()
    {
        await OpenRecordedAsync();
        Hear(10);
        Record();
        Hear(5);
        Stream.Tell(new StreamCommands.StopRecording(Call));
        Hear(10);
        Assert.Equal(Enumerable.Repeat((byte)0x20, 5 * AudioFormat.FrameBytes), await WrittenAsync(5, _disk.Person));
    }

    [Fact]
    public async Task The_persons_side_is_silence_while_it_is_muted_and_ours_goes_on()
    {
        await OpenRecordedAsync();
        // It holds for a recording that begins later.
        Stream.Tell(new StreamCommands.MuteRecording(Call, IsMuted: true));
        Record();
        Say(1, LongText);
        Talk(60);
        Hear(2);
        Stream.Tell(new StreamCommands.MuteRecording(Call, IsMuted: false));
        Hear(2);
        Stream.Tell(MediaSignals.Disconnected.Instance);
        var person = await WrittenAsync(64, _disk.Person);
        Assert.Equal(62 * AudioFormat.FrameBytes, Array.IndexOf(person, (byte)0x20));
        Assert.All(person[(62 * AudioFormat.FrameBytes)..], s => Assert.Equal(0x20, s));
        Assert.Contains(_disk.Agent(Call), s => s != AudioFormat.Silence);
    }

    [Fact]
    public async Task A_stream_that_begins_in_mid_call_is_recorded_at_its_place()
    {
        await OpenRecordedAsync();
        Stream.Tell(new StreamCommands.Record(Call, Sys.Scheduler.Now - TimeSpan.FromSeconds(2)));
        Hear(5);
        Stream.Tell(MediaSignals.Disconnected.Instance);
        var person = await WrittenAsync(105, _disk.Person);
        Assert.Equal(16_000, Array.IndexOf(person, (byte)0x20));
    }

    [Fact]
    public async Task The_agents_channel_ends_where_a_barge_in_cut_it_to_within_two_frames()
    {
        await OpenRecordedAsync();
        Record();
        Say(1, LongText);
        Talk(160);
        Hear(22);
        Assert.True(FinishedSpeech().Interrupted);
        Silence(50);
        Stream.Tell(MediaSignals.Disconnected.Instance);
        var agent = await WrittenAsync(160 + 22 + 50, _disk.Agent);
        // The onset stops us with the fourth frame of the voice.
        Assert.InRange(Frames(agent, agent.AsSpan().LastIndexOfAnyExcept(AudioFormat.Silence) + 1), 162, 166);
        AssertHeardInOrder(agent);
    }

    [Fact]
    public async Task After_a_false_alarm_the_agents_channel_goes_on_at_the_sample_where_it_stopped()
    {
        await OpenRecordedAsync();
        Record();
        Say(1, LongText);
        Talk(160);
        Hear(8);
        Silence(25);
        FishForMessage<StreamEvents.BargeInHeard>(b => b.Step is BargeInStep.FalseAlarm);
        Talk(60);
        Stream.Tell(MediaSignals.Disconnected.Instance);
        var agent = await WrittenAsync(160 + 8 + 25 + 60, _disk.Agent);
        AssertHeardInOrder(agent);
        // The silence in the middle is that of the pause.
        var pause = agent[(161 * 160)..(200 * 160)].Count(s => s == AudioFormat.Silence) / 160;
        Assert.InRange(pause, 24, 34);
    }

    [Fact]
    public async Task A_disk_that_stands_still_stops_the_recording_loudly_and_the_call_goes_on()
    {
        await OpenRecordedAsync();
        _disk.StandStill();
        Record();
        Hear(450);
        Assert.Equal(RecordingStop.DiskSlow, FishForMessage<StreamEvents.RecordingStopped>(_ => true).Reason);
        Silence(50);
        Say(1);
        _disk.GoOn();
    }

    [Fact]
    public async Task A_disk_that_fails_stops_the_recording_loudly_and_the_call_goes_on()
    {
        await OpenRecordedAsync();
        _disk.IsFull = true;
        Record();
        Silence(10);
        Time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(RecordingStop.DiskFailed, FishForMessage<StreamEvents.RecordingStopped>(_ => true).Reason);
        Say(1);
    }

    [Fact]
    public async Task A_node_that_keeps_no_recordings_says_so()
    {
        await AttachAsync();
        Record();
        Assert.Equal(RecordingStop.DiskFailed, FishForMessage<StreamEvents.RecordingStopped>(_ => true).Reason);
    }

    private async Task OpenRecordedAsync()
    {
        var recordings = Sys.ActorOf(RecordingsActor.PropsFor(_disk, RecordingRules.Default));
        Stream = Open(Services with { Recordings = recordings });
        await AttachAsync();
    }

    private void Record() => Stream.Tell(new StreamCommands.Record(Call, Sys.Scheduler.Now));

    /// <summary>We speak, and the line is quiet.</summary>
    private void Talk(int frames)
    {
        for (var i = 0; i < frames; i++)
        {
            PassHeard();
            Frame(AudioFormat.Silence);
        }
    }

    private void Frame(byte sample)
    {
        var frame = AudioFramePool.Shared.Rent();
        Array.Fill(frame.Samples, sample);
        Stream.Tell(frame);
    }

    private async Task<byte[]> WrittenAsync(int frames, Func<CallId, byte[]> channel)
    {
        await AwaitAssertAsync(() =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(500));
            Assert.Equal(frames * AudioFormat.FrameBytes, channel(Call).Length);
        });
        return channel(Call);
    }

    private static int Frames(byte[] channel, int samples)
    {
        Assert.InRange(samples, 0, channel.Length);
        return samples / AudioFormat.FrameBytes;
    }

    /// <summary>Each word is 10 frames of a byte of its own: none is left out, said twice or cut but the last, within a frame.</summary>
    private static void AssertHeardInOrder(byte[] agent)
    {
        var words = agent.Where(s => s != AudioFormat.Silence).GroupBy(s => s).ToList();
        Assert.Equal(Enumerable.Range(0x80, words.Count), words.Select(w => (int)w.Key));
        Assert.All(words.SkipLast(1), w => Assert.InRange(w.Count(), 9 * AudioFormat.FrameBytes, 11 * AudioFormat.FrameBytes));
    }
}

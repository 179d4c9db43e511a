using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Recordings;
using CallActors.Engine.Recording;
using CallActors.Engine.Tests.Fakes;

namespace CallActors.Engine.Tests.Recording;

/// <summary>The recordings of a node in virtual time: the test is their stream.</summary>
public sealed class RecordingsActorSpec : EngineSpec
{
    private readonly CallId _call = CallId.New();
    private readonly MemoryRecordings _disk = new();
    private readonly IActorRef _recordings;

    public RecordingsActorSpec()
    {
        _recordings = Sys.ActorOf(RecordingsActor.PropsFor(_disk, RecordingRules.Default with { Longest = TimeSpan.FromSeconds(20) }));
        AwaitAssert(() => Assert.Equal(1, _disk.Tidied));
    }

    [Fact]
    public void What_comes_in_is_written_every_half_second_and_the_file_is_closed_behind_the_last_track()
    {
        var track = Begin();
        Add(track, 25);
        Time.Advance(TimeSpan.FromMilliseconds(500));
        Written(25);
        Assert.Equal(1, _disk.Open);
        Add(track, 10);
        track.Complete();
        _recordings.Tell(new RecordingMessages.Finish(_call));
        Written(35);
        AwaitAssert(() => Assert.Equal(0, _disk.Open));
    }

    [Fact]
    public void The_next_stream_of_a_call_goes_on_at_its_place_behind_silence()
    {
        Complete(Begin(), 10);
        AwaitAssert(() => Assert.Equal(0, _disk.Open));
        Complete(Begin(startsAt: 30 * AudioFormat.FrameBytes), 5);
        Written(35);
        var person = _disk.Person(_call);
        Assert.All(person[..1600], s => Assert.Equal(1, s));
        Assert.All(person[1600..4800], s => Assert.Equal(AudioFormat.Silence, s));
        Assert.All(person[4800..], s => Assert.Equal(1, s));
    }

    [Fact]
    public void A_stream_that_comes_before_the_one_before_it_has_gone_is_written_behind_it()
    {
        var first = Begin();
        Add(first, 10);
        var second = Begin(startsAt: 10 * AudioFormat.FrameBytes);
        Add(second, 10);
        Time.Advance(TimeSpan.FromMilliseconds(500));
        Written(10);
        Complete(first, 5);
        second.Complete();
        Time.Advance(TimeSpan.FromMilliseconds(500));
        Written(25);
        AwaitAssert(() => Assert.Equal(0, _disk.Open));
    }

    [Fact]
    public void A_full_disk_stops_the_recording_and_says_so()
    {
        _disk.IsFull = true;
        Add(Begin(), 10);
        Time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(RecordingStop.DiskFailed, ExpectMsg<RecordingMessages.Stopped>().Reason);
        AwaitAssert(() => Assert.Equal(0, _disk.Open));
    }

    [Fact]
    public void A_recording_ends_at_its_longest()
    {
        var track = Begin();
        for (var i = 0; i < 4; i++)
        {
            Add(track, 250);
            Time.Advance(TimeSpan.FromMilliseconds(500));
            Written(250 * (i + 1));
        }

        Assert.Equal(RecordingStop.LongestReached, ExpectMsg<RecordingMessages.Stopped>().Reason);
        // Another stream of the same call does not begin it again.
        Begin(startsAt: AudioFormat.SamplesIn(TimeSpan.FromSeconds(25)));
        Assert.Equal(RecordingStop.LongestReached, ExpectMsg<RecordingMessages.Stopped>().Reason);
        Assert.Equal(1000 * AudioFormat.FrameBytes, _disk.Person(_call).Length);
    }

    [Fact]
    public void Deleting_stops_a_recording_that_is_being_made_and_leaves_no_file()
    {
        Add(Begin(), 10);
        Time.Advance(TimeSpan.FromMilliseconds(500));
        Written(10);
        _recordings.Tell(new RecordingMessages.Delete(_call), TestActor);
        Assert.Equal(RecordingStop.Deleted, ExpectMsg<RecordingMessages.Stopped>().Reason);
        Assert.True(ExpectMsg<RecordingMessages.Deleted>().Existed);
        Assert.False(_disk.Has(_call));
        _recordings.Tell(new RecordingMessages.Delete(_call), TestActor);
        Assert.False(ExpectMsg<RecordingMessages.Deleted>().Existed);
    }

    [Fact]
    public void When_the_room_is_used_up_what_is_being_recorded_stops_and_nothing_begins_until_there_is_some()
    {
        Add(Begin(), 10);
        Time.Advance(TimeSpan.FromMilliseconds(500));
        Written(10);
        _disk.HasRoom = false;
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(RecordingStop.NoRoom, ExpectMsg<RecordingMessages.Stopped>().Reason);
        Assert.Equal([_call], _disk.OpenAtTidying);
        Begin();
        Assert.Equal(RecordingStop.NoRoom, ExpectMsg<RecordingMessages.Stopped>().Reason);

        _disk.HasRoom = true;
        Time.Advance(TimeSpan.FromMinutes(1));
        AwaitAssert(() => Assert.Equal(3, _disk.Tidied));
        Complete(Begin(), 5);
        Written(15);
    }

    [Fact]
    public void A_stream_that_comes_while_the_folder_is_tidied_waits_and_loses_nothing()
    {
        _disk.HoldTidying();
        Time.Advance(TimeSpan.FromMinutes(1));
        var track = Begin();
        Complete(track, 10);
        // Nothing of it is being written: a deletion finds nothing to stop.
        _recordings.Tell(new RecordingMessages.Delete(_call), TestActor);
        Assert.False(ExpectMsg<RecordingMessages.Deleted>().Existed);
        _disk.GoOn();
        Written(10);
    }

    private RecordingTrack Begin(long startsAt = 0)
    {
        var track = new RecordingTrack(startsAt);
        _recordings.Tell(new RecordingMessages.Begin(_call, track), TestActor);
        return track;
    }

    private void Complete(RecordingTrack track, int frames)
    {
        Add(track, frames);
        track.Complete();
        _recordings.Tell(new RecordingMessages.Finish(_call));
    }

    private static void Add(RecordingTrack track, int frames)
    {
        var frame = Enumerable.Repeat((byte)1, AudioFormat.FrameBytes).ToArray();
        for (var i = 0; i < frames; i++) Assert.True(track.TryAdd(frame, frame));
    }

    /// <summary>So many frames are on the disk, once virtual time has let the next write begin.</summary>
    private void Written(int frames) => AwaitAssert(() =>
    {
        if (_disk.Person(_call).Length < frames * AudioFormat.FrameBytes) Time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(frames * AudioFormat.FrameBytes, _disk.Person(_call).Length);
    }, interval: TimeSpan.FromMilliseconds(5));
}

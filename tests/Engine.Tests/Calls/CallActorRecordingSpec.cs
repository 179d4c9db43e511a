using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Recordings;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>A recorded call, over its actor and its restart.</summary>
public sealed class CallActorRecordingSpec : CallActorSpec
{
    protected override CallRules Rules => CallRules.Default with { Recording = RecordingPolicy.On };

    [Fact]
    public void The_stream_is_told_to_record_when_the_announcement_was_heard_and_after_a_restart_and_an_observer_sees_it()
    {
        Talk();
        var announcement = Phone.FishForMessage<StreamCommands.Say>(_ => true);
        Assert.Equal(("This call is recorded.", -1), (announcement.Text, announcement.Utterance));
        Call.Tell(new StreamEvents.SpeechFinished(Id, 1, -1, announcement.Text.Length, false, "", null), Phone.Ref);
        var began = Phone.FishForMessage<StreamCommands.Record>(_ => true).Since;
        Assert.Equal("Ready?", Phone.FishForMessage<StreamCommands.Say>(_ => true).Text);

        RestartAndReattach(TimeSpan.FromSeconds(5));
        Assert.Equal(began, Phone.FishForMessage<StreamCommands.Record>(_ => true).Since);
        var observer = CreateTestProbe();
        Call.Tell(new CallCommands.ObserveCall(Id), observer.Ref);
        Assert.True(observer.FishForMessage<CallActivity.Recording>(_ => true).IsOn);

        Call.Tell(new StreamEvents.RecordingStopped(Id, 2, RecordingStop.DiskSlow), Phone.Ref);
        Assert.Equal(RecordingStop.DiskSlow, observer.FishForMessage<CallActivity.Recording>(r => !r.IsOn).Stopped);
        Assert.Equal(RecordingStop.DiskSlow, View().Recording!.Stopped);
        Assert.Equal(CallPhase.Talking, View().Phase);
    }
}

using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Recordings;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>What is said to a confidential operation is not recorded.</summary>
public sealed class CallDeciderConfidentialRecordingSpec : ConfidentialSpec
{
    [Fact]
    public void The_recording_has_silence_from_the_operations_beginning_to_the_next_one()
    {
        Rules = Rules with { Recording = RecordingPolicy.On };
        Recorded();
        Do(d => d.Operate(Pin("op-2"), null));
        Assert.True(Told<StreamCommands.MuteRecording>().IsMuted);
        Begun(2);
        Spoken(Prompt.Length, utterance: 2);
        Enter("4711");
        Key('#');
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream { Message: StreamCommands.MuteRecording });
        Do(d => d.Operate(Continue("op-3", "Right."), null));
        Assert.False(Told<StreamCommands.MuteRecording>().IsMuted);
    }

    [Fact]
    public void The_recording_has_silence_until_the_person_has_said_what_was_begun()
    {
        Rules = Rules with { Recording = RecordingPolicy.On };
        Recorded();
        Do(d => d.Operate(Pin("op-2"), null));
        Begun(2);
        Spoken(Prompt.Length, utterance: 2);
        Do(d => d.VoiceBegan(1));
        Do(d => d.Abandon(new OperationId("op-2")));
        Do(d => d.Operate(Continue("op-3", "Right."), null));
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream { Message: StreamCommands.MuteRecording });
        Do(d => d.VoiceEnded(1));
        Say("four seven eleven", voiceSeconds: 2);
        Assert.False(Told<StreamCommands.MuteRecording>().IsMuted);
    }

    [Fact]
    public void A_stream_that_comes_in_the_middle_is_told_before_it_records()
    {
        Rules = Rules with { Recording = RecordingPolicy.On };
        Recorded();
        Do(d => d.Operate(Pin("op-2"), null));
        Do(d => d.Detached(1));
        Do(d => d.Invite(Leg, "ticket-2"));
        Do(d => d.Attach("ticket-2"));
        var told = Effects.OfType<CallEffect.TellStream>().Select(e => e.Message).ToList();
        Assert.True(told.IndexOf(new StreamCommands.MuteRecording(Id, true)) < told.FindIndex(m => m is StreamCommands.Record));
        Assert.Contains(new StreamCommands.MuteRecording(Id, true), told);
    }

    [Fact]
    public void A_call_that_is_not_recorded_is_not_told_to_be_silent()
    {
        Asked();
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream { Message: StreamCommands.MuteRecording });
    }

    private void Recorded()
    {
        Unlocking();
        Do(d => d.SpeechFinished(new StreamEvents.SpeechFinished(Id, 1, -1, "This call is recorded.".Length, false, "", null)));
        if (State.Current is null) return;
        Begun();
        Spoken(8);
    }
}

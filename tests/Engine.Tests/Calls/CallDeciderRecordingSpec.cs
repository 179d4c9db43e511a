using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Recordings;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>Which calls are recorded, and that the person is told before anything is.</summary>
public sealed class CallDeciderRecordingSpec : CallDeciderSpec
{
    private const string Announcement = "This call is recorded.";

    public CallDeciderRecordingSpec() => Rules = CallRules.Default with { Recording = RecordingPolicy.On };

    [Theory]
    [InlineData(RecordingPolicy.Off, null, false)]
    [InlineData(RecordingPolicy.Off, true, false)]
    [InlineData(RecordingPolicy.PerCall, null, false)]
    [InlineData(RecordingPolicy.PerCall, false, false)]
    [InlineData(RecordingPolicy.PerCall, true, true)]
    [InlineData(RecordingPolicy.On, null, true)]
    [InlineData(RecordingPolicy.On, true, true)]
    [InlineData(RecordingPolicy.On, false, false)]
    public void The_configuration_allows_and_the_request_asks(RecordingPolicy policy, bool? asked, bool isRecorded)
    {
        Rules = CallRules.Default with { Recording = policy };
        Do(d => d.Operate(Place("op-1") with { Record = asked }, "softphone"));
        Assert.Equal(isRecorded, State.Recording is not null);
    }

    [Fact]
    public void Nothing_is_recorded_before_the_person_has_heard_that_it_is()
    {
        Talking();
        Assert.Equal(new StreamCommands.Say(Id, -1, Announcement, 0, true, new SpeechManner(Interruptible: false)), Said());
        Assert.Equal(Question, Told<StreamCommands.Prepare>().Text);
        Assert.Empty(Effects.OfType<CallEffect.TellStream>().Select(e => e.Message).OfType<StreamCommands.Record>());
        Assert.False(State.IsRecorded);

        AsideIsOver(heard: Announcement.Length);
        Assert.True(State.IsRecorded);
        Assert.Equal(Now, Told<StreamCommands.Record>().Since);
        Assert.Equal(Question, Told<StreamCommands.Say>().Text);
        Assert.True(Effects.OfType<CallEffect.Announce>().Select(a => a.Activity).OfType<CallActivity.Recording>().Single().IsOn);
        Assert.Equal(Now, State.View().Recording!.BeganAt);
    }

    [Theory]
    [InlineData("de-DE", "Dieses Gespräch wird aufgezeichnet.")]
    [InlineData("fr-CA", "Cet appel est enregistré.")]
    [InlineData("es", "Esta llamada está siendo grabada.")]
    [InlineData("nl", Announcement)]
    public void The_person_is_told_in_the_calls_language(string language, string words)
    {
        Do(d => d.Operate(Place("op-1") with { Language = language }, "softphone"));
        Do(d => d.Dialled(Leg));
        Do(d => d.LegReported(Leg, LegNews.Answered));
        Attach("ticket");
        Assert.Equal(words, Said().Text);
    }

    [Theory]
    [InlineData(5, "")]
    [InlineData(0, "The voice broke.")]
    public void A_call_whose_announcement_was_not_heard_to_its_end_is_not_recorded_and_goes_on(int heard, string fault)
    {
        Talking();
        Do(d => d.SpeechFinished(new StreamEvents.SpeechFinished(Id, 1, -1, heard, false, fault, null)));
        Assert.Empty(Effects.OfType<CallEffect.TellStream>().Select(e => e.Message).OfType<StreamCommands.Record>());
        Assert.Equal(RecordingStop.NotAnnounced, State.View().Recording!.Stopped);
        Assert.Equal(Question, Told<StreamCommands.Say>().Text);

        Do(d => d.Detached(1));
        Attach("next");
        Assert.Empty(Effects.OfType<CallEffect.TellStream>().Select(e => e.Message).OfType<StreamCommands.Record>());
    }

    [Fact]
    public void A_stream_that_is_lost_in_the_middle_of_it_begins_it_anew()
    {
        Talking();
        Do(d => d.Detached(1));
        Attach("next");
        Assert.Equal(Announcement, Said().Text);
        Assert.False(State.IsRecorded);
    }

    [Fact]
    public void The_next_stream_goes_on_recording_without_another_word_also_after_a_restart()
    {
        Recorded();
        var since = State.Recording!.BeganAt;
        Begun();
        Spoken(Question.Length);
        Live = CallLive.Fresh;
        Do(d => d.Recovered(legsOutliveProcess: true));
        Pass(7);
        Attach("next");
        Assert.Equal(since, Told<StreamCommands.Record>().Since);
        Assert.Empty(Effects.OfType<CallEffect.TellStream>().Select(e => e.Message).OfType<StreamCommands.Say>());
    }

    [Fact]
    public void Who_dials_in_is_told_too()
    {
        Do(d => d.Admit(new CallCommands.AdmitInbound(Id, Leg, "softphone", "line-1", "1")));
        Attach("ticket");
        Assert.Equal(Announcement, Said().Text);
    }

    [Fact]
    public void A_recording_that_stopped_is_told_and_not_begun_again()
    {
        Recorded();
        Do(d => d.RecordingStopped(RecordingStop.DiskSlow));
        Assert.Equal(new CallActivity.Recording(Id, IsOn: false, RecordingStop.DiskSlow), Effect<CallEffect.Announce>().Activity);
        Assert.Equal(RecordingStop.DiskSlow, State.View().Recording!.Stopped);
        Do(d => d.RecordingStopped(RecordingStop.DiskFailed));
        Assert.Equal(RecordingStop.DiskSlow, State.View().Recording!.Stopped);

        Do(d => d.Detached(1));
        Attach("next");
        Assert.Empty(Effects.OfType<CallEffect.TellStream>().Select(e => e.Message).OfType<StreamCommands.Record>());
    }

    [Fact]
    public void A_machine_is_not_recorded_and_a_person_after_all_is()
    {
        Recorded();
        Do(d => d.AnsweredByReported(Leg, AnsweredBy.Machine));
        Told<StreamCommands.StopRecording>();
        Do(d => d.AnsweredByReported(Leg, AnsweredBy.Person));
        Told<StreamCommands.Record>();
    }

    [Fact]
    public void A_person_who_was_taken_for_a_machine_is_told_before_the_message()
    {
        Talking();
        Do(d => d.AnsweredByReported(Leg, AnsweredBy.Machine));
        Assert.Empty(Effects.OfType<CallEffect.TellStream>().Select(e => e.Message).OfType<StreamCommands.StopRecording>());
        Do(d => d.AnsweredByReported(Leg, AnsweredBy.Person));
        Assert.Equal(Announcement, Said().Text);
        AsideIsOver(heard: Announcement.Length);
        Assert.True(State.IsRecorded);
        Assert.Equal(Question, Told<StreamCommands.Say>().Text);
    }

    private void Recorded()
    {
        Talking();
        AsideIsOver(heard: Announcement.Length);
        Assert.True(State.IsRecorded);
    }
}

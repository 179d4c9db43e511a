using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>What the carrier says of who has answered: late, twice, wrongly, or of a person.</summary>
public sealed class CallDeciderAnsweredBySpec : MachineSpec
{
    [Fact]
    public void A_late_person_is_talked_to_from_the_sentence_at_which_our_speech_stopped()
    {
        Talking();
        Begun();
        Do(d => d.SpeechProgressed(new StreamEvents.SpeechProgressed(Id, 1, 1, 16)));
        Report(AnsweredBy.Machine);
        Report(AnsweredBy.Person);
        Assert.Equal((Question, 16, true), (Said().Text, Said().From, Said().Manner!.Interruptible));
        Assert.Contains(new CallEffect.Disarm(CallTimer.Machine), Effects);

        // The end of what was stopped is late and changes nothing.
        Spoken(16);
        AsideIsOver(heard: Question.Length);
        Spoken(Question.Length);
        Hear("yes");
        Assert.Equal("yes", Answered<CallReplies.TurnTaken>("op-1").Response);
    }

    [Fact]
    public void A_late_person_who_has_heard_everything_is_listened_to()
    {
        Listening();
        Report(AnsweredBy.Machine);
        Report(AnsweredBy.Person);
        Assert.Equal(CallRules.Default.ListenFor, Armed(CallTimer.Listen));
        Hear("yes");
        Assert.Equal("yes", Answered<CallReplies.TurnTaken>("op-1").Response);
    }

    [Fact]
    public void A_person_is_not_believed_any_more_when_the_message_is_being_left()
    {
        Talking();
        Report(AnsweredBy.MachineAfterBeep);
        Report(AnsweredBy.Person);
        Assert.Empty(Effects);
        Left(Question.Length);
        Assert.Equal(CallEndReason.Voicemail, State.EndReason);
    }

    [Theory]
    [InlineData(AnsweredBy.Machine)]
    [InlineData(AnsweredBy.MachineAfterBeep)]
    [InlineData(AnsweredBy.MachineAfterGreeting)]
    [InlineData(AnsweredBy.Fax)]
    public void A_verdict_on_a_conversation_is_ignored(AnsweredBy answeredBy)
    {
        Talking();
        Finished("who is this?");
        var stored = State;
        Report(answeredBy);
        Assert.Empty(Effects);
        Assert.Equal(stored, State);
    }

    [Fact]
    public void A_short_greeting_that_was_taken_for_a_turn_is_a_greeting_once_the_carrier_says_so()
    {
        Talking();
        Begun();
        Hear("You have reached Ada.");
        Assert.Single(State.Turns);
        Report(AnsweredBy.MachineAfterBeep);
        Assert.Equal(-1, Told<StreamCommands.Say>().Utterance);
    }

    [Fact]
    public void Two_turns_are_a_persons_whatever_the_carrier_says()
    {
        Talking();
        Begun();
        Hear("hello");
        Hear("who is this?");
        Report(AnsweredBy.Machine);
        Assert.Empty(Effects);
    }

    [Fact]
    public void Keys_are_pressed_by_persons()
    {
        Talking();
        Press('4');
        Report(AnsweredBy.Machine);
        Assert.Null(State.Machine);
    }

    [Fact]
    public void A_fax_fails_the_call()
    {
        Talking();
        Report(AnsweredBy.Fax);
        Assert.Equal((CallEndReason.CarrierFailed, "A fax machine answered."), (State.EndReason, State.EndDetail));
        Assert.Equal(RefusalReason.CarrierFailed, Answered<CallReplies.Refused>("op-1").Reason);
    }

    [Fact]
    public void A_verdict_before_the_answer_waits_for_it()
    {
        Ringing();
        Report(AnsweredBy.Machine);
        Assert.DoesNotContain(Effects, e => e is CallEffect.Arm);
        Do(d => d.LegReported(Leg, LegNews.Answered));
        Assert.Equal(TimeSpan.FromSeconds(45), Armed(CallTimer.Machine));
        Attach("ticket");
        Assert.Empty(Effects.OfType<CallEffect.TellStream>().Select(e => e.Message).OfType<StreamCommands.Say>());
        Report(AnsweredBy.MachineAfterBeep);
        Assert.Equal(-1, Told<StreamCommands.Say>().Utterance);
    }

    [Fact]
    public void A_person_before_the_answer_changes_nothing_else()
    {
        Ringing();
        Report(AnsweredBy.Person);
        Report(AnsweredBy.Person);
        Assert.Empty(Effects);
        Assert.True(State.IsPerson);
        Do(d => d.LegReported(Leg, LegNews.Answered));
        Attach("ticket");
        Assert.Equal(1, Told<StreamCommands.Say>().Utterance);
    }

    [Fact]
    public void A_verdict_that_comes_twice_counts_once()
    {
        Talking();
        Report(AnsweredBy.Machine);
        Report(AnsweredBy.Machine);
        Assert.Empty(Effects);
        Report(AnsweredBy.MachineAfterBeep);
        Report(AnsweredBy.MachineAfterBeep);
        Assert.Empty(Effects);
    }

    [Fact]
    public void A_verdict_after_the_end_of_another_leg_or_of_an_unknown_call_is_ignored()
    {
        Do(d => d.AnsweredByReported(Leg, AnsweredBy.Machine));
        Assert.Empty(Effects);
        Talking();
        Do(d => d.AnsweredByReported(new LegId("stranger"), AnsweredBy.Machine));
        Assert.Null(State.Machine);
        Do(d => d.HangUp(new CallCommands.HangUp(Id, CallEndReason.Cancelled, "Enough.")));
        Report(AnsweredBy.Machine);
        Assert.Empty(Effects);
        Assert.Equal(CallEndReason.Cancelled, State.EndReason);
    }

    [Fact]
    public void Nobody_is_taken_for_a_machine_who_dials_in()
    {
        Do(d => d.Admit(new CallCommands.AdmitInbound(Id, Leg, "quiet", "+15550100001", "1")));
        Attach("ticket");
        Report(AnsweredBy.Machine);
        Assert.Null(State.Machine);
    }
}

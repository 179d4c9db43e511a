using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>Answering machines, told by the carrier: what they say, and the message that they are left.</summary>
public sealed class CallDeciderMachinesSpec : MachineSpec
{
    [Fact]
    public void Nothing_that_a_machine_says_is_a_turn_a_key_or_a_barge_in()
    {
        Talking();
        Begun();
        Report(AnsweredBy.Machine);
        Assert.Equal(1, Told<StreamCommands.StopSaying>().Utterance);

        var stored = State;
        Hear("You have reached Ada. Please leave a message after the tone.");
        Press('1');
        Do(d => d.VoiceBegan(1));
        Do(d => d.BargeInHeard(new StreamEvents.BargeInHeard(Id, 1, 1, 1, BargeInStep.Commit, BargeInCause.Words, TimeSpan.Zero)));
        Spoken(6, interrupted: true);
        Do(d => d.NotUnderstood(new StreamEvents.NotUnderstood(Id, 1, TimeSpan.FromSeconds(2))));
        Do(d => d.RecognitionLost(new StreamEvents.RecognitionLost(Id, 1, "Deaf.")));
        Do(d => d.WordsReported(new CallCommands.ReportWords(Id, Leg, "hello", true, WordSource.Browser)));
        Do(d => d.Elapsed(CallTimer.Listen, 1));
        Do(d => d.Elapsed(CallTimer.SpeechStart, 1));
        Assert.Equal(stored, State);
        Assert.False(Live.PersonSpeaks);
    }

    [Theory]
    [InlineData(AnsweredBy.MachineAfterBeep)]
    [InlineData(AnsweredBy.MachineAfterGreeting)]
    public void After_the_greeting_the_message_is_said_once_whole_from_its_beginning_and_not_to_be_interrupted(AnsweredBy ready)
    {
        Talking();
        Begun();
        Do(d => d.SpeechProgressed(new StreamEvents.SpeechProgressed(Id, 1, 1, 16)));
        Report(AnsweredBy.Machine);
        Assert.Empty(Effects.OfType<CallEffect.TellStream>().Select(e => e.Message).OfType<StreamCommands.Say>());
        Report(ready);
        Assert.Equal(new StreamCommands.Say(Id, -1, Question, 0, true, new SpeechManner(Interruptible: false)), Told<StreamCommands.Say>());

        Left(Question.Length);
        var turn = Answered<CallReplies.TurnTaken>("op-1");
        Assert.Equal((CallEndReason.Voicemail, VoicemailOutcome.MessageLeft, Question, ""), (turn.EndReason, turn.Voicemail, turn.Heard, turn.Response));
        Assert.Equal(Leg, Effect<CallEffect.HangUpLeg>().Leg);
        Assert.Equal(VoicemailOutcome.MessageLeft, State.View().Voicemail);
    }

    [Fact]
    public void What_the_greeting_has_heard_of_the_message_is_not_left()
    {
        Listening();
        Assert.Equal(Question.Length, State.Current!.HeardLength);
        Report(AnsweredBy.Machine);
        Report(AnsweredBy.MachineAfterBeep);
        Do(d => d.LegReported(Leg, LegNews.HungUp));
        var turn = Answered<CallReplies.TurnTaken>("op-1");
        Assert.Equal((VoicemailOutcome.NothingLeft, ""), (turn.Voicemail, turn.Heard));
        Assert.Equal(CallEndReason.Voicemail, State.EndReason);
    }

    [Fact]
    public void A_machine_that_hangs_up_has_what_it_has_recorded()
    {
        Talking();
        Report(AnsweredBy.MachineAfterBeep);
        Do(d => d.SpeechProgressed(new StreamEvents.SpeechProgressed(Id, 1, -1, 16)));
        Do(d => d.LegReported(Leg, LegNews.HungUp));
        var turn = Answered<CallReplies.TurnTaken>("op-1");
        Assert.Equal((VoicemailOutcome.PartlyLeft, "Shall I deploy? "), (turn.Voicemail, turn.Heard));
    }

    [Fact]
    public void Where_messages_are_not_left_the_line_is_put_down_at_the_first_news()
    {
        Rules = Rules with { Voicemail = VoicemailPolicy.HangUp };
        Talking();
        Begun();
        Report(AnsweredBy.Machine);
        var turn = Answered<CallReplies.TurnTaken>("op-1");
        Assert.Equal((CallEndReason.Voicemail, VoicemailOutcome.NothingLeft, ""), (turn.EndReason, turn.Voicemail, turn.Heard));
        Assert.Equal(Leg, Effect<CallEffect.HangUpLeg>().Leg);
    }

    [Fact]
    public void What_the_message_into_a_greeting_was_heard_of_is_not_told_as_left_when_the_line_is_put_down()
    {
        Rules = Rules with { Voicemail = VoicemailPolicy.HangUp };
        Listening();
        Report(AnsweredBy.Machine);
        Assert.Equal("", Answered<CallReplies.TurnTaken>("op-1").Heard);
    }

    [Fact]
    public void A_greeting_that_does_not_end_is_talked_into()
    {
        Talking();
        Report(AnsweredBy.Machine);
        Assert.Equal(TimeSpan.FromSeconds(45), Armed(CallTimer.Machine));
        Pass(45);
        Do(d => d.Elapsed(CallTimer.Machine, 0));
        Assert.Equal((-1, 0), (Told<StreamCommands.Say>().Utterance, Told<StreamCommands.Say>().From));
        Assert.Equal(TimeSpan.FromSeconds(120), Armed(CallTimer.Machine));
    }

    [Fact]
    public void A_message_that_takes_too_long_is_cut()
    {
        Talking();
        Report(AnsweredBy.MachineAfterBeep);
        Do(d => d.SpeechProgressed(new StreamEvents.SpeechProgressed(Id, 1, -1, 16)));
        Do(d => d.Elapsed(CallTimer.Machine, 0));
        Assert.Equal(VoicemailOutcome.PartlyLeft, Answered<CallReplies.TurnTaken>("op-1").Voicemail);
    }

    [Fact]
    public void A_voice_that_does_not_start_leaves_nothing()
    {
        Talking();
        Report(AnsweredBy.MachineAfterBeep);
        Do(d => d.Elapsed(CallTimer.SpeechStart, -1));
        Assert.Equal(VoicemailOutcome.NothingLeft, Answered<CallReplies.TurnTaken>("op-1").Voicemail);
    }

    [Fact]
    public void A_voice_that_has_started_is_not_taken_for_one_that_has_not()
    {
        Talking();
        Report(AnsweredBy.MachineAfterBeep);
        Begun(-1);
        Assert.Contains(new CallEffect.Disarm(CallTimer.SpeechStart), Effects);
    }

    [Fact]
    public void A_machine_that_records_before_its_line_is_there_gets_the_message_when_it_is()
    {
        Ringing();
        Report(AnsweredBy.MachineAfterBeep);
        Do(d => d.LegReported(Leg, LegNews.Answered));
        Attach("ticket");
        Assert.Equal((-1, 0), (Told<StreamCommands.Say>().Utterance, Told<StreamCommands.Say>().From));
    }

    [Fact]
    public void An_agent_that_stops_waiting_leaves_nothing()
    {
        Talking();
        Report(AnsweredBy.Machine);
        Do(d => d.Abandon(new OperationId("op-1")));
        Assert.Equal((CallEndReason.Voicemail, VoicemailOutcome.NothingLeft), (State.EndReason, State.Voicemail));
        Assert.Equal(RefusalReason.Abandoned, Answered<CallReplies.Refused>("op-1").Reason);
    }

    [Fact]
    public void Operations_behind_the_message_are_told_that_the_call_is_over()
    {
        Talking();
        Do(d => d.Operate(Continue("op-2", "And?"), "quiet"));
        Report(AnsweredBy.MachineAfterBeep);
        Left(Question.Length);
        Assert.Equal(RefusalReason.CallEnded, Answered<CallReplies.Refused>("op-2").Reason);
    }

    [Fact]
    public void A_lost_line_comes_back_to_the_greeting_and_to_the_rest_of_the_message()
    {
        Talking();
        Report(AnsweredBy.Machine);
        Do(d => d.Detached(1));
        Attach("again");
        Assert.Empty(Effects.OfType<CallEffect.TellStream>().Select(e => e.Message).OfType<StreamCommands.Say>());
        Report(AnsweredBy.MachineAfterBeep);
        Do(d => d.SpeechProgressed(new StreamEvents.SpeechProgressed(Id, 2, -1, 16)));
        Do(d => d.Detached(2));
        Attach("and again");
        Assert.Equal(16, Told<StreamCommands.Say>().From);
        Do(d => d.Detached(3));
        Do(d => d.Elapsed(CallTimer.Media, 0));
        Assert.Equal((CallEndReason.Voicemail, VoicemailOutcome.PartlyLeft), (State.EndReason, State.Voicemail));
    }

    [Fact]
    public void A_recovered_call_waits_for_its_machine_as_long_as_is_left()
    {
        Talking();
        Report(AnsweredBy.Machine);
        Pass(30);
        Live = CallLive.Fresh;
        Do(d => d.Recovered(legsOutliveProcess: true));
        Assert.Equal(TimeSpan.FromSeconds(15), Armed(CallTimer.Machine));
        Attach("again");
        Assert.Empty(Effects.OfType<CallEffect.TellStream>().Select(e => e.Message).OfType<StreamCommands.Say>());
        Do(d => d.Elapsed(CallTimer.Machine, 0));
        Left(Question.Length, stream: 2);
        Assert.Equal(VoicemailOutcome.MessageLeft, State.Voicemail);
    }

    [Fact]
    public void A_speak_that_was_left_is_spoken_and_one_that_was_not_is_refused()
    {
        Listening();
        Do(d => d.Elapsed(CallTimer.Listen, 1));
        Do(d => d.Operate(Speak("op-2", "One more thing."), "quiet"));
        var before = (State, Live);
        Report(AnsweredBy.MachineAfterBeep);
        Left("One more thing.".Length, "One more thing.");
        Assert.Equal("One more thing.", Answered<CallReplies.Spoken>("op-2").Heard);

        (State, Live) = before;
        Report(AnsweredBy.Machine);
        Do(d => d.LegReported(Leg, LegNews.HungUp));
        Assert.Equal(RefusalReason.CallEnded, Answered<CallReplies.Refused>("op-2").Reason);
    }
}

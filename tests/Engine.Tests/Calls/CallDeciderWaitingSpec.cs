using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Speech;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>While somebody waits: quiet, work, wishes, keys, and what the call says by itself.</summary>
public sealed class CallDeciderWaitingSpec : CallDeciderSpec
{
    [Fact]
    public void A_person_who_says_nothing_is_asked_once_and_then_the_call_says_goodbye()
    {
        Listening();
        Assert.Contains(new CallEffect.Arm(CallTimer.Quiet, TimeSpan.FromSeconds(45)), Effects);
        Do(d => d.Elapsed(CallTimer.Quiet, 0));
        Assert.Equal("Are you still there?", Said().Text);
        AsideIsOver();
        Assert.Contains(new CallEffect.Arm(CallTimer.Quiet, TimeSpan.FromSeconds(45)), Effects);
        Do(d => d.Elapsed(CallTimer.Quiet, 0));
        Assert.Contains("Goodbye", Said().Text, StringComparison.Ordinal);
        Assert.False(Said().Manner!.Interruptible);
        AsideIsOver();
        Assert.Equal(CallEndReason.TimedOut, State.EndReason);
        Assert.Equal(RefusalReason.CallEnded, Answered<CallReplies.Refused>("op-1").Reason);
    }

    [Fact]
    public void The_quiet_is_counted_from_the_end_of_our_speech_and_a_voice_stops_it()
    {
        Listening();
        Do(d => d.VoiceBegan(1));
        Assert.Contains(new CallEffect.Disarm(CallTimer.Quiet), Effects);
        Do(d => d.Elapsed(CallTimer.Quiet, 0));
        Assert.Empty(Effects);
        Do(d => d.VoiceEnded(1));
        Assert.Contains(new CallEffect.Arm(CallTimer.Quiet, TimeSpan.FromSeconds(45)), Effects);
    }

    [Fact]
    public void While_the_agent_works_a_soft_sound_says_so_and_nobody_is_asked_whether_they_are_there()
    {
        Listening();
        Hear("run the tests");
        Assert.Contains(new CallEffect.Arm(CallTimer.Working, TimeSpan.FromSeconds(2.5)), Effects);
        Do(d => d.Elapsed(CallTimer.Working, 0));
        Assert.Equal(Earcon.Working, Told<StreamCommands.PlayEarcon>().Earcon);
        Assert.Contains(new CallEffect.Arm(CallTimer.Working, TimeSpan.FromSeconds(8)), Effects);
        Do(d => d.Elapsed(CallTimer.Quiet, 0));
        Assert.Empty(Effects);
    }

    [Fact]
    public void Progress_is_said_while_the_agent_works_the_newest_line_only_and_not_too_often()
    {
        Listening();
        Hear("run the tests");
        Do(d => d.ProgressReported("Building."));
        Assert.Equal("Building.", Said().Text);
        AsideIsOver();
        Pass(2);
        Do(d => d.ProgressReported("Testing one."));
        Do(d => d.ProgressReported("Testing two."));
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream);
        Pass(5);
        Do(d => d.Elapsed(CallTimer.Working, 0));
        Assert.Equal("Testing two.", Said().Text);
    }

    [Fact]
    public void The_agents_reply_waits_for_a_line_that_is_being_said_and_drops_those_that_are_not()
    {
        Listening();
        Hear("run the tests");
        Do(d => d.ProgressReported("Building."));
        Do(d => d.ProgressReported("Testing."));
        Do(d => d.Operate(Continue("op-2", "All green."), "softphone"));
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream);
        AsideIsOver();
        Assert.Equal("All green.", Told<StreamCommands.Say>().Text);
        Assert.Equal("", Live.Progress);
    }

    [Fact]
    public void Progress_is_acknowledged_and_refused_where_no_call_can_say_it()
    {
        Do(d => d.ProgressReported("Building."));
        Assert.Equal(RefusalReason.UnknownCall, Refused().Reason);
        Listening();
        Do(d => d.ProgressReported("Building."));
        Assert.Equal(new CallReplies.ProgressTaken(Id), Effect<CallEffect.Reply>().Message);
        Do(d => d.HangUp(CallEndReason.Cancelled, "Enough."));
        Do(d => d.ProgressReported("Testing."));
        Assert.Equal(RefusalReason.CallEnded, Refused().Reason);
    }

    [Fact]
    public void A_voice_that_was_not_understood_is_told_twice_at_most()
    {
        Listening();
        for (var i = 0; i < 2; i++)
        {
            Do(d => d.NotUnderstood(new StreamEvents.NotUnderstood(Id, 1, TimeSpan.FromSeconds(1))));
            Assert.Equal("Sorry, I did not catch that.", Said().Text);
            AsideIsOver();
        }

        Do(d => d.NotUnderstood(new StreamEvents.NotUnderstood(Id, 1, TimeSpan.FromSeconds(1))));
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream);
        Assert.NotNull(State.Current);
    }

    [Fact]
    public void Hold_on_stops_the_clocks_and_is_no_answer()
    {
        Listening();
        Hear("Okay, hold on a second.");
        Assert.Equal("Take your time.", Said().Text);
        Assert.Contains(new CallEffect.Disarm(CallTimer.Listen), Effects);
        Assert.NotNull(State.Current);
        AsideIsOver();
        Assert.DoesNotContain(Effects, e => e is CallEffect.Arm { Timer: CallTimer.Quiet });
        Do(d => d.Elapsed(CallTimer.Hold, 0));
        Assert.Equal("Are you still there?", Said().Text);
        AsideIsOver();
        Hear("yes deploy");
        Assert.Equal("yes deploy", Answered<CallReplies.TurnTaken>("op-1").Response);
    }

    [Fact]
    public void Repeat_says_the_question_again_and_slower_says_it_slower_from_then_on()
    {
        Listening();
        Hear("could you repeat that?");
        Assert.Equal((Question, 1.0), (Said().Text, Said().Manner!.Pace));
        AsideIsOver();
        Hear("slow down please");
        Assert.Equal((Question, 0.8), (Said().Text, Said().Manner!.Pace));
        AsideIsOver();
        Hear("yes");
        Do(d => d.Operate(Continue("op-2", "Done."), "softphone"));
        Assert.Equal(0.8, Told<StreamCommands.Say>().Manner!.Pace);
    }

    [Fact]
    public void Hang_up_and_call_me_when_it_is_done_ends_the_call_and_tells_the_agent()
    {
        Listening();
        Hear("hang up and call me when it's done");
        Assert.StartsWith("All right", Said().Text, StringComparison.Ordinal);
        AsideIsOver();
        var turn = Answered<CallReplies.TurnTaken>("op-1");
        Assert.Equal((CallEndReason.CallBackWanted, "hang up and call me when it's done"), (turn.EndReason, turn.Response));
        Assert.Contains(new CallEffect.HangUpLeg(Leg), Effects);
    }

    [Theory]
    [InlineData("stop the server")]
    [InlineData("hold on to the old name")]
    [InlineData("stop")]
    [InlineData("repeat the last test run")]
    [InlineData("call me Ishmael")]
    public void A_turn_that_only_begins_like_a_wish_is_the_agents(string turn)
    {
        Listening();
        Hear(turn);
        Assert.Equal(turn, Answered<CallReplies.TurnTaken>("op-1").Response);
    }

    [Fact]
    public void Keys_are_gathered_until_a_pause_or_the_hash_key()
    {
        Listening();
        foreach (var key in "4711") Press(key);
        Assert.Contains(new CallEffect.Arm(CallTimer.Keypad, TimeSpan.FromSeconds(3)), Effects);
        Press('#');
        Assert.Equal("4711", Answered<CallReplies.TurnTaken>("op-1").Response);
        Assert.Equal(WordSource.Keypad, State.Turns[0].Source);
    }

    [Fact]
    public void The_hash_key_alone_repeats_and_zero_finds_no_switchboard()
    {
        Listening();
        Press('#');
        Assert.Equal(Question, Said().Text);
        AsideIsOver();
        Press('0');
        Assert.Contains("switchboard", Said().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_person_who_speaks_over_the_goodbye_is_heard_out_before_the_line_is_put_down()
    {
        Listening();
        Hear("yes");
        Do(d => d.Operate(new CallCommands.EndCall(Id, new OperationId("op-2"), "Goodbye then."), "softphone"));
        Do(d => d.VoiceBegan(1));
        Spoken(4, interrupted: true, utterance: 2);
        Assert.Equal(CallPhase.Talking, State.Phase);
        Do(d => d.VoiceEnded(1));
        Hear("wait one more thing");
        Assert.Equal(CallEndReason.AgentEnded, State.EndReason);
        Assert.Equal(("Good", "wait one more thing"), (Answered<CallReplies.Ended>("op-2").Heard, Answered<CallReplies.Ended>("op-2").Said));
    }

    [Fact]
    public void Nobody_is_waited_for_after_the_goodbye_for_ever()
    {
        Listening();
        Hear("yes");
        Do(d => d.Operate(new CallCommands.EndCall(Id, new OperationId("op-2"), "Goodbye then."), "softphone"));
        Spoken(4, interrupted: true, utterance: 2);
        Assert.Contains(new CallEffect.Arm(CallTimer.LastWords, TimeSpan.FromSeconds(30)), Effects);
        Do(d => d.Elapsed(CallTimer.LastWords, 0));
        Assert.Equal(CallEndReason.AgentEnded, State.EndReason);
    }

    [Fact]
    public void Listening_brings_at_once_what_was_said_while_nobody_waited()
    {
        Listening();
        Hear("yes");
        Hear("and clean up");
        Do(d => d.Operate(new CallCommands.Listen(Id, new OperationId("op-2"), Expectation.Open.Instance), "softphone"));
        Assert.Equal("and clean up", Answered<CallReplies.TurnTaken>("op-2").Response);
    }

    [Fact]
    public void Listening_waits_for_the_next_turn_when_nothing_was_said()
    {
        Listening();
        Hear("yes");
        Do(d => d.Operate(new CallCommands.Listen(Id, new OperationId("op-2"), Expectation.YesOrNo.Instance), "softphone"));
        Assert.Equal(Expectation.YesOrNo.Instance, Told<StreamCommands.Expect>().Expectation);
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream { Message: StreamCommands.Say });
        Hear("no");
        Assert.Equal("no", Answered<CallReplies.TurnTaken>("op-2").Response);
    }

    [Fact]
    public void A_message_that_may_not_be_interrupted_is_said_so()
    {
        Listening();
        Hear("yes");
        Do(d => d.Operate(new CallCommands.Speak(Id, new OperationId("op-2"), "This deletes everything.", Interruptible: false), "softphone"));
        Assert.False(Told<StreamCommands.Say>().Manner!.Interruptible);
    }

    [Fact]
    public void A_line_that_is_lost_during_the_calls_last_words_ends_it()
    {
        Listening();
        Hear("call me back when you're done");
        Do(d => d.Detached(1));
        Assert.Equal(CallEndReason.CallBackWanted, State.EndReason);
    }

    [Fact]
    public void A_phone_that_comes_back_while_the_agent_works_hears_that_it_does()
    {
        Listening();
        Hear("run the tests");
        Do(d => d.Detached(1));
        Attach("again");
        Assert.Contains(new CallEffect.Arm(CallTimer.Working, TimeSpan.FromSeconds(2.5)), Effects);
    }

    [Fact]
    public void A_person_who_speaks_up_during_the_farewell_is_not_hung_up_on()
    {
        Listening();
        Do(d => d.Elapsed(CallTimer.Quiet, 0));
        AsideIsOver();
        Do(d => d.Elapsed(CallTimer.Quiet, 0));
        Do(d => d.VoiceBegan(1));
        AsideIsOver();
        Do(d => d.VoiceEnded(1));
        Hear("yes deploy");
        Assert.Equal("yes deploy", Answered<CallReplies.TurnTaken>("op-1").Response);
    }

    [Fact]
    public void Recognition_that_is_lost_while_we_speak_is_told_afterwards_and_once()
    {
        Talking();
        Begun();
        Do(d => d.RecognitionLost(new StreamEvents.RecognitionLost(Id, 1, "It broke.")));
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream);
        Spoken(Question.Length);
        Assert.Equal(RefusalReason.SpeechFailed, Answered<CallReplies.Refused>("op-1").Reason);
        Assert.StartsWith("I cannot hear you", Said().Text, StringComparison.Ordinal);
        AsideIsOver();
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream);
    }

    [Fact]
    public void Keys_beyond_an_entry_are_not_kept()
    {
        Listening();
        for (var i = 0; i < 1000; i++) Press('7');
        Assert.Equal(64, Live.Digits.Length);
    }

    private void Listening()
    {
        Talking();
        Begun();
        Spoken(Question.Length);
    }

    private void Press(char key) => Do(d => d.KeyPressed(new StreamEvents.KeyPressed(Id, 1, key)));
}

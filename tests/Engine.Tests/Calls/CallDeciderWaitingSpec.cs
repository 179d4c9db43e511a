using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Speech;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>While somebody waits: quiet, work, progress, and what the call says by itself.</summary>
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
        Assert.Equal(RefusalReason.NothingHeard, Answered<CallReplies.Refused>("op-1").Reason);
    }

    [Fact]
    public void A_voice_that_is_late_is_bridged_by_a_soft_sound_at_the_time_at_which_the_agents_work_would_have_been()
    {
        Listening();
        Hear("yes");
        Assert.Contains(new CallEffect.Arm(CallTimer.Working, TimeSpan.FromSeconds(2.5)), Effects);
        Pass(1);
        Do(d => d.Operate(Continue("op-2", "Done."), "softphone"));
        Assert.DoesNotContain(Effects, e => e is CallEffect.Disarm { Timer: CallTimer.Working } or CallEffect.Arm { Timer: CallTimer.Working });
        Pass(1.5);
        Do(d => d.Elapsed(CallTimer.Working, 0));
        Assert.Equal(Earcon.Working, Told<StreamCommands.PlayEarcon>().Earcon);
        Begun(2);
        Assert.Contains(new CallEffect.Disarm(CallTimer.Working), Effects);
        Spoken(5, utterance: 2);
        Assert.DoesNotContain(Effects, e => e is CallEffect.Arm { Timer: CallTimer.Working });
    }

    [Fact]
    public void The_first_words_of_a_call_may_be_late_too()
    {
        Talking();
        Assert.Contains(new CallEffect.Arm(CallTimer.Working, TimeSpan.FromSeconds(2.5)), Effects);
    }

    [Fact]
    public void A_recogniser_that_is_late_is_bridged_by_a_soft_sound_unless_none_is_wanted()
    {
        Listening();
        Do(d => d.VoiceBegan(1));
        Do(d => d.VoiceEnded(1));
        Do(d => d.TextIsLate(1));
        Assert.Equal(Earcon.Working, Told<StreamCommands.PlayEarcon>().Earcon);
        Rules = Rules with { WorkingAfter = TimeSpan.Zero };
        Do(d => d.TextIsLate(1));
        Assert.Empty(Effects);
    }

    [Fact]
    public void A_line_that_goes_away_during_the_farewell_was_a_person_who_said_nothing()
    {
        Listening();
        Do(d => d.Elapsed(CallTimer.Quiet, 0));
        AsideIsOver();
        Do(d => d.Elapsed(CallTimer.Quiet, 0));
        Do(d => d.Detached(1));
        Assert.Equal(CallEndReason.TimedOut, State.EndReason);
        Assert.Equal(RefusalReason.NothingHeard, Answered<CallReplies.Refused>("op-1").Reason);
    }

    [Fact]
    public void What_was_said_before_the_farewell_is_given_to_the_agent_with_it()
    {
        Talking();
        Do(d => d.Abandon(new OperationId("op-1")));
        Hear("too late");
        Pass(5);
        Do(d => d.Operate(Continue("op-2", "Sorry?"), "softphone"));
        Begun(2);
        Spoken(6, utterance: 2);
        Do(d => d.Elapsed(CallTimer.Quiet, 0));
        AsideIsOver();
        Do(d => d.Elapsed(CallTimer.Quiet, 0));
        AsideIsOver();
        var turn = Answered<CallReplies.TurnTaken>("op-2");
        Assert.Equal(("too late", CallEndReason.TimedOut), (turn.Response, turn.EndReason));
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
    public void A_line_that_waits_is_said_when_its_time_has_come_also_where_no_sounds_are_wanted()
    {
        Rules = Rules with { WorkingAfter = TimeSpan.Zero };
        Listening();
        Hear("run the tests");
        Assert.DoesNotContain(Effects, e => e is CallEffect.Arm { Timer: CallTimer.Working });
        Do(d => d.ProgressReported("Building."));
        AsideIsOver();
        Pass(2);
        Do(d => d.ProgressReported("Testing."));
        Assert.Contains(new CallEffect.Arm(CallTimer.Progress, TimeSpan.FromSeconds(4)), Effects);
        Pass(4);
        Do(d => d.Elapsed(CallTimer.Progress, 0));
        Assert.Equal("Testing.", Said().Text);
    }

    [Fact]
    public void A_line_that_waits_for_the_persons_words_waits_for_their_end_and_a_breath()
    {
        Listening();
        Hear("run the tests");
        Do(d => d.VoiceBegan(1));
        Assert.Contains(new CallEffect.Disarm(CallTimer.Progress), Effects);
        Do(d => d.ProgressReported("Building."));
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream);
        Do(d => d.VoiceEnded(1));
        Assert.Contains(new CallEffect.Arm(CallTimer.Progress, TimeSpan.FromSeconds(2.5)), Effects);
    }

    [Fact]
    public void A_soft_sound_comes_before_a_progress_line_whose_voice_is_late()
    {
        Listening();
        Hear("run the tests");
        Do(d => d.ProgressReported("Building."));
        Assert.Contains(new CallEffect.Arm(CallTimer.Working, TimeSpan.FromSeconds(0.4)), Effects);
        Pass(0.4);
        Do(d => d.Elapsed(CallTimer.Working, 0));
        Assert.Contains(new CallEffect.TellStream(new StreamCommands.PlayEarcon(Id, Earcon.Working)), Effects);
    }

    [Fact]
    public void A_sound_follows_a_progress_line_only_after_the_long_pause()
    {
        Listening();
        Hear("run the tests");
        Do(d => d.ProgressReported("Building."));
        AsideIsOver();
        Assert.Contains(new CallEffect.Arm(CallTimer.Working, TimeSpan.FromSeconds(8)), Effects);
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
        Do(d => d.HangUp(new CallCommands.HangUp(Id, CallEndReason.Cancelled, "Enough.")));
        Do(d => d.ProgressReported("Testing."));
        Assert.Equal(RefusalReason.CallEnded, Refused().Reason);
    }

    [Fact]
    public void A_voice_that_was_not_understood_is_asked_again_twice_and_then_the_agent_is_told()
    {
        Listening();
        for (var i = 0; i < 2; i++)
        {
            Do(d => d.NotUnderstood(new StreamEvents.NotUnderstood(Id, 1, TimeSpan.FromSeconds(1))));
            Assert.Equal("Sorry, I did not catch that.", Said().Text);
            AsideIsOver();
        }

        Do(d => d.NotUnderstood(new StreamEvents.NotUnderstood(Id, 1, TimeSpan.FromSeconds(1))));
        Assert.StartsWith("I am sorry, I still cannot understand you.", Said().Text, StringComparison.Ordinal);
        Assert.Equal(RefusalReason.NotUnderstood, Answered<CallReplies.Refused>("op-1").Reason);
        Do(d => d.Operate(Continue("op-2", "Yes or no?"), "softphone"));
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream);
        AsideIsOver();
        Assert.Equal("Yes or no?", Told<StreamCommands.Say>().Text);
    }

    [Fact]
    public void Words_that_were_understood_before_are_the_answer_when_the_later_ones_are_not()
    {
        Listening();
        Hear("yes");
        Do(d => d.Abandon(new OperationId("op-1")));
        Hear("and clean up");
        Pass(5);
        Do(d => d.Operate(Continue("op-2", "Sorry?"), "softphone"));
        Begun(2);
        Spoken(6, utterance: 2);
        for (var i = 0; i < 3; i++)
        {
            Do(d => d.NotUnderstood(new StreamEvents.NotUnderstood(Id, 1, TimeSpan.FromSeconds(1))));
            if (i < 2) AsideIsOver();
        }

        Assert.Equal("and clean up", Answered<CallReplies.TurnTaken>("op-2").Response);
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
    public void A_person_who_speaks_up_when_the_agent_was_given_up_has_the_agents_time_anew()
    {
        Listening();
        Hear("yes");
        Do(d => d.Elapsed(CallTimer.Idle, 0));
        Do(d => d.VoiceBegan(1));
        AsideIsOver();
        Assert.Equal(CallPhase.Talking, State.Phase);
        Assert.Contains(new CallEffect.Arm(CallTimer.Idle, TimeSpan.FromMinutes(7)), Effects);
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
}

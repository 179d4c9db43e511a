using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>What the person wants of the call itself: by words, and by keys.</summary>
public sealed class CallDeciderWishesSpec : CallDeciderSpec
{
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
        Pass(120);
        Do(d => d.Elapsed(CallTimer.Hold, 0));
        Assert.Equal("Are you still there?", Said().Text);
        AsideIsOver();
        Hear("yes deploy");
        Assert.Equal("yes deploy", Answered<CallReplies.TurnTaken>("op-1").Response);
    }

    [Fact]
    public void Asking_for_a_repetition_ends_the_hold_and_the_listening_time_runs_again()
    {
        Listening();
        Hear("hold on");
        AsideIsOver();
        Hear("repeat that");
        Assert.Contains(new CallEffect.Disarm(CallTimer.Hold), Effects);
        Assert.Contains(new CallEffect.Arm(CallTimer.Listen, TimeSpan.FromSeconds(180), 1), Effects);
    }

    [Fact]
    public void A_repetition_that_is_heard_further_than_its_message_moves_the_heard_text()
    {
        Talking();
        Begun();
        Spoken(6, interrupted: true);
        Hear("say that again");
        AsideIsOver(heard: Question.Length);
        Assert.Contains(new CallEffect.Announce(new CallActivity.AgentSays(Id, 1, Question, Question.Length, Finished: true, Interrupted: true)), Effects);
        Hear("yes");
        var turn = Answered<CallReplies.TurnTaken>("op-1");
        Assert.Equal((Question, true), (turn.Heard, turn.Interrupted));
    }

    [Fact]
    public void A_repetition_that_is_stopped_early_takes_nothing_back()
    {
        Listening();
        Hear("say that again");
        AsideIsOver(interrupted: true, heard: 3);
        Hear("yes");
        Assert.Equal(Question, Answered<CallReplies.TurnTaken>("op-1").Heard);
    }

    [Fact]
    public void What_was_heard_of_a_repetition_is_kept_sentence_by_sentence()
    {
        Talking();
        Begun();
        Spoken(6, interrupted: true);
        Hear("say that again");
        Do(d => d.SpeechProgressed(new StreamEvents.SpeechProgressed(Id, 1, Live.Aside!.Utterance, 17)));
        Assert.Equal("Shall I deploy? I", State.Operations[0].Heard);
    }

    [Fact]
    public void Slower_goes_on_with_the_sentence_in_which_we_were_stopped_and_a_second_time_from_there()
    {
        Talking();
        Begun();
        Spoken(19, interrupted: true);
        Hear("slower please");
        Assert.Equal((Question, 16, 0.8), (Said().Text, Said().From, Said().Manner!.Pace));
        Assert.Equal("It is late.", Effects.OfType<CallEffect.Announce>().Select(a => a.Activity).OfType<CallActivity.Aside>().Single().Text);
        AsideIsOver(interrupted: true, heard: 22);
        Hear("not so fast");
        Assert.Equal((16, 0.64), (Said().From, Math.Round(Said().Manner!.Pace, 2)));
        AsideIsOver(heard: Question.Length);
        Hear("yes");
        Assert.Equal(Question, Answered<CallReplies.TurnTaken>("op-1").Heard);
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
    public void The_hash_key_in_the_middle_of_a_message_repeats_it_when_it_has_been_told_where_it_was_stopped()
    {
        Talking();
        Begun();
        Press('#');
        Assert.Null(Live.Aside);
        Spoken(6, interrupted: true);
        Assert.Equal((Question, 0), (Said().Text, Said().From));
        AsideIsOver(heard: Question.Length);
        Hear("yes");
        Assert.Equal((Question, "yes"), (Answered<CallReplies.TurnTaken>("op-1").Heard, State.Operations[0].Response));
    }

    [Fact]
    public void Zero_in_the_middle_of_a_message_is_answered_behind_it()
    {
        Talking();
        Begun();
        Press('0');
        Spoken(6, interrupted: true);
        Assert.Contains("switchboard", Said().Text, StringComparison.Ordinal);
        AsideIsOver();
        Do(d => d.Operate(Continue("op-2", "Done."), "softphone"));
        Hear("yes");
        Assert.Null(Live.Aside);
    }

    [Fact]
    public void A_repetition_that_is_typed_into_a_message_is_said_when_that_is_over()
    {
        Talking();
        Begun();
        Hear("repeat that", source: WordSource.Typed);
        Spoken(6, interrupted: true);
        Assert.Equal(Question, Said().Text);
        Assert.NotNull(State.Current);
    }

    [Fact]
    public void A_wish_over_a_message_that_has_followed_at_once_is_fulfilled_first_and_the_message_comes_behind_it()
    {
        Listening();
        Hear("yes");
        Do(d => d.Operate(Speak("op-2", "I deploy."), "softphone"));
        Do(d => d.Operate(Continue("op-3", "What else?"), "softphone"));
        Begun(2);
        Spoken(2, interrupted: true, utterance: 2);
        Assert.Equal("What else?", Told<StreamCommands.Say>().Text);
        Hear("repeat that");
        Assert.Equal(3, Told<StreamCommands.StopSaying>().Utterance);
        Assert.Equal("I deploy.", Said().Text);
        Assert.Contains(new CallEffect.Disarm(CallTimer.SpeechStart), Effects);
        Spoken(0, utterance: 3);
        AsideIsOver(heard: 9);
        Assert.Equal(("What else?", 3), (Told<StreamCommands.Say>().Text, Told<StreamCommands.Say>().Utterance));
    }

    [Fact]
    public void A_wish_behind_which_the_line_goes_away_is_forgotten()
    {
        Talking();
        Begun();
        Press('#');
        Do(d => d.Detached(1));
        Attach("again");
        Begun();
        Spoken(Question.Length);
        Assert.Null(Live.Aside);
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
    public void Keys_of_an_entry_are_kept_one_by_one_and_the_entry_goes_on_when_the_phone_is_back()
    {
        Listening();
        foreach (var key in "47") Press(key);
        Assert.Equal("47", State.Digits);
        Do(d => d.Recovered(legsOutliveProcess: true));
        Assert.DoesNotContain(Effects, e => e is CallEffect.Arm { Timer: CallTimer.Keypad });
        Live = CallLive.Fresh;
        Attach("again");
        Assert.Contains(new CallEffect.Arm(CallTimer.Keypad, TimeSpan.FromSeconds(3)), Effects);
        foreach (var key in "11") Press(key);
        Do(d => d.Elapsed(CallTimer.Keypad, 0));
        Assert.Equal("4711", Answered<CallReplies.TurnTaken>("op-1").Response);
        Assert.Equal("", State.Digits);
    }

    [Fact]
    public void An_entry_that_the_line_cuts_off_waits_for_the_phone_and_one_that_the_end_cuts_off_is_the_answer()
    {
        Listening();
        foreach (var key in "47") Press(key);
        Do(d => d.Detached(1));
        Assert.Contains(new CallEffect.Disarm(CallTimer.Keypad), Effects);
        Do(d => d.LegReported(Leg, Contracts.Carriers.LegNews.HungUp));
        Assert.Equal("47", Answered<CallReplies.TurnTaken>("op-1").Response);
    }

    [Fact]
    public void Keys_beyond_an_entry_are_not_kept()
    {
        Listening();
        for (var i = 0; i < 1000; i++) Press('7');
        Assert.Equal(64, State.Digits.Length);
    }
}

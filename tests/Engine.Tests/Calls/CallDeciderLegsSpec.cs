using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>Legs, tickets, sockets, recovery.</summary>
public sealed class CallDeciderLegsSpec : CallDeciderSpec
{
    [Fact]
    public void Placing_dials_and_rings_for_the_asked_time()
    {
        Do(d => d.Operate(Place("op-1") with { RingFor = TimeSpan.FromSeconds(20) }, "softphone"));

        Assert.Equal(CallPhase.Placing, State.Phase);
        Assert.Equal(TimeSpan.FromSeconds(20), Effect<CallEffect.Dial>().Order.RingFor);
        Assert.Equal(new CallEffect.Arm(CallTimer.Ring, TimeSpan.FromSeconds(22)), Effect<CallEffect.Arm>());
        Assert.Equal("op-1", Effect<CallEffect.AwaitOperation>().Operation.Value);
    }

    [Fact]
    public void A_second_call_under_the_same_id_is_refused()
    {
        Talking();
        Do(d => d.Operate(Place("other"), "softphone"));
        Assert.Equal(RefusalReason.AlreadyPlaced, Refused().Reason);
    }

    [Fact]
    public void An_unknown_call_refuses_and_leaves_memory()
    {
        Do(d => d.Operate(Speak("op", "Hello."), "softphone"));
        Assert.Equal(RefusalReason.UnknownCall, Refused().Reason);
        Do(d => d.Elapsed(CallTimer.Linger, 0));
        Effect<CallEffect.Retire>();
    }

    [Theory]
    [InlineData(LegNews.Declined, RefusalReason.Declined, CallEndReason.Declined)]
    [InlineData(LegNews.Busy, RefusalReason.LineBusy, CallEndReason.Busy)]
    [InlineData(LegNews.NoAnswer, RefusalReason.NoAnswer, CallEndReason.NoAnswer)]
    [InlineData(LegNews.Failed, RefusalReason.CarrierFailed, CallEndReason.CarrierFailed)]
    public void A_call_that_is_not_answered_tells_why(LegNews news, RefusalReason refusal, CallEndReason reason)
    {
        Ringing();
        Do(d => d.LegReported(Leg, news));
        Assert.Equal(refusal, Answered<CallReplies.Refused>("op-1").Reason);
        Assert.Equal((CallPhase.Ended, reason), (State.Phase, State.EndReason));
    }

    [Fact]
    public void Why_a_carrier_gave_up_is_told_in_its_words_where_it_has_some()
    {
        Ringing();
        Do(d => d.LegReported(Leg, LegNews.Failed, "The number is not complete (SIP 484)."));
        Assert.Equal("The number is not complete (SIP 484).", Answered<CallReplies.Refused>("op-1").Detail);
        Assert.Equal("The number is not complete (SIP 484).", State.EndDetail);
    }

    [Fact]
    public void A_conversation_that_ends_while_an_answer_is_waited_for_tells_why_beside_what_was_said()
    {
        Listening();
        Hear("hold on");
        Do(d => d.LegReported(Leg, LegNews.HungUp));
        var turn = Answered<CallReplies.TurnTaken>("op-1");
        Assert.Equal((CallEndReason.HungUp, "The person hung up."), (turn.EndReason, turn.EndDetail));
    }

    [Fact]
    public void Nobody_answers_and_the_ring_time_ends_the_call()
    {
        Ringing();
        Do(d => d.Elapsed(CallTimer.Ring, 0));
        Assert.Equal(RefusalReason.NoAnswer, Answered<CallReplies.Refused>("op-1").Reason);
        Assert.Equal(Leg, Effect<CallEffect.HangUpLeg>().Leg);
    }

    [Fact]
    public void A_ring_timer_that_runs_out_after_the_answer_changes_nothing()
    {
        Talking();
        Do(d => d.Elapsed(CallTimer.Ring, 0));
        Assert.Equal(CallPhase.Talking, State.Phase);
        Assert.Empty(Effects);
    }

    [Fact]
    public void A_carrier_that_refuses_to_dial_ends_the_call_with_its_reason()
    {
        Do(d => d.Operate(Place("op-1"), "softphone"));
        Do(d => d.DialFailed("The number is not valid."));
        Assert.Equal("The number is not valid.", Answered<CallReplies.Refused>("op-1").Detail);
    }

    [Fact]
    public void A_token_is_good_once_and_only_for_the_latest_invitation()
    {
        Answered();
        Do(d => d.Invite(Leg, "first"));
        Do(d => d.Invite(Leg, "second"));
        Do(d => d.Attach("first"));
        Assert.Equal(RefusalReason.NotYours, Refused().Reason);
        Do(d => d.Attach("second"));
        Assert.Equal(1, Effect<CallEffect.AdoptStream>().Stream);
        Do(d => d.Attach("second"));
        Assert.Equal(RefusalReason.NotYours, Refused().Reason);
        Assert.Equal(CallPhase.Talking, State.Phase);
    }

    [Fact]
    public void A_ticket_runs_out()
    {
        Answered();
        Do(d => d.Invite(Leg, "ticket"));
        Do(d => d.Elapsed(CallTimer.Ticket, 0));
        Do(d => d.Attach("ticket"));
        Assert.Equal(RefusalReason.NotYours, Refused().Reason);
    }

    [Fact]
    public void An_empty_token_never_attaches()
    {
        Answered();
        Do(d => d.Attach(""));
        Assert.Equal(RefusalReason.NotYours, Refused().Reason);
    }

    [Fact]
    public void A_foreign_leg_is_not_invited()
    {
        Answered();
        Do(d => d.Invite(new LegId("leg-of-somebody-else"), "ticket"));
        Assert.Equal(RefusalReason.NotYours, Refused().Reason);
    }

    [Fact]
    public void A_lost_socket_keeps_the_call_and_the_message_goes_on_behind_the_last_word_heard()
    {
        Talking();
        Begun();
        Do(d => d.SpeechProgressed(new StreamEvents.SpeechProgressed(Id, 1, 1, 16)));
        Do(d => d.Detached(1));
        Assert.Equal(CallPhase.Connecting, State.Phase);
        Attach("again");
        Assert.Equal(new StreamCommands.Say(Id, 1, Question, 16, true, SpeechManner.Default), Told<StreamCommands.Say>());
    }

    [Fact]
    public void News_of_an_older_stream_is_stale()
    {
        Talking();
        Attach("again");
        Do(d => d.Detached(1));
        Do(d => d.SpeechFinished(new StreamEvents.SpeechFinished(Id, 1, 1, 3, true, "", null)));
        Assert.Equal((CallPhase.Talking, 2), (State.Phase, State.Streams));
        Assert.Null(State.Current!.SpokenAt);
    }

    [Fact]
    public void Words_said_into_a_socket_before_another_took_its_place_count()
    {
        Talking();
        Attach("again");
        Do(d => d.TurnFinished(new StreamEvents.TurnFinished(Id, 1, "wait", WordSource.Recognizer, TimeSpan.Zero, TimeSpan.Zero)));
        Assert.Equal("wait", Assert.Single(State.Turns).Text);

        // Of a stream that never was, and of one before when the call is over, nothing is taken.
        Do(d => d.TurnFinished(new StreamEvents.TurnFinished(Id, 7, "foreign", WordSource.Recognizer, TimeSpan.Zero, TimeSpan.Zero)));
        Do(d => d.HangUp(new CallCommands.HangUp(Id, CallEndReason.Cancelled, "Enough.")));
        Do(d => d.TurnFinished(new StreamEvents.TurnFinished(Id, 1, "late", WordSource.Recognizer, TimeSpan.Zero, TimeSpan.Zero)));
        Assert.Single(State.Turns);
    }

    [Fact]
    public void A_phone_that_does_not_come_back_ends_the_call_as_media_lost()
    {
        Talking();
        Do(d => d.Detached(1));
        Do(d => d.Elapsed(CallTimer.Media, 0));
        Assert.Equal(CallEndReason.MediaLost, State.EndReason);
        Assert.Equal(RefusalReason.CarrierFailed, Answered<CallReplies.Refused>("op-1").Reason);
    }

    [Fact]
    public void Leg_news_may_come_twice_late_and_before_the_dial_was_confirmed()
    {
        Do(d => d.Operate(Place("op-1"), "softphone"));
        Do(d => d.LegReported(Leg, LegNews.Answered));
        Do(d => d.LegReported(Leg, LegNews.Ringing));
        Do(d => d.LegReported(Leg, LegNews.Answered));
        Do(d => d.Dialled(Leg));
        Assert.Equal((CallPhase.Connecting, Leg), (State.Phase, State.Leg));
        Do(d => d.LegReported(new LegId("stranger"), LegNews.HungUp));
        Assert.Equal(CallPhase.Connecting, State.Phase);
    }

    [Fact]
    public void An_inbound_call_is_admitted_and_invited_for_its_leg()
    {
        Do(d => d.Admit(new CallCommands.AdmitInbound(Id, Leg, "softphone", "line-1", "1")));
        Assert.IsType<CallReplies.Admitted>(Effect<CallEffect.Reply>().Message);
        Attach("ticket");
        Assert.True(State.Inbound);
        Assert.Equal(CallPhase.Talking, State.Phase);
    }

    [Fact]
    public void Hanging_up_from_outside_ends_in_any_phase()
    {
        Ringing();
        Do(d => d.HangUp(new CallCommands.HangUp(Id, CallEndReason.Shutdown, "The gateway is stopping.")));
        Assert.Equal(RefusalReason.Stopping, Answered<CallReplies.Refused>("op-1").Reason);
        Assert.Equal(Leg, Effect<CallEffect.HangUpLeg>().Leg);
    }

    [Fact]
    public void A_false_alarm_is_kept_in_the_history_and_changes_nothing_else()
    {
        Talking();
        Begun();
        Do(d => d.BargeInHeard(new StreamEvents.BargeInHeard(Id, 1, 1, 3, BargeInStep.FalseAlarm, BargeInCause.Voice, TimeSpan.FromMilliseconds(620))));
        Assert.Equal(BargeInStep.FalseAlarm, Assert.IsType<CallActivity.BargeIn>(Effect<CallEffect.Announce>().Activity).Step);
        Assert.Null(State.Current!.SpokenAt);
    }
}

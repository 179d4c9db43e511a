using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Speech;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>The rules of a call, message by message, without actors.</summary>
public sealed class CallDeciderSpec
{
    private const string Question = "Shall I deploy? It is late.";
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly LegId Leg = new("leg-1");
    private readonly CallId _id = CallId.New();
    private CallState _state;
    private CallLive _live = CallLive.Fresh;
    private DateTimeOffset _now = Start;
    private IReadOnlyList<CallEffect> _effects = [];

    public CallDeciderSpec() => _state = new CallState(_id);

    [Fact]
    public void Placing_dials_and_rings_for_the_asked_time()
    {
        Do(d => d.Operate(Place("op-1") with { RingFor = TimeSpan.FromSeconds(20) }, "softphone"));

        Assert.Equal(CallPhase.Placing, _state.Phase);
        Assert.Equal(TimeSpan.FromSeconds(20), Effect<CallEffect.Dial>().Order.RingFor);
        Assert.Equal(new CallEffect.Arm(CallTimer.Ring, TimeSpan.FromSeconds(22)), Effect<CallEffect.Arm>());
        Assert.Equal("op-1", Effect<CallEffect.AwaitOperation>().Operation.Value);
    }

    [Fact]
    public void The_message_is_said_when_the_stream_attaches_and_the_answer_is_the_response()
    {
        Talking();
        Assert.Equal(new StreamCommands.Say(_id, 1, Question, 0), Told<StreamCommands.Say>());

        Spoken(Question.Length);
        Assert.Contains(new CallEffect.Arm(CallTimer.Listen, TimeSpan.FromSeconds(180), 1), _effects);

        Hear("yes please");
        var turn = Answered<CallReplies.TurnTaken>("op-1");
        Assert.Equal(("yes please", false, Question, null), (turn.Response, turn.Interrupted, turn.Heard, turn.EndReason));
    }

    [Fact]
    public void What_is_said_over_the_message_is_its_answer()
    {
        Talking();
        Begun();
        Pass(1);
        Hear("wait", voiceSeconds: 0.5);
        Assert.Empty(_effects.OfType<CallEffect.Answer>());
        Spoken("Shall I ".Length, interrupted: true);

        var turn = Answered<CallReplies.TurnTaken>("op-1");
        Assert.Equal(("wait", true, "Shall I "), (turn.Response, turn.Interrupted, turn.Heard));
    }

    [Fact]
    public void What_was_said_while_nobody_waited_is_put_in_front_of_the_next_answer()
    {
        Talking();
        Finished("yes");
        Pass(10);
        Hear("and run the tests too");
        Assert.Empty(_effects.OfType<CallEffect.Answer>());

        Pass(10);
        Do(d => d.Operate(Continue("op-2", "Anything else?"), "softphone"));
        Begun(2);
        Spoken(100, utterance: 2);
        Assert.Empty(_effects.OfType<CallEffect.Answer>());
        Hear("no");
        Assert.Equal("and run the tests too no", Answered<CallReplies.TurnTaken>("op-2").Response);
    }

    [Fact]
    public void Operations_wait_in_order_and_are_never_interleaved()
    {
        Talking();
        Do(d => d.Operate(Speak("op-2", "One."), "softphone"));
        Do(d => d.Operate(Speak("op-3", "Two."), "softphone"));
        Assert.Empty(_effects.OfType<CallEffect.TellStream>());

        Finished("yes");
        Assert.Equal("One.", Told<StreamCommands.Say>().Text);
        Spoken(4, utterance: 2);
        Assert.Equal("op-2", Answered<CallReplies.Spoken>("op-2").OperationId.Value);
        Assert.Equal("Two.", Told<StreamCommands.Say>().Text);
    }

    [Fact]
    public void The_ninth_waiting_operation_is_refused_as_busy()
    {
        Talking();
        for (var i = 0; i < 8; i++) Do(d => d.Operate(Speak($"queued-{i}", "Hm."), "softphone"));
        Do(d => d.Operate(Speak("one-too-many", "Hm."), "softphone"));
        Assert.Equal(RefusalReason.CallBusy, Refused().Reason);
    }

    [Fact]
    public void A_repeated_operation_joins_the_running_one_and_later_gets_its_result()
    {
        Talking();
        Do(d => d.Operate(Place("op-1"), "softphone"));
        Assert.Equal("op-1", Effect<CallEffect.AwaitOperation>().Operation.Value);
        Finished("yes");
        Do(d => d.Operate(Place("op-1"), "softphone"));
        Assert.Equal("yes", Assert.IsType<CallReplies.TurnTaken>(Effect<CallEffect.Reply>().Message).Response);
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
        Assert.Equal((CallPhase.Ended, reason), (_state.Phase, _state.EndReason));
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
        Assert.Equal(CallPhase.Talking, _state.Phase);
        Assert.Empty(_effects);
    }

    [Fact]
    public void A_carrier_that_refuses_to_dial_ends_the_call_with_its_reason()
    {
        Do(d => d.Operate(Place("op-1"), "softphone"));
        Do(d => d.DialFailed("The number is not valid."));
        Assert.Equal("The number is not valid.", Answered<CallReplies.Refused>("op-1").Detail);
    }

    [Fact]
    public void A_hang_up_while_listening_returns_what_was_said_so_far()
    {
        Talking();
        Hear("hold on");
        Spoken(Question.Length);
        Do(d => d.LegReported(Leg, LegNews.HungUp));
        var turn = Answered<CallReplies.TurnTaken>("op-1");
        Assert.Equal(("hold on", CallEndReason.HungUp), (turn.Response, turn.EndReason));
    }

    [Fact]
    public void A_hang_up_while_waiting_for_words_returns_at_once_with_nothing()
    {
        Talking();
        Spoken(Question.Length);
        Do(d => d.LegReported(Leg, LegNews.HungUp));
        Assert.Equal("", Answered<CallReplies.TurnTaken>("op-1").Response);
        Assert.Empty(_effects.OfType<CallEffect.HangUpLeg>());
    }

    [Fact]
    public void Operations_that_wait_when_the_call_ends_are_refused()
    {
        Talking();
        Do(d => d.Operate(Speak("op-2", "One."), "softphone"));
        Do(d => d.LegReported(Leg, LegNews.HungUp));
        Assert.Equal(RefusalReason.CallEnded, Answered<CallReplies.Refused>("op-2").Reason);
    }

    [Fact]
    public void Speaking_to_a_call_that_is_over_is_refused_and_does_not_pretend()
    {
        Talking();
        Do(d => d.LegReported(Leg, LegNews.HungUp));
        Do(d => d.Operate(Speak("op-2", "Hello?"), "softphone"));
        Assert.Equal(RefusalReason.CallEnded, Refused().Reason);
    }

    [Fact]
    public void Ending_says_goodbye_first_and_hangs_up_when_it_was_heard()
    {
        Talking();
        Finished("no");
        Pass(20);
        Do(d => d.Operate(new CallCommands.EndCall(_id, new OperationId("op-2"), "Goodbye."), "softphone"));
        Assert.Empty(_effects.OfType<CallEffect.HangUpLeg>());
        Spoken(8, utterance: 2);
        var ended = Answered<CallReplies.Ended>("op-2");
        Assert.Equal((CallEndReason.AgentEnded, TimeSpan.FromSeconds(20)), (ended.Reason, ended.Duration));
        Assert.Equal(Leg, Effect<CallEffect.HangUpLeg>().Leg);
    }

    [Fact]
    public void Ending_hangs_up_also_when_the_voice_fails()
    {
        Talking();
        Finished("no");
        Do(d => d.Operate(new CallCommands.EndCall(_id, new OperationId("op-2"), "Goodbye."), "softphone"));
        Do(d => d.SpeechFinished(new StreamEvents.SpeechFinished(_id, 1, 2, 0, false, "The voice broke.", null)));
        Answered<CallReplies.Ended>("op-2");
        Assert.Equal(CallPhase.Ended, _state.Phase);
    }

    [Fact]
    public void A_voice_that_fails_fails_its_operation_alone()
    {
        Talking();
        Do(d => d.SpeechFinished(new StreamEvents.SpeechFinished(_id, 1, 1, 0, false, "The voice broke.", null)));
        var refused = Answered<CallReplies.Refused>("op-1");
        Assert.Equal((RefusalReason.SpeechFailed, "The voice broke."), (refused.Reason, refused.Detail));
        Assert.Equal(CallPhase.Talking, _state.Phase);
    }

    [Fact]
    public void A_voice_that_never_starts_is_given_up_after_its_time()
    {
        Talking();
        Do(d => d.Elapsed(CallTimer.SpeechStart, 1));
        Assert.Equal(RefusalReason.SpeechFailed, Answered<CallReplies.Refused>("op-1").Reason);
        Assert.Equal(1, Told<StreamCommands.StopSaying>().Utterance);
    }

    [Fact]
    public void Lost_recognition_fails_a_listening_operation_but_not_where_words_are_typed()
    {
        Talking();
        Spoken(Question.Length);
        Do(d => d.RecognitionLost(new StreamEvents.RecognitionLost(_id, 1, "The recogniser broke.")));
        Assert.Equal(RefusalReason.SpeechFailed, Answered<CallReplies.Refused>("op-1").Reason);

        Do(d => d.WordsReported(new CallCommands.ReportWords(_id, Leg, "I type", false, WordSource.Typed)));
        Do(d => d.Operate(Continue("op-2", "And now?"), "softphone"));
        Spoken(8, utterance: 2);
        Assert.Empty(_effects.OfType<CallEffect.Answer>());
        Hear("yes", source: WordSource.Typed);
        Assert.Equal("yes", Answered<CallReplies.TurnTaken>("op-2").Response);
    }

    [Fact]
    public void Silence_for_the_listening_time_ends_the_operation_but_not_the_call()
    {
        Talking();
        Spoken(Question.Length);
        Pass(180);
        Do(d => d.Elapsed(CallTimer.Listen, 1));
        Assert.Equal(RefusalReason.NothingHeard, Answered<CallReplies.Refused>("op-1").Reason);
        Assert.Equal(CallPhase.Talking, _state.Phase);
    }

    [Fact]
    public void The_listening_time_does_not_run_out_in_mid_sentence()
    {
        Talking();
        Spoken(Question.Length);
        Pass(179);
        Do(d => d.PersonHeard(new StreamEvents.PersonHeard(_id, 1, "well I think")));
        Pass(1);
        Do(d => d.Elapsed(CallTimer.Listen, 1));
        Assert.Equal(new CallEffect.Arm(CallTimer.Listen, TimeSpan.FromSeconds(5), 1), Effect<CallEffect.Arm>());
    }

    [Fact]
    public void A_listen_timer_of_an_earlier_utterance_is_stale()
    {
        Talking();
        Finished("yes");
        Do(d => d.Operate(Continue("op-2", "And?"), "softphone"));
        Spoken(4, utterance: 2);
        Do(d => d.Elapsed(CallTimer.Listen, 1));
        Assert.Empty(_effects);
    }

    [Fact]
    public void Abandoning_while_it_rings_cancels_the_call()
    {
        Ringing();
        Do(d => d.Abandon(new OperationId("op-1")));
        Assert.Equal((CallPhase.Ended, CallEndReason.Cancelled), (_state.Phase, _state.EndReason));
        Assert.Equal(Leg, Effect<CallEffect.HangUpLeg>().Leg);
    }

    [Fact]
    public void Abandoning_stops_the_speech_and_keeps_later_words_for_the_next_turn()
    {
        Talking();
        Do(d => d.Abandon(new OperationId("op-1")));
        Assert.Equal(1, Told<StreamCommands.StopSaying>().Utterance);
        Assert.Equal(RefusalReason.Abandoned, Answered<CallReplies.Refused>("op-1").Reason);

        Hear("too late");
        Do(d => d.Operate(Continue("op-2", "Sorry?"), "softphone"));
        Pass(1);
        Begun(2);
        Spoken(6, utterance: 2);
        Hear("never mind");
        Assert.Equal("too late never mind", Answered<CallReplies.TurnTaken>("op-2").Response);
    }

    [Fact]
    public void Abandoning_a_waiting_operation_takes_it_out_of_the_queue()
    {
        Talking();
        Do(d => d.Operate(Speak("op-2", "One."), "softphone"));
        Do(d => d.Abandon(new OperationId("op-2")));
        Assert.Equal(RefusalReason.Abandoned, Answered<CallReplies.Refused>("op-2").Reason);
        Finished("yes");
        Assert.Empty(_effects.OfType<CallEffect.TellStream>());
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
        Assert.Equal(CallPhase.Talking, _state.Phase);
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
        Do(d => d.SpeechProgressed(new StreamEvents.SpeechProgressed(_id, 1, 1, 16)));
        Do(d => d.Detached(1));
        Assert.Equal(CallPhase.Connecting, _state.Phase);
        Attach("again");
        Assert.Equal(new StreamCommands.Say(_id, 1, Question, 16), Told<StreamCommands.Say>());
    }

    [Fact]
    public void News_of_an_older_stream_is_stale()
    {
        Talking();
        Attach("again");
        Do(d => d.Detached(1));
        Do(d => d.SpeechFinished(new StreamEvents.SpeechFinished(_id, 1, 1, 3, true, "", null)));
        Do(d => d.TurnFinished(new StreamEvents.TurnFinished(_id, 1, "stale", WordSource.Recognizer, TimeSpan.Zero, TimeSpan.Zero)));
        Assert.Equal((CallPhase.Talking, 2), (_state.Phase, _state.Streams));
        Assert.Empty(_state.Turns);
        Assert.Null(_state.Current!.SpokenAt);
    }

    [Fact]
    public void A_phone_that_does_not_come_back_ends_the_call_as_media_lost()
    {
        Talking();
        Do(d => d.Detached(1));
        Do(d => d.Elapsed(CallTimer.Media, 0));
        Assert.Equal(CallEndReason.MediaLost, _state.EndReason);
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
        Assert.Equal((CallPhase.Connecting, Leg), (_state.Phase, _state.Leg));
        Do(d => d.LegReported(new LegId("stranger"), LegNews.HungUp));
        Assert.Equal(CallPhase.Connecting, _state.Phase);
    }

    [Fact]
    public void An_idle_call_is_ended_but_not_while_an_operation_runs()
    {
        Talking();
        Do(d => d.Elapsed(CallTimer.Idle, 0));
        Assert.Equal(CallPhase.Talking, _state.Phase);
        Finished("yes");
        Assert.Contains(new CallEffect.Arm(CallTimer.Idle, TimeSpan.FromMinutes(7)), _effects);
        Do(d => d.Elapsed(CallTimer.Idle, 0));
        Assert.Equal(CallEndReason.TimedOut, _state.EndReason);
    }

    [Fact]
    public void An_inbound_call_is_admitted_and_invited_for_its_leg()
    {
        Do(d => d.Admit(new CallCommands.AdmitInbound(_id, Leg, "softphone", "line-1", "1")));
        Assert.IsType<CallReplies.Admitted>(Effect<CallEffect.Reply>().Message);
        Attach("ticket");
        Assert.True(_state.Inbound);
        Assert.Equal(CallPhase.Talking, _state.Phase);
    }

    [Fact]
    public void A_recovered_call_waits_for_its_phone_and_then_goes_on()
    {
        Talking();
        Begun();
        Do(d => d.SpeechProgressed(new StreamEvents.SpeechProgressed(_id, 1, 1, 16)));
        _live = CallLive.Fresh;
        Do(d => d.Recovered(legsOutliveProcess: true));
        Assert.Equal(CallPhase.Connecting, _state.Phase);
        Assert.Contains(new CallEffect.Arm(CallTimer.Media, TimeSpan.FromSeconds(30)), _effects);
        Attach("after the restart");
        Assert.Equal(16, Told<StreamCommands.Say>().From);
    }

    [Fact]
    public void A_recovered_call_that_was_listening_goes_on_listening()
    {
        Talking();
        Spoken(Question.Length);
        _live = CallLive.Fresh;
        Do(d => d.Recovered(legsOutliveProcess: true));
        Attach("after the restart");
        Assert.Contains(new CallEffect.Arm(CallTimer.Listen, TimeSpan.FromSeconds(180), 1), _effects);
        Hear("still here", stream: 2);
        Do(d => d.Operate(Place("op-1"), "softphone"));
        Assert.Equal("still here", Assert.IsType<CallReplies.TurnTaken>(Effect<CallEffect.Reply>().Message).Response);
    }

    [Fact]
    public void A_recovered_call_that_was_ringing_rings_again_where_its_leg_died_with_the_process()
    {
        Ringing();
        _live = CallLive.Fresh;
        Do(d => d.Recovered(legsOutliveProcess: false));
        Assert.Equal(_id, Effect<CallEffect.Dial>().Order.CallId);
        var next = new LegId("leg-2");
        Do(d => d.LegReported(next, LegNews.Answered));
        Do(d => d.LegReported(Leg, LegNews.HungUp));
        Assert.Equal((CallPhase.Connecting, next), (_state.Phase, _state.Leg));
    }

    [Fact]
    public void A_recovered_call_that_was_ringing_is_not_dialled_twice_where_its_leg_lives_on()
    {
        Ringing();
        _live = CallLive.Fresh;
        Do(d => d.Recovered(legsOutliveProcess: true));
        Assert.Empty(_effects.OfType<CallEffect.Dial>());
    }

    [Fact]
    public void Hanging_up_from_outside_ends_in_any_phase()
    {
        Ringing();
        Do(d => d.HangUp(CallEndReason.Shutdown, "The gateway is stopping."));
        Assert.Equal(RefusalReason.Stopping, Answered<CallReplies.Refused>("op-1").Reason);
        Assert.Equal(Leg, Effect<CallEffect.HangUpLeg>().Leg);
    }

    [Fact]
    public void A_false_alarm_is_kept_in_the_history_and_changes_nothing_else()
    {
        Talking();
        Begun();
        Do(d => d.BargeInHeard(new StreamEvents.BargeInHeard(_id, 1, 1, 3, BargeInStep.FalseAlarm, BargeInCause.Voice, TimeSpan.FromMilliseconds(620))));
        Assert.Equal(BargeInStep.FalseAlarm, Assert.IsType<CallActivity.BargeIn>(Effect<CallEffect.Announce>().Activity).Step);
        Assert.Null(_state.Current!.SpokenAt);
    }

    private void Ringing()
    {
        Do(d => d.Operate(Place("op-1"), "softphone"));
        Do(d => d.Dialled(Leg));
        Do(d => d.LegReported(Leg, LegNews.Ringing));
        Assert.Equal(CallPhase.Ringing, _state.Phase);
    }

    private void Answered()
    {
        Ringing();
        Do(d => d.LegReported(Leg, LegNews.Answered));
    }

    private void Talking()
    {
        Answered();
        Attach("ticket");
        Assert.Equal(CallPhase.Talking, _state.Phase);
    }

    private void Attach(string token)
    {
        Do(d => d.Invite(Leg, token));
        Do(d => d.Attach(token));
    }

    private void Begun(int utterance = 1) =>
        Do(d => d.SpeechBegun(new StreamEvents.SpeechBegun(_id, _state.Streams, utterance, TimeSpan.FromMilliseconds(2))));

    private void Spoken(int heard, bool interrupted = false, int utterance = 1) =>
        Do(d => d.SpeechFinished(new StreamEvents.SpeechFinished(_id, _state.Streams, utterance, heard, interrupted, "", null)));

    private void Finished(string answer)
    {
        Begun();
        Spoken(Question.Length);
        Hear(answer);
    }

    private void Hear(string text, double voiceSeconds = 0.2, int? stream = null, WordSource source = WordSource.Recognizer) =>
        Do(d => d.TurnFinished(new StreamEvents.TurnFinished(
            _id, stream ?? _state.Streams, text, source, TimeSpan.FromSeconds(voiceSeconds), TimeSpan.FromSeconds(0.1))));

    private void Pass(double seconds) => _now += TimeSpan.FromSeconds(seconds);

    private void Do(Action<CallDecider> judge)
    {
        var decider = new CallDecider(_state, _live, CallRules.Default, _now);
        judge(decider);
        // What is stored must lead to the same state: the events alone tell everything.
        Assert.Equal(decider.State.ToString(), decider.Events.Aggregate(_state, (s, e) => s.Apply(e)).ToString());
        (_state, _live, _effects) = (decider.State, decider.Live, decider.Effects);
    }

    private T Effect<T>() where T : CallEffect => _effects.OfType<T>().First();

    private T Told<T>() => _effects.OfType<CallEffect.TellStream>().Select(e => e.Message).OfType<T>().Single();

    private T Answered<T>(string operation) =>
        Assert.IsType<T>(_effects.OfType<CallEffect.Answer>().Single(a => a.Operation.Value == operation).Message);

    private CallReplies.Refused Refused() => Assert.IsType<CallReplies.Refused>(Effect<CallEffect.Reply>().Message);

    private CallCommands.PlaceCall Place(string operation) =>
        new(_id, new OperationId(operation), new Callee("softphone"), Question, Expectation.Open.Instance);

    private CallCommands.ContinueCall Continue(string operation, string message) =>
        new(_id, new OperationId(operation), message, Expectation.Open.Instance);

    private CallCommands.Speak Speak(string operation, string message) => new(_id, new OperationId(operation), message);
}

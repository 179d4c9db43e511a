using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Speech;
using CallActors.Engine.Calls;
using CallActors.Engine.Tests.Fakes;

namespace CallActors.Engine.Tests.Calls;

/// <summary>The call's actor: routing, storing before answering, timers in virtual time, recovery.</summary>
public sealed class CallActorSpec : EngineSpec
{
    private readonly CallId _id = CallId.New();
    private readonly QuietCarrier _carrier = new();
    private readonly TestProbe _shard;
    private readonly TestProbe _index;
    private readonly TestProbe _stream;
    private readonly TestProbe _agent;
    private IActorRef _call;

    public CallActorSpec()
    {
        (_shard, _index, _stream, _agent) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        _call = Start();
    }

    [Fact]
    public void A_call_is_dialled_answered_attached_and_its_answer_returned()
    {
        Talk();
        Speak(1);
        _call.Tell(new StreamEvents.TurnFinished(_id, 1, "yes", WordSource.Recognizer, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.5)), _stream.Ref);
        var turn = _agent.ExpectMsg<CallReplies.TurnTaken>();
        Assert.Equal(("yes", "Ready?"), (turn.Response, turn.Heard));
    }

    [Fact]
    public void Nobody_answers_and_the_tool_returns_within_the_ring_time()
    {
        Place();
        AwaitAssert(() => Assert.Single(_carrier.Dialled));
        Time.Advance(TimeSpan.FromSeconds(46));
        _agent.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(RefusalReason.NoAnswer, _agent.ExpectMsg<CallReplies.Refused>().Reason);
        AwaitAssert(() => Assert.Contains(QuietCarrier.LegOf(_id), _carrier.HungUp));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("The number is not verified.")]
    public void The_deadline_of_what_the_carrier_was_asked_goes_with_its_answer(string? refuses)
    {
        _carrier.Refuses = refuses;
        Place();
        AwaitAssert(() => Assert.Single(_carrier.Dialled));
        _call.Tell(new CallCommands.HangUp(_id, CallEndReason.AgentEnded, ""));
        AwaitAssert(() => Assert.Equal(refuses is null ? 1 : 0, _carrier.HungUp.Count));
        AwaitAssert(() => Assert.All(_carrier.Deadlines, Released.Check));
    }

    [Fact]
    public void A_carrier_that_refuses_is_told_to_the_agent()
    {
        _carrier.Refuses = "The number is not verified.";
        Place();
        Assert.Equal("The number is not verified.", _agent.ExpectMsg<CallReplies.Refused>().Detail);
    }

    [Fact]
    public void An_answered_call_without_audio_ends_after_30_s()
    {
        Place();
        Report(LegNews.Answered);
        Settle();
        Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(RefusalReason.CarrierFailed, _agent.ExpectMsg<CallReplies.Refused>().Reason);
        Assert.Equal(CallEndReason.MediaLost, View().EndReason);
    }

    [Fact]
    public void Nothing_heard_in_the_listening_time_fails_the_operation_and_keeps_the_line()
    {
        Talk();
        Speak(1);
        Settle();
        Time.Advance(TimeSpan.FromSeconds(180));
        Assert.Equal(RefusalReason.NothingHeard, _agent.ExpectMsg<CallReplies.Refused>().Reason);
        Assert.Equal(CallPhase.Talking, View().Phase);
    }

    [Fact]
    public void A_voice_that_does_not_start_in_10_s_fails_the_operation()
    {
        Talk();
        Settle();
        Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(RefusalReason.SpeechFailed, _agent.ExpectMsg<CallReplies.Refused>().Reason);
        _stream.FishForMessage<StreamCommands.StopSaying>(_ => true);
    }

    [Fact]
    public void A_call_that_nobody_uses_ends_after_7_minutes()
    {
        Talk();
        Speak(1);
        _call.Tell(new StreamEvents.TurnFinished(_id, 1, "yes", WordSource.Recognizer, TimeSpan.FromSeconds(1), TimeSpan.Zero), _stream.Ref);
        _agent.ExpectMsg<CallReplies.TurnTaken>();
        Settle();
        Time.Advance(TimeSpan.FromMinutes(7));
        var goodbye = _stream.FishForMessage<StreamCommands.Say>(s => s.Utterance < 0);
        _call.Tell(new StreamEvents.SpeechFinished(_id, 1, goodbye.Utterance, goodbye.Text.Length, false, "", null), _stream.Ref);
        AwaitAssert(() => Assert.Equal(CallEndReason.TimedOut, View().EndReason));
        _stream.FishForMessage<StreamCommands.Close>(_ => true);
    }

    [Fact]
    public void The_longest_call_is_3_hours()
    {
        Talk();
        Settle();
        for (var hours = 0; hours < 3; hours++)
        {
            Assert.Equal(CallPhase.Talking, View().Phase);
            // Time goes on in steps in which neither the voice nor the listening runs out.
            for (var i = 0; i < 60; i++)
            {
                Operate($"op-{hours}-{i}");
                Time.Advance(TimeSpan.FromMinutes(1));
            }
        }

        AwaitAssert(() => Assert.Equal(CallEndReason.TimedOut, View().EndReason));

        void Operate(string operation)
        {
            _call.Tell(new CallCommands.Speak(_id, new OperationId(operation), "Hm."), CreateTestProbe().Ref);
            Settle();
        }
    }

    [Fact]
    public void A_stream_that_dies_detaches_the_call_which_waits_for_the_next_one()
    {
        Talk();
        _stream.FishForMessage<StreamCommands.Say>(s => s.Utterance == 1);
        Sys.Stop(_stream.Ref);
        AwaitAssert(() => Assert.Equal(CallPhase.Connecting, View().Phase));
        var next = CreateTestProbe();
        Attach(next);
        next.FishForMessage<StreamCommands.Say>(s => s.Utterance == 1);
    }

    [Fact]
    public void A_second_stream_with_a_new_ticket_replaces_the_first()
    {
        Talk();
        var second = CreateTestProbe();
        Attach(second);
        _stream.FishForMessage<StreamCommands.Close>(_ => true);
        _call.Tell(new StreamEvents.Detached(_id, 1), _stream.Ref);
        Assert.Equal(CallPhase.Talking, View().Phase);
    }

    [Fact]
    public void A_foreign_token_is_refused_and_disturbs_nothing()
    {
        Talk();
        var stranger = CreateTestProbe();
        _call.Tell(new StreamEvents.Attach(_id, "guessed"), stranger.Ref);
        Assert.Equal(RefusalReason.NotYours, stranger.ExpectMsg<CallReplies.Refused>().Reason);
        Assert.Equal(CallPhase.Talking, View().Phase);
    }

    [Fact]
    public void A_recovered_call_has_its_transcript_and_goes_on_where_it_was()
    {
        Talk();
        Speak(1);
        Settle();
        Time.Advance(TimeSpan.FromSeconds(2));
        _call.Tell(new StreamEvents.TurnFinished(_id, 1, "yes", WordSource.Recognizer, TimeSpan.FromSeconds(1), TimeSpan.Zero), _stream.Ref);
        _agent.ExpectMsg<CallReplies.TurnTaken>();
        _call.Tell(Continue("op-2", "First sentence. Second sentence."), _agent.Ref);
        _stream.FishForMessage<StreamCommands.Say>(s => s.Utterance == 2);
        _call.Tell(new StreamEvents.SpeechBegun(_id, 1, 2, TimeSpan.Zero), _stream.Ref);
        _call.Tell(new StreamEvents.SpeechProgressed(_id, 1, 2, 16), _stream.Ref);
        Settle();

        Restart();
        var view = View();
        Assert.Equal(CallPhase.Connecting, view.Phase);
        Assert.Equal(["Ready?", "yes", "First sentence. Second sentence."], view.Transcript.Select(l => l.Text));
        Assert.Equal("First sentence. ", view.Transcript[^1].Heard);

        // The agent's connection died with the process; it asks again under the same id and says nothing twice.
        _call.Tell(Continue("op-2", "First sentence. Second sentence."), _agent.Ref);
        var phone = CreateTestProbe();
        Attach(phone);
        var say = phone.FishForMessage<StreamCommands.Say>(_ => true);
        Assert.Equal((2, 16), (say.Utterance, say.From));
        _call.Tell(new StreamEvents.SpeechFinished(_id, 2, 2, 32, false, "", null), phone.Ref);
        _call.Tell(new StreamEvents.TurnFinished(_id, 2, "go on", WordSource.Recognizer, TimeSpan.FromSeconds(1), TimeSpan.Zero), phone.Ref);
        Assert.Equal("go on", _agent.FishForMessage<CallReplies.TurnTaken>(_ => true).Response);
    }

    [Fact]
    public void A_recovered_call_whose_phone_does_not_come_back_ends()
    {
        Talk();
        Settle();
        Restart();
        Assert.Equal(CallPhase.Connecting, View().Phase);
        Time.Advance(TimeSpan.FromSeconds(30));
        AwaitAssert(() => Assert.Equal(CallEndReason.MediaLost, View().EndReason));
    }

    [Fact]
    public void A_call_that_was_ringing_when_its_process_died_rings_out()
    {
        Place();
        Report(LegNews.Ringing);
        // What came while the first events were stored is handled before what they brought about: the carrier's answer to the dial order
        // is there behind the first question, and handled before the second.
        Settle();
        Settle();
        Restart();
        Settle();
        Time.Advance(TimeSpan.FromSeconds(47));
        AwaitAssert(() => Assert.Equal(CallEndReason.NoAnswer, View().EndReason));
    }

    [Fact]
    public void An_observer_sees_phases_captions_and_barge_in()
    {
        var observer = CreateTestProbe();
        _call.Tell(new CallCommands.ObserveCall(_id), observer.Ref);
        Assert.Equal(CallPhase.Unknown, observer.ExpectMsg<CallActivity.Changed>().Phase);
        Talk();
        Assert.Equal("Ready?", observer.FishForMessage<CallActivity.AgentSays>(_ => true).Text);
        _call.Tell(new StreamEvents.SpeechBegun(_id, 1, 1, TimeSpan.Zero), _stream.Ref);
        _call.Tell(new StreamEvents.BargeInHeard(_id, 1, 1, 3, BargeInStep.Onset, BargeInCause.Voice, TimeSpan.Zero), _stream.Ref);
        Assert.Equal(BargeInStep.Onset, observer.FishForMessage<CallActivity.BargeIn>(_ => true).Step);
        _call.Tell(new StreamEvents.PersonHeard(_id, 1, "wai"), _stream.Ref);
        Assert.Equal(("wai", false), observer.FishForMessage<CallActivity.PersonSays>(_ => true) is var p ? (p.Text, p.IsFinal) : default);
        _call.Tell(new CallCommands.HangUp(_id, CallEndReason.Cancelled, "Enough."), _agent.Ref);
        Assert.Equal(CallEndReason.Cancelled, observer.FishForMessage<CallActivity.Changed>(c => c.Phase is CallPhase.Ended).EndReason);
    }

    [Fact]
    public void The_index_is_told_every_phase()
    {
        Talk();
        Assert.Equal(
            [CallPhase.Placing, CallPhase.Ringing, CallPhase.Connecting, CallPhase.Talking],
            _index.ReceiveN(4, TimeSpan.FromSeconds(3)).Cast<CallIndexMessages.CallStands>().Select(s => s.Summary.Phase));
    }

    [Fact]
    public void An_ended_call_leaves_memory_after_a_minute_and_can_still_be_asked()
    {
        var parent = CreateTestProbe();
        var id = CallId.New();
        var call = parent.ChildActorOf(Props.Create(() => new CallActor(id, Services())));
        call.Tell(new CallCommands.GetCall(id), _agent.Ref);
        _agent.ExpectMsg<CallReplies.Refused>();
        Time.Advance(TimeSpan.FromSeconds(60));
        parent.ExpectMsg<Passivate>();
    }

    [Fact]
    public void An_inbound_call_is_answered_by_the_sound_check()
    {
        var leg = new LegId("inbound");
        _call.Tell(new CallCommands.AdmitInbound(_id, leg, "quiet", "line", "1"), _agent.Ref);
        _agent.ExpectMsg<CallReplies.Admitted>();
        Attach(_stream, leg);
        Assert.Contains("sound check", _stream.FishForMessage<StreamCommands.Say>(_ => true).Text);
        _call.Tell(new StreamEvents.SpeechFinished(_id, 1, 1, 1000, false, "", null), _stream.Ref);
        _call.Tell(new StreamEvents.TurnFinished(_id, 1, "testing one two", WordSource.Typed, TimeSpan.Zero, TimeSpan.Zero), _stream.Ref);
        Assert.Equal("I heard: testing one two.", _stream.FishForMessage<StreamCommands.Say>(s => s.Utterance == 2).Text);
    }

    private CallServices Services() => new(_carrier, _index.Ref, CallRules.Default);

    private IActorRef Start()
    {
        var services = Services();
        return _shard.ChildActorOf(Props.Create(() => new CallActor(_id, services)));
    }

    private void Restart()
    {
        Watch(_call);
        Sys.Stop(_call);
        ExpectTerminated(_call);
        _agent.FishForMessage(m => m is CallReplies.Refused { Reason: RefusalReason.NotStored } || !_agent.HasMessages);
        _call = Start();
    }

    private void Place() =>
        _call.Tell(new CallCommands.PlaceCall(_id, new OperationId("op-1"), new Callee("softphone"), "Ready?", Expectation.Open.Instance), _agent.Ref);

    private CallCommands.ContinueCall Continue(string operation, string message) =>
        new(_id, new OperationId(operation), message, Expectation.Open.Instance);

    private void Talk()
    {
        Place();
        AwaitAssert(() => Assert.Single(_carrier.Dialled));
        Report(LegNews.Ringing);
        Report(LegNews.Answered);
        Attach(_stream);
    }

    private void Report(LegNews news) => _call.Tell(new CallCommands.ReportLeg(_id, QuietCarrier.LegOf(_id), news), ActorRefs.NoSender);

    private void Attach(TestProbe stream, LegId? leg = null)
    {
        var edge = CreateTestProbe();
        _call.Tell(new CallCommands.InviteMedia(_id, leg ?? QuietCarrier.LegOf(_id)), edge.Ref);
        var invitation = edge.ExpectMsg<CallReplies.MediaInvited>();
        Assert.InRange(invitation.Token.Length, 40, 64);
        _call.Tell(new StreamEvents.Attach(_id, invitation.Token), stream.Ref);
        stream.ExpectMsg<StreamEvents.Attached>();
    }

    /// <summary>The utterance has been heard to its end.</summary>
    private void Speak(int utterance)
    {
        _stream.FishForMessage<StreamCommands.Say>(s => s.Utterance == utterance);
        _call.Tell(new StreamEvents.SpeechBegun(_id, 1, utterance, TimeSpan.Zero), _stream.Ref);
        _call.Tell(new StreamEvents.SpeechFinished(_id, 1, utterance, 6, false, "", null), _stream.Ref);
    }

    /// <summary>Waits until the call has handled everything that was sent to it.</summary>
    private void Settle() => View();

    private CallReplies.CallView View()
    {
        var probe = CreateTestProbe();
        _call.Tell(new CallCommands.GetCall(_id), probe.Ref);
        return probe.ExpectMsg<CallReplies.CallView>();
    }
}

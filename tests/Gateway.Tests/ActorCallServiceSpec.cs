using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Speech;
using CallActors.Contracts.Switchboard;
using CallActors.Engine;
using CallActors.Gateway.Calls;
using CallActors.Gateway.People;
using CallActors.Gateway.Tests.Fakes;

namespace CallActors.Gateway.Tests;

public sealed class ActorCallServiceSpec : TestKit
{
    private static readonly CallId Call = CallId.ForIdempotencyKey("call");
    private static readonly LegId Leg = new("leg");
    private static readonly CallCommands.ContinueCall Continue = new(Call, new OperationId("o-1"), "Well?", Expectation.Open.Instance);
    private static readonly CallReplies.TurnTaken Taken = new(Call, new OperationId("o-1"), "Yes.", false, "Well?", TurnTimings.None);

    private readonly ShutdownGate _gate = new();
    private readonly WatchList _watch = new();
    private readonly ManualTime _time = new();
    private readonly Pins _pins = new([new Person("Ada", "+15550100001", "amy", "en-GB", ["kunduz"])], "softphone", "/nowhere/pins");

    private ActorCallService Service() => new(new EngineHandle(TestActor, TestActor, TestActor), _gate, _watch, _pins, _time);

    [Fact]
    public async Task A_person_who_calls_in_is_spoken_to_as_the_list_of_people_says()
    {
        var reply = Service().AdmitAsync(new CallCommands.AdmitInbound(Call, Leg, "twilio", "+15550100001", "1", PersonId.Of("ada")), CancellationToken.None);
        var admitted = ExpectMsg<CallCommands.AdmitInbound>();
        Assert.Equal(("amy", "en-GB", "kunduz"), (admitted.Voice, admitted.Language, Assert.Single(admitted.Hints!)));
        LastSender.Tell(new CallReplies.Admitted(Call), TestActor);
        Assert.IsType<CallReplies.Admitted>(await reply.WaitAsync(TestGateway.Patience));
    }

    [Fact]
    public async Task An_operation_goes_to_the_call_and_its_reply_comes_back()
    {
        var reply = Service().ContinueAsync(Continue, CancellationToken.None);
        Assert.Same(Continue, ExpectMsg<CallCommands.ContinueCall>());
        LastSender.Tell(Taken, TestActor);
        Assert.Same(Taken, await reply.WaitAsync(TestGateway.Patience));
    }

    [Fact]
    public async Task An_operation_without_an_answer_is_asked_again_under_its_id()
    {
        var reply = Service().ContinueAsync(Continue, CancellationToken.None);
        ExpectMsg<CallCommands.ContinueCall>();
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(Continue.OperationId, ExpectMsg<CallCommands.ContinueCall>().OperationId);
        Assert.False(reply.IsCompleted);
        LastSender.Tell(Taken, TestActor);
        Assert.Same(Taken, await reply.WaitAsync(TestGateway.Patience));
    }

    [Fact]
    public async Task Cancelling_ends_the_waiting_and_says_nothing_to_the_call()
    {
        using var client = new CancellationTokenSource();
        var reply = Service().ContinueAsync(Continue, client.Token);
        ExpectMsg<CallCommands.ContinueCall>();
        await client.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reply.WaitAsync(TestGateway.Patience));
        Service().Abandon(new CallCommands.AbandonOperation(Call, Continue.OperationId));
        ExpectMsg<CallCommands.AbandonOperation>();
    }

    [Fact]
    public async Task A_question_without_an_answer_times_out()
    {
        var view = Service().GetAsync(new CallCommands.GetCall(Call), CancellationToken.None);
        var list = Service().ListAsync(5, CancellationToken.None);
        ExpectMsg<CallCommands.GetCall>();
        Assert.Equal(5, ExpectMsg<CallIndexMessages.ListCalls>().Limit);
        _time.Advance(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAsync<TimeoutException>(() => view.WaitAsync(TestGateway.Patience));
        await Assert.ThrowsAsync<TimeoutException>(() => list.WaitAsync(TestGateway.Patience));
    }

    [Fact]
    public async Task A_closed_gate_refuses_operations_and_inbound_calls_and_still_hangs_up()
    {
        _gate.Close();
        var service = Service();
        foreach (var refused in new[]
        {
            await service.PlaceAsync(new CallCommands.PlaceCall(Call, new OperationId("p"), new Callee("softphone"), "Hello.", Expectation.Open.Instance), CancellationToken.None),
            await service.ContinueAsync(Continue, CancellationToken.None),
            await service.SpeakAsync(new CallCommands.Speak(Call, new OperationId("s"), "Hello."), CancellationToken.None),
            await service.EndAsync(new CallCommands.EndCall(Call, new OperationId("e"), "Bye."), CancellationToken.None),
            await service.AdmitAsync(new CallCommands.AdmitInbound(Call, Leg, "softphone", "+1", "1"), CancellationToken.None),
        })
            Assert.Equal(RefusalReason.Stopping, Assert.IsType<CallReplies.Refused>(refused).Reason);
        _ = service.HangUpAsync(new CallCommands.HangUp(Call, CallEndReason.Shutdown, "Stopped."), CancellationToken.None);
        ExpectMsg<CallCommands.HangUp>();
    }

    [Fact]
    public async Task A_call_that_a_phone_has_to_do_with_is_shown_on_it()
    {
        var service = Service();
        service.Report(new CallCommands.ReportLeg(Call, Leg, LegNews.Ringing));
        ExpectMsg<CallCommands.ReportLeg>();
        Assert.Equal([Call], _watch.Watched);

        var refused = service.InviteMediaAsync(new CallCommands.InviteMedia(Call, Leg), CancellationToken.None);
        ExpectMsg<CallCommands.InviteMedia>();
        LastSender.Tell(new CallReplies.Refused(Call, RefusalReason.NotYours, "No."), TestActor);
        await refused.WaitAsync(TestGateway.Patience);
        Assert.Single(_watch.Watched);

        var invited = service.InviteMediaAsync(new CallCommands.InviteMedia(Call, Leg), CancellationToken.None);
        ExpectMsg<CallCommands.InviteMedia>();
        LastSender.Tell(new CallReplies.MediaInvited(Call, "t", TimeSpan.FromSeconds(30)), TestActor);
        Assert.IsType<CallReplies.MediaInvited>(await invited.WaitAsync(TestGateway.Patience));
        Assert.Equal([Call, Call], _watch.Watched);
    }

    private sealed class WatchList : ICallWatch
    {
        public List<CallId> Watched { get; } = [];

        public void Watch(CallId callId) => Watched.Add(callId);
    }
}

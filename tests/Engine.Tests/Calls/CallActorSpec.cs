using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Speech;
using CallActors.Engine.Calls;
using CallActors.Engine.Tests.Fakes;

namespace CallActors.Engine.Tests.Calls;

/// <summary>A call's actor in virtual time, between a carrier, an agent and a phone that are the test's.</summary>
public abstract class CallActorSpec : EngineSpec
{
    protected CallActorSpec()
    {
        (Shard, Index, Phone, Agent) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        Call = Start();
    }

    protected CallId Id { get; } = CallId.New();

    private protected QuietCarrier Carrier { get; } = new();

    protected virtual CallRules Rules => CallRules.Default;

    protected TestProbe Shard { get; }

    protected TestProbe Index { get; }

    /// <summary>The call's stream, by <see cref="Talk"/>.</summary>
    protected TestProbe Phone { get; private set; }

    protected TestProbe Agent { get; }

    protected IActorRef Call { get; private set; }

    protected virtual Func<ReceptionOrder, Props>? Reception => null;

    protected CallServices Services() => new(new CarrierDirectory(Carrier), Index.Ref, Rules) { Reception = Reception };

    /// <summary>The process dies and the call is recovered; time does not pass.</summary>
    protected void Restart()
    {
        End(Call);
        // Whoever waited was told that nothing more will come.
        while (Agent.HasMessages) Agent.ReceiveOne(TimeSpan.Zero);
        Call = Start();
        Settle();
    }

    /// <summary>The same, and the phone comes back after so long.</summary>
    protected void RestartAndReattach(TimeSpan after)
    {
        Restart();
        if (after > TimeSpan.Zero) Pass(after);
        Phone = CreateTestProbe();
        Attach(Phone);
        Settle();
    }

    protected void Place(CallCommands.PlaceCall? order = null) =>
        Call.Tell(order ?? Order(), Agent.Ref);

    protected CallCommands.PlaceCall Order() => new(Id, new OperationId("op-1"), new Callee("softphone"), "Ready?", Expectation.Open.Instance);

    protected CallCommands.ContinueCall Continue(string operation, string message) =>
        new(Id, new OperationId(operation), message, Expectation.Open.Instance);

    protected void Talk(CallCommands.PlaceCall? order = null)
    {
        Place(order);
        AwaitAssert(() => Assert.Single(Carrier.Dialled));
        Report(LegNews.Ringing);
        Report(LegNews.Answered);
        Attach(Phone);
    }

    /// <summary>The first message was heard and the answer is waited for.</summary>
    protected void Listen(CallCommands.PlaceCall? order = null)
    {
        Talk(order);
        Speak(1);
        Settle();
    }

    /// <summary>The answer was given; the agent works.</summary>
    protected void Work()
    {
        Listen();
        Hear("run the tests");
        Agent.ExpectMsg<CallReplies.TurnTaken>();
        Settle();
    }

    protected void Report(LegNews news) => Call.Tell(new CallCommands.ReportLeg(Id, QuietCarrier.LegOf(Id), news), ActorRefs.NoSender);

    protected void Attach(TestProbe stream, LegId? leg = null)
    {
        var edge = CreateTestProbe();
        Call.Tell(new CallCommands.InviteMedia(Id, leg ?? QuietCarrier.LegOf(Id)), edge.Ref);
        var invitation = edge.ExpectMsg<CallReplies.MediaInvited>();
        Assert.InRange(invitation.Token.Length, 40, 64);
        Call.Tell(new StreamEvents.Attach(Id, invitation.Token), stream.Ref);
        Stream = stream.ExpectMsg<StreamEvents.Attached>().Stream;
    }

    /// <summary>The number of the stream that attached last.</summary>
    protected int Stream { get; private set; }

    /// <summary>The utterance has been heard to its end.</summary>
    protected void Speak(int utterance, int heard = 6, bool interrupted = false)
    {
        Phone.FishForMessage<StreamCommands.Say>(s => s.Utterance == utterance);
        Call.Tell(new StreamEvents.SpeechBegun(Id, Stream, utterance, TimeSpan.Zero), Phone.Ref);
        Call.Tell(new StreamEvents.SpeechFinished(Id, Stream, utterance, heard, interrupted, "", null), Phone.Ref);
    }

    /// <summary>The call says something of its own, and it is heard.</summary>
    protected string Aside()
    {
        var aside = Phone.FishForMessage<StreamCommands.Say>(s => s.Utterance < 0);
        Call.Tell(new StreamEvents.SpeechFinished(Id, Stream, aside.Utterance, aside.Text.Length, false, "", null), Phone.Ref);
        Settle();
        return aside.Text;
    }

    protected void Hear(string text, WordSource source = WordSource.Recognizer)
    {
        Call.Tell(new StreamEvents.TurnFinished(Id, Stream, text, source, TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(100)), Phone.Ref);
        Settle();
    }

    protected void Press(char key)
    {
        Call.Tell(new StreamEvents.KeyPressed(Id, Stream, key), Phone.Ref);
        Settle();
    }

    protected void Pass(double seconds) => Pass(TimeSpan.FromSeconds(seconds));

    protected void Pass(TimeSpan time)
    {
        Settle();
        Time.Advance(time);
        Settle();
    }

    /// <summary>What the phone was told since it was asked last.</summary>
    protected List<object> Told()
    {
        var told = new List<object>();
        while (Phone.HasMessages) told.Add(Phone.ReceiveOne(TimeSpan.Zero)!);
        return told;
    }

    /// <summary>Time goes on to just before a timer is due, in which the phone is told nothing; then the timer runs out.</summary>
    protected void NothingUntil(double seconds)
    {
        Told();
        Pass(seconds - 0.1);
        Assert.Empty(Told());
        Pass(0.1);
    }

    /// <summary>Waits until the call has handled everything that was sent to it.</summary>
    protected void Settle() => View();

    protected CallReplies.CallView View()
    {
        var probe = CreateTestProbe();
        Call.Tell(new CallCommands.GetCall(Id), probe.Ref);
        return probe.ExpectMsg<CallReplies.CallView>();
    }

    private IActorRef Start()
    {
        var (id, services) = (Id, Services());
        return Shard.ChildActorOf(Props.Create(() => new CallActor(id, services)));
    }
}

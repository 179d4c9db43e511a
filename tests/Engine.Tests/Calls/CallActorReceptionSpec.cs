using System.Text;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Speech;
using CallActors.Contracts.Switchboard;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>A call and its reception, which does here what the test says.</summary>
public sealed class CallActorReceptionSpec : CallActorSpec
{
    private const string Number = "+15551234567";
    private static readonly PersonId Ada = PersonId.Of("Ada");

    private TestProbe? _desk;

    protected override Func<ReceptionOrder, Props>? Reception => order =>
    {
        var desk = Desk.Ref;
        return Props.Create(() => new Scripted(order, desk));
    };

    /// <summary>Is told by each reception that it has come, and what it is answered.</summary>
    private TestProbe Desk => _desk ??= CreateTestProbe();

    [Fact]
    public void A_known_person_who_calls_in_is_received_once_and_hears_no_sound_check()
    {
        var came = ComeIn(Ada);
        Assert.Equal(new ReceptionOrder(Id, Ada, Inbound: true, "quiet", Number, "en-US"), came.Order);
        Assert.Equal("reception", came.Reception.Path.Name);
        Settle();
        Assert.DoesNotContain(Told(), m => m is StreamCommands.Say);
        Desk.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_call_of_nobody_in_particular_has_the_sound_check()
    {
        ComeInUnreceived(null);
        Assert.StartsWith("This is the sound check.", Phone.FishForMessage<StreamCommands.Say>(_ => true).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_person_who_is_called_because_work_is_done_hears_that_and_is_received()
    {
        Place(Order() with { OperationId = new OperationId("back"), Message = "Kunduz has finished.", Attendant = CallAttendant.Switchboard, Person = Ada, Language = "de-DE" });
        AwaitAssert(() => Assert.Single(Carrier.Dialled));
        Report(LegNews.Ringing);
        Settle();
        Desk.ExpectNoMsg(TimeSpan.Zero);
        Report(LegNews.Answered);
        var came = Desk.ExpectMsg<Came>();
        Assert.Equal(new ReceptionOrder(Id, Ada, Inbound: false, "quiet", "softphone", "de-DE"), came.Order);
        came.Reception.Tell(Pin("pin"));
        Attach(Phone);
        Speak(1, heard: 20);
        Assert.Equal("Kunduz has finished.", Agent.ExpectMsg<CallReplies.Spoken>().Heard);
        Assert.Equal("Your PIN?", Phone.FishForMessage<StreamCommands.Say>(s => s.Utterance == 2).Text);
    }

    [Fact]
    public void A_phone_that_is_lost_and_comes_back_finds_the_same_reception()
    {
        ComeIn(Ada);
        LosePhone();
        Desk.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_reception_that_is_done_is_not_begun_again()
    {
        var came = ComeIn(Ada);
        Watch(came.Reception);
        came.Reception.Tell(PoisonPill.Instance);
        ExpectTerminated(came.Reception);
        LosePhone();
        Desk.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void One_that_breaks_begins_anew_and_its_next_question_waits_for_no_answer_to_the_last_one()
    {
        var came = ComeIn(Ada);
        came.Reception.Tell(Continue("op-1", "First?"));
        Speak(1);
        came.Reception.Tell(Continue("op-2", "Waits?"));
        Settle();
        came.Reception.Tell(new Break());
        Assert.Equal(came.Reception, Desk.ExpectMsg<Came>().Reception);
        came.Reception.Tell(Continue("op-3", "Anew?"));
        Speak(2);
        Hear("yes");
        // Of what it asked before nothing comes any more.
        Assert.Equal("op-3", Desk.ExpectMsg<CallReplies.TurnTaken>().OperationId.Value);
        Assert.Equal(["op-1", "op-3"], View().Operations.Select(o => o.OperationId.Value));
    }

    [Fact]
    public void What_an_agent_asked_of_such_a_call_outlives_its_reception()
    {
        var came = ComeIn(Ada);
        Call.Tell(Continue("op-1", "First?"), Agent.Ref);
        Speak(1);
        came.Reception.Tell(new Break());
        Desk.ExpectMsg<Came>();
        Hear("yes");
        Assert.Equal("yes", Agent.ExpectMsg<CallReplies.TurnTaken>().Response);
    }

    [Fact]
    public void One_that_breaks_again_and_again_is_given_up()
    {
        var came = ComeIn(Ada);
        Watch(came.Reception);
        for (var i = 0; i < 3; i++)
        {
            came.Reception.Tell(new Break());
            Desk.ExpectMsg<Came>();
        }

        came.Reception.Tell(new Break());
        ExpectTerminated(came.Reception);
        Desk.ExpectNoMsg(TimeSpan.Zero);
        Assert.Equal(CallPhase.Talking, View().Phase);
    }

    [Fact]
    public void A_restart_receives_the_person_anew_and_the_one_of_before_is_told_nothing()
    {
        var came = ComeIn(Ada);
        came.Reception.Tell(Continue("op-1", "First?"));
        Speak(1);
        Settle();
        RestartAndReattach(TimeSpan.Zero);
        Assert.Equal(came.Order, Desk.ExpectMsg<Came>().Order);
        Desk.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Nothing_of_a_pin_is_in_the_journal_in_the_captions_or_in_what_the_call_tells_of_itself()
    {
        var came = ComeIn(Ada);
        var watcher = CreateTestProbe();
        Call.Tell(new CallCommands.ObserveCall(Id), watcher.Ref);
        came.Reception.Tell(Pin("pin"));
        Phone.FishForMessage<StreamCommands.Say>(s => s.Utterance == 1);
        Call.Tell(new StreamEvents.SpeechBegun(Id, Stream, 1, TimeSpan.Zero), Phone.Ref);
        foreach (var key in "70415") Press(key);
        Call.Tell(new StreamEvents.SpeechFinished(Id, Stream, 1, 3, true, "", null), Phone.Ref);
        Press('#');
        Assert.Equal("70415", Desk.ExpectMsg<CallReplies.TurnTaken>().Response);
        came.Reception.Tell(Pin("pin-2"));
        Speak(2);
        Call.Tell(new StreamEvents.PersonHeard(Id, Stream, "seven oh"), Phone.Ref);
        Hear("seven oh four one five");
        Assert.Equal("seven oh four one five", Desk.ExpectMsg<CallReplies.TurnTaken>().Response);
        // In mid-entry the process dies.
        came.Reception.Tell(Pin("pin-3"));
        Speak(3);
        foreach (var key in "7041") Press(key);
        came.Reception.Tell(Pin("pin"));
        Assert.Equal(CallEvents.NotKept, Desk.ExpectMsg<CallReplies.TurnTaken>().Response);
        var view = View();
        RestartAndReattach(TimeSpan.Zero);

        var journal = Journal();
        Assert.Contains("turn-heard/1", journal, StringComparison.Ordinal);
        foreach (var secret in (string[])["70415", "seven", "digit-pressed"]) Assert.DoesNotContain(secret, journal, StringComparison.Ordinal);
        Assert.All(view.Transcript.Where(l => l.Speaker is Speaker.Person), l => Assert.Equal(CallEvents.NotKept, l.Text));
        Assert.All(view.Operations.Where(o => o.Finished), o => Assert.Equal(CallEvents.NotKept, o.Response));
        var shown = new List<object>();
        while (watcher.HasMessages) shown.Add(watcher.ReceiveOne(TimeSpan.Zero)!);
        Assert.NotEmpty(shown.OfType<CallActivity.PersonSays>());
        Assert.All(shown.OfType<CallActivity.PersonSays>(), s => Assert.Equal((CallEvents.NotKept, true), (s.Text, s.IsFinal)));
    }

    [Fact]
    public void Who_joins_the_question_is_not_told_the_answer()
    {
        var came = ComeIn(Ada);
        came.Reception.Tell(Pin("pin"));
        Speak(1);
        Call.Tell(Continue("pin", "?"), Agent.Ref);
        foreach (var key in "70415#") Press(key);
        Assert.Equal("70415", Desk.ExpectMsg<CallReplies.TurnTaken>().Response);
        Assert.Equal(CallEvents.NotKept, Agent.ExpectMsg<CallReplies.TurnTaken>().Response);
    }

    private CallCommands.ContinueCall Pin(string operation) => Continue(operation, "Your PIN?") with { Expects = Expectation.Digits.Instance, Confidential = true };

    private Came ComeIn(PersonId? person)
    {
        ComeInUnreceived(person);
        return Desk.ExpectMsg<Came>();
    }

    private void ComeInUnreceived(PersonId? person)
    {
        var edge = CreateTestProbe();
        Call.Tell(new CallCommands.AdmitInbound(Id, QuietLeg, "quiet", Number, "1", person), edge.Ref);
        edge.ExpectMsg<CallReplies.Admitted>();
        Attach(Phone, QuietLeg);
    }

    private LegId QuietLeg => Fakes.QuietCarrier.LegOf(Id);

    private void LosePhone()
    {
        Call.Tell(new StreamEvents.Detached(Id, Stream), Phone.Ref);
        Settle();
        Attach(CreateTestProbe(), QuietLeg);
        Settle();
    }

    /// <summary>The call's journal, as it is stored.</summary>
    private string Journal()
    {
        var probe = CreateTestProbe();
        var (id, to) = (Id.Value, probe.Ref);
        Sys.ActorOf(Props.Create(() => new JournalReader(id, to)));
        return probe.ExpectMsg<string>();
    }

    /// <summary>A reception has come, or has begun anew.</summary>
    private sealed record Came(ReceptionOrder Order, IActorRef Reception);

    private sealed record Break;

    private sealed class Scripted : ReceiveActor
    {
        private readonly ReceptionOrder _order;
        private readonly IActorRef _desk;

        public Scripted(ReceptionOrder order, IActorRef desk)
        {
            (_order, _desk) = (order, desk);
            Receive<Break>(_ => throw new InvalidOperationException("It broke."));
            Receive<ICallCommand>(command => Context.Parent.Tell(command, Self));
            Receive<ICallReply>(reply => _desk.Tell(reply, Self));
        }

        protected override void PreStart() => _desk.Tell(new Came(_order, Self), Self);
    }

    private sealed class JournalReader : ReceivePersistentActor
    {
        private readonly StringBuilder _stored = new();

        public JournalReader(string id, IActorRef to)
        {
            PersistenceId = id;
            Recover<ICallEvent>(e => _stored.Append(CallEventCodec.Manifest(e)).Append(' ').Append(Encoding.UTF8.GetString(CallEventCodec.ToBytes(e))).Append('\n'));
            Recover<RecoveryCompleted>(_ => to.Tell(_stored.ToString(), Self));
        }

        public override string PersistenceId { get; }
    }
}

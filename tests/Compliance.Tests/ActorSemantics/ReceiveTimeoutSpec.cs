namespace CallActors.Compliance.Tests.ActorSemantics;

public sealed class ReceiveTimeoutSpec : ActorSpec
{
    [Fact]
    public void Silence_is_reported_again_and_again()
    {
        Start();
        Advance(10);
        ExpectMsg("silence");
        Advance(10);
        ExpectMsg("silence");
    }

    [Fact]
    public void A_message_begins_the_silence_anew()
    {
        var actor = Start();
        Advance(7);
        Say(actor, "hello");
        Advance(7);
        AssertNoSilenceYet(actor);
        Advance(3);
        ExpectMsg("silence");
    }

    [Fact]
    public void Messages_that_do_not_count_leave_it_alone()
    {
        var actor = Start();
        Advance(7);
        AssertNoSilenceYet(actor);
        Advance(3);
        ExpectMsg("silence");
    }

    [Fact]
    public void Null_ends_it()
    {
        var actor = Start();
        Say(actor, "no timeout");
        Advance(100);
        AssertNoSilenceYet(actor);
    }

    private IActorRef Start()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Listening(TestActor)));
        Say(actor, "begin");
        return actor;
    }

    private void Advance(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    private void Say(IActorRef actor, string text)
    {
        actor.Tell(text);
        ExpectMsg(text);
    }

    private void AssertNoSilenceYet(IActorRef actor)
    {
        // Twice: the check that an advance has queued comes before the second one.
        for (var i = 0; i < 2; i++)
        {
            actor.Tell(new Unnoticed());
            ExpectMsg("unnoticed");
        }
    }

    private sealed class Unnoticed : INotInfluenceReceiveTimeout;

    private sealed class Listening : ReceiveActor
    {
        public Listening(IActorRef test)
        {
            SetReceiveTimeout(TimeSpan.FromSeconds(10));
            Receive<ReceiveTimeout>(_ => test.Tell("silence"));
            Receive<Unnoticed>(_ => test.Tell("unnoticed"));
            Receive<string>(text =>
            {
                if (text == "no timeout")
                    SetReceiveTimeout(null);
                test.Tell(text);
            });
        }
    }
}

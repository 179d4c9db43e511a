namespace CallActors.Compliance.Tests.ActorSemantics;

public sealed class ReceiveActorSpec : ActorSpec
{
    [Fact]
    public void The_first_handler_that_takes_a_message_wins()
    {
        var actor = ActorOf<InOrder>();
        actor.Tell(5);
        ExpectMsg("more than three");
        actor.Tell(2);
        ExpectMsg("some number");
        actor.Tell("text");
        ExpectMsg("text not taken by a deciding handler, but by type");
        actor.Tell(1.5);
        ExpectMsg("anything");
    }

    [Fact]
    public void Registering_outside_the_constructor_and_become_is_refused()
    {
        var actor = ActorOf<RegistersLate>();
        actor.Tell("now");
        ExpectMsg<InvalidOperationException>();
    }

    [Fact]
    public void Nothing_may_be_registered_behind_a_handler_of_everything()
    {
        var probe = CreateTestProbe();
        EventFilter.Exception(typeof(InvalidOperationException), checkInnerExceptions: true).ExpectOne(() => probe.Watch(ActorOf<RegistersBehindAny>()));
        probe.ExpectMsg<Terminated>();
    }

    [Fact]
    public void What_no_handler_takes_is_published_as_unhandled()
    {
        Sys.EventStream.Subscribe<UnhandledMessage>(TestActor);
        var actor = ActorOf<OnlyText>();
        actor.Tell(1);
        var unhandled = ExpectMsg<UnhandledMessage>();
        Assert.Equal((1, TestActor, actor), ((int)unhandled.Message, unhandled.Sender, unhandled.Recipient));
    }

    [Fact]
    public void Become_replaces_what_is_on_top_and_the_first_behaviour_always_comes_back()
    {
        var actor = ActorOf<Moods>();
        foreach (var (say, answer) in new[]
                 {
                     ("mood", "calm"), ("stack", "ok"), ("mood", "stacked"), ("unstack", "ok"), ("mood", "calm"),
                     ("replace", "ok"), ("mood", "replaced"), ("unstack", "ok"), ("mood", "calm"), ("unstack", "ok"), ("mood", "calm"),
                     ("stack", "ok"), ("stack", "ok"), ("replace", "ok"), ("mood", "replaced"), ("unstack", "ok"), ("mood", "stacked"),
                     ("unstack", "ok"), ("mood", "calm"),
                 })
        {
            actor.Tell(say);
            ExpectMsg(answer);
        }
    }

    [Fact]
    public void A_behaviour_given_as_a_function_may_refuse_a_message()
    {
        Sys.EventStream.Subscribe<UnhandledMessage>(TestActor);
        var actor = ActorOf<Plain>();
        actor.Tell("known");
        ExpectMsg("known");
        actor.Tell("unknown");
        ExpectMsg<UnhandledMessage>();
    }

    private sealed class InOrder : ReceiveActor
    {
        public InOrder()
        {
            Receive<int>(number => number > 3, _ => Sender.Tell("more than three"));
            Receive<int>(_ => Sender.Tell("some number"));
            Receive<string>(_ => false);
            var type = typeof(string);
            Receive(type, message => Sender.Tell($"{message} not taken by a deciding handler, but by type"));
            ReceiveAny(_ => Sender.Tell("anything"));
        }
    }

    private sealed class RegistersLate : ReceiveActor
    {
        public RegistersLate() => Receive<string>(_ =>
        {
            try
            {
                Receive<int>(_ => { });
            }
            catch (InvalidOperationException refused)
            {
                Sender.Tell(refused);
            }
        });
    }

    private sealed class RegistersBehindAny : ReceiveActor
    {
        public RegistersBehindAny()
        {
            ReceiveAny(_ => { });
            Receive<string>(_ => { });
        }
    }

    private sealed class OnlyText : ReceiveActor
    {
        public OnlyText() => Receive<string>(_ => { });
    }

    private sealed class Moods : ReceiveActor
    {
        public Moods() => Mood("calm");

        private void Mood(string name)
        {
            Receive<string>(text => text == "mood", _ => Sender.Tell(name));
            Receive<string>(text =>
            {
                switch (text)
                {
                    case "stack":
                        BecomeStacked(() => Mood("stacked"));
                        break;
                    case "replace":
                        Become(() => Mood("replaced"));
                        break;
                    default:
                        UnbecomeStacked();
                        break;
                }

                Sender.Tell("ok");
            });
        }
    }

    private sealed class Plain : ActorBase
    {
        protected override bool Receive(object message)
        {
            if (message is not "known")
                return false;
            Sender.Tell(message);
            return true;
        }
    }
}

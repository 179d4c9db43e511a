namespace CallActors.Compliance.Tests.ActorSemantics;

/// <summary>Children by name, and what a parent may do with them.</summary>
public sealed class ChildrenSpec : ActorSpec
{
    private readonly IActorRef _parent;

    public ChildrenSpec() => _parent = Sys.ActorOf(Props.Create(() => new Parent()), "parent");

    [Fact]
    public void A_child_is_found_by_its_name_and_nobody_by_another()
    {
        var child = Ask<IActorRef>(context => context.ActorOf<Silent>("one"));
        Assert.Equal(child, Ask<IActorRef>(context => context.Child("one")));
        Assert.True(Ask<bool>(context => context.Child("two").IsNobody()));
        Assert.True(Ask<bool>(context => context.Child("two").Equals(ActorRefs.Nobody)));
        Assert.Equal("/user/parent/one", child.Path.ToStringWithoutAddress());
        Assert.Equal(_parent.Path, child.Path.Parent);
    }

    [Fact]
    public void A_name_that_is_taken_or_malformed_fails_the_call_and_not_the_actor()
    {
        Ask<IActorRef>(context => context.ActorOf<Silent>("one"));
        Assert.Contains("is not unique!", Ask<InvalidActorNameException>(context => Refusal(() => context.ActorOf<Silent>("one"))).Message, StringComparison.Ordinal);
        Ask<InvalidActorNameException>(context => Refusal(() => context.ActorOf<Silent>("a/b")));
        Ask<InvalidActorNameException>(context => Refusal(() => context.ActorOf<Silent>("")));
        Assert.Equal(1, Ask<int>(context => context.GetChildren().Count()));
    }

    [Fact]
    public void A_name_is_taken_until_the_child_has_ended_and_free_when_its_end_is_told()
    {
        var parent = Sys.ActorOf(Props.Create(() => new MakesAgain(TestActor)));
        ExpectMsg("one made");
        parent.Tell("stop it");
        ExpectMsg("one is taken");
        ExpectMsg("one made");
    }

    [Fact]
    public void Two_incarnations_of_one_name_have_the_same_path_and_are_not_equal()
    {
        var first = Sys.ActorOf<Silent>("again");
        Watch(first);
        Sys.Stop(first);
        ExpectTerminated(first);
        IActorRef? second = null;
        AwaitAssert(() => second = Sys.ActorOf<Silent>("again"));
        Assert.Equal(first.Path.ToString(), second!.Path.ToString());
        Assert.NotEqual(first, second);
        Assert.NotEqual(first.Path.Uid, second.Path.Uid);
    }

    [Fact]
    public void A_message_to_the_first_incarnation_does_not_reach_the_second()
    {
        var first = Sys.ActorOf(Props.Create(() => new Echo()), "echo");
        Watch(first);
        Sys.Stop(first);
        ExpectTerminated(first);
        IActorRef? second = null;
        AwaitAssert(() => second = Sys.ActorOf(Props.Create(() => new Echo()), "echo"));
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        first.Tell("for the first");
        Assert.Equal("for the first", ExpectMsg<DeadLetter>().Message);
        second!.Tell("for the second");
        ExpectMsg("for the second");
    }

    [Fact]
    public void Children_made_in_a_constructor_belong_to_the_actor()
    {
        var parent = Sys.ActorOf(Props.Create(() => new MakesInConstructor(TestActor)), "maker");
        Assert.Equal(parent.Path, ExpectMsg<IActorRef>().Path.Parent);
    }

    [Fact]
    public void A_stopped_child_that_another_incarnation_replaced_is_not_stopped_twice()
    {
        var first = Ask<IActorRef>(context => context.ActorOf<Silent>("one"));
        Watch(first);
        Ask<bool>(context => { context.Stop(first); return true; });
        ExpectTerminated(first);
        IActorRef? second = null;
        AwaitAssert(() => second = Ask<IActorRef>(context => context.ActorOf<Silent>("one")));
        Ask<bool>(context => { context.Stop(first); return true; });
        Assert.Equal(second, Ask<IActorRef>(context => context.Child("one")));
    }

    private static InvalidActorNameException Refusal(Action make) => Assert.Throws<InvalidActorNameException>(make);

    private T Ask<T>(Func<IActorContext, object> question)
    {
        _parent.Tell(question);
        return ExpectMsg<T>();
    }

    private sealed class Silent : ReceiveActor;

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }

    private sealed class Parent : ReceiveActor
    {
        public Parent() => Receive<Func<IActorContext, object>>(question => Sender.Tell(question(Context)));
    }

    private sealed class MakesAgain : ReceiveActor
    {
        public MakesAgain(IActorRef test)
        {
            Receive<string>(_ =>
            {
                Context.Stop(Context.Child("one"));
                Refusal(() => Context.ActorOf<Silent>("one"));
                test.Tell("one is taken");
            });
            Receive<Terminated>(_ => Make(test));
            Make(test);
        }

        private static void Make(IActorRef test)
        {
            Context.Watch(Context.ActorOf<Silent>("one"));
            test.Tell("one made");
        }
    }

    private sealed class MakesInConstructor : ReceiveActor
    {
        public MakesInConstructor(IActorRef test) => test.Tell(Context.ActorOf<Silent>());
    }
}

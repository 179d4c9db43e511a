using Kernel.Actor;
using Kernel.TestKit;
using Xunit.Sdk;

namespace Kernel.Tests.TestKit;

public sealed class ExpectationsSpec : Kernel.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void A_message_to_the_test_actor_is_expected_by_type_value_and_predicate()
    {
        TestActor.Tell("one");
        TestActor.Tell(2);
        TestActor.Tell("three");
        Assert.Equal("one", ExpectMsg<string>());
        ExpectMsg(2);
        ExpectMsg<string>(text => text.StartsWith('t'));
    }

    [Fact]
    public void An_unmet_expectation_fails()
    {
        Assert.ThrowsAny<XunitException>(() => ExpectMsg<string>(Short));
        TestActor.Tell(1);
        Assert.ThrowsAny<XunitException>(() => ExpectMsg<string>(Short));
        TestActor.Tell(1);
        Assert.ThrowsAny<XunitException>(() => ExpectMsg(2, Short));
        TestActor.Tell(1);
        Assert.ThrowsAny<XunitException>(() => ExpectNoMsg(Short));
    }

    [Fact]
    public async Task Async_expectations_wait_for_the_message()
    {
        var waiting = ExpectMsgAsync<string>();
        TestActor.Tell("late");
        Assert.Equal("late", await waiting);
        await ExpectNoMsgAsync(Short);
        await Assert.ThrowsAnyAsync<XunitException>(async () => await ExpectMsgAsync<string>(Short));
    }

    [Fact]
    public async Task The_test_is_the_implicit_sender_before_and_after_an_await()
    {
        var echo = ActorOf<Echo>();
        echo.Tell("before");
        Assert.Equal("before", await ExpectMsgAsync<string>());
        await Task.Yield();
        echo.Tell("after");
        Assert.Equal("after", await ExpectMsgAsync<string>());
        Assert.Equal(echo, LastSender);
    }

    [Fact]
    public void A_probe_receives_replies_and_forwards()
    {
        var probe = CreateTestProbe("probe");
        var echo = ActorOf<Echo>();
        probe.Send(echo, "hello");
        probe.ExpectMsgFrom(echo, "hello");
        probe.Ref.Tell("question", TestActor);
        probe.ExpectMsg("question");
        probe.Reply("answer");
        ExpectMsg("answer");
        probe.Forward(TestActor);
        ExpectMsg("question");
    }

    [Fact]
    public void Fishing_skips_what_is_not_wanted()
    {
        TestActor.Tell("a");
        TestActor.Tell(1);
        TestActor.Tell(2);
        Assert.Equal(2, FishForMessage<int>(number => number > 1));
    }

    [Fact]
    public void Ignored_messages_are_not_seen()
    {
        IgnoreMessages<string>();
        TestActor.Tell("ignored");
        TestActor.Tell(1);
        ExpectMsg(1);
        IgnoreNoMessages();
        TestActor.Tell("seen");
        ExpectMsg("seen");
    }

    [Fact]
    public void An_auto_pilot_answers_until_it_gives_way()
    {
        var probe = CreateTestProbe();
        probe.SetAutoPilot(new DelegateAutoPilot((sender, message) =>
        {
            sender.Tell($"re: {message}", ActorRefs.NoSender);
            return message is "last" ? NoAutoPilot.Instance : KeepRunning.Instance;
        }));
        probe.Ref.Tell("first", TestActor);
        probe.Ref.Tell("last", TestActor);
        probe.Ref.Tell("unanswered", TestActor);
        ExpectMsg("re: first");
        ExpectMsg("re: last");
        ExpectNoMsg(Short);
    }

    [Fact]
    public void All_of_and_any_of_and_n_take_several_messages()
    {
        foreach (var number in new[] { 3, 1, 2, 4, 5, 6 })
            TestActor.Tell(number);
        Assert.Equal([3, 1, 2], ExpectMsgAllOf(1, 2, 3));
        Assert.Equal(4, ExpectMsgAnyOf([7, 4]));
        Assert.Equal([5, 6], ReceiveN(2).Cast<int>());
        Assert.Null(ReceiveOne(Short));
    }

    [Fact]
    public void Within_bounds_the_block_and_what_it_expects()
    {
        Assert.ThrowsAny<XunitException>(() => Within(Short, () => ExpectMsg<string>(TimeSpan.FromSeconds(30))));
        Within(TimeSpan.FromSeconds(5), () =>
        {
            Assert.True(Remaining <= TimeSpan.FromSeconds(5));
            TestActor.Tell("in time");
            ExpectMsg("in time");
        });
        Assert.Throws<InvalidOperationException>(() => Remaining);
    }

    [Fact]
    public void Awaiting_an_assertion_tries_until_it_passes()
    {
        var tries = 0;
        AwaitAssert(() => Assert.True(++tries > 2));
        Assert.Throws<InvalidOperationException>(() => AwaitAssert(() => throw new InvalidOperationException(), Short));
        Assert.ThrowsAny<XunitException>(() => AwaitCondition(() => false, Short));
    }

    [Fact]
    public void The_end_of_a_watched_actor_is_expected()
    {
        var echo = ActorOf<Echo>();
        Watch(echo);
        Sys.Stop(echo);
        ExpectTerminated(echo);
    }

    [Fact]
    public void A_test_actor_ref_shows_its_actor_and_runs_on_this_thread()
    {
        var actor = ActorOfAsTestActorRef<Keeper>();
        actor.Tell("kept");
        Assert.Equal("kept", actor.UnderlyingActor.Last);
        Assert.Throws<InvalidOperationException>(() => actor.Receive(1));
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }

    private sealed class Keeper : ReceiveActor
    {
        public Keeper()
        {
            Receive<string>(text => Last = text);
            Receive<int>(_ => throw new InvalidOperationException());
        }

        public string? Last { get; private set; }
    }
}

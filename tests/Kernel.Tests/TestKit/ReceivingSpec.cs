using System.Collections;
using Kernel.Actor;
using Kernel.TestKit;
using Xunit.Sdk;

namespace Kernel.Tests.TestKit;

/// <summary>Looking, taking, fishing, and expecting several.</summary>
public sealed class ReceivingSpec : Kernel.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);

    private void Send(params object[] messages)
    {
        foreach (var message in messages) TestActor.Tell(message, TestActor);
    }

    [Fact]
    public async Task Peeking_leaves_the_message_where_it_is()
    {
        Send("a");
        Assert.Equal("a", PeekOne());
        Assert.Equal("a", await PeekOneAsync());
        Assert.True(TryPeekOne(out var envelope, null, CancellationToken.None));
        Assert.Equal(("a", TestActor), (envelope.Message, envelope.Sender));
        Assert.True(TryReceiveOne(out envelope));
        Assert.Equal("a", envelope.Message);
        Assert.False(TryReceiveOne(out envelope, Short));
        Assert.Same(NullMessageEnvelope.Instance, envelope);
        Assert.Null(PeekOne(Short));
        Assert.False((await TryPeekOneAsync(Short, CancellationToken.None)).success);
        Assert.False((await TryReceiveOneAsync(Short)).success);
    }

    [Fact]
    public async Task Receiving_goes_on_while_it_is_wanted_and_leaves_the_rest()
    {
        Send(1, 2, "between", 3, 10, 4);
        Assert.Equal([1, 2, 3], ReceiveWhile<int>(number => number < 10, max: Short));
        Assert.Equal(10, PeekOne());
        Send("end");
        Assert.Equal(["10", "4"], ReceiveWhile(Short, message => message is int number ? $"{number}" : null));
        ExpectMsg("end");
        Send(1, 2, "no number", 3);
        List<int> some = [];
        await foreach (var number in ReceiveWhileAsync<int>(_ => true, Short, shouldIgnoreOtherMessageTypes: false)) some.Add(number);
        Assert.Equal([1, 2], some);
        ExpectMsg("no number");
        Assert.Equal([3], ReceiveWhile<object>(message => message, msgs: 1));
    }

    [Fact]
    public async Task Several_are_expected_in_any_order()
    {
        Send(2, 1);
        Assert.Equal([2, 1], ExpectMsgAllOf(TimeSpan.FromSeconds(3), 1, 2));
        Send(2, 1);
        List<int> got = [];
        await foreach (var number in ExpectMsgAllOfAsync(TimeSpan.FromSeconds(3), [1, 2])) got.Add(number);
        Assert.Equal([2, 1], got);
        Send("text", 7);
        ExpectMsgAllOfMatchingPredicates(PredicateInfo.Create<int>(number => number > 5), PredicateInfo.Create<string>(text => text == "text"));
        Send("text", 3);
        Assert.ThrowsAny<XunitException>(() =>
            ExpectMsgAllOfMatchingPredicates(PredicateInfo.Create<int>(number => number > 5), PredicateInfo.Create<string>(text => text == "text")));
    }

    [Fact]
    public async Task Fishing_can_keep_what_it_skipped()
    {
        Send(1, "two", 3);
        ArrayList skipped = [];
        Assert.Equal(3, FishForMessage<int>(number => number > 1, skipped));
        Assert.Equal([1, "two"], skipped.Cast<object>());
        Send("x", 1);
        Assert.Equal(1, await FishForMessageAsync<int>(_ => true, skipped));
    }

    [Fact]
    public async Task Fishing_until_a_message_fails_when_it_comes()
    {
        Send("a");
        await FishUntilMessageAsync<int>(Short);
        Send("b", 1);
        await Assert.ThrowsAnyAsync<XunitException>(() => FishUntilMessageAsync<int>(Short));
    }

    [Fact]
    public async Task Radio_silence_collects_what_came_before_it()
    {
        Send("a", "b");
        Assert.Equal(["a", "b"], (await WaitForRadioSilenceAsync(Short)).Cast<object>());
        Send("a", "b");
        await Assert.ThrowsAnyAsync<XunitException>(() => WaitForRadioSilenceAsync(Short, maxMessages: 1));
    }

    [Fact]
    public void Senders_can_be_judged_too()
    {
        Send("a", "b", "c");
        ExpectMsgFrom<string>(sender => sender.Equals(TestActor), message => message == "a");
        ExpectMsgFrom<string>(TestActor, message => Assert.Equal("b", message));
        ExpectMsgFrom<string>(sender => Assert.Equal(TestActor, sender), message => Assert.Equal("c", message));
        Send(5);
        ExpectMsg(15, (expected, actual) => expected % 10 == actual % 10);
    }

    [Fact]
    public async Task A_condition_without_an_end_is_waited_for()
    {
        var looks = 0;
        AwaitCondition(() => ++looks > 2, Timeout.InfiniteTimeSpan, TimeSpan.FromMilliseconds(1));
        await AwaitConditionAsync(() => ++looks > 5, Timeout.InfiniteTimeSpan, TimeSpan.FromMilliseconds(1));
        Assert.False(AwaitConditionNoThrow(() => false, Short));
        Assert.True(await AwaitConditionNoThrowAsync(() => true, Short));
    }

    [Fact]
    public void A_latch_lets_pass_when_it_is_counted_down()
    {
        var latch = CreateTestLatch(2);
        latch.CountDown();
        Assert.Throws<TimeoutException>(() => latch.Ready(Short));
        latch.CountDown();
        latch.Ready();
        Assert.True(latch.IsOpen);
    }

    [Fact]
    public async Task A_probe_makes_children_of_its_own()
    {
        var probe = CreateTestProbe();
        Assert.Equal(probe.Ref.Path, probe.ChildActorOf<Nothing>("child").Path.Parent);
        Assert.Equal("other", (await probe.ChildActorOfAsync<Nothing>("other", SupervisorStrategy.StoppingStrategy)).Path.Name);
    }

    private sealed class Nothing : ReceiveActor;
}

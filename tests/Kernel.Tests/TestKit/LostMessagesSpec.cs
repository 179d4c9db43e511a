using Kernel.Actor;
using Kernel.Event;
using Xunit.Sdk;

namespace Kernel.Tests.TestKit;

/// <summary>What happens at the end of a test in which messages were lost.</summary>
public sealed class LostMessagesSpec : IDisposable
{
    private readonly SynchronizationContext? _context = SynchronizationContext.Current;

    public void Dispose() => SynchronizationContext.SetSynchronizationContext(_context);

    [Fact]
    public void A_dead_letter_fails_the_test_with_its_message_type_sender_and_receiver()
    {
        var failure = EndOf(new Kit(), kit => kit.LoseOne());
        Assert.NotNull(failure);
        Assert.All(
            ["<lost>", "System.String", "from [kernel://test/system/testActor", "to [kernel://test/deadLetters"],
            part => Assert.Contains(part, failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void An_unhandled_message_fails_the_test() =>
        Assert.Contains("UnhandledMessage <nobody's>", EndOf(new Kit(), kit => kit.SendUnhandled())?.Message, StringComparison.Ordinal);

    [Fact]
    public void The_system_has_ended_nevertheless()
    {
        var kit = new Kit();
        EndOf(kit, one => one.LoseOne());
        Assert.True(kit.Sys.WhenTerminated.IsCompleted);
    }

    [Fact]
    public void Many_are_counted_and_the_first_are_shown()
    {
        var failure = EndOf(new Kit(), kit =>
        {
            for (var i = 0; i < 30; i++) kit.LoseOne();
        });
        Assert.StartsWith("30 messages were lost", failure?.Message, StringComparison.Ordinal);
        Assert.Equal(21, failure!.Message.Split(Environment.NewLine).Length);
    }

    [Fact]
    public void One_that_a_filter_takes_is_expected() => Assert.Null(EndOf(new Kit(), kit =>
    {
        kit.EventFilter.DeadLetter<string>().ExpectOne(kit.LoseOne);
        using (kit.EventFilter.DeadLetter<string>().Mute()) kit.LoseOne();
        kit.EventFilter.Warning(contains: "Unhandled message from").ExpectOne(kit.SendUnhandled);
    }));

    [Fact]
    public void A_filter_for_others_takes_none() => Assert.NotNull(EndOf(new Kit(), kit =>
    {
        using (kit.EventFilter.DeadLetter<int>().Mute()) kit.LoseOne();
    }));

    [Fact]
    public void One_that_an_actor_subscribed_to_is_expected() => Assert.Null(EndOf(new Kit(), kit =>
    {
        kit.Sys.EventStream.Subscribe<AllDeadLetters>(kit.CreateTestProbe());
        kit.LoseOne();
        kit.SendUnhandled();
    }));

    [Fact]
    public void One_whose_loss_is_nobody_s_concern_is_no_loss() =>
        Assert.Null(EndOf(new Kit(), kit => kit.Sys.DeadLetters.Tell(PoisonPill.Instance, kit.TestActor)));

    [Fact]
    public void What_a_probe_received_and_the_test_did_not_look_at_is_no_loss_when_the_probe_ends() => Assert.Null(EndOf(new Kit(), kit =>
    {
        var probe = kit.CreateTestProbe();
        probe.Ref.Tell("received");
        kit.EventFilter.DeadLetter<string>().Expect(0, TimeSpan.Zero, () => { });
        kit.Watch(probe.Ref);
        kit.Sys.Stop(probe.Ref);
        kit.ExpectTerminated(probe.Ref);
    }));

    [Fact]
    public async Task What_is_lost_while_the_system_ends_concerns_nobody()
    {
        var kit = new Kit();
        await kit.Sys.Terminate();
        kit.LoseOne();
        Assert.Null(EndOf(kit, _ => { }));
    }

    [Theory]
    [InlineData("kernel.test.fail-on-dead-letters = off", true, false)]
    [InlineData("kernel.test.fail-on-unhandled = off", false, true)]
    public void Either_can_be_switched_off(string config, bool unhandledFails, bool deadLettersFail)
    {
        Assert.Equal(unhandledFails, EndOf(new Kit(config), kit => kit.SendUnhandled()) is not null);
        Assert.Equal(deadLettersFail, EndOf(new Kit(config), kit => kit.LoseOne()) is not null);
    }

    private static XunitException? EndOf(Kit kit, Action<Kit> test)
    {
        test(kit);
        return Record.Exception(kit.Dispose) as XunitException;
    }

    private sealed class Kit(string config = "") : Kernel.TestKit.Xunit2.TestKit(config)
    {
        public void LoseOne() => Sys.DeadLetters.Tell("lost", TestActor);

        public void SendUnhandled() => ActorOfAsTestActorRef<Deaf>().Tell("nobody's", TestActor);

        private sealed class Deaf : ReceiveActor;
    }
}

using Kernel.Actor;
using Kernel.Cluster.Sharding;
using Kernel.Event;
using Kernel.Tests.Persistence;

namespace Kernel.Tests.Sharding;

public sealed class ShardingShutdownSpec() : ShardingSpecBase(new MemoryStorage())
{
    [Fact]
    public async Task The_phase_of_sharding_sends_the_hand_off_message_and_waits_for_the_last_entity()
    {
        var region = StartRooms(handOff: Room.StopWhenLetGo.Instance);
        await RefOf(region, "blue");
        await RefOf(region, "red");
        Assert.Equal(2, (await Observer.Texts(2)).Length);
        var later = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        CoordinatedShutdown.Get(Sys).AddTask(CoordinatedShutdown.PhaseClusterLeave, "after-sharding", () =>
        {
            later.SetResult();
            return Task.FromResult(Done.Instance);
        });

        var run = CoordinatedShutdown.Get(Sys).Run(CoordinatedShutdown.UnknownReason.Instance);
        var one = await Observer.Next<Room.Stopping>();
        var other = await Observer.Next<Room.Stopping>();
        one.Room.Tell(new Room.LetGo(), ActorRefs.NoSender);
        Assert.Equal($"stopped {one.Id}", await Observer.Next<string>());
        Assert.False(later.Task.IsCompleted);
        other.Room.Tell(new Room.LetGo(), ActorRefs.NoSender);
        Assert.Equal($"stopped {other.Id}", await Observer.Next<string>());
        await run;
        Assert.True(later.Task.IsCompletedSuccessfully);
        Assert.True(Sys.WhenTerminated.IsCompleted);
    }

    [Fact]
    public async Task What_comes_during_the_hand_off_goes_to_dead_letters_and_queries_are_answered()
    {
        var region = StartRooms(handOff: Room.StopWhenLetGo.Instance);
        await RefOf(region, "blue");
        Assert.Equal("started blue", await Observer.Next<string>());
        Asker.Watch(region);
        Asker.Send(region, GracefulShutdown.Instance);
        var stopping = await Observer.Next<Room.Stopping>();
        Sys.EventStream.Subscribe(Observer.Ref, typeof(DeadLetter));
        Asker.Send(region, new Room.Say("blue", "late"));
        Assert.Equal(new Room.Say("blue", "late"), (await Observer.Next<DeadLetter>()).Message);
        Assert.Equal(["blue"], Assert.Single((await Settle(region)).Shards).EntityIds);
        Asker.Send(region, new GetEntityLocation("blue", TimeSpan.FromSeconds(5)));
        Assert.Equal(stopping.Room, (await Asker.Next<EntityLocation>()).EntityRef.Value);
        stopping.Room.Tell(new Room.LetGo(), ActorRefs.NoSender);
        Assert.Equal("stopped blue", await Observer.Next<string>());
        await Asker.Next<Terminated>();
    }

    [Fact]
    public async Task A_type_can_be_started_again_at_once_when_its_region_has_ended()
    {
        var region = StartRooms();
        for (var i = 0; i < 50; i++)
        {
            region.Tell(GracefulShutdown.Instance, ActorRefs.NoSender);
            await region.WatchAsync();
            region = StartRooms();
        }

        Assert.Equal("/system/sharding/rooms", (await RefOf(region, "blue")).Path.Parent.Parent.ToStringWithoutAddress());
    }
}

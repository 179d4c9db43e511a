using Kernel.Actor;
using Kernel.Cluster.Sharding;
using Kernel.Event;
using Kernel.Tests.Persistence;

namespace Kernel.Tests.Sharding;

public sealed class ShardRegionSpec() : ShardingSpecBase(new MemoryStorage())
{
    [Fact]
    public async Task A_message_for_no_entity_is_unhandled_and_one_with_an_empty_id_is_a_dead_letter()
    {
        var region = StartRooms();
        Sys.EventStream.Subscribe(Observer.Ref, typeof(UnhandledMessage));
        Sys.EventStream.Subscribe(Observer.Ref, typeof(DeadLetter));
        Asker.Send(region, "to nobody");
        Assert.Equal("to nobody", (await Observer.Next<UnhandledMessage>()).Message);
        Asker.Send(region, new Room.Say("", "x"));
        Assert.Equal(new Room.Say("", "x"), (await Observer.Next<DeadLetter>()).Message);
    }

    [Fact]
    public async Task An_extractor_or_a_recipe_that_fails_costs_no_other_entity()
    {
        var region = StartRooms();
        var room = await RefOf(region, "blue");
        Sys.EventStream.Subscribe(Asker.Ref, typeof(DeadLetter));
        Asker.Send(region, new Room.BreakExtractor());
        Assert.IsType<Room.BreakExtractor>((await Asker.Next<DeadLetter>()).Message);
        Asker.Send(region, new Room.Say("impossible", "x"));
        Assert.Equal(new Room.Say("impossible", "x"), (await Asker.Next<DeadLetter>()).Message);
        Assert.Equal(room, await RefOf(region, "blue"));
    }

    [Fact]
    public async Task Messages_for_a_stopping_entity_are_kept_in_order_and_start_it_again()
    {
        var region = StartRooms();
        Asker.Send(region, new Room.Leave("blue"));
        Assert.Equal("started blue", await Observer.Next<string>());
        var stopping = await Observer.Next<Room.Stopping>();
        for (var i = 0; i < 5; i++) Asker.Send(region, new Room.Say("blue", $"{i}"));
        await Settle(region);
        Asker.IsEmpty();
        stopping.Room.Tell(new Room.LetGo(), ActorRefs.NoSender);
        Assert.Equal(["blue: 0", "blue: 1", "blue: 2", "blue: 3", "blue: 4"], await Asker.Texts(5));
        Assert.Equal(["stopped blue", "started blue"], await Observer.Texts(2));
    }

    [Fact]
    public async Task A_second_wish_to_leave_changes_nothing()
    {
        var region = StartRooms();
        Asker.Send(region, new Room.Leave("blue"));
        await Observer.Next<string>();
        var stopping = await Observer.Next<Room.Stopping>();
        var shard = Sys.ActorSelection(stopping.Room.Path.Parent);
        shard.Tell(new Passivate("again"), stopping.Room);
        await Settle(region);
        stopping.Room.Tell(new Room.LetGo(), ActorRefs.NoSender);
        Assert.Equal("stopped blue", await Observer.Next<string>());
        Observer.IsEmpty();
    }

    [Fact]
    public async Task Idle_entities_are_left_alone_when_passivation_is_off()
    {
        var region = StartRooms(settings => settings.WithPassivateIdleAfter(TimeSpan.Zero));
        var room = await RefOf(region, "idle");
        Advance(100_000);
        Assert.Equal(room, await RefOf(region, "idle"));
    }

    [Fact]
    public async Task StartEntity_starts_without_a_message_and_is_acknowledged()
    {
        var region = StartRooms();
        Asker.Send(region, new ShardRegion.StartEntity("blue"));
        var ack = await Asker.Next<ShardRegion.StartEntityAck>();
        Assert.Equal(("blue", new Room.Extractor().ShardId("blue")), (ack.EntityId, ack.ShardId));
        Assert.Equal("started blue", await Observer.Next<string>());
    }

    [Fact]
    public async Task Queries_tell_shards_entities_counts_and_places()
    {
        var region = StartRooms();
        var blue = await RefOf(region, "blue");
        await RefOf(region, "red");
        var (blueShard, redShard) = (new Room.Extractor().ShardId("blue"), new Room.Extractor().ShardId("red"));
        Assert.NotEqual(blueShard, redShard);

        var state = await Settle(region);
        Assert.Equal(["blue"], state.Shards.Single(shard => shard.ShardId == blueShard).EntityIds);
        Assert.Empty(state.Failed);
        Asker.Send(region, GetShardRegionStats.Instance);
        Assert.Equal(1, (await Asker.Next<ShardRegionStats>()).Stats[redShard]);
        Asker.Send(region, new GetClusterShardingStats(TimeSpan.FromSeconds(5)));
        Assert.Equal(2, (await Asker.Next<ClusterShardingStats>()).Regions.Single().Value.Stats.Count);
        Asker.Send(region, GetCurrentRegions.Instance);
        Assert.Single((await Asker.Next<CurrentRegions>()).Regions);
        Asker.Send(region, new GetEntityLocation("blue", TimeSpan.FromSeconds(5)));
        Assert.Equal(blue, (await Asker.Next<EntityLocation>()).EntityRef.Value);
        Asker.Send(region, new GetEntityLocation("nobody", TimeSpan.FromSeconds(5)));
        Assert.False((await Asker.Next<EntityLocation>()).EntityRef.HasValue);
    }

    [Fact]
    public async Task A_graceful_shutdown_sends_the_hand_off_message_and_follows_the_last_entity()
    {
        var region = StartRooms(handOff: Room.StopWhenLetGo.Instance);
        await RefOf(region, "blue");
        await Observer.Next<string>();
        Asker.Watch(region);
        Asker.Send(region, GracefulShutdown.Instance);
        var stopping = await Observer.Next<Room.Stopping>();
        Asker.IsEmpty();
        stopping.Room.Tell(new Room.LetGo(), ActorRefs.NoSender);
        Assert.Equal("stopped blue", await Observer.Next<string>());
        Assert.Equal(region, (await Asker.Next<Terminated>()).ActorRef);
        Assert.NotEqual(region, StartRooms());
    }

    [Fact]
    public async Task Entities_that_ignore_the_hand_off_message_are_stopped_after_its_time_out()
    {
        var region = StartRooms(handOff: Room.StopWhenLetGo.Instance);
        await RefOf(region, "blue");
        await Observer.Next<string>();
        Asker.Watch(region);
        Asker.Send(region, GracefulShutdown.Instance);
        await Observer.Next<Room.Stopping>();
        Advance(60);
        Assert.Equal("stopped blue", await Observer.Next<string>());
        await Asker.Next<Terminated>();
    }

    [Fact]
    public async Task A_proxy_keeps_what_comes_before_its_region_is_there()
    {
        var proxy = ClusterSharding.Get(Sys).StartProxy("rooms", "any", new Room.Extractor());
        Asker.Send(proxy, new Room.Say("blue", "early"));
        var region = StartRooms();
        Assert.Equal("blue: early", await Asker.Next<string>());
        Asker.Send(proxy, new Room.Say("blue", "late"));
        Assert.Equal("blue: late", await Asker.Next<string>());
        Assert.Equal(region, ClusterSharding.Get(Sys).ShardRegion("rooms"));
        Assert.Equal(proxy, ClusterSharding.Get(Sys).ShardRegionProxy("rooms"));
        Assert.Throws<ArgumentException>(() => ClusterSharding.Get(Sys).ShardRegion("cellars"));
    }

    [Fact]
    public void A_type_is_started_once()
    {
        Assert.Equal(StartRooms(), StartRooms());
        Assert.Equal(["rooms"], ClusterSharding.Get(Sys).ShardTypeNames);
    }
}

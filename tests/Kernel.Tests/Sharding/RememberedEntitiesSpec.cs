using Kernel.Actor;
using Kernel.Tests.Persistence;

namespace Kernel.Tests.Sharding;

public sealed class RememberedEntitiesSpec() : ShardingSpecBase(new SqliteStorage())
{
    private IActorRef StartRemembered() => StartRooms(settings => settings.WithRememberEntities(true));

    private async Task<string[]> Started(int count)
    {
        var started = await Observer.Texts(count);
        Array.Sort(started, StringComparer.Ordinal);
        return started;
    }

    [Fact]
    public async Task They_come_back_by_themselves_after_a_restart_and_passivated_ones_do_not()
    {
        var region = StartRemembered();
        foreach (var room in new[] { "blue", "green", "red" }) await RefOf(region, room);
        Assert.Equal(["started blue", "started green", "started red"], await Started(3));
        Asker.Send(region, new Room.Leave("green"));
        (await Observer.Next<Room.Stopping>()).Room.Tell(new Room.LetGo(), ActorRefs.NoSender);
        Assert.Equal("stopped green", await Observer.Next<string>());
        await Gone(region, "green");
        // The memory stores in order: once yellow is remembered, green is forgotten.
        await RefOf(region, "yellow");
        Assert.Equal("started yellow", await Observer.Next<string>());
        Asker.Send(region, new Room.Die("red"));
        Assert.Equal("stopped red", await Observer.Next<string>());

        Restart();
        region = StartRemembered();
        Assert.Equal(["started blue", "started red", "started yellow"], await Started(3));
        Asker.Send(region, new Room.Say("green", "hello"));
        Assert.Equal("green: hello", await Asker.Next<string>());
        Assert.Equal("started green", await Observer.Next<string>());
    }

    [Fact]
    public async Task One_that_dies_by_itself_comes_back_after_a_pause()
    {
        var region = StartRemembered();
        Asker.Send(region, new Room.Die("blue"));
        Assert.Equal(["started blue", "stopped blue"], await Observer.Texts(2));
        await Gone(region, "blue");
        Advance(9);
        await Settle(region);
        Observer.IsEmpty();
        Advance(1);
        Assert.Equal("started blue", await Observer.Next<string>());
    }

    [Fact]
    public async Task One_that_died_by_itself_comes_back_at_once_with_a_message_and_only_once()
    {
        var region = StartRemembered();
        Asker.Send(region, new Room.Die("blue"));
        Assert.Equal(["started blue", "stopped blue"], await Observer.Texts(2));
        Asker.Send(region, new Room.Say("blue", "hello"));
        Assert.Equal("blue: hello", await Asker.Next<string>());
        Assert.Equal("started blue", await Observer.Next<string>());
        Advance(20);
        await Settle(region);
        Observer.IsEmpty();
    }

    [Fact]
    public async Task At_a_constant_rate_so_many_come_back_with_each_pause_and_one_with_a_message_at_once()
    {
        var region = StartRemembered();
        string[] rooms = ["blue", "green", "grey", "red"];
        foreach (var room in rooms) await RefOf(region, room);
        await Started(4);
        Restart();
        region = StartRooms(settings => settings.WithRememberEntities(true).WithTuningParameters(settings.TuningParameters
            .WithEntityRecoveryStrategy("constant").WithEntityRecoveryConstantRateStrategyNumberOfEntities(1)), shards: 1);
        Assert.Equal("started", (await Observer.Next<string>())[..7]);
        await Settle(region);
        Observer.IsEmpty();
        Advance(0.1);
        await Observer.Next<string>();
        await Settle(region);
        Observer.IsEmpty();
        var last = rooms.Except((await Settle(region)).Shards.Single().EntityIds).Last();
        await RefOf(region, last);
        Assert.Equal($"started {last}", await Observer.Next<string>());
        Advance(0.1);
        await Observer.Next<string>();
        Advance(10);
        await Settle(region);
        Observer.IsEmpty();
    }
}

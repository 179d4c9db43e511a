using Kernel.Actor;
using Kernel.Cluster.Sharding;
using Kernel.Event;
using Kernel.Tests.Persistence;

namespace Kernel.Tests.Sharding;

/// <summary>What costs one message or one entity, and never the region.</summary>
public sealed class ShardingFaultSpec() : ShardingSpecBase(new MemoryStorage())
{
    private IActorRef StartWith(IMessageExtractor extractor, Func<ClusterShardingSettings, ClusterShardingSettings>? change = null)
    {
        var observer = Observer.Ref;
        var settings = ClusterShardingSettings.Create(Sys);
        return ClusterSharding.Get(Sys).Start("rooms", id => Props.Create(() => new Room(id, observer)), change?.Invoke(settings) ?? settings, extractor);
    }

    [Fact]
    public async Task A_shard_id_that_cannot_be_had_costs_the_message_and_is_logged_with_its_type()
    {
        var region = StartWith(new BadShards());
        var room = await RefOf(region, "blue");
        Sys.EventStream.Subscribe(Observer.Ref, typeof(Error));
        Sys.EventStream.Subscribe(Asker.Ref, typeof(DeadLetter));
        Asker.Send(region, new Room.Say("throws", "x"));
        Assert.Equal(new Room.Say("throws", "x"), (await Asker.Next<DeadLetter>()).Message);
        Assert.Equal("started blue", await Observer.Next<string>());
        var error = await Observer.Next<Error>();
        Assert.Contains(typeof(Room.Say).ToString(), error.Message.ToString(), StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(error.Cause);
        Asker.Send(region, new Room.Say("empty", "x"));
        Assert.Equal(new Room.Say("empty", "x"), (await Asker.Next<DeadLetter>()).Message);
        Asker.Send(region, new GetEntityLocation("throws", TimeSpan.FromSeconds(5)));
        Assert.IsType<InvalidOperationException>((await Asker.Next<Status.Failure>()).Cause);
        Assert.Equal(room, await RefOf(region, "blue"));
    }

    [Fact]
    public async Task An_envelope_or_a_start_without_an_id_costs_the_message()
    {
        var region = StartRooms();
        var room = await RefOf(region, "blue");
        Sys.EventStream.Subscribe(Asker.Ref, typeof(DeadLetter));
        Asker.Send(region, new ShardingEnvelope(null!, "for nobody"));
        Assert.Equal("for nobody", (await Asker.Next<DeadLetter>()).Message);
        Asker.Send(region, new ShardRegion.StartEntity(null!));
        Assert.IsType<ShardRegion.StartEntity>((await Asker.Next<DeadLetter>()).Message);
        Assert.Equal(room, await RefOf(region, "blue"));
    }

    [Fact]
    public void Null_messages_are_refused_where_they_are_made()
    {
        Assert.Throws<ArgumentNullException>("message", () => new ShardingEnvelope("blue", null!));
        Assert.Throws<ArgumentNullException>("stopMessage", () => new Passivate(null!));
    }

    [Fact]
    public async Task What_exceeds_the_buffer_goes_to_dead_letters_with_a_warning_and_what_fits_is_delivered()
    {
        var region = StartRooms(settings => settings.WithTuningParameters(settings.TuningParameters.WithBufferSize(2)));
        Asker.Send(region, new Room.Leave("blue"));
        Assert.Equal("started blue", await Observer.Next<string>());
        var stopping = await Observer.Next<Room.Stopping>();
        Sys.EventStream.Subscribe(Observer.Ref, typeof(Warning));
        Sys.EventStream.Subscribe(Observer.Ref, typeof(DeadLetter));
        for (var i = 0; i < 3; i++) Asker.Send(region, new Room.Say("blue", $"{i}"));
        Assert.Contains("buffer-size", (await Observer.Next<Warning>()).Message.ToString(), StringComparison.Ordinal);
        Assert.Equal(new Room.Say("blue", "2"), (await Observer.Next<DeadLetter>()).Message);
        stopping.Room.Tell(new Room.LetGo(), ActorRefs.NoSender);
        Assert.Equal(["blue: 0", "blue: 1"], await Asker.Texts(2));
        Assert.Equal(["stopped blue", "started blue"], await Observer.Texts(2));
    }

    [Fact]
    public async Task A_start_that_meets_a_stopping_entity_is_acknowledged_when_the_next_one_runs()
    {
        var region = StartRooms();
        Asker.Send(region, new Room.Leave("blue"));
        Assert.Equal("started blue", await Observer.Next<string>());
        var stopping = await Observer.Next<Room.Stopping>();
        Asker.Send(region, new ShardRegion.StartEntity("blue"));
        await Settle(region);
        Asker.IsEmpty();
        stopping.Room.Tell(new Room.LetGo(), ActorRefs.NoSender);
        Assert.Equal("blue", (await Asker.Next<ShardRegion.StartEntityAck>()).EntityId);
        Assert.Equal(["stopped blue", "started blue"], await Observer.Texts(2));
    }

    [Fact]
    public async Task An_entity_that_fails_is_restarted_by_its_shard_and_keeps_its_address()
    {
        var region = StartRooms();
        var room = await RefOf(region, "blue");
        Assert.Equal("started blue", await Observer.Next<string>());
        Asker.Send(region, new Room.Break("blue"));
        Assert.Equal(["stopped blue", "started blue"], await Observer.Texts(2));
        Assert.Equal(room, await RefOf(region, "blue"));
    }

    [Fact]
    public void An_unknown_type_is_named()
    {
        var unknown = Assert.Throws<ArgumentException>(() => ClusterSharding.Get(Sys).ShardRegion("cellars"));
        Assert.StartsWith("Shard type [cellars] must be started first", unknown.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ClusterSharding.Get(Sys).ShardRegionProxy("cellars"));
    }

    private sealed class BadShards : IMessageExtractor
    {
        private readonly Room.Extractor _good = new();

        public string? EntityId(object message) => _good.EntityId(message);

        public object? EntityMessage(object message) => message;

        public string ShardId(string entityId, object? messageHint = null) => entityId switch
        {
            "throws" => throw new InvalidOperationException("There is no shard for it."),
            "empty" => "",
            _ => _good.ShardId(entityId, messageHint),
        };
    }
}

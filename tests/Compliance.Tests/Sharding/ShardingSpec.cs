using static CallActors.Compliance.Tests.Sharding.Cabin;

namespace CallActors.Compliance.Tests.Sharding;

public sealed class ShardingSpec : ActorSpec
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TestProbe _observer;

    public ShardingSpec()
        : base("loglevel = OFF, cluster.sharding.entity-restart-backoff = 1s\n" + ShardingNode.Settings)
    {
        ShardingNode.Join(Sys);
        _observer = CreateTestProbe();
    }

    [Theory]
    [InlineData("call-1", "36")]
    [InlineData("workspace/kunduz", "47")]
    public void A_shard_is_the_murmur_hash_of_the_entity_modulo_the_number_of_shards(string entityId, string shardId) =>
        Assert.Equal(shardId, HashCodeMessageExtractor.Create(50, _ => entityId).ShardId(entityId));

    [Fact]
    public void The_first_message_starts_an_entity_which_answers_its_sender()
    {
        var region = Region();
        region.Tell(new For("blue", "hello"));
        _observer.ExpectMsg("blue starts", Patience);
        ExpectMsg("blue: hello", Patience);
    }

    [Fact]
    public void An_entity_is_a_child_of_its_shard_below_the_region_under_its_escaped_name()
    {
        var region = Region();
        Assert.Equal("/system/sharding/cabins", region.Path.ToStringWithoutAddress());
        var entity = EntityOf(region, "a/b c");
        Assert.Equal($"/system/sharding/cabins/{new Extractor().ShardId("a/b c")}/a%2Fb%20c", entity.Path.ToStringWithoutAddress());
    }

    [Fact]
    public void An_envelope_is_unwrapped_before_the_extractor_is_asked()
    {
        var region = Region();
        region.Tell(new ShardingEnvelope("blue", "word"));
        ExpectMsg("blue: bare word", Patience);
        region.Tell(new ShardingEnvelope("blue", new For("red", "whose?")));
        ExpectMsg("blue: whose?", Patience);
    }

    [Fact]
    public void StartEntity_starts_the_entity_that_it_names()
    {
        Region().Tell(new ShardRegion.StartEntity("blue"));
        _observer.ExpectMsg("blue starts", Patience);
    }

    [Fact]
    public void What_comes_for_an_entity_that_is_leaving_is_kept_and_starts_it_again()
    {
        var region = Region();
        region.Tell(new For("blue", "leave"));
        _observer.ExpectMsg("blue starts", Patience);
        var leaving = _observer.ExpectMsg<IActorRef>(Patience);
        region.Tell(new For("blue", "1"));
        region.Tell(new For("blue", "2"));
        Assert.NotNull(EntityOf(region, "red"));
        _observer.ExpectMsg("red starts", Patience);
        leaving.Tell(new LetGo());
        _observer.ExpectMsg("blue stops", Patience);
        _observer.ExpectMsg("blue starts", Patience);
        ExpectMsg("blue: 1", Patience);
        ExpectMsg("blue: 2", Patience);
    }

    [Fact]
    public void An_entity_that_has_left_starts_with_its_next_message()
    {
        var region = Region();
        region.Tell(new For("blue", "leave"));
        _observer.ExpectMsg("blue starts", Patience);
        _observer.ExpectMsg<IActorRef>(Patience).Tell(new LetGo());
        _observer.ExpectMsg("blue stops", Patience);
        region.Tell(new For("blue", "back"));
        ExpectMsg("blue: back", Patience);
    }

    [Fact]
    public void Idle_entities_are_stopped_and_busy_ones_are_not()
    {
        var region = Region(settings => settings.WithPassivateIdleAfter(TimeSpan.FromSeconds(2)));
        var (_, busy) = (EntityOf(region, "idle"), EntityOf(region, "busy"));
        _observer.ExpectMsg("idle starts", Patience);
        _observer.ExpectMsg("busy starts", Patience);
        for (var i = 0; i < 20 && !_observer.HasMessages; i++)
        {
            ShardingNode.Pass(Sys, TimeSpan.FromSeconds(0.5));
            Assert.Equal(busy, EntityOf(region, "busy"));
        }

        _observer.ExpectMsg("idle stops", Patience);
        Assert.Equal(busy, EntityOf(region, "busy"));
    }

    [Fact]
    public void Idle_entities_are_left_alone_while_entities_are_remembered()
    {
        var region = Region(settings => settings.WithRememberEntities(true).WithPassivateIdleAfter(TimeSpan.FromSeconds(1)));
        var idle = EntityOf(region, "idle");
        for (var i = 0; i < 8; i++)
        {
            ShardingNode.Pass(Sys, TimeSpan.FromSeconds(0.5));
            EntityOf(region, "other");
        }

        Assert.Equal(idle, EntityOf(region, "idle"));
    }

    [Fact]
    public void A_remembered_entity_that_dies_is_started_again_without_a_message()
    {
        var region = Region(settings => settings.WithRememberEntities(true));
        EntityOf(region, "other");
        _observer.ExpectMsg("other starts", Patience);
        region.Tell(new For("blue", "die"));
        _observer.ExpectMsg("blue starts", Patience);
        _observer.ExpectMsg("blue stops", Patience);
        for (var i = 0; i < 40 && !_observer.HasMessages; i++)
        {
            EntityOf(region, "other");
            ShardingNode.Pass(Sys, TimeSpan.FromSeconds(0.5));
        }

        _observer.ExpectMsg("blue starts", Patience);
    }

    private IActorRef Region(Func<ClusterShardingSettings, ClusterShardingSettings>? change = null)
    {
        var settings = ClusterShardingSettings.Create(Sys);
        var observer = _observer.Ref;
        return ClusterSharding.Get(Sys).Start(
            "cabins", id => Props.Create(() => new Cabin(id, observer)), change?.Invoke(settings) ?? settings, new Extractor());
    }

    private IActorRef EntityOf(IActorRef region, string name)
    {
        region.Tell(new For(name, "who?"));
        return ExpectMsg<IActorRef>(Patience);
    }
}

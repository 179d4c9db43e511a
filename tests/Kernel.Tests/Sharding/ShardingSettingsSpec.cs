using Kernel.Cluster.Sharding;
using Kernel.Cluster.Tools.Singleton;
using Kernel.Configuration;
using Kernel.Tests.Persistence;

namespace Kernel.Tests.Sharding;

public sealed class ShardingSettingsSpec() : ShardingSpecBase(new MemoryStorage())
{
    [Fact]
    public void They_come_from_the_system()
    {
        var settings = ClusterShardingSettings.Create(Sys);
        Assert.Equal(TimeSpan.FromSeconds(120), settings.PassivateIdleEntityAfter);
        Assert.False(settings.RememberEntities);
        Assert.Equal(100_000, settings.TuningParameters.BufferSize);
        Assert.Equal(TimeSpan.FromSeconds(60), settings.TuningParameters.HandOffTimeout);
        Assert.Equal(TimeSpan.FromSeconds(10), settings.TuningParameters.EntityRestartBackoff);
        Assert.Equal("singleton", settings.CoordinatorSingletonSettings.SingletonName);
        Assert.Equal(TimeSpan.FromSeconds(1), settings.CoordinatorSingletonSettings.HandOverRetryInterval);
    }

    [Fact]
    public void They_come_from_sections_and_what_these_leave_out_from_the_defaults()
    {
        var settings = ClusterShardingSettings.Create(
            ConfigurationFactory.ParseString("remember-entities = on, buffer-size = 7, role = edge"),
            ConfigurationFactory.ParseString("singleton-name = coordinator"));
        Assert.True(settings.RememberEntities);
        Assert.Equal(7, settings.TuningParameters.BufferSize);
        Assert.Equal("edge", settings.Role);
        Assert.Equal(TimeSpan.FromSeconds(120), settings.PassivateIdleEntityAfter);
        Assert.Equal("coordinator", settings.CoordinatorSingletonSettings.SingletonName);
    }

    [Fact]
    public void Each_With_changes_one_thing_of_a_copy()
    {
        var settings = ClusterShardingSettings.Create(Sys);
        var singleton = ClusterSingletonManagerSettings.Create(Sys)
            .WithSingletonName("one").WithRole("edge").WithRemovalMargin(TimeSpan.FromSeconds(2)).WithHandOverRetryInterval(TimeSpan.FromSeconds(3));
        var changed = settings.WithCoordinatorSingletonSettings(singleton);
        Assert.Equal(("one", "edge", 2.0, 3.0), (changed.CoordinatorSingletonSettings.SingletonName, changed.CoordinatorSingletonSettings.Role, changed.CoordinatorSingletonSettings.RemovalMargin.TotalSeconds, changed.CoordinatorSingletonSettings.HandOverRetryInterval.TotalSeconds));
        Assert.Equal("singleton", settings.CoordinatorSingletonSettings.SingletonName);
        Assert.Equal(settings, changed.WithCoordinatorSingletonSettings(settings.CoordinatorSingletonSettings));
    }

    [Theory]
    [InlineData("buffer-size = 0", "buffer-size")]
    [InlineData("state-store-mode = moon", "state-store-mode")]
    [InlineData("remember-entities-store = 7", "remember-entities-store")]
    [InlineData("entity-recovery-strategy = slowly", "entity-recovery-strategy")]
    [InlineData("entity-recovery-constant-rate-strategy.number-of-entities = 0", "number-of-entities")]
    public void A_value_out_of_range_is_named(string wrong, string key)
    {
        var refused = Assert.Throws<ConfigurationException>(() => ClusterShardingSettings.Create(
            ConfigurationFactory.ParseString(wrong), ConfigurationFactory.ParseString("")));
        Assert.Contains($"kernel.cluster.sharding.{key}"[..20], refused.Message, StringComparison.Ordinal);
        Assert.Contains(key, refused.Message, StringComparison.Ordinal);
    }
}

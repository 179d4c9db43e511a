using Kernel.Configuration;

namespace Kernel.Tests.Configuration;

public sealed class ConfigSpec
{
    [Theory]
    [InlineData("500", 500)]
    [InlineData("500ms", 500)]
    [InlineData("1.5 s", 1500)]
    [InlineData("2 minutes", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("250 micros", 0.25)]
    public void Durations_have_units_and_are_milliseconds_without(string text, double milliseconds) =>
        Assert.Equal(TimeSpan.FromTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond)), ConfigurationFactory.ParseString($"t = {text}").GetTimeSpan("t"));

    [Fact]
    public void Infinite_is_a_duration_where_it_is_allowed()
    {
        var config = ConfigurationFactory.ParseString("t = infinite");
        Assert.Equal(Timeout.InfiniteTimeSpan, config.GetTimeSpan("t"));
        Assert.Throws<ConfigurationException>(() => config.GetTimeSpan("t", allowInfinite: false));
    }

    [Theory]
    [InlineData("10", 10)]
    [InlineData("1 kB", 1000)]
    [InlineData("1K", 1024)]
    [InlineData("64KiB", 65536)]
    [InlineData("1.5 MB", 1_500_000)]
    [InlineData("2 mebibytes", 2_097_152)]
    [InlineData("1g", 1_073_741_824)]
    public void Sizes_have_decimal_and_binary_units(string text, long bytes) =>
        Assert.Equal(bytes, ConfigurationFactory.ParseString($"s = {text}").GetByteSize("s"));

    [Theory]
    [InlineData("3 parsecs")]
    [InlineData("soon")]
    [InlineData("[1]")]
    public void A_duration_of_another_unit_is_an_error(string text) =>
        Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseString($"t = {text}").GetTimeSpan("t"));

    [Fact]
    public void Absent_and_null_keys_read_as_the_default()
    {
        var config = ConfigurationFactory.ParseString("nothing = null");
        Assert.False(config.HasPath("nothing"));
        Assert.Equal("d", config.GetString("nothing", "d"));
        Assert.Equal(7, config.GetInt("absent", 7));
        Assert.True(config.GetBoolean("absent", true));
        Assert.Null(config.GetByteSize("absent"));
        Assert.Null(config.GetConfig("absent.section"));
        Assert.Empty(config.GetStringList("absent"));
    }

    [Theory]
    [InlineData("on", true)]
    [InlineData("yes", true)]
    [InlineData("true", true)]
    [InlineData("off", false)]
    [InlineData("no", false)]
    [InlineData("false", false)]
    public void Booleans_have_three_spellings(string text, bool value) =>
        Assert.Equal(value, ConfigurationFactory.ParseString($"b = {text}").GetBoolean("b", !value));

    [Fact]
    public void The_fallback_fills_gaps_inside_objects_and_never_overrides()
    {
        var config = ConfigurationFactory.ParseString("a { x = 1, l = [1], n = null }")
            .WithFallback(ConfigurationFactory.ParseString("a { x = 2, y = 3, l = [2, 3], n = 5, o { p = 6 } }"));
        Assert.Equal(1, config.GetInt("a.x"));
        Assert.Equal(3, config.GetInt("a.y"));
        Assert.Equal([1], config.GetIntList("a.l"));
        Assert.False(config.HasPath("a.n"));
        Assert.Equal(6, config.GetConfig("a")!.GetInt("o.p"));
    }

    [Fact]
    public void What_it_prints_can_be_parsed_again()
    {
        var config = ConfigurationFactory.ParseString("a { \"b.c\" = \"x \\\"y\\\" \\n\", d = [1, {e = 2}], f = null }");
        var again = ConfigurationFactory.ParseString(config.ToString());
        Assert.Equal(config.ToString(), again.ToString());
        Assert.Equal("x \"y\" \n", again.GetString("a.\"b.c\""));
    }

    [Fact]
    public void The_kernels_defaults_are_embedded()
    {
        var defaults = ConfigurationFactory.Default();
        Assert.Equal("kernel.persistence.journal.inmem", defaults.GetString("kernel.persistence.journal.plugin"));
        Assert.Equal(TimeSpan.FromSeconds(120), defaults.GetTimeSpan("kernel.cluster.sharding.passivate-idle-entity-after"));
        Assert.Equal(30, defaults.GetInt("kernel.actor.default-dispatcher.throughput"));
    }
}

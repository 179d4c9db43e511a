using CallActors.Benchmarks.Voice;

namespace CallActors.Benchmarks.Tests;

public sealed class PercentilesTests
{
    [Theory]
    [InlineData(100, 0.5, 50)]
    [InlineData(100, 0.99, 99)]
    [InlineData(101, 0.99, 100)]
    [InlineData(20, 0.99, 20)]
    [InlineData(3, 0.5, 2)]
    [InlineData(1, 0.5, 1)]
    [InlineData(10, 0, 1)]
    [InlineData(10, 1, 10)]
    public void A_percentile_is_the_smallest_value_that_that_share_does_not_exceed(int values, double share, double expected) =>
        Assert.Equal(expected, new Percentiles(Enumerable.Range(1, values).Reverse().Select(v => (double)v)).At(share));

    [Fact]
    public void Nothing_measured_is_no_figure() => Assert.Throws<InvalidOperationException>(() => new Percentiles([]));
}

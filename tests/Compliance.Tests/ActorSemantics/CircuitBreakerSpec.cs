namespace CallActors.Compliance.Tests.ActorSemantics;

public sealed class CircuitBreakerSpec : ActorSpec
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // Real time on Akka.NET, virtual on the kernel.
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Failures_in_a_row_open_it_and_a_success_begins_the_count_anew()
    {
        var breaker = Breaker();
        await FailCall(breaker);
        Assert.Equal(1, await breaker.WithCircuitBreaker(() => Task.FromResult(1)));
        await FailCall(breaker);
        Assert.True(breaker.IsClosed);
        await FailCall(breaker);
        Assert.True(breaker.IsOpen);
        await Assert.ThrowsAsync<OpenCircuitException>(() => breaker.WithCircuitBreaker(() => Task.FromResult(1)));
    }

    [Fact]
    public async Task After_the_reset_one_call_decides()
    {
        var breaker = Breaker();
        var seen = new List<string>();
        breaker.OnOpen(() => seen.Add("open")).OnHalfOpen(() => seen.Add("half open")).OnClose(() => seen.Add("close"));
        await FailCall(breaker);
        await FailCall(breaker);
        Time.Advance(5 * Second);
        var probe = new TaskCompletionSource<int>();
        var probing = breaker.WithCircuitBreaker(() => probe.Task);
        await Assert.ThrowsAsync<OpenCircuitException>(() => breaker.WithCircuitBreaker(() => Task.FromResult(1)));
        probe.SetResult(2);
        Assert.Equal(2, await probing);
        Assert.True(breaker.IsClosed);
        AwaitAssert(() => Assert.Equal(["open", "half open", "close"], seen));
    }

    [Fact]
    public async Task A_failed_probe_opens_it_again_for_twice_as_long_with_exponential_backoff()
    {
        var breaker = Breaker().WithExponentialBackoff(60 * Second);
        await FailCall(breaker);
        await FailCall(breaker);
        Time.Advance(5 * Second);
        Assert.True(breaker.IsHalfOpen);
        await FailCall(breaker);
        Time.Advance(5 * Second);
        Assert.True(breaker.IsOpen);
        Time.Advance(5 * Second);
        Assert.True(breaker.IsHalfOpen);
    }

    [Fact]
    public async Task A_call_that_takes_too_long_is_a_failure()
    {
        var breaker = CircuitBreaker.Create(Time, 1, Short, 5 * Second);
        var calling = breaker.WithCircuitBreaker(() => new TaskCompletionSource<int>().Task);
        Time.Advance(Short);
        await Assert.ThrowsAsync<TimeoutException>(() => calling);
        Assert.True(breaker.IsOpen);
    }

    private static Task<FormatException> FailCall(CircuitBreaker breaker) =>
        Assert.ThrowsAsync<FormatException>(() => breaker.WithCircuitBreaker(() => Task.FromException<int>(new FormatException())));

    private CircuitBreaker Breaker() => CircuitBreaker.Create(Time, 2, Second, 5 * Second);
}

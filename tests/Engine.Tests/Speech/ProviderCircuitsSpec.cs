using CallActors.Contracts.Speech;
using CallActors.Engine.Speech;

namespace CallActors.Engine.Tests.Speech;

public sealed class ProviderCircuitsSpec
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly ProviderCircuits _circuits = new();

    [Fact]
    public void One_that_fails_three_times_in_a_row_is_asked_last_for_10_s_then_tried_by_one_session_alone()
    {
        Fail("a", 2);
        Assert.Equal(["a", "b"], Order(0));
        Fail("a", 1);
        Assert.Equal(CircuitState.Open, StateOf("a", 9.9));
        Assert.Equal(["b", "a"], Order(9.9));
        Assert.Equal(CircuitState.HalfOpen, StateOf("a", 10));
        Assert.Equal(["a", "b"], Order(10));
        Assert.Equal(["b", "a"], Order(10));
        Assert.Equal(["b", "a"], Order(39.9));
    }

    [Fact]
    public void A_trial_of_which_nothing_is_told_within_30_s_is_left_to_another_session()
    {
        Fail("a", 3);
        Assert.Equal(["a", "b"], Order(10));
        Assert.Equal(["a", "b"], Order(40));
        Assert.Equal(["b", "a"], Order(40));
    }

    [Fact]
    public void One_that_stands_behind_another_that_works_is_not_tried()
    {
        Fail("b", 3);
        Assert.Equal(["a", "b"], Order(10));
        Fail("a", 3, at: 11);
        Assert.Equal(["b", "a"], Order(12));
        Assert.Equal(["a", "b"], Order(13));
    }

    [Fact]
    public void When_all_of_them_fail_they_are_asked_as_configured()
    {
        Fail("a", 3);
        Fail("b", 3);
        Assert.Equal(["a", "b"], Order(5));
    }

    [Fact]
    public void A_trial_that_fails_doubles_the_pause_and_one_that_succeeds_ends_it()
    {
        Fail("a", 3);
        Assert.Equal(["a", "b"], Order(10));
        Fail("a", 1, at: 11);
        Assert.Equal(["b", "a"], Order(30.9));
        Assert.Equal(["a", "b"], Order(31));
        _circuits.Succeeded("a", TimeSpan.FromMilliseconds(80), At(32));
        Assert.Equal(CircuitState.Closed, StateOf("a", 32));
        Assert.Equal(["a", "b"], Order(32));
        Assert.Equal(["a", "b"], Order(32));
    }

    [Fact]
    public void A_hundred_calls_that_fail_with_it_at_once_are_one_reason_for_one_pause()
    {
        Fail("a", 100);
        Assert.Equal(["b", "a"], Order(9.9));
        Assert.Equal(["a", "b"], Order(10));
    }

    [Fact]
    public void The_pause_grows_to_5_minutes_at_most()
    {
        var now = 0.0;
        Fail("a", 3);
        foreach (var pause in new[] { 10, 20, 40, 80, 160, 300, 300 })
        {
            Assert.Equal(["b", "a"], Order(now + pause - 0.1));
            Assert.Equal(["a", "b"], Order(now + pause));
            now += pause;
            Fail("a", 1, at: now);
        }
    }

    [Fact]
    public void Latency_is_a_mean_in_which_the_newest_weighs_a_fifth()
    {
        _circuits.Succeeded("a", TimeSpan.FromMilliseconds(100), At(0));
        _circuits.Succeeded("a", TimeSpan.FromMilliseconds(200), At(1));
        Assert.Equal(
            new ProviderHealth("a", CircuitState.Closed, 0, At(1), TimeSpan.FromMilliseconds(120), null), Assert.Single(_circuits.View(At(1))));
    }

    [Fact]
    public void The_last_failure_is_told_by_its_kind_also_after_a_success()
    {
        _circuits.Failed("a", SpeechFailure.Busy, At(0));
        _circuits.Failed("a", SpeechFailure.TimedOut, At(1));
        _circuits.Succeeded("a", TimeSpan.Zero, At(2));
        Assert.Equal(new ProviderFailure(SpeechFailure.TimedOut, At(1)), Assert.Single(_circuits.View(At(3))).LastFailure);
    }

    [Fact]
    public void One_that_was_never_asked_is_shown_as_soon_as_a_session_knows_it()
    {
        Order(0);
        Assert.Equal([("a", CircuitState.Closed), ("b", CircuitState.Closed)], _circuits.View(At(0)).Select(p => (p.Provider, p.State)));
    }

    [Fact]
    public void A_service_that_hears_badly_may_still_speak_well()
    {
        var health = new SpeechHealth();
        for (var i = 0; i < 3; i++) health.Recognizers.Failed("both", SpeechFailure.Broken, At(0));
        Assert.Equal(CircuitState.Open, Assert.Single(health.Recognizers.View(At(1))).State);
        Assert.Empty(health.Voices.View(At(1)));
    }

    private static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    private void Fail(string provider, int times, double at = 0)
    {
        for (var i = 0; i < times; i++) _circuits.Failed(provider, SpeechFailure.Broken, At(at));
    }

    private CircuitState StateOf(string provider, double seconds) => _circuits.View(At(seconds)).Single(p => p.Provider == provider).State;

    private IReadOnlyList<string> Order(double seconds) => _circuits.Order(["a", "b"], p => p, At(seconds));
}

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
        Assert.Equal(["b", "a"], Order(9.9));
        Assert.Equal(["a", "b"], Order(10));
        Assert.Equal(["b", "a"], Order(10));
    }

    [Fact]
    public void A_trial_that_fails_doubles_the_pause_and_one_that_succeeds_ends_it()
    {
        Fail("a", 3);
        _circuits.Failed("a", At(10));
        Assert.Equal(["b", "a"], Order(29.9));
        Assert.Equal(["a", "b"], Order(30));
        _circuits.Succeeded("a", TimeSpan.FromMilliseconds(80), At(31));
        Assert.Equal(["a", "b"], Order(31));
        Assert.Equal(["a", "b"], Order(31));
    }

    [Fact]
    public void Latency_is_a_mean_in_which_the_newest_weighs_a_fifth()
    {
        _circuits.Succeeded("a", TimeSpan.FromMilliseconds(100), At(0));
        _circuits.Succeeded("a", TimeSpan.FromMilliseconds(200), At(1));
        Assert.Equal(new ProviderHealth("a", false, 0, At(1), TimeSpan.FromMilliseconds(120)), Assert.Single(_circuits.View(At(1))));
    }

    [Fact]
    public void A_service_that_hears_badly_may_still_speak_well()
    {
        var health = new SpeechHealth();
        for (var i = 0; i < 3; i++) health.Recognizers.Failed("both", At(0));
        Assert.True(Assert.Single(health.Recognizers.View(At(1))).IsAvoided);
        Assert.Empty(health.Voices.View(At(1)));
    }

    private static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    private void Fail(string provider, int times)
    {
        for (var i = 0; i < times; i++) _circuits.Failed(provider, At(0));
    }

    private IReadOnlyList<string> Order(double seconds) => _circuits.Order(["a", "b"], p => p, At(seconds));
}

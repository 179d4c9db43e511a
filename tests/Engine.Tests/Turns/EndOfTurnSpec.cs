using CallActors.Contracts.Speech;
using CallActors.Engine.Turns;

namespace CallActors.Engine.Tests.Turns;

public sealed class EndOfTurnSpec
{
    private static readonly TurnRules Rules = TurnRules.Default;
    private readonly EndOfTurn _end = new(Rules, TurnLanguage.For("en-US"));

    [Fact]
    public void A_yes_or_no_ends_sooner_than_an_open_question_and_digits_sooner_still()
    {
        Assert.Equal(700, Milliseconds());
        _end.Expect(Expectation.YesOrNo.Instance);
        Assert.Equal(500, Milliseconds());
        _end.Expect(Expectation.Digits.Instance);
        Assert.Equal(400, Milliseconds());
    }

    [Fact]
    public void A_group_of_digits_is_waited_for_until_it_may_be_the_whole()
    {
        _end.Expect(Expectation.Digits.Instance);
        _end.Heard("nine oh");
        Assert.Equal(1400, Milliseconds());
        _end.Heard("nine oh two 4");
        Assert.Equal(400, Milliseconds());
    }

    [Theory]
    [InlineData("fix the", 1700)]
    [InlineData("fix the failing test", 700)]
    [InlineData("I think we should,", 1700)]
    [InlineData("um", 1700)]
    [InlineData("run it with.", 700)]
    public void Words_that_break_off_get_a_grace(string text, int milliseconds)
    {
        _end.Heard(text);
        Assert.Equal(milliseconds, Milliseconds());
    }

    [Fact]
    public void A_speaker_who_pauses_long_is_given_time()
    {
        for (var i = 0; i < 8; i++) _end.Paused(TimeSpan.FromMilliseconds(i % 2 == 0 ? 600 : 750));
        Assert.InRange(Milliseconds(), 850, 1100);
    }

    [Fact]
    public void A_speaker_who_hardly_pauses_is_answered_sooner()
    {
        for (var i = 0; i < 8; i++) _end.Paused(TimeSpan.FromMilliseconds(220));
        Assert.Equal(500, Milliseconds());
    }

    [Fact]
    public void One_pause_alone_moves_the_measure_a_fifth_of_the_way()
    {
        _end.Paused(TimeSpan.FromMilliseconds(1100));
        Assert.Equal(800, Milliseconds());
    }

    [Fact]
    public void The_silence_stays_within_its_bounds_whatever_is_learned()
    {
        var random = new Random(3);
        for (var i = 0; i < 1000; i++)
        {
            _end.Paused(TimeSpan.FromMilliseconds(random.Next(0, 5000)));
            Assert.InRange(_end.Silence, Rules.LeastEndSilence, Rules.MostEndSilence);
        }
    }

    private double Milliseconds() => Math.Round(_end.Silence.TotalMilliseconds);
}

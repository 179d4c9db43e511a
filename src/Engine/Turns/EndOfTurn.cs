using CallActors.Contracts.Speech;

namespace CallActors.Engine.Turns;

/// <summary>
/// How long a silence must be to end the turn of one person: learned from the person's own pauses, shorter where the question asks for
/// little, longer where the words so far are unfinished. Knows no clock.
/// </summary>
internal sealed class EndOfTurn(TurnRules rules, TurnLanguage language)
{
    // Weight of the newest pause; after about five the person is known.
    private const double Newest = 0.2;
    private const int Known = 5;

    // Of pauses that spread like people's, all but one in some hundred lie below mean + 2.5 mean deviations.
    private const double Spread = 2.5;

    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(100);

    private Expectation _expectation = Expectation.Open.Instance;
    private string _text = "";
    private double _mean;
    private double _deviation;
    private int _pauses;

    /// <summary>Silence that ends the turn as things stand.</summary>
    public TimeSpan Silence { get; private set; } = rules.EndSilence;

    /// <summary>Silence after which the recogniser is asked.</summary>
    public TimeSpan AskAfter { get; private set; } = rules.AskAfterOpen;

    /// <summary>What the question asks for.</summary>
    public void Expect(Expectation expectation)
    {
        _expectation = expectation;
        Judge();
    }

    /// <summary>The words of the turn so far; empty for a new turn.</summary>
    public void Heard(string text)
    {
        _text = text;
        Judge();
    }

    /// <summary>The person went on after a pause.</summary>
    public void Paused(TimeSpan pause)
    {
        var ticks = (double)Math.Min(pause.Ticks, rules.MostEndSilence.Ticks);
        var weight = _pauses == 0 ? 1 : Math.Max(Newest, 1.0 / (_pauses + 1));
        _deviation += (_pauses == 0 ? 0 : weight) * (Math.Abs(ticks - _mean) - _deviation);
        _mean += weight * (ticks - _mean);
        _pauses = Math.Min(_pauses + 1, Known);
        Judge();
    }

    private void Judge()
    {
        var open = Adapted();
        var scale = (double)open.Ticks / rules.EndSilence.Ticks;
        Silence = _expectation switch
        {
            Expectation.YesOrNo or Expectation.OneOf => Scaled(rules.EndSilenceForChoice, scale),
            Expectation.Digits => Scaled(rules.EndSilenceForDigits, scale),
            _ => open,
        };
        if (IsUnfinished()) Silence += rules.UnfinishedGrace;
        AskAfter = _expectation is Expectation.Open ? Shorter(rules.AskAfterOpen, Silence) : Shorter(rules.AskAfter, Silence);
    }

    private bool IsUnfinished() => _text.Length > 0 && _expectation switch
    {
        Expectation.Digits => language.CountDigits(_text) < rules.WholeDigits,
        Expectation.YesOrNo when language.IsAnswer(_text) => false,
        _ => language.IsUnfinished(_text),
    };

    /// <summary>The rule at first, and the person's own measure the better that is known.</summary>
    private TimeSpan Adapted()
    {
        var own = _mean + Spread * _deviation + Margin.Ticks;
        var ticks = rules.EndSilence.Ticks + (own - rules.EndSilence.Ticks) * _pauses / Known;
        return new TimeSpan((long)Math.Clamp(ticks, Math.Min(rules.LeastEndSilence.Ticks, rules.EndSilence.Ticks), Math.Max(rules.MostEndSilence.Ticks, rules.EndSilence.Ticks)));
    }

    private static TimeSpan Scaled(TimeSpan silence, double scale) => new((long)(silence.Ticks * scale));

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}

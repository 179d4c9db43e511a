using CallActors.Contracts.Speech;

namespace CallActors.Speech.Deepgram;

/// <summary>How Deepgram's <c>/v2/listen</c> (Flux) listens and ends turns.</summary>
public sealed record FluxOptions
{
    /// <summary>The model; empty, the default: <c>flux-general-en</c> for English, <c>flux-general-multi</c> with a hint for other languages.</summary>
    public string Model { get; init; } = "";

    /// <summary>Confidence that ends a turn. Range 0.5–1, default 0.7: less answers sooner and cuts people who think; 1 never ends one.</summary>
    public double EndOfTurn { get; init; } = 0.7;

    /// <summary>The same where a yes, a no or one of a few answers is expected. Range 0.5–1, default 0.6.</summary>
    public double EndOfTurnForChoice { get; init; } = 0.6;

    /// <summary>The same where digits are expected, between whose groups people pause. Range 0.5–1, default 0.85.</summary>
    public double EndOfTurnForDigits { get; init; } = 0.85;

    /// <summary>Confidence that tells a turn's likely end, so that an agent may begin to think. Range 0.3–0.9 and at most
    /// <see cref="EndOfTurn"/>, default 0.5; null tells none.</summary>
    public double? LikelyEnd { get; init; } = 0.5;

    /// <summary>Silence that ends a turn whatever the confidence. Range 0.5–60 s, default 5 s.</summary>
    public TimeSpan EndOfTurnTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A segment that is ended by us, while the service still waits for the turn's end, is ended there too after this. Range 0.2–1.1 s,
    /// default 0.9 s: sooner takes the turn's end out of the service's hands.</summary>
    public TimeSpan ForceAfter { get; init; } = TimeSpan.FromSeconds(0.9);

    /// <summary>Audio that is joined into one message. Range 20–250 ms, default 80 ms, which the service recommends.</summary>
    public TimeSpan Batch { get; init; } = TimeSpan.FromMilliseconds(80);

    /// <summary>When the phone sends nothing for so long, silence goes out in its place: a turn ends only in a flow of audio. Range
    /// 100–1,000 ms, default 200 ms.</summary>
    public TimeSpan FillAfter { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <exception cref="ArgumentException">A value cannot be used; the message names it.</exception>
    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Model);
        OptionRange.Check(EndOfTurn, 0.5, 1, nameof(EndOfTurn), "Deepgram's");
        OptionRange.Check(EndOfTurnForChoice, 0.5, 1, nameof(EndOfTurnForChoice), "Deepgram's");
        OptionRange.Check(EndOfTurnForDigits, 0.5, 1, nameof(EndOfTurnForDigits), "Deepgram's");
        if (LikelyEnd is { } likely) OptionRange.Check(likely, 0.3, Math.Min(0.9, EndOfTurn), nameof(LikelyEnd), "Deepgram's");
        OptionRange.Check(EndOfTurnTimeout, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(60), nameof(EndOfTurnTimeout), "Deepgram's");
        OptionRange.Check(ForceAfter, TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(1.1), nameof(ForceAfter), "Deepgram's");
        OptionRange.Check(Batch, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(250), nameof(Batch), "Deepgram's");
        OptionRange.Check(FillAfter, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), nameof(FillAfter), "Deepgram's");
    }

    internal double EndOfTurnFor(Expectation expectation) => expectation switch
    {
        Expectation.YesOrNo or Expectation.OneOf => EndOfTurnForChoice,
        Expectation.Digits => EndOfTurnForDigits,
        _ => EndOfTurn,
    };

    /// <summary>The service wants it at most as high as the other.</summary>
    internal double? LikelyEndFor(Expectation expectation) => LikelyEnd is { } likely ? Math.Min(likely, EndOfTurnFor(expectation)) : null;
}

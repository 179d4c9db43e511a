using CallActors.Engine.Audio;
using CallActors.Engine.Calls;
using CallActors.Engine.Speech;
using CallActors.Engine.Turns;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>The constants of one conversation.</summary>
internal sealed record LabRules
{
    public LineRules Line { get; init; } = new();

    /// <summary>The voices, the preferred one first.</summary>
    public IReadOnlyList<LabVoiceRules> Voices { get; init; } = [new()];

    /// <summary>The recognisers, the preferred one first.</summary>
    public IReadOnlyList<LabRecognizerRules> Recognizers { get; init; } = [new()];

    public TurnRules Turns { get; init; } = TurnRules.Default;

    public PlayoutRules Playout { get; init; } = PlayoutRules.Default;

    public SpeechRules Speech { get; init; } = SpeechRules.Default;

    public CallRules Calls { get; init; } = CallRules.Default;

    /// <summary>The rules of the preferred voice.</summary>
    public LabVoiceRules Voice => Voices[0];

    /// <summary>The rules of the preferred recogniser.</summary>
    public LabRecognizerRules Recognizer => Recognizers[0];

    public LabRules With(LabVoiceRules voice) => this with { Voices = [voice, .. Voices.Skip(1)] };

    public LabRules With(LabRecognizerRules recognizer) => this with { Recognizers = [recognizer, .. Recognizers.Skip(1)] };
}

/// <summary>What lies between the person's phone and the engine.</summary>
internal sealed record LineRules
{
    /// <summary>From the engine to the carrier.</summary>
    public TimeSpan Down { get; init; }

    /// <summary>From the carrier to the engine.</summary>
    public TimeSpan Up { get; init; }

    /// <summary>Up to so much more each way, by chance; nothing overtakes.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Nothing of the person's sound arrives.</summary>
    public bool IsOneWay { get; init; }

    /// <summary>Share of the frames that are lost between phone and carrier, each way, one to three in a row. The carrier does not know.</summary>
    public double Loss { get; init; }

    /// <summary>Share of the person's quiet frames in which the line's noise sounds like a voice, one to three in a row.</summary>
    public double Noise { get; init; }

    /// <summary>Our own voice as it comes back from the person's phone, in dB; null where nothing does.</summary>
    public int? Echo { get; init; }

    /// <summary>From the person's ear to the person's microphone.</summary>
    public TimeSpan EchoDelay { get; init; } = TimeSpan.FromMilliseconds(120);

    /// <summary>Marks come back up to so much later than they should, in their order.</summary>
    public TimeSpan MarksLate { get; init; }

    /// <summary>Share of the marks that never come back.</summary>
    public double MarksLost { get; init; }

    /// <summary>Share of the marks that come back twice.</summary>
    public double MarksDoubled { get; init; }
}

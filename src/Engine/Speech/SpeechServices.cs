using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Speech;
using CallActors.Engine.Audio;
using CallActors.Engine.Turns;

namespace CallActors.Engine.Speech;

/// <summary>What every audio stream needs from its node.</summary>
/// <param name="Voices">At least one; the first is preferred, the others take over when it fails.</param>
/// <param name="Recognizers">The same.</param>
/// <param name="Health">What the node's calls have learned about them.</param>
public sealed record SpeechServices(
    IReadOnlyList<ISpeechSynthesizer> Voices,
    IReadOnlyList<ISpeechRecognizer> Recognizers,
    ISpeakableText Speakable,
    IVoiceActivityDetectorFactory VoiceActivity,
    IPlayoutClock Clock,
    SpeechRules Rules,
    TurnRules Turns,
    PlayoutRules Playout,
    SpeechHealth Health)
{
    /// <summary>Tells answering machines where the carrier does not, or late. Default: nobody does.</summary>
    public IMachineDetectorFactory? Machines { get; init; }

    /// <summary>A number from 0 to 1 at random, which spreads the calls' returns to a service that failed. Default: always 0.</summary>
    public Func<double> Chance { get; init; } = static () => 0;

    /// <summary>Takes <see cref="Recording.RecordingMessages.Begin"/>. Nobody where no recordings are kept.</summary>
    public IActorRef Recordings { get; init; } = ActorRefs.Nobody;

    /// <summary>Makes texts speakable in a language, a BCP 47 tag. Null where <see cref="Speakable"/> does it for all.</summary>
    public Func<string, ISpeakableText>? SpeakableIn { get; init; }

    /// <summary>The call has a voice or language of its own.</summary>
    private bool HasWishes { get; init; }

    /// <summary>Whether a failure tells something of the provider. What refuses a call's own voice or language serves the others all the
    /// same.</summary>
    public bool Blames(SpeechFailure reason) => reason is not SpeechFailure.Refused || !HasWishes;

    /// <summary>The same for a call that is spoken otherwise.</summary>
    public SpeechServices For(CallSpeech speech)
    {
        var rules = Rules with { Voice = speech.Voice.Length > 0 ? speech.Voice : Rules.Voice, Hints = speech.Hints.Count > 0 ? speech.Hints : Rules.Hints };
        var services = this with { Rules = rules, HasWishes = speech.Voice.Length > 0 || speech.Language.Length > 0 };
        if (speech.Language.Length > 0 && !speech.Language.Equals(Rules.Language, StringComparison.OrdinalIgnoreCase))
        {
            services = services with
            {
                Rules = rules with { Language = speech.Language, Voices = VoicesThatSpeak(speech.Language) },
                Speakable = SpeakableIn?.Invoke(speech.Language) ?? Speakable,
            };
        }

        // Whoever has the voice that was asked for speaks with it; the others keep their order behind.
        return services with { Voices = [.. Voices.OrderBy(v => v.Offers(rules.Voice) is null)] };
    }

    /// <summary>The name of the call's voice at a synthesizer, empty for its default: the one that the call asks for, at whoever has it; else
    /// the one that is configured; else, of one that takes over, the one that sounds most like the preferred synthesizer's.</summary>
    public string VoiceFor(ISpeechSynthesizer synthesizer)
    {
        if (synthesizer.Offers(Rules.Voice) is { } asked) return asked.Name;
        if (Voices[0].Offers(Rules.Voice) is { } other && NearestVoice.NameOf(Speaking(other), synthesizer.Voices) is { Length: > 0 } nearest) return nearest;
        if (Rules.Voices.TryGetValue(synthesizer.Name, out var name)) return name;
        return synthesizer.Name == Voices[0].Name ? "" : NearestVoice.NameOf(Wanted(), synthesizer.Voices);
    }

    /// <summary>The configured voices, without those that are known to speak another language than the call's.</summary>
    private Dictionary<string, string> VoicesThatSpeak(string language) => new(Rules.Voices.Where(
        named => Voices.FirstOrDefault(v => v.Name == named.Key)?.Offers(named.Value) is not { } profile || NearestVoice.Speaks(profile, language)));

    private VoiceProfile Speaking(VoiceProfile voice) => NearestVoice.Speaks(voice, Rules.Language) ? voice : voice with { Language = Rules.Language };

    private VoiceProfile Wanted()
    {
        var name = Rules.Voices.GetValueOrDefault(Voices[0].Name, "");
        var asked = new VoiceProfile(name, Rules.Language);
        var offered = Voices[0].Voices;
        return offered.FirstOrDefault(v => v.Name == (name.Length > 0 ? name : NearestVoice.NameOf(asked, offered))) ?? asked;
    }
}

/// <summary>The limits and times of speaking and listening.</summary>
public sealed record SpeechRules
{
    public static SpeechRules Default { get; } = new();

    /// <summary>The name that each synthesizer knows the call's voice by. Keys are <see cref="ISpeechSynthesizer.Name"/>. Default: none; the
    /// preferred synthesizer speaks with its own default, the others with the voice that sounds most like that.</summary>
    public IReadOnlyDictionary<string, string> Voices { get; init; } = new Dictionary<string, string>();

    /// <summary>Name of the voice that speaks, at whichever synthesizer offers it; empty, the default, for <see cref="Voices"/>.</summary>
    public string Voice { get; init; } = "";

    /// <summary>BCP 47 tag of the call's language. Default <c>en-US</c>.</summary>
    public string Language { get; init; } = "en-US";

    /// <summary>Names and words that people are likely to say, for recognisers that take such. Default: none.</summary>
    public IReadOnlyList<string> Hints { get; init; } = [];

    /// <summary>The voice must deliver the next audio within this, or the next voice takes over. Range 0.5–10 s, default 3 s: longer is
    /// dead air.</summary>
    public TimeSpan AudioWithin { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The recogniser must deliver a segment's text within this after its end, or the next one gets its audio; when there is none,
    /// the segment counts as empty and the recognition is opened anew. Range 1–10 s, default 3 s: longer is dead air.</summary>
    public TimeSpan TextWithin { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>A recogniser that tells words early, but has told nothing of a segment so long after its end, is deaf: it is opened anew
    /// and gets the segment again, within <see cref="TextWithin"/>. Range 0.5–3 s, default 1.5 s.</summary>
    public TimeSpan SignWithin { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>Opening a recognition may take this long. Default 30 s: a local recogniser loads its models at the first call. What is
    /// said meanwhile is kept, within <see cref="Replay"/>.</summary>
    public TimeSpan OpenWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>First wait before a failed recognition is opened again; doubled each time. Default 500 ms.</summary>
    public TimeSpan ReopenAfter { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>A recognition that breaks after this time has worked: its end begins the count of failures anew. Range 5–300 s, default
    /// 30 s.</summary>
    public TimeSpan SteadyAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Failures in a row, by the last recogniser of the list, before the stream is told that recognition is lost. Default 4.</summary>
    public int OpenAttempts { get; init; } = 4;

    /// <summary>When recognition is lost the recognisers are tried again one after the other, so often. Range 5–300 s, default 15 s.</summary>
    public TimeSpan ReturnEvery { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Audio before a voice's onset that the recogniser gets with it. Default 500 ms.</summary>
    public TimeSpan PreRoll { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Audio of an unfinished segment that is kept to be replayed into a new recognition; older audio is dropped.
    /// Range 2–60 s, default 16 s (128 KB, only while the person speaks on and on).</summary>
    public TimeSpan Replay { get; init; } = TimeSpan.FromSeconds(16);

    /// <summary>A media socket must have presented a valid token within this. Default 5 s.</summary>
    public TimeSpan AttachWithin { get; init; } = TimeSpan.FromSeconds(5);
}

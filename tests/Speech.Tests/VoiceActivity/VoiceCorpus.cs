namespace CallActors.Speech.Tests.VoiceActivity;

/// <summary>Sentences of four synthetic voices with pauses between, and which of their frames are speech. Built once a run.</summary>
public sealed class VoiceCorpus
{
    public const double SpeechLevelDb = -20;

    /// <summary>Silence before the first sentence: the detector learns the floor in it.</summary>
    public const double LeadSeconds = 1.5;

    private static readonly string[] Sentences =
    [
        "Please run the tests again and tell me what has failed.",
        "Yes, go ahead.",
        "Stop. I want you to look at the other branch first.",
        "How many files have you changed so far?",
        "No, wait a moment.",
    ];

    private static readonly string[] FliteVoices = ["kal16", "rms", "slt"];
    private static readonly string[] NoiseKinds = ["whitenoise", "pinknoise", "brownnoise"];

    public VoiceCorpus()
    {
        Voices =
        [
            .. FliteVoices.Select(voice => Build($"flite {voice}", text => SoundTool.Flite(voice, text))),
            Build("espeak-ng en-us", text => SoundTool.Espeak("en-us", text)),
        ];
        Noises = NoiseKinds.ToDictionary(kind => kind, kind => SoundTool.Noise(kind, 21));
    }

    internal IReadOnlyList<Voice> Voices { get; }

    internal IReadOnlyDictionary<string, short[]> Noises { get; }

    private static Voice Build(string name, Func<string, short[]> speak)
    {
        List<short> sound = [.. Signal.Silence(LeadSeconds)];
        var onsets = new List<int>();
        foreach (var sentence in Sentences)
        {
            var speech = speak(sentence).AtLevel(SpeechLevelDb);
            onsets.Add(sound.Count + FirstLoud(speech));
            sound.AddRange(speech);
            sound.AddRange(Signal.Silence(0.7));
        }

        return new Voice(name, [.. sound], onsets);
    }

    /// <summary>First 5 ms that reach 20 dB below the speech's level.</summary>
    private static int FirstLoud(short[] speech)
    {
        const int span = 40;
        for (var at = 0; ; at += span)
        {
            var power = speech.AsSpan(at, span).ToArray().Average(sample => (double)sample * sample) / (32768.0 * 32768);
            if (10 * Math.Log10(power + 1e-12) > SpeechLevelDb - 20) return at;
        }
    }
}

/// <summary>What one frame of the corpus truly is. Neither: the faint edges of words, which may be judged either way.</summary>
internal enum Truth
{
    Silence,
    Neither,
    Speech,
}

/// <summary>One voice of the corpus.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Sound">Its sentences, clean, with pauses.</param>
/// <param name="Onsets">First loud sample of each sentence.</param>
internal sealed record Voice(string Name, short[] Sound, IReadOnlyList<int> Onsets)
{
    /// <summary>Speech: within 20 dB of the voice's level. Silence: 40 dB below it, also in the frames beside.</summary>
    public Truth[] Truths()
    {
        var frames = Sound.Length / Signal.FrameSamples;
        var levels = Enumerable.Range(0, frames).Select(frame => Signal.FrameLevelDb(Sound, frame)).ToArray();
        return
        [
            .. levels.Select((level, i) => level > VoiceCorpus.SpeechLevelDb - 20 ? Truth.Speech
                : levels[Math.Max(0, i - 1)..Math.Min(frames, i + 2)].Max() < VoiceCorpus.SpeechLevelDb - 40 ? Truth.Silence
                : Truth.Neither),
        ];
    }
}

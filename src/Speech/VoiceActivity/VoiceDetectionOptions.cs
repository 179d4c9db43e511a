namespace CallActors.Speech.VoiceActivity;

/// <summary>How speech is told from noise. The defaults were chosen on synthetic speech of ten voices in clean and noisy
/// telephone audio; a test holds their precision and recall (docs/voice-activity.md).</summary>
public sealed record VoiceDetectionOptions
{
    /// <summary>Quietest sound that can be speech, in dBFS, −70…−30, default −50. Higher misses soft speakers, lower hears the
    /// television next door in an otherwise silent room.</summary>
    public float MinimumLevelDb { get; init; } = -50;

    /// <summary>How far a frequency band must stand above its noise floor to count, in dB, 3–15, default 6. Lower counts the noise's
    /// own unrest, higher loses speech in noise.</summary>
    public float BandMarginDb { get; init; } = 6;

    /// <summary>Bands out of ten that must stand above their floors, 1–8, default 2. Fewer lets whistles pass, more loses dark vowels
    /// and nasals, which fill only the lowest bands.</summary>
    public int MinimumBands { get; init; } = 2;

    /// <summary>How far the ten bands together must stand above their floors, as the mean of each band's excess limited to 0–20 dB,
    /// in dB, 1–12, default 2.5. Steady noise reaches 1.6 by chance.</summary>
    public float MeanMarginDb { get; init; } = 2.5f;

    /// <summary>How far the band levels must depart from a straight line, in dB, 0–6, default 3. Noise of any colour, breath and wind
    /// have about 2 and rarely 4, speech from 4 to 15. Lower lets noise that sets in suddenly pass until it is learned, higher loses
    /// fricatives and speech in noise.</summary>
    public float MinimumRoughnessDb { get; init; } = 3;

    /// <summary>Share of a frame's energy that must lie above 200 Hz, 0–0.5, default 0.15. Mains hum has less than 0.1; higher loses
    /// the dark vowels of deep voices on lines that carry low frequencies.</summary>
    public float MinimumBandShare { get; init; } = 0.15f;

    /// <summary>What the two margins are lowered by right after a voiced frame, in dB, 0–3, default 1.5: the quiet end of a vowel
    /// belongs to it.</summary>
    public float HysteresisDb { get; init; } = 1.5f;

    /// <summary>Share of a frame's energy in its two strongest tones from which it is a beep and not a voice, 0.9–1, default 0.985.
    /// Ring-back, busy and keypad tones reach 0.99; lower rejects dark vowels.</summary>
    public float TonalShare { get; init; } = 0.985f;

    /// <summary>Share of a frame's energy within 5 ms from which it is a click, 0.5–1, default 0.8. The pulses of a deep voice come
    /// 12 ms apart and reach 0.6.</summary>
    public float ClickShare { get; init; } = 0.8f;

    /// <summary>How far a voice must stand above the quietest tenth of the last ten seconds where other people are heard in the background,
    /// in dB, 6–20, default 12. Where the line is quiet, or its noise steady, less is asked. Higher loses soft speakers in company, lower
    /// takes the company for the speaker.</summary>
    public float ForegroundMarginDb { get; init; } = 12;

    /// <summary>Correlation of a frame with itself one pitch period before from which it has a pitch, 0.3–0.9, default 0.6. Noise reaches 0.5,
    /// vowels lie above 0.8 and above 0.6 in noise as loud as they are.</summary>
    public float MinimumPeriodicity { get; init; } = 0.6f;

    /// <summary>How long sound without a pitch is taken for consonants, 60–400 ms, default 180 ms. Shorter loses hissed beginnings of words,
    /// longer takes breath and coughs for speech.</summary>
    public TimeSpan LongestToneless { get; init; } = TimeSpan.FromMilliseconds(180);

    /// <summary>How much weaker than it was played our own voice comes back at least, as long as no echo was heard on a line, in dB, 0–30,
    /// default 6: telephone hybrids give 6 dB at the very worst (ITU-T G.168). From then on what is heard counts. Lower makes us interrupt
    /// ourselves less in a call's first seconds and asks the person to speak louder then.</summary>
    public float EchoReturnLossDb { get; init; } = 6;

    /// <summary>How far a frame must stand above the echo that is expected in it, in dB, 0–12, default 3. Higher makes us interrupt ourselves
    /// less and asks the person to speak louder over a loudspeaker.</summary>
    public float EchoMarginDb { get; init; } = 3;

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range; the message names it.</exception>
    internal void Validate()
    {
        OptionRange.Check(MinimumLevelDb, -70, -30, nameof(MinimumLevelDb), "Voice detection's");
        OptionRange.Check(BandMarginDb, 3, 15, nameof(BandMarginDb), "Voice detection's");
        OptionRange.Check(MinimumBands, 1, 8, nameof(MinimumBands), "Voice detection's");
        OptionRange.Check(MeanMarginDb, 1, 12, nameof(MeanMarginDb), "Voice detection's");
        OptionRange.Check(MinimumRoughnessDb, 0, 6, nameof(MinimumRoughnessDb), "Voice detection's");
        OptionRange.Check(MinimumBandShare, 0, 0.5f, nameof(MinimumBandShare), "Voice detection's");
        OptionRange.Check(HysteresisDb, 0, 3, nameof(HysteresisDb), "Voice detection's");
        OptionRange.Check(TonalShare, 0.9f, 1, nameof(TonalShare), "Voice detection's");
        OptionRange.Check(ClickShare, 0.5f, 1, nameof(ClickShare), "Voice detection's");
        OptionRange.Check(ForegroundMarginDb, 6, 20, nameof(ForegroundMarginDb), "Voice detection's");
        OptionRange.Check(MinimumPeriodicity, 0.3f, 0.9f, nameof(MinimumPeriodicity), "Voice detection's");
        if (LongestToneless < TimeSpan.FromMilliseconds(60) || LongestToneless > TimeSpan.FromMilliseconds(400))
            throw new ArgumentOutOfRangeException(nameof(LongestToneless), LongestToneless, "Voice detection's LongestToneless must lie between 60 and 400 ms.");
        OptionRange.Check(EchoReturnLossDb, 0, 30, nameof(EchoReturnLossDb), "Voice detection's");
        OptionRange.Check(EchoMarginDb, 0, 12, nameof(EchoMarginDb), "Voice detection's");
    }
}

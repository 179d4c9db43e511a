namespace CallActors.Speech.VoiceActivity;

/// <summary>
/// Predicts, band by band, how loud our own voice may come back now. As long as no echo was found, any of the last 400 ms could; how weak
/// it must be then is learned from how quiet the line stays while we play. Once the delay is known, only what was played then could, and
/// each band's loss is learned from the echo itself.
/// </summary>
internal sealed class EchoGuard
{
    // 200 ms.
    private const int Window = 10;
    private const float RecentMatch = 0.8f;

    // What the line's quiet says is believed by so much a frame, in dB, what a voice of other rhythm says by so much.
    private const float QuietStepDb = 0.6f;
    private const float RuledOutStepDb = 0.15f;
    private const float LargestLossDb = 45;

    // See LearnLoss. Steps are in dB a frame: large ones when an echo has just been found.
    private const float LossQuantile = 0.35f;
    private const float FirstStepDb = 3;
    private const float LeastStepDb = 0.25f;
    private const float StepShrinks = 0.95f;

    // An echo that was just found may be louder than it has been on average.
    private const float CautionDb = 4;

    // Below this, what we play is lost in any line's noise.
    private const float AudibleDb = -52;
    private const float HiddenDb = 3;

    // A room's reverberation.
    private const float TailDb = 3;

    private readonly PlayedSound _played = new();
    private readonly EchoDelay _delay = new(memory: 75, certain: 0.75f);
    private readonly EchoDelay _recent = new(memory: 20, certain: RecentMatch);
    private readonly SpeechSpectrum _spectrum = new();
    private readonly float[] _incoming = new float[Window];
    private readonly float[] _loss = new float[PlayedSound.Bands];
    private readonly float[] _predicted = new float[PlayedSound.Bands];
    private readonly float _leastLossDb;
    private float _lossUnknown;
    private bool _isKnown;
    private int _frame;
    private float _step;

    /// <param name="leastLossDb">How much weaker an echo is at least, as long as none was found, in dB.</param>
    public EchoGuard(float leastLossDb) => _leastLossDb = _lossUnknown = leastLossDb;

    /// <summary>Something of ours could come back now.</summary>
    public bool IsActive => _played.IsAudible;

    /// <summary>What comes in has just risen and fallen as what we play, with a delay at which no echo is known: one that has set in, or has
    /// moved.</summary>
    public bool IsMatched => IsActive && _recent.Match > RecentMatch && (!_isKnown || Math.Abs(_recent.Frames - _delay.Frames) > 1);

    /// <summary>The level that our echo may have, in dBFS, by band, the whole frame's last.</summary>
    public ReadOnlySpan<float> Predicted => _predicted;

    /// <summary>Takes what the person hears.</summary>
    /// <param name="samples">160 samples without offset, full scale 1; empty when nothing was played.</param>
    /// <param name="levelDb">Their level.</param>
    public void Play(ReadOnlySpan<float> samples, float levelDb)
    {
        var levels = _played.Next();
        if (samples.IsEmpty || levelDb <= PlayedSound.SilenceDb)
        {
            levels.Fill(PlayedSound.SilenceDb);
        }
        else
        {
            _spectrum.Analyse(samples, levels);
            levels[SpeechSpectrum.Bands] = levelDb;
            foreach (ref var level in levels) level = Math.Max(level, PlayedSound.SilenceDb);
        }

        _played.Taken();
        if (IsActive) Predict();
        else Array.Fill(_predicted, PlayedSound.SilenceDb);
    }

    /// <summary>Learns from what came in.</summary>
    /// <param name="levels">By band, the whole last.</param>
    /// <param name="floor">The noise, likewise.</param>
    public void Learn(ReadOnlySpan<float> levels, NoiseFloor floor)
    {
        const int whole = SpeechSpectrum.Bands;
        _incoming[_frame++ % Window] = levels[whole];
        if (!IsActive) return;
        var level = Math.Max(levels[whole], floor[whole]);
        _delay.Learn(_played, level);
        _recent.Learn(_played, level);
        if (!_isKnown)
        {
            LearnFromQuiet();
            if (_delay.Frames >= 0) BeginKnown();
        }
        else
        {
            LearnLoss(levels, floor);
        }
    }

    /// <summary>What comes in is our echo or louder than it: a voice over it, a noise. So the true loss lies where the larger of the observed
    /// ones are, as long as the person is silent for a third of the time that we speak.</summary>
    private void LearnLoss(ReadOnlySpan<float> levels, NoiseFloor floor)
    {
        _step = Math.Max(_step * StepShrinks, LeastStepDb);
        for (var band = 0; band < PlayedSound.Bands; band++)
        {
            var played = PlayedAt(band);
            if (played < AudibleDb) continue;
            var observed = played - Math.Max(levels[band], floor[band]);
            var isHidden = played - _loss[band] < floor[band] + HiddenDb;
            if (observed > _loss[band]) _loss[band] += Math.Min(LossQuantile * _step, observed - _loss[band]);
            else if (!isHidden) _loss[band] -= Math.Min((1 - LossQuantile) * _step, _loss[band] - observed);
            _loss[band] = Math.Clamp(_loss[band], 0, LargestLossDb);
        }
    }

    public void Reset()
    {
        _played.Reset();
        _delay.Reset();
        _recent.Reset();
        Array.Fill(_incoming, 0);
        (_lossUnknown, _isKnown, _frame) = (_leastLossDb, false, 0);
    }

    private void Predict()
    {
        for (var band = 0; band < PlayedSound.Bands; band++)
        {
            var tail = _predicted[band] - TailDb;
            var direct = _isKnown ? PlayedAt(band) - _loss[band] : LoudestOf(band) - _lossUnknown;
            _predicted[band] = Math.Max(direct, tail);
        }
    }

    private float PlayedAt(int band)
    {
        var delay = _delay.Frames;
        var level = Math.Max(_played[delay][band], _played[Math.Min(delay + 1, PlayedSound.Oldest)][band]);
        return delay > 0 ? Math.Max(level, _played[delay - 1][band]) : level;
    }

    private float LoudestOf(int band)
    {
        var loudest = PlayedSound.SilenceDb;
        for (var age = 0; age <= EchoDelay.Longest; age++) loudest = Math.Max(loudest, _played[age][band]);
        return loudest;
    }

    /// <summary>Whatever the delay is, within its window we played something this loud, and what came in was not louder than that.</summary>
    private void LearnFromQuiet()
    {
        const int whole = SpeechSpectrum.Bands;
        var least = float.PositiveInfinity;
        for (var delay = 0; delay + Window / 2 <= PlayedSound.Oldest; delay += 2)
        {
            var loudest = PlayedSound.SilenceDb;
            for (var age = delay; age < delay + Window / 2; age++) loudest = Math.Max(loudest, _played[age][whole]);
            least = Math.Min(least, loudest);
        }

        var incoming = float.NegativeInfinity;
        foreach (var level in _incoming) incoming = Math.Max(incoming, level);
        var bound = least - incoming;
        if (bound > _lossUnknown) _lossUnknown = Math.Min(Math.Min(bound, _lossUnknown + QuietStepDb), LargestLossDb);
        else if (_delay.IsRuledOut) _lossUnknown = Math.Min(_lossUnknown + RuledOutStepDb, LargestLossDb);
    }

    private void BeginKnown()
    {
        _isKnown = true;
        _step = FirstStepDb;
        Array.Fill(_loss, Math.Max(_leastLossDb, _delay.MeanLossDb - CautionDb));
    }
}

using CallActors.Contracts.Audio;
using CallActors.Speech.Codecs;

namespace CallActors.Speech.VoiceActivity;

/// <summary>
/// Tells speech from everything else by the levels of ten frequency bands above their learned noise floors, and above what our own voice
/// may sound like that comes back as echo. A frame is voiced when several bands, and all together, stand well above both, and above the
/// voices in the background; when it is neither smooth noise (no resonance in its spectrum), nor hum (most of it lies below the bands), nor
/// a beep (two tones hold its energy), nor a click (a few milliseconds hold it); and when it has a voice's pitch, or follows so closely on
/// sound that has that it may be a consonant.
/// </summary>
/// <remarks>Any steady sound is learned as noise: within half a second at the start of a call, within two seconds later on. How well this
/// does, and what it costs, is in docs/voice-activity.md.</remarks>
public sealed class AdaptiveVoiceDetector : IVoiceActivityDetector
{
    private const float DigitalSilenceDb = -96;
    private const float FullScale = 32768;

    // A band that lies further below the loudest one holds that one's side lobes and µ-law's coding noise, 38 dB below the frame.
    private const float BandRangeDb = 40;
    private const float MaximumExcessDb = 20;

    // The dark vowels of clear voices are almost pure tones too, at the voice's own pitch or its first overtone. Signalling tones
    // start at 350 Hz.
    private const float LowestToneHz = 320;

    // Vowels cross zero at most so often in 20 ms, hisses more often: these need not be looked at for a pitch.
    private const int MostCrossings = 70;

    private const float ConcealedDb = 6;

    private const int SliceSamples = 20;
    private const int Slices = AudioFormat.FrameBytes / SliceSamples;

    // The whole frame's level is learned like one more band.
    private const int WholeBand = SpeechSpectrum.Bands;

    // The pauses within a word, and between two, are shorter: after this the sound before does not vouch for the next.
    private const int FramesToForget = 15;

    private readonly VoiceDetectionOptions _options;
    private readonly SpeechSpectrum _spectrum = new();
    private readonly NoiseFloor _floor = new(SpeechSpectrum.Bands + 1);
    private readonly Ambience _ambience = new();
    private readonly Periodicity _periodicity = new();
    private readonly EchoGuard _echo;
    private readonly int _longestToneless;
    private readonly short[] _linear = new short[AudioFormat.FrameBytes];
    private readonly float[] _samples = new float[AudioFormat.FrameBytes];
    private readonly float[] _levels = new float[SpeechSpectrum.Bands + 1];
    private bool _wasVoiced;
    private int _toneless;
    private int _silent;

    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public AdaptiveVoiceDetector(VoiceDetectionOptions options)
    {
        options.Validate();
        _options = options;
        _echo = new EchoGuard(options.EchoReturnLossDb);
        _longestToneless = (int)(options.LongestToneless / AudioFormat.FrameDuration);
    }

    /// <inheritdoc/>
    public Contracts.Audio.VoiceActivity Process(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> played)
    {
        if (frame.Length != AudioFormat.FrameBytes)
            throw new ArgumentException($"A frame has {AudioFormat.FrameBytes} bytes, not {frame.Length}.", nameof(frame));

        TakePlayed(played);
        var power = Linearise(frame);
        var level = LevelOf(power);
        _levels[WholeBand] = level;
        _periodicity.Take(_samples);
        var isSpeech = false;
        if (level > NoiseFloor.LowestDb)
        {
            _spectrum.Analyse(_samples, _levels);
            isSpeech = StandsOut(level) && !IsSmooth() && !IsHum(power) && !IsBeep() && !IsClick(power);
        }
        else
        {
            // No band can be above the lowest floor: the spectrum would tell nothing.
            _levels.AsSpan(0, WholeBand).Fill(NoiseFloor.LowestDb);
        }

        _silent = isSpeech ? 0 : _silent + 1;
        if (_silent >= FramesToForget) _toneless = 0;
        _wasVoiced = isSpeech && HasTone() && !_echo.IsMatched;
        var floor = _floor[WholeBand];
        Learn(level, isSpeech);
        return new Contracts.Audio.VoiceActivity(_wasVoiced, level, floor);
    }

    /// <summary>Where our own echo may be, the noise of the place cannot be heard.</summary>
    private void Learn(float level, bool isSpeech)
    {
        var isOurs = _echo.IsActive && level < _echo.Predicted[WholeBand] + ConcealedDb;
        _floor.Learn(_levels, isNoise: !isSpeech && !isOurs);
        if (!isOurs) _ambience.Learn(level);
        _echo.Learn(_levels, _floor);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _floor.Reset();
        _ambience.Reset();
        _periodicity.Reset();
        _echo.Reset();
        (_wasVoiced, _toneless, _silent) = (false, 0, 0);
    }

    private void TakePlayed(ReadOnlySpan<byte> played)
    {
        if (played.IsEmpty)
        {
            _echo.Play([], PlayedSound.SilenceDb);
            return;
        }

        var power = Linearise(played);
        _echo.Play(_samples, LevelOf(power));
    }

    private static float LevelOf(float power) => power > 0 ? Math.Max(10 * MathF.Log10(power), DigitalSilenceDb) : DigitalSilenceDb;

    /// <summary>Vowels have a pitch. Sound without one is speech as long as it may be a consonant.</summary>
    private bool HasTone()
    {
        if (Crossings() <= MostCrossings && _periodicity.Measure() >= _options.MinimumPeriodicity)
        {
            _toneless = 0;
            return true;
        }

        return ++_toneless <= _longestToneless;
    }

    /// <summary>Fills the samples, without their mean, and gives their mean square. What is shorter than a frame ends in silence.</summary>
    private float Linearise(ReadOnlySpan<byte> muLaw)
    {
        MuLaw.Decode(muLaw, _linear);
        _linear.AsSpan(muLaw.Length).Clear();
        var sum = 0;
        foreach (var sample in _linear) sum += sample;
        var mean = (float)sum / _linear.Length;
        var power = 0f;
        for (var i = 0; i < _linear.Length; i++)
        {
            var sample = (_linear[i] - mean) / FullScale;
            _samples[i] = sample;
            power += sample * sample;
        }

        return power / _linear.Length;
    }

    /// <summary>Whether the frame stands above the noise, the other voices of the place, and our own echo.</summary>
    private bool StandsOut(float level)
    {
        var eased = _wasVoiced ? _options.HysteresisDb : 0;
        if (level < _options.MinimumLevelDb || level < _ambience.Limit(_options.ForegroundMarginDb) - eased) return false;
        if (_echo.IsActive && level < _echo.Predicted[WholeBand] + _options.EchoMarginDb - eased) return false;
        var loudest = float.NegativeInfinity;
        for (var band = 0; band < SpeechSpectrum.Bands; band++) loudest = Math.Max(loudest, _levels[band]);

        var bands = 0;
        var sum = 0f;
        for (var band = 0; band < SpeechSpectrum.Bands; band++)
        {
            if (_levels[band] < loudest - BandRangeDb) continue;
            var floor = _echo.IsActive ? Math.Max(_floor[band], _echo.Predicted[band]) : _floor[band];
            var excess = _levels[band] - floor;
            if (excess >= _options.BandMarginDb - eased) bands++;
            sum += Math.Clamp(excess, 0, MaximumExcessDb);
        }

        return bands >= _options.MinimumBands && sum / SpeechSpectrum.Bands >= _options.MeanMarginDb - eased;
    }

    private int Crossings()
    {
        var crossings = 0;
        for (var i = 1; i < _samples.Length; i++)
            if (_samples[i] < 0 != _samples[i - 1] < 0) crossings++;
        return crossings;
    }

    private bool IsSmooth() => _spectrum.Roughness < _options.MinimumRoughnessDb;

    private bool IsHum(float power) => _spectrum.Power < _options.MinimumBandShare * power;

    private bool IsBeep() => _spectrum.TonalShare >= _options.TonalShare && _spectrum.StrongestHz > LowestToneHz;

    private bool IsClick(float power)
    {
        var limit = _options.ClickShare * power * AudioFormat.FrameBytes;
        var previous = 0f;
        for (var slice = 0; slice < Slices; slice++)
        {
            var energy = 0f;
            foreach (var sample in _samples.AsSpan(slice * SliceSamples, SliceSamples)) energy += sample * sample;
            if (previous + energy >= limit) return true;
            previous = energy;
        }

        return false;
    }
}

/// <summary>Makes an <see cref="AdaptiveVoiceDetector"/> for each stream.</summary>
/// <param name="options">How speech is told from noise.</param>
public sealed class AdaptiveVoiceDetectorFactory(VoiceDetectionOptions options) : IVoiceActivityDetectorFactory
{
    /// <inheritdoc/>
    public IVoiceActivityDetector Create() => new AdaptiveVoiceDetector(options);
}

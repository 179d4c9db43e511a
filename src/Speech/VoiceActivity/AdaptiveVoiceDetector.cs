using CallActors.Contracts.Audio;
using CallActors.Speech.Codecs;

namespace CallActors.Speech.VoiceActivity;

/// <summary>
/// Tells speech from noise by the levels of ten frequency bands above their learned noise floors. A frame is voiced when several
/// bands, and all together, stand well above their floors, and it is neither smooth noise (no resonance in its spectrum), nor hum
/// (most of it lies below the bands), nor a beep (two tones hold its energy), nor a click (a few milliseconds hold it), nor weak
/// enough to be the echo of what we play.
/// </summary>
/// <remarks>Any steady sound is learned as noise: within half a second at the start of a call, within two seconds later on.</remarks>
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

    private const int SliceSamples = 20;
    private const int Slices = AudioFormat.FrameBytes / SliceSamples;

    // The whole frame's level is learned like one more band.
    private const int WholeBand = SpeechSpectrum.Bands;

    private readonly VoiceDetectionOptions _options;
    private readonly SpeechSpectrum _spectrum = new();
    private readonly NoiseFloor _floor = new(SpeechSpectrum.Bands + 1);
    private readonly short[] _linear = new short[AudioFormat.FrameBytes];
    private readonly float[] _samples = new float[AudioFormat.FrameBytes];
    private readonly float[] _levels = new float[SpeechSpectrum.Bands + 1];
    private bool _wasVoiced;

    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public AdaptiveVoiceDetector(VoiceDetectionOptions options)
    {
        options.Validate();
        _options = options;
    }

    /// <inheritdoc/>
    public Contracts.Audio.VoiceActivity Process(ReadOnlySpan<byte> frame, float playedDb)
    {
        if (frame.Length != AudioFormat.FrameBytes)
            throw new ArgumentException($"A frame has {AudioFormat.FrameBytes} bytes, not {frame.Length}.", nameof(frame));

        var power = Linearise(frame);
        var level = power > 0 ? Math.Max(10 * MathF.Log10(power), DigitalSilenceDb) : DigitalSilenceDb;
        _levels[WholeBand] = level;
        var isSpeech = false;
        if (level > NoiseFloor.LowestDb)
        {
            _spectrum.Analyse(_samples, _levels);
            isSpeech = StandsAboveNoise(level) && !IsSmooth() && !IsHum(power) && !IsBeep() && !IsClick(power);
        }
        else
        {
            // No band can be above the lowest floor: the spectrum would tell nothing.
            _levels.AsSpan(0, WholeBand).Fill(NoiseFloor.LowestDb);
        }

        // While we play, what comes in may be our own voice: the floor may sink but not rise on it.
        var isOurs = level <= playedDb - _options.EchoReturnLossDb;
        var floor = _floor[WholeBand];
        _floor.Learn(_levels, isNoise: !isSpeech && float.IsNegativeInfinity(playedDb));
        _wasVoiced = isSpeech && !isOurs;
        return new Contracts.Audio.VoiceActivity(_wasVoiced, level, floor);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _floor.Reset();
        _wasVoiced = false;
    }

    /// <summary>Fills the samples, without their mean, and gives their mean square.</summary>
    private float Linearise(ReadOnlySpan<byte> frame)
    {
        MuLaw.Decode(frame, _linear);
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

    private bool StandsAboveNoise(float level)
    {
        if (level < _options.MinimumLevelDb) return false;
        var eased = _wasVoiced ? _options.HysteresisDb : 0;
        var loudest = float.NegativeInfinity;
        for (var band = 0; band < SpeechSpectrum.Bands; band++) loudest = Math.Max(loudest, _levels[band]);

        var bands = 0;
        var sum = 0f;
        for (var band = 0; band < SpeechSpectrum.Bands; band++)
        {
            if (_levels[band] < loudest - BandRangeDb) continue;
            var excess = _levels[band] - _floor[band];
            if (excess >= _options.BandMarginDb - eased) bands++;
            sum += Math.Clamp(excess, 0, MaximumExcessDb);
        }

        return bands >= _options.MinimumBands && sum / SpeechSpectrum.Bands >= _options.MeanMarginDb - eased;
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

using CallActors.Contracts.Audio;

namespace CallActors.Speech.VoiceActivity.Machines;

/// <summary>Tells answering machines by how long they speak without waiting for an answer, by their beep, and by the silence behind the
/// greeting. What it is worth is measured: docs/machines.md.</summary>
public sealed class MachineDetector(MachineDetectionOptions options) : IMachineDetector
{
    // On a line on which nothing at all is said, silence says less.
    private const int OfNothing = 2;

    private readonly BeepDetector _beep = new(options);
    private readonly int _greeting = Frames(options.GreetingFrom);
    private readonly int _pause = Frames(options.GreetingPause);
    private readonly int _beginsWithin = Frames(options.GreetingBeginsWithin);
    private readonly int _silence = Frames(options.SilenceBehindGreeting);
    private readonly int _voiceBeforeBeep = Frames(options.VoiceBeforeBeep);
    private bool _isGreetingTold;
    private int _frames;
    private int _voiced;
    private int _unvoiced;
    private int _speechFrames;
    private int _speechVoiced;
    private bool _isFirstSpeech = true;

    /// <inheritdoc/>
    public MachineSign Process(ReadOnlySpan<byte> frame, bool isVoiced)
    {
        _frames++;
        var isBeep = _beep.Process(frame) && _voiced >= _voiceBeforeBeep;
        // A tone in noise may pass for a voice, but not for the one before itself.
        var isGreeting = Follow(isVoiced && !_beep.IsInTone);
        if (isBeep) return MachineSign.Beep;
        if (isGreeting) return MachineSign.Greeting;
        // What lasts is told again: who asks for it may have come late.
        return _unvoiced > 0 && !_beep.IsInTone && _unvoiced % (_voiced > 0 ? _silence : OfNothing * _silence) == 0 ? MachineSign.Silence : MachineSign.None;
    }

    /// <summary>True at the frame in which the first speech of the call has become too long for a person's.</summary>
    private bool Follow(bool isVoiced)
    {
        if (isVoiced)
        {
            _voiced++;
            _unvoiced = 0;
            if (_speechFrames == 0 && _frames > _beginsWithin) _isFirstSpeech = false;
            _speechVoiced++;
        }
        else
        {
            _unvoiced++;
            if (_speechFrames > 0 && _unvoiced > _pause) (_speechFrames, _speechVoiced) = (0, 0);
        }

        if (isVoiced || _speechFrames > 0) _speechFrames++;
        if (_isGreetingTold || !isVoiced || !_isFirstSpeech || _speechFrames < _greeting || _speechVoiced < options.GreetingDensity * _speechFrames) return false;
        return _isGreetingTold = true;
    }

    private static int Frames(TimeSpan time) => (int)(time / AudioFormat.FrameDuration);
}

/// <summary>Makes a <see cref="MachineDetector"/> for a call.</summary>
public sealed class MachineDetectorFactory(MachineDetectionOptions options) : IMachineDetectorFactory
{
    /// <inheritdoc/>
    public IMachineDetector Create() => new MachineDetector(options);
}

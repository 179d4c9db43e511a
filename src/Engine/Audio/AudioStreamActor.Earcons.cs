using CallActors.Contracts.Audio;

namespace CallActors.Engine.Audio;

/// <summary>Short sounds between utterances. They give way to everything.</summary>
public sealed partial class AudioStreamActor
{
    private ReadOnlyMemory<byte> _earcon;
    private bool _earconStarted;

    private void OnPlayEarcon(StreamCommands.PlayEarcon play)
    {
        if (_playout.IsActive || _held is not null || _tracker.InVoice || !_earcon.IsEmpty) return;
        _earcon = Earcons.Sound(play.Earcon);
        _earconStarted = false;
        _clock.Add(Self);
    }

    /// <summary>One frame at each tick: it needs no lead, as a gap in it is only a softer sound.</summary>
    private void SendEarcon()
    {
        if (_earcon.IsEmpty) return;
        _outlet.SendAudio(_earcon.Span[..AudioFormat.FrameBytes]);
        _earconStarted = true;
        _earcon = _earcon[AudioFormat.FrameBytes..];
        if (_earcon.IsEmpty) _clock.Remove(Self);
    }

    private void StopEarcon()
    {
        if (_earcon.IsEmpty) return;
        _earcon = default;
        _clock.Remove(Self);
        if (_earconStarted) _outlet.SendClear();
    }
}

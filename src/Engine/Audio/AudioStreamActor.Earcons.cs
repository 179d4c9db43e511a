using CallActors.Contracts.Audio;

namespace CallActors.Engine.Audio;

/// <summary>Short sounds between utterances, while one awaits its text, and while its voice is late. They give way to everything.</summary>
public sealed partial class AudioStreamActor
{
    private ReadOnlyMemory<byte> _earcon;
    private ReadOnlyMemory<byte> _earconHeard;
    private bool _earconStarted;

    private void OnPlayEarcon(StreamCommands.PlayEarcon play)
    {
        if ((_playout is { IsActive: true, HasBegun: true } && !_awaitsText) || _held is not null || _tracker.InVoice || !_earcon.IsEmpty) return;
        _earcon = Earcons.Sound(play.Earcon);
        _earconStarted = false;
        _clock.Add(Self);
    }

    /// <summary>One frame at each tick: it needs no lead, as a gap in it is only a softer sound.</summary>
    private void SendEarcon()
    {
        if (_earcon.IsEmpty) return;
        _earconHeard = _earcon[..AudioFormat.FrameBytes];
        _outlet.SendAudio(_earconHeard.Span);
        _earconStarted = true;
        _earcon = _earcon[AudioFormat.FrameBytes..];
        if (_earcon.IsEmpty) LeaveClock();
    }

    /// <summary>What the person hears of it with the frame that comes in now; empty without one.</summary>
    private ReadOnlySpan<byte> ListenToEarcon()
    {
        var heard = _earconHeard.Span;
        _earconHeard = default;
        return heard;
    }

    private void StopEarcon()
    {
        if (_earcon.IsEmpty) return;
        _earcon = default;
        LeaveClock();
        if (_earconStarted) _outlet.SendClear();
    }

    private void LeaveClock()
    {
        if (!IsSaying) _clock.Remove(Self);
    }
}

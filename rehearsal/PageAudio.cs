using System.Threading.Channels;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Gateway.Media;
using CallActors.Simulators.Media;

namespace CallActors.Rehearsal;

/// <summary>The page's microphone and loudspeaker in the handset's place. The two clocks drift: what the page sends ahead is kept up to
/// 200 ms, and both directions begin with a cushion of 60 ms.</summary>
public sealed class PageAudio : IStreamInlet, IPhoneRoom
{
    private const int MaxFrames = 10;
    private const int Cushion = 3;

    private readonly Handset _handset;
    private readonly IMediaOutlet _outlet;
    private readonly byte[] _played = new byte[AudioFormat.FrameBytes];
    private readonly Channel<AudioFrame> _heard = Channel.CreateBounded<AudioFrame>(
        new BoundedChannelOptions(MaxFrames) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, dropped => dropped.Return());

    private bool _quiet = true;
    private bool _dry = true;

    /// <param name="outlet">Leads to the page.</param>
    public PageAudio(Handset handset, IMediaOutlet outlet) => (_handset, _outlet) = (handset, outlet);

    /// <inheritdoc/>
    public void Started(CallId callId, string token) => _handset.Room = this;

    /// <inheritdoc/>
    public void Hear(AudioFrame frame)
    {
        if (!_heard.Writer.TryWrite(frame)) frame.Return();
    }

    /// <inheritdoc/>
    public void MarkReturned(MediaMark mark)
    {
        // The network between the two has its own marks.
    }

    /// <inheritdoc/>
    public void KeyPressed(char key)
    {
        try
        {
            _handset.Press(key.ToString());
        }
        catch (PhoneException)
        {
            // The call ended in the same moment.
        }
    }

    /// <inheritdoc/>
    public void Stopped() => Disconnected();

    /// <inheritdoc/>
    public void Disconnected()
    {
        if (ReferenceEquals(_handset.Room, this)) _handset.Room = null;
        _heard.Writer.TryComplete();
    }

    /// <inheritdoc/>
    public void Sound(ReadOnlySpan<byte> played, Span<byte> heard)
    {
        if (_dry) _dry = _heard.Reader.Count < Cushion;
        if (!_dry && _heard.Reader.TryRead(out var frame))
        {
            frame.Samples.CopyTo(heard);
            frame.Return();
        }
        else _dry = true;
        if (played.IsEmpty)
        {
            _quiet = true;
            return;
        }
        if (_quiet)
        {
            _played.AsSpan().Fill(AudioFormat.Silence);
            for (var i = 0; i < Cushion; i++) _outlet.SendAudio(_played);
        }
        _quiet = false;
        played.CopyTo(_played);
        _played.AsSpan(played.Length).Fill(AudioFormat.Silence);
        _outlet.SendAudio(_played);
    }
}

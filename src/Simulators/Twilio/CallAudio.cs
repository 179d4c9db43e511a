using CallActors.Contracts.Audio;
using CallActors.Simulators.Media;

namespace CallActors.Simulators.Twilio;

/// <summary>The audio of one answered call: every 20 ms the phone hears what its verb plays, and its microphone feeds the stream.</summary>
internal sealed class CallAudio : IDisposable
{
    private const string End = "end";

    private readonly Handset _handset;
    private readonly List<string> _reached = [];
    private readonly byte[] _played = new byte[AudioFormat.FrameBytes];
    private readonly byte[] _heard = new byte[AudioFormat.FrameBytes];
    private readonly IDisposable _ticking;
    private volatile TwilioStream? _stream;
    private volatile Playing? _playing;

    public CallAudio(Handset handset, TimeProvider time)
    {
        _handset = handset;
        _ticking = PhoneClock.For(time).Every20Milliseconds(Tick);
    }

    /// <summary>The stream that is connected, if any.</summary>
    public TwilioStream? Stream
    {
        get => _stream;
        set => _stream = value;
    }

    /// <summary>Plays to the phone. Done when the last sample has been played.</summary>
    public async Task PlayAsync(ReadOnlyMemory<byte> muLaw, CancellationToken cancellationToken)
    {
        var buffer = new PlaybackBuffer(muLaw.Length);
        buffer.Add(muLaw.Span);
        if (buffer.AddMark(End)) return;
        var playing = new Playing(buffer);
        _playing = playing;
        try
        {
            await playing.Done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.CompareExchange(ref _playing, null, playing);
        }
    }

    public void Dispose() => _ticking.Dispose();

    private void Tick(DateTimeOffset due)
    {
        _reached.Clear();
        var (stream, playing) = (_stream, _playing);
        var count = (stream?.Playback ?? playing?.Buffer)?.Tick(_played, _reached) ?? 0;
        var voiced = _handset.Sound(due, _played.AsSpan(0, count), _heard);
        if (stream is not null)
        {
            foreach (var name in _reached) stream.Reached(name);
            stream.Hear(_heard, voiced);
        }
        else if (_reached.Count > 0) playing?.Done.TrySetResult();
    }

    private sealed record Playing(PlaybackBuffer Buffer)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

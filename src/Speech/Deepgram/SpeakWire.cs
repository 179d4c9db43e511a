using CallActors.Contracts.Audio;

namespace CallActors.Speech.Deepgram;

/// <summary>What became of a request by a message.</summary>
internal enum SpeakTurn
{
    /// <summary>Nothing yet.</summary>
    GoesOn,

    /// <summary>It has all its audio, or has been stopped: the socket may be asked for the next.</summary>
    IsOver,

    /// <summary>The service does not do what it was asked.</summary>
    IsRefused,
}

/// <summary>One of the two protocols that the vendor's voices are spoken with; an instance belongs to one socket.</summary>
internal abstract class SpeakWire
{
    /// <summary>The endpoint of a voice, for sockets and requests.</summary>
    public static string PathOf(string voice) => IsFlux(voice) ? "v2/speak" : "v1/speak";

    /// <summary>Flux voices are spoken by turns; an endpoint refuses the other's voices.</summary>
    public static bool IsFlux(string voice) => voice.StartsWith("flux-", StringComparison.Ordinal);

    public static SpeakWire Of(string voice, TimeProvider time) => IsFlux(voice) ? new FluxWire() : new AuraWire(time);

    /// <summary>The service will take one more request now.</summary>
    public virtual bool MayFlush => true;

    /// <summary>A request has been sent.</summary>
    public virtual void OnFlush()
    {
    }

    /// <summary>Audio has been handed on, which is as good as played: only as much is asked for as is wanted.</summary>
    public virtual void OnAudio(int samples)
    {
    }

    /// <summary>A message while a request is spoken.</summary>
    public abstract SpeakTurn Speaking(SpeakMessage message);

    /// <summary>What stops the request that is spoken.</summary>
    public abstract SpeakMessage Stop();

    /// <summary>A message while that is under way.</summary>
    public abstract SpeakTurn Stopping(SpeakMessage message);
}

/// <summary><c>/v1/speak</c>, for the Aura voices: a buffer of text that is flushed and cleared.</summary>
internal sealed class AuraWire(TimeProvider time) : SpeakWire
{
    /// <summary>So many requests a minute are answered on one socket.</summary>
    private const int MostFlushes = 20;

    private static readonly TimeSpan FlushWindow = TimeSpan.FromSeconds(60);

    private readonly Queue<long> _flushes = new();

    public override bool MayFlush
    {
        get
        {
            while (_flushes.TryPeek(out var at) && time.GetElapsedTime(at) >= FlushWindow) _flushes.Dequeue();
            return _flushes.Count < MostFlushes;
        }
    }

    public override void OnFlush() => _flushes.Enqueue(time.GetTimestamp());

    public override SpeakTurn Speaking(SpeakMessage message) => message.Type switch
    {
        "Flushed" => SpeakTurn.IsOver,
        "Warning" or "Error" => SpeakTurn.IsRefused,
        _ => SpeakTurn.GoesOn,
    };

    public override SpeakMessage Stop() => new("Clear");

    public override SpeakTurn Stopping(SpeakMessage message) => message.Type is "Cleared" ? SpeakTurn.IsOver : SpeakTurn.GoesOn;
}

/// <summary><c>/v2/speak</c>, for the Flux voices: turns, each ended by a <c>Flush</c> or cut off by an <c>Interrupt</c>, which is told how much
/// was played. The service counts that over all the session and goes on from there, as far as it speaks in the light of what was said
/// before.</summary>
internal sealed class FluxWire : SpeakWire
{
    private long _played;
    private long _interruptedAt;
    private long? _asked;

    private static long MillisecondsOf(long samples) => samples * 1000 / AudioFormat.SampleRate;

    public override void OnAudio(int samples) => _played += samples;

    public override SpeakTurn Speaking(SpeakMessage message) => message.Type switch
    {
        // All audio of a turn comes before it, and of a turn without sound it comes as well; Flushed tells less.
        "SpeechMetadata" => SpeakTurn.IsOver,
        "Error" => SpeakTurn.IsRefused,
        _ => SpeakTurn.GoesOn,
    };

    public override SpeakMessage Stop()
    {
        // One that does not advance is refused; without one the service takes what it has made.
        _asked = MillisecondsOf(_played) > MillisecondsOf(_interruptedAt) ? MillisecondsOf(_played) : null;
        return new SpeakMessage("Interrupt", PlaybackOffset: _asked is { } at ? new PlaybackOffset(at) : null);
    }

    public override SpeakTurn Stopping(SpeakMessage message)
    {
        switch (message)
        {
            case { Type: "SpeechInterrupted" }:
                // Where it was not told the position, the next one must advance past the service's own.
                if (_asked is null && message.AudioPlayedMs is > 0 and < 1e9) _played = Math.Max(_played, (long)(message.AudioPlayedMs.Value * AudioFormat.SampleRate / 1000));
                _interruptedAt = _played;
                return SpeakTurn.IsOver;
            case { Type: "Warning", Code: "NO_ACTIVE_SPEECH" }:
                // It had come to its end meanwhile.
                return SpeakTurn.IsOver;
            case { Type: "Warning", Code: "NO_AUDIO_GENERATED" or "INTERRUPT_IN_PROGRESS" or "INVALID_INTERRUPT_OFFSET" }:
            case { Type: "Error" }:
                return SpeakTurn.IsRefused;
            default:
                return SpeakTurn.GoesOn;
        }
    }
}

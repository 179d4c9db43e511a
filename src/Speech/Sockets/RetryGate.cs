using CallActors.Contracts.Speech;

namespace CallActors.Speech.Sockets;

/// <summary>A vendor that said when it may be asked again is not asked before. Thread-safe.</summary>
internal sealed class RetryGate(string vendor, TimeProvider time)
{
    /// <summary>However long a vendor wants to be left alone: later it is tried all the same.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private long _closedUntil;

    /// <exception cref="SpeechException">Busy: the time is not over.</exception>
    public void Enter()
    {
        var left = new TimeSpan(Volatile.Read(ref _closedUntil) - time.GetUtcNow().UtcTicks);
        if (left > TimeSpan.Zero)
            throw new SpeechException(SpeechFailure.Busy, $"{vendor} asked not to be asked for another {Math.Ceiling(left.TotalSeconds):0} s.");
    }

    /// <summary>It has refused.</summary>
    public void Note(VendorRefusal refusal)
    {
        if (refusal.RetryAfter is not { } wait) return;
        Volatile.Write(ref _closedUntil, (time.GetUtcNow() + (wait < LongestWait ? wait : LongestWait)).UtcTicks);
    }
}

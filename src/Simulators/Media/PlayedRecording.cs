using CallActors.Contracts.Audio;

namespace CallActors.Simulators.Media;

/// <summary>Audio that was played without a pause.</summary>
/// <param name="StartedAt">When its first sample was played.</param>
public sealed record PlayedRun(DateTimeOffset StartedAt, ReadOnlyMemory<byte> MuLaw)
{
    public TimeSpan Duration => AudioFormat.DurationOf(MuLaw.Length);

    public DateTimeOffset EndedAt => StartedAt + Duration;
}

/// <summary>Everything that a phone's loudspeaker has really played, with the times. Keeps the latest up to its bound. Thread-safe.</summary>
public sealed class PlayedRecording
{
    private readonly Lock _lock = new();
    private readonly int _maxBytes;
    private readonly LinkedList<(DateTimeOffset At, List<byte> MuLaw)> _runs = new();
    private DateTimeOffset _continuesAt;
    private int _held;
    private long _total;

    internal PlayedRecording(TimeSpan longest) => _maxBytes = (int)AudioFormat.SamplesIn(longest);

    /// <summary>How much has been played since the phone was switched on, forgotten audio included.</summary>
    public TimeSpan Total => AudioFormat.DurationOf(Interlocked.Read(ref _total));

    /// <summary>What was played, run by run: a pause of more than two frames begins a new one.</summary>
    public IReadOnlyList<PlayedRun> Runs
    {
        get
        {
            lock (_lock) return [.. _runs.Select(run => new PlayedRun(run.At, run.MuLaw.ToArray()))];
        }
    }

    /// <summary>The µ-law samples that were played at or after a moment.</summary>
    public byte[] Since(DateTimeOffset moment) =>
        [.. Runs.SelectMany(run => run.MuLaw[(int)Math.Clamp(AudioFormat.SamplesIn(moment - run.StartedAt), 0, run.MuLaw.Length)..].ToArray())];

    internal void Add(DateTimeOffset now, ReadOnlySpan<byte> muLaw)
    {
        Interlocked.Add(ref _total, muLaw.Length);
        if (_maxBytes == 0) return;
        lock (_lock)
        {
            if (_runs.Last is null || now - _continuesAt > 2 * AudioFormat.FrameDuration) _runs.AddLast((now, []));
            _runs.Last!.Value.MuLaw.AddRange(muLaw);
            _continuesAt = now + AudioFormat.DurationOf(muLaw.Length);
            _held += muLaw.Length;
            while (_held > _maxBytes && _runs.Count > 1)
            {
                _held -= _runs.First!.Value.MuLaw.Count;
                _runs.RemoveFirst();
            }
        }
    }
}

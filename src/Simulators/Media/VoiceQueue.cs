namespace CallActors.Simulators.Media;

/// <summary>What the person is about to say, taken 20 ms at a time. Thread-safe.</summary>
internal sealed class VoiceQueue
{
    private const int MaxUtterances = 64;

    private readonly Lock _lock = new();
    private readonly Queue<Utterance> _waiting = new();

    /// <summary>Done when the last sample has been sent; fails when the call ends before.</summary>
    public Task AddAsync(ReadOnlyMemory<byte> muLaw)
    {
        if (muLaw.IsEmpty) return Task.CompletedTask;
        var utterance = new Utterance(muLaw);
        lock (_lock)
        {
            if (_waiting.Count == MaxUtterances) throw new PhoneException($"More than {MaxUtterances} utterances wait to be said.");
            _waiting.Enqueue(utterance);
        }
        return utterance.Said.Task;
    }

    /// <summary>Fills the frame; false when there is nothing to say.</summary>
    public bool Take(Span<byte> frame)
    {
        Utterance? said = null;
        lock (_lock)
        {
            if (!_waiting.TryPeek(out var speaking)) return false;
            var count = Math.Min(frame.Length, speaking.Rest.Length);
            speaking.Rest.Span[..count].CopyTo(frame);
            frame[count..].Fill(Contracts.Audio.AudioFormat.Silence);
            speaking.Rest = speaking.Rest[count..];
            if (speaking.Rest.IsEmpty) said = _waiting.Dequeue();
        }
        said?.Said.TrySetResult();
        return true;
    }

    public void Abandon(string why)
    {
        Utterance[] abandoned;
        lock (_lock)
        {
            abandoned = [.. _waiting];
            _waiting.Clear();
        }
        foreach (var utterance in abandoned) utterance.Said.TrySetException(new PhoneException(why));
    }

    private sealed class Utterance(ReadOnlyMemory<byte> muLaw)
    {
        public ReadOnlyMemory<byte> Rest { get; set; } = muLaw;

        public TaskCompletionSource Said { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

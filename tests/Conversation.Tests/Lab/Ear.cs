namespace CallActors.Conversation.Tests.Lab;

/// <summary>What the person's ear has got: every frame of ours that was played, with its moment.</summary>
internal sealed class Ear(LabTime time, LabVoice voice)
{
    private readonly List<(TimeSpan At, int TapeFrame)> _heard = [];

    /// <summary>Frames of our tape in the order in which they were heard; −1 for one that is cut.</summary>
    public IReadOnlyList<(TimeSpan At, int TapeFrame)> Heard => _heard;

    /// <summary>When speech of ours was heard last.</summary>
    public TimeSpan LastSpeechAt { get; private set; } = TimeSpan.MinValue / 2;

    public void Play(ReadOnlySpan<byte> frame)
    {
        // Silence and soft sounds have nothing of our tape in them; a frame that is cut has.
        if (!frame.Contains(Sounds.Ours)) return;
        LastSpeechAt = time.Now;
        _heard.Add((time.Now, frame[0] == Sounds.Ours ? Sounds.NumberOf(frame) : -1));
    }

    /// <summary>The words of an utterance that were heard to their end, by their places in its text.</summary>
    public int HeardLength(int utterance)
    {
        var length = 0;
        foreach (var (_, frame) in _heard)
            if (voice.WordAt(frame) is { } word && word.Utterance == utterance && word.IsLast(frame)) length = Math.Max(length, word.TextEnd);
        return length;
    }
}

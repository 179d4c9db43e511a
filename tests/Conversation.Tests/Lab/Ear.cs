using CallActors.Contracts.Audio;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>What the person's ear has got: every frame of ours that was played, with its moment.</summary>
internal sealed class Ear(LabTime time, Tape tape)
{
    private readonly List<(TimeSpan At, int TapeFrame)> _heard = [];
    private readonly HashSet<int> _lost = [];

    /// <summary>Frames of our tape in the order in which they were played, those among them that the line lost too; −1 for one that is cut.</summary>
    public IReadOnlyList<(TimeSpan At, int TapeFrame)> Heard => _heard;

    /// <summary>When speech of ours was heard last.</summary>
    public TimeSpan LastSpeechAt { get; private set; } = TimeSpan.MinValue / 2;

    /// <summary>When any sound of ours was heard last.</summary>
    public TimeSpan LastSoundAt { get; private set; } = TimeSpan.MinValue / 2;

    /// <param name="isLost">The carrier has played it; the line has lost it on the way.</param>
    public void Play(ReadOnlySpan<byte> frame, bool isLost)
    {
        if (frame[0] == AudioFormat.Silence) return;
        LastSoundAt = time.Now;
        if (!Sounds.IsOurs(frame)) return;
        LastSpeechAt = time.Now;
        var number = Sounds.IsWhole(frame) ? Sounds.NumberOf(frame) : -1;
        _heard.Add((time.Now, number));
        if (isLost) _lost.Add(number);
    }

    /// <summary>The words of an utterance that were heard to their end, by their places in its text. A word of which nothing came through is
    /// not heard.</summary>
    public int HeardLength(int utterance) => HeardLength(t => t.Utterance == utterance);

    /// <summary>The same of a text, also as it was repeated, or as far as it had come.</summary>
    public int HeardLength(string text) => HeardLength(t => text.StartsWith(t.Text, StringComparison.Ordinal));

    private int HeardLength(Predicate<Take> counts)
    {
        var length = 0;
        foreach (var (_, frame) in _heard)
        {
            if (frame < 0) continue;
            var word = tape.WordAt(frame);
            if (word.TextEnd > length && counts(word.Take) && word.IsLast(frame) && CameThrough(word)) length = word.TextEnd;
        }

        return length;
    }

    private bool CameThrough(TapedWord word) => _lost.Count == 0 || Enumerable.Range(word.FirstFrame, word.Frames).Any(f => !_lost.Contains(f));
}

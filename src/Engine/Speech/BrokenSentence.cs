using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;
using CallActors.Engine.Audio;

namespace CallActors.Engine.Speech;

/// <summary>A sentence whose voice broke off.</summary>
/// <param name="Kept">Samples of it that say whole words; what was delivered behind them is of a word that is said again.</param>
/// <param name="TextAt">Where in the sentence's text the first word stands that was not said whole; the text's length when there is none.</param>
internal readonly record struct BrokenSentence(long Kept, int TextAt)
{
    // A word is taken to be whole when so much of the time that it should take is there: words differ, and their last sounds fade.
    private const double Whole = 0.85;

    /// <param name="delivered">Samples that the voice gave.</param>
    /// <param name="times">The words that the voice told the times of, in their order; empty for a voice that tells none.</param>
    /// <param name="pace">What is known of the voice's pace, where it does not tell.</param>
    public static BrokenSentence Of(SpeakableSentence sentence, long delivered, IReadOnlyList<SpokenWord> times, VoicePace pace)
    {
        if (delivered == 0) return new BrokenSentence(0, 0);
        return times.Count > 0 ? Timed(sentence.Text, delivered, times, pace) : Untimed(sentence.Text, delivered, pace);
    }

    /// <summary>What another voice has to say; null when nothing is left.</summary>
    public SpeakableSentence? RestOf(SpeakableSentence sentence)
    {
        if (TextAt == 0) return sentence;
        if (TextAt >= sentence.Text.Length) return null;
        // The sentence's binding knows which of the agent's words that is. Without one, positions are the agent's where the sentence is spoken
        // as it is written; elsewhere they are taken in proportion.
        if (sentence.Binding.TryFind(TextAt, out var bound))
        {
            return new SpeakableSentence(sentence.Text[TextAt..], sentence.SourceStart + bound, sentence.SourceLength - bound)
            {
                Binding = sentence.Binding.From(TextAt, bound),
            };
        }

        var source = sentence.Text.Length == sentence.SourceLength ? TextAt : (int)((long)sentence.SourceLength * TextAt / sentence.Text.Length);
        return new SpeakableSentence(sentence.Text[TextAt..], sentence.SourceStart + source, sentence.SourceLength - source);
    }

    private static BrokenSentence Timed(string text, long delivered, IReadOnlyList<SpokenWord> times, VoicePace pace)
    {
        var last = -1;
        var beats = 0.0;
        while (last + 1 < times.Count && times[last + 1].SampleStart < delivered)
        {
            if (last >= 0) beats += BeatsOf(text, times[last].TextStart);
            last++;
        }

        // The voice had given silence so far.
        if (last < 0) return new BrokenSentence(0, 0);
        var (word, isKnown) = (times[last], last + 1 < times.Count);
        var perBeat = beats > 0 ? (word.SampleStart - times[0].SampleStart) / beats : pace.SamplesPerBeat;
        var isWhole = isKnown
            ? times[last + 1].SampleStart - delivered < AudioFormat.FrameBytes
            : delivered - word.SampleStart >= Whole * perBeat * BeatsOf(text, word.TextStart);
        return isWhole ? new BrokenSentence(delivered, NextWord(text, word.TextStart)) : new BrokenSentence(word.SampleStart, word.TextStart);
    }

    private static BrokenSentence Untimed(string text, long delivered, VoicePace pace)
    {
        var at = 0L;
        for (var word = 0; word < text.Length; word = NextWord(text, word))
        {
            var takes = BeatsOf(text, word) * pace.SamplesPerBeat;
            // Whole frames: no place within one is known.
            if (at + Whole * takes > delivered) return new BrokenSentence(at - at % AudioFormat.FrameBytes, word);
            at = Math.Min(delivered, at + (long)takes);
        }

        return new BrokenSentence(delivered, text.Length);
    }

    private static double BeatsOf(string text, int word)
    {
        var length = text.AsSpan(word).IndexOf(' ');
        var isLast = length < 0;
        return VoicePace.Beats(isLast ? text.AsSpan(word) : text.AsSpan(word, length), isLast);
    }

    private static int NextWord(string text, int word)
    {
        var space = text.IndexOf(' ', word);
        if (space < 0) return text.Length;
        while (space < text.Length && text[space] == ' ') space++;
        return space;
    }
}

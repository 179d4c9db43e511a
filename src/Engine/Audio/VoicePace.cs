namespace CallActors.Engine.Audio;

/// <summary>
/// How fast a voice speaks, learned from the sentences that it has finished: samples for each beat, where a beat is about a syllable.
/// Tells where the words of a sentence lie when the voice does not.
/// </summary>
internal sealed class VoicePace
{
    // 170 ms a syllable: between a newsreader and a slow voice. Replaced by the first sentence.
    private const double Usual = 1360;
    private const double Newest = 0.3;

    private bool _learned;
    private double _own = Usual;

    /// <summary>The speed that the voice is asked for, 0.5–2, 1 for its own. What it has said at another one counts all the same; a voice that
    /// cannot change its speed is known again after some sentences.</summary>
    public double Speed { get; set; } = 1;

    /// <summary>Samples for one beat.</summary>
    public double SamplesPerBeat => _own / Speed;

    /// <summary>A sentence of so many beats took so many samples.</summary>
    public void Learn(double beats, long samples)
    {
        if (beats < 2 || samples <= 0) return;
        var pace = samples / beats * Speed;
        _own = _learned ? _own + Newest * (pace - _own) : pace;
        _learned = true;
    }

    /// <summary>Beats of one word with the pause that its punctuation asks for.</summary>
    /// <param name="isLast">The sentence ends with it: the pause behind it is no part of the sentence's sound.</param>
    public static double Beats(ReadOnlySpan<char> word, bool isLast)
    {
        var beats = 0.0;
        var inVowel = false;
        var letters = 0;
        foreach (var c in word)
        {
            if (char.IsAsciiDigit(c))
            {
                beats += 1.2;
                inVowel = false;
                continue;
            }

            if (char.IsLetter(c)) letters++;
            var isVowel = IsVowel(c);
            if (isVowel && !inVowel) beats++;
            inVowel = isVowel;
        }

        // A final silent e, as in "file", is written and not said; a word without vowels is spelled or still takes its time.
        if (beats > 1 && word.TrimEnd(".,;:!?") is [.., 'e']) beats--;
        if (beats < 1 && letters > 0) beats = 1;
        beats += letters * 0.08;
        return isLast ? beats : beats + PauseAfter(word);
    }

    /// <summary>Beats of a sentence, without the pause behind it.</summary>
    public static double BeatsOf(ReadOnlySpan<char> sentence)
    {
        var beats = 0.0;
        foreach (var range in sentence.Split(' '))
            if (!sentence[range].IsEmpty) beats += Beats(sentence[range], isLast: range.End.Value == sentence.Length);
        return beats;
    }

    private static double PauseAfter(ReadOnlySpan<char> word) => word[^1] switch
    {
        ',' or ';' or ':' => 1,
        '.' or '!' or '?' => 1.5,
        _ => 0,
    };

    private static bool IsVowel(char c) => char.ToLowerInvariant(c) is 'a' or 'e' or 'i' or 'o' or 'u' or 'y'
        or 'ä' or 'ö' or 'ü' or 'é' or 'è' or 'ê' or 'á' or 'í' or 'ó' or 'ú' or 'à' or 'ù' or 'ô' or 'î';
}

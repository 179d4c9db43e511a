using System.Collections.Frozen;
using System.Globalization;
using CallActors.Contracts.Workspaces;

namespace CallActors.Engine.Switchboard.Language;

/// <summary>Whose name was said.</summary>
internal abstract record NameMatch
{
    private NameMatch()
    {
    }

    public sealed record Found(WorkspaceId Id) : NameMatch;

    /// <summary>It may be one of these; of one alone, the person is asked whether they meant it.</summary>
    /// <param name="Candidates">1 to 3, the best first.</param>
    public sealed record Unsure(IReadOnlyList<(WorkspaceId Id, string Name)> Candidates) : NameMatch;

    public sealed record None : NameMatch;
}

/// <summary>
/// Finds the workspace that a person names, by spelling and by sound, by its place in the list, or spelled letter by letter. The figures
/// are measured: docs/switchboard-language.md.
/// </summary>
internal static class WorkspaceNames
{
    /// <summary>From here a name that stands alone is taken without asking: "conduits" for kunduz has 0.75, "conduct" 0.68.</summary>
    private const double Sure = 0.72;

    /// <summary>The same for names of up to four letters, which have hardly any sound of their own: "ad" and auth have 0.76.</summary>
    private const double SureOfShort = 0.8;

    private const int ShortName = 4;

    /// <summary>From here a name is worth a question. Below, ordinary words begin to look like names of their length.</summary>
    private const double Likely = 0.64;

    /// <summary>What is this much worse than the best is out of question: "kundus" leads with 0.27 over "kinder", "kinduz" with 0.21.</summary>
    private const double Margin = 0.24;

    /// <summary>Without its weak words a name is a little less certain than with them, so that "api server" is no "api service".</summary>
    private const double WithoutWeak = 0.97;

    /// <summary>A part of a longer name, when every word that was said is in it: less than a whole one, more than a mere likeness.</summary>
    private const double Part = 0.75;

    /// <summary>How like a word of a name must be to a word that was said, to count as said.</summary>
    private const double SameWord = 0.8;

    /// <summary>Longest speech that is looked at, in words: a name that is spelled by the alphabet has as many as it has letters.</summary>
    private const int LongestSpeech = 24;

    private const int MostCandidates = 3;

    // With one of these among three words or more, what was said is a sentence, and no name.
    private static readonly FrozenSet<string> SentenceWords = FrozenSet.ToFrozenSet("""
        is are was were what how why when where who which it this that these those and or but if then in on of with from into as at by be has have had will
        would should could must not no yes we you he she they them us me him please make made add fix run write change remove delete create
        use tell ask look check read show find put let go went want need think know there here all some any every again also still because about
        ist sind war was wie warum wann wo wer welche es dies und oder aber wenn dann im auf von mit aus als bei sein hat haben wird würde sollte muss nicht
        nein ja wir du er sie ihr uns mir bitte mach füge lauf schreib ändere lösche zeig lies such noch alle einige wieder auch weil über
        """.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), StringComparer.Ordinal);

    /// <param name="said">The name as it was heard.</param>
    /// <param name="workspaces">In the order in which the person hears them.</param>
    public static NameMatch Find(string said, IReadOnlyList<(WorkspaceId Id, string Name)> workspaces)
    {
        var spoken = NameText.OfSpeech(said);
        if (spoken.Count is 0 or > LongestSpeech || workspaces.Count == 0) return new NameMatch.None();
        var readings = Readings(spoken).Select(r => new Name(r)).ToList();
        var names = workspaces.Select(w => new Name(NameText.OfName(w.Name))).ToList();

        var exact = Enumerable.Range(0, names.Count).Where(i => names[i].Whole.Text.Length > 0 && readings.Exists(r => r.Whole.Text == names[i].Whole.Text)).ToList();
        if (exact.Count == 1) return new NameMatch.Found(workspaces[exact[0]].Id);
        if (exact.Count > 1) return Ask(exact);
        if (Place(said, workspaces.Count) is { } place) return new NameMatch.Found(workspaces[place].Id);

        var ranked = Enumerable.Range(0, names.Count)
            .Select(i => (Index: i, Score: readings.Max(r => Score(r, names[i]))))
            .OrderByDescending(s => s.Score)
            .TakeWhile((s, rank) => rank <= MostCandidates && s.Score > 0)
            .ToList();
        if (ranked is not [var best, ..] || best.Score < Likely) return new NameMatch.None();
        var near = ranked.Where(s => s.Score > best.Score - Margin).Select(s => s.Index).ToList();
        return near.Count == 1 && best.Score >= (names[best.Index].Whole.Text.Length <= ShortName ? SureOfShort : Sure) ? new NameMatch.Found(workspaces[best.Index].Id) : Ask(near);

        NameMatch.Unsure Ask(IEnumerable<int> places) => new([.. places.Take(MostCandidates).Select(i => workspaces[i])]);
    }

    /// <summary>How like a name is to what was said, 0–1: what <see cref="Find"/> decides by.</summary>
    internal static double Likeness(string said, string name)
    {
        var written = new Name(NameText.OfName(name));
        return Readings(NameText.OfSpeech(said)).Max(r => Score(new Name(r), written));
    }

    // "The api one" is api, but "agent one" may be agent-1; behind a name, to and for may be numbers.
    private static IEnumerable<IReadOnlyList<string>> Readings(IReadOnlyList<string> spoken)
    {
        yield return spoken;
        if (spoken.Count < 2) yield break;
        if (spoken[^1] == "1") yield return [.. spoken.Take(spoken.Count - 1)];
        else if (Numerals.Of(spoken[^1]) is null && Numerals.OfHomophone(spoken[^1]) is { } number)
            yield return [.. spoken.Take(spoken.Count - 1), number.ToString(CultureInfo.InvariantCulture)];
    }

    // "The second one", "number two", "agent two", "the last one". A name that is literally so has been looked for before.
    private static int? Place(string said, int count)
    {
        var words = string.Join(' ', Utterance.Of(said).Words.Select(w => w.Text));
        if (words.StartsWith("the last", StringComparison.Ordinal) && words is "the last" or "the last one" or "the last session"
            || words is "die letzte" or "der letzte" or "die letzte sitzung") return count - 1;
        foreach (var noun in (ReadOnlySpan<string>)["agent ", "session ", "workspace ", "sitzung "])
            if (words.StartsWith(noun, StringComparison.Ordinal) && Numerals.OfHomophone(words[noun.Length..]) is { } n) return n >= 1 && n <= count ? n - 1 : null;
        return Numerals.Choice(words) is { } choice && choice <= count ? choice - 1 : null;
    }

    private static double Score(Name said, Name name)
    {
        if (name.Whole.Text.Length == 0) return 0;
        if (said.Words.Count >= 3 && said.Words.Any(w => SentenceWords.Contains(w) && !name.Words.Contains(w))) return 0;
        var score = EarDistance.Compare(said.Whole, name.Whole);
        if (said.Core.Count > 0 && name.Core.Count > 0)
        {
            score = Math.Max(score, WithoutWeak * EarDistance.Compare(said.CoreSound, name.CoreSound));
            score = Math.Max(score, PartOf(said, name));
        }
        // A figure is the whole difference between agent-1 and agent-2; a name of which none was said may be meant all the same.
        return said.Figures == name.Figures ? score : said.Figures.Length == 0 ? score * 0.9 : name.Figures.Length == 0 ? score * 0.6 : score * 0.5;
    }

    private static double PartOf(Name said, Name name)
    {
        if (said.Core.Count >= name.Core.Count) return 0;
        var (likeness, letters) = (1.0, 0);
        foreach (var word in said.CoreSounds)
        {
            var best = name.CoreSounds.MaxBy(n => EarDistance.Compare(word, n))!;
            var like = EarDistance.Compare(word, best);
            if (like < SameWord) return 0;
            likeness = Math.Min(likeness, like);
            letters += best.Text.Length;
        }
        // Two words and more that are all in it are no chance.
        if (likeness >= 1 && said.Core.Count > 1) return WithoutWeak;
        return likeness * (Part + (1 - Part) * Math.Min(1.0, (double)letters / name.CoreSound.Text.Length) * 0.8);
    }

    /// <summary>A name, or what was said for one, taken apart once.</summary>
    private sealed class Name(IReadOnlyList<string> words)
    {
        public IReadOnlyList<string> Words { get; } = words;

        public SoundText Whole { get; } = SoundText.Of(string.Concat(words));

        public IReadOnlyList<string> Core { get; } = [.. words.Where(w => !NameText.Weak.Contains(w))];

        public SoundText CoreSound { get; } = SoundText.Of(string.Concat(words.Where(w => !NameText.Weak.Contains(w))));

        public IReadOnlyList<SoundText> CoreSounds { get; } = [.. words.Where(w => !NameText.Weak.Contains(w)).Select(SoundText.Of)];

        public string Figures { get; } = string.Join(' ', words.Where(w => char.IsAsciiDigit(w[0])));
    }
}

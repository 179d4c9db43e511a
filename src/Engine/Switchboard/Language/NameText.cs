using System.Collections.Frozen;
using System.Text;

namespace CallActors.Engine.Switchboard.Language;

/// <summary>Brings names as they are written, and as they are said, into one form: words in lower case, numbers as figures.</summary>
internal static class NameText
{
    /// <summary>Words that most names have, or that people add: little is known by them.</summary>
    public static FrozenSet<string> Weak { get; } = Listed("""
        server service services session project workspace branch repo repository agent app terminal window tab dienst sitzung projekt zweig fenster one
        """);

    private static readonly FrozenSet<string> Articles = Listed("the a an my our der die das den dem des mein meine meinen meinem meiner");

    private static readonly FrozenSet<string> Signs = Listed("dot dash underscore slash hyphen minus punkt strich bindestrich unterstrich schrägstrich");

    private static readonly FrozenDictionary<string, char> Alphabet = """
        alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa quebec romeo sierra tango uniform
        victor whiskey whisky x-ray xray yankee zulu
        anton berta cäsar dora emil friedrich gustav heinrich ida julius kaufmann konrad ludwig martha nordpol otto paula quelle richard samuel siegfried
        theodor ulrich viktor wilhelm xanthippe ypsilon zacharias zeppelin
        """.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .ToFrozenDictionary(w => w, w => w == "cäsar" ? 'c' : w[0], StringComparer.Ordinal);

    // What a single letter is written as by a recogniser that expects words.
    private static readonly FrozenDictionary<string, char> LetterNames = """
        ay=a bee=b be=b see=c sea=c cee=c dee=d ef=f gee=g aitch=h eye=i jay=j kay=k okay=k el=l ell=l em=m en=n oh=o pee=p cue=q queue=q are=r ar=r
        ess=s tea=t tee=t you=u vee=v ex=x why=y zee=z zed=z zett=z ka=k de=d te=t ge=g ha=h we=w
        """.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .ToFrozenDictionary(p => p[..^2], p => p[^1], StringComparer.Ordinal);

    /// <summary>The words of a workspace's name: parted at signs, at capitals and at figures.</summary>
    public static IReadOnlyList<string> OfName(string name)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            var before = i > 0 ? name[i - 1] : '\0';
            var isCapital = char.IsUpper(c) && (char.IsLower(before) || (char.IsUpper(before) && i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (word.Length > 0 && (!char.IsLetterOrDigit(c) || isCapital || char.IsAsciiDigit(c) != char.IsAsciiDigit(before)))
            {
                words.Add(word.ToString());
                word.Clear();
            }
            if (char.IsLetterOrDigit(c)) word.Append(char.ToLowerInvariant(c));
        }
        if (word.Length > 0) words.Add(word.ToString());
        return Joined(words);
    }

    /// <summary>The words of a name as it was said, without articles and the names of signs; spelled letters are put together.</summary>
    public static IReadOnlyList<string> OfSpeech(string said)
    {
        var words = Utterance.Of(said).Words.SelectMany(w => w.Text.Split(' ')).ToList();
        if (Spelled(words) is { } spelled) return Joined([spelled]);
        // The a of "a p i" is no article.
        bool IsLetter(int at) => at >= 0 && at < words.Count && words[at].Length == 1;
        return Joined([.. words.Where((w, i) => !Signs.Contains(w) && (!Articles.Contains(w) || (w == "a" && (IsLetter(i - 1) || IsLetter(i + 1)))))
            .SelectMany(w => w.Any(char.IsAsciiDigit) || w.AsSpan().IndexOfAny('-', '_', '.') >= 0 || w.Contains('/', StringComparison.Ordinal) ? OfName(w) : [w.Replace("'", "", StringComparison.Ordinal)])]);
    }

    /// <summary>Whether words are a name that is spelled: "k u n d u z", "kilo uniform …".</summary>
    public static bool IsSpelled(IReadOnlyList<string> words) => Spelled(words) is not null;

    private static string? Spelled(IReadOnlyList<string> words)
    {
        var letters = new StringBuilder();
        var (single, coded) = (0, 0);
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (Signs.Contains(word)) continue;
            if (word is "double" or "doppel" && i + 1 < words.Count && words[i + 1] is "u" or "you" && word == "double")
            {
                letters.Append('w');
                single++;
                i++;
            }
            else if (word.Length == 1)
            {
                letters.Append(word[0]);
                single++;
            }
            else if (Alphabet.TryGetValue(word, out var letter))
            {
                letters.Append(letter);
                coded++;
            }
            else if (LetterNames.TryGetValue(word, out letter)) letters.Append(letter);
            else if (Numerals.Of(word) is >= 0 and <= 9 and var digit) letters.Append(digit);
            else return null;
        }
        // "Mike", "golf" and "see you" are words as well: letters must be the most, and three at least.
        return letters.Length >= 3 && (single * 2 >= letters.Length || coded >= 3 || (coded >= 2 && coded + single == letters.Length)) ? letters.ToString() : null;
    }

    // Single letters in a row are initials: "a p i server". Numbers become figures, tens and ones together.
    private static List<string> Joined(List<string> words)
    {
        var result = new List<string>();
        var initials = new StringBuilder();
        for (var i = 0; i <= words.Count; i++)
        {
            if (i < words.Count && words[i].Length == 1 && char.IsLetter(words[i][0]))
            {
                initials.Append(words[i]);
                continue;
            }
            if (initials.Length > 0) result.Add(initials.ToString());
            initials.Clear();
            if (i == words.Count) break;
            var number = Numerals.Of(words[i]);
            if (number is >= 20 && number % 10 == 0 && i + 1 < words.Count && Numerals.Of(words[i + 1]) is > 0 and < 10 and var ones && !char.IsAsciiDigit(words[i][0]))
            {
                result.Add($"{number + ones}");
                i++;
            }
            else
            {
                result.Add(number is { } n && !char.IsAsciiDigit(words[i][0]) ? $"{n}" : words[i]);
            }
        }
        return result;
    }

    private static FrozenSet<string> Listed(string list) =>
        list.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToFrozenSet(StringComparer.Ordinal);
}

using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace CallActors.Engine.Switchboard.Language;

/// <summary>A PIN as it is said: "one two three four", "twelve thirty four", "double five oh one", "zwo null".</summary>
internal static class SpokenPin
{
    /// <summary>Fewest digits.</summary>
    public const int Shortest = 4;

    /// <summary>Most digits.</summary>
    public const int Longest = 12;

    private static readonly FrozenSet<string> Fillers = FrozenSet.ToFrozenSet("""
        my the pin pincode code number is it its it's so uh um uhm er well okay ok please hello hi and yes yeah sure
        meine mein die der lautet ist nummer geheimzahl also äh ähm ja bitte und hallo
        """.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, int> Times = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["double"] = 2,
        ["doppel"] = 2,
        ["twice"] = 2,
        ["zweimal"] = 2,
        ["triple"] = 3,
        ["treble"] = 3,
        ["dreifach"] = 3,
        ["dreimal"] = 3,
        ["quadruple"] = 4,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The digits; null when this is no sequence of 4 to 12 digits, whatever else it is.</summary>
    public static string? Of(string said)
    {
        var words = Utterance.Of(said).Words.SelectMany(w => w.Text.Split([' ', '-', '.', '/', ','], StringSplitOptions.RemoveEmptyEntries)).ToList();
        var digits = new StringBuilder();
        for (var i = 0; i < words.Count && digits.Length <= Longest; i++)
        {
            if (Times.TryGetValue(words[i], out var times))
            {
                // "double" wants a digit behind it.
                if (++i == words.Count || Digits(words, ref i) is not { Length: 1 } digit) return null;
                digits.Append(digit[0], times);
            }
            else if (Digits(words, ref i) is { } number) digits.Append(number);
            else if (!Fillers.Contains(words[i])) return null;
        }
        return digits.Length is >= Shortest and <= Longest ? digits.ToString() : null;
    }

    // Numbers below a hundred are said for two digits: "twelve thirty four" is 1234. "Hundred" and more are not.
    private static string? Digits(List<string> words, ref int at)
    {
        var word = words[at];
        if (word.All(char.IsAsciiDigit)) return word;
        if (word is "oh" or "o" or "nought" or "naught") return "0";
        // Where digits are expected, "to", "for" and "ate" are heard for two, four and eight.
        var number = word == "ein" ? 1 : Numerals.OfHomophone(word);
        if (number is null) return null;
        if (number >= 20 && number % 10 == 0 && at + 1 < words.Count && Numerals.Of(words[at + 1]) is > 0 and < 10 and var ones && !char.IsAsciiDigit(words[at + 1][0]))
        {
            at++;
            number += ones;
        }
        return number.Value.ToString(CultureInfo.InvariantCulture);
    }
}

using System.Globalization;
using System.Text;

namespace CallActors.Speech.Local.LanguageModel;

/// <summary>How written words are said: lower case, names cut into their parts, numbers and signs as words.</summary>
internal static class SpokenForm
{
    private static readonly string[] Small =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private static readonly Dictionary<char, string> Signs = new()
    {
        ['&'] = "and",
        ['+'] = "plus",
        ['#'] = "sharp",
        ['@'] = "at",
        ['%'] = "percent",
        ['='] = "equals",
    };

    /// <summary>The ways to say a text, the likeliest first; none when it holds nothing that can be said.</summary>
    public static IReadOnlyList<string> Readings(string text)
    {
        var pieces = Pieces(text);
        if (pieces.Count == 0)
        {
            return [];
        }

        var readings = new List<string> { string.Join(' ', pieces.Select(piece => Say(piece, digitByDigit: false))) };
        var byDigits = string.Join(' ', pieces.Select(piece => Say(piece, digitByDigit: true)));
        if (byDigits != readings[0])
        {
            readings.Add(byDigits);
        }

        return readings;
    }

    /// <summary>A whole number below a million in words.</summary>
    public static string Number(int value) => value switch
    {
        < 20 => Small[value],
        < 100 => Tens[value / 10] + (value % 10 == 0 ? "" : " " + Small[value % 10]),
        < 1000 => Small[value / 100] + " hundred" + (value % 100 == 0 ? "" : " " + Number(value % 100)),
        _ => Number(value / 1000) + " thousand" + (value % 1000 == 0 ? "" : " " + Number(value % 1000)),
    };

    /// <summary>Words, numbers and signs: <c>fixLogin-2.1</c> is fix, login, 2, 1.</summary>
    private static List<string> Pieces(string text)
    {
        var pieces = new List<string>();
        var piece = new StringBuilder();
        var previous = ' ';
        foreach (var rune in text.Normalize(NormalizationForm.FormKD))
        {
            var c = rune == '’' ? '\'' : rune;
            if (char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            var continues = (char.IsAsciiLetter(c) && (char.IsAsciiLetter(previous) || previous == '\'') && !(char.IsAsciiLetterUpper(c) && char.IsAsciiLetterLower(previous)))
                || (char.IsAsciiDigit(c) && char.IsAsciiDigit(previous))
                || (c == '\'' && char.IsAsciiLetter(previous));
            if (!continues)
            {
                Finish();
            }

            if (char.IsAsciiLetterOrDigit(c) || (c == '\'' && continues))
            {
                piece.Append(char.ToLowerInvariant(c));
            }
            else if (Signs.TryGetValue(c, out var sign))
            {
                pieces.Add(sign);
            }

            previous = c;
        }

        Finish();
        return pieces;

        void Finish()
        {
            if (piece.ToString().TrimEnd('\'') is { Length: > 0 } whole)
            {
                pieces.Add(whole);
            }

            piece.Clear();
        }
    }

    private static string Say(string piece, bool digitByDigit)
    {
        if (!char.IsAsciiDigit(piece[0]))
        {
            return piece;
        }

        return digitByDigit || piece.Length > 6 || (piece.Length > 1 && piece[0] == '0')
            ? string.Join(' ', piece.Select(digit => Small[digit - '0']))
            : Number(int.Parse(piece, CultureInfo.InvariantCulture));
    }
}

using System.Text;

namespace CallActors.Engine.Switchboard.Language;

/// <summary>Codes German words by their sound, after Hans Joachim Postel, "Die Kölner Phonetik", IBM-Nachrichten 19, 1969.</summary>
internal static class ColognePhonetics
{
    /// <summary>The code, of the digits 0 to 8. What is no letter is passed over.</summary>
    public static string Of(string word)
    {
        var letters = Letters(word);
        var digits = new StringBuilder(letters.Length + 1);
        for (var i = 0; i < letters.Length; i++)
            digits.Append(Digit(letters[i], i == 0 ? '\0' : letters[i - 1], i + 1 < letters.Length ? letters[i + 1] : '\0', i == 0));

        // Doubles are one; vowels count at the beginning alone. An H has no digit, and divides nothing.
        var code = new StringBuilder(digits.Length);
        var last = '\0';
        foreach (var digit in digits.ToString())
        {
            if (digit != last && (digit != '0' || last == '\0')) code.Append(digit);
            last = digit;
        }
        return code.ToString();
    }

    private static string Digit(char letter, char before, char behind, bool isFirst) => letter switch
    {
        'A' or 'E' or 'I' or 'J' or 'O' or 'U' or 'Y' => "0",
        'H' => "",
        'B' => "1",
        'P' => behind == 'H' ? "3" : "1",
        'D' or 'T' => behind is 'C' or 'S' or 'Z' ? "8" : "2",
        'F' or 'V' or 'W' => "3",
        'G' or 'K' or 'Q' => "4",
        'C' when isFirst => behind is 'A' or 'H' or 'K' or 'L' or 'O' or 'Q' or 'R' or 'U' or 'X' ? "4" : "8",
        'C' => before is not ('S' or 'Z') && behind is 'A' or 'H' or 'K' or 'O' or 'Q' or 'U' or 'X' ? "4" : "8",
        'X' => before is 'C' or 'K' or 'Q' ? "8" : "48",
        'L' => "5",
        'M' or 'N' => "6",
        'R' => "7",
        _ => "8",
    };

    private static string Letters(string word)
    {
        var letters = new StringBuilder(word.Length);
        foreach (var c in word.ToUpperInvariant())
            switch (c)
            {
                case 'Ä': letters.Append('A'); break;
                case 'Ö': letters.Append('O'); break;
                case 'Ü': letters.Append('U'); break;
                case 'ß' or 'ẞ': letters.Append('S'); break;
                case >= 'A' and <= 'Z': letters.Append(c); break;
            }
        return letters.ToString();
    }
}

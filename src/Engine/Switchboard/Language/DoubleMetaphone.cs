using System.Text;

namespace CallActors.Engine.Switchboard.Language;

/// <summary>
/// Codes English words by their sound, after Lawrence Philips, "The Double Metaphone Search Algorithm", C/C++ Users Journal, June 2000. Of a
/// word that can be pronounced in two ways both codes are given. The letter 0 stands for the th of "thing". Codes are not cut at four letters, as
/// the published ones often are: whole names are compared.
/// </summary>
internal sealed partial class DoubleMetaphone
{
    private readonly string _word;
    private readonly int _length;
    private readonly bool _isSlavoGermanic;
    private readonly StringBuilder _primary = new();
    private readonly StringBuilder _alternate = new();

    private DoubleMetaphone(string word)
    {
        _word = word;
        _length = word.Length;
        _isSlavoGermanic = word.Contains('W') || word.Contains('K') || word.Contains("CZ", StringComparison.Ordinal) || word.Contains("WITZ", StringComparison.Ordinal);
    }

    /// <summary>Both codes of a word; they are equal where there is but one pronunciation. What is no letter is passed over.</summary>
    public static (string Primary, string Alternate) Of(string word)
    {
        var letters = new StringBuilder(word.Length);
        foreach (var c in word.ToUpperInvariant())
            switch (c)
            {
                case 'Ä' or 'À' or 'Á' or 'Â': letters.Append('A'); break;
                case 'Ö' or 'Ó' or 'Ô': letters.Append('O'); break;
                case 'Ü' or 'Ú' or 'Û': letters.Append('U'); break;
                case 'É' or 'È' or 'Ê': letters.Append('E'); break;
                case 'ß' or 'ẞ': letters.Append("SS"); break;
                case (>= 'A' and <= 'Z') or 'Ç' or 'Ñ': letters.Append(c); break;
            }
        var coder = new DoubleMetaphone(letters.ToString());
        coder.Encode();
        return (coder._primary.ToString(), coder._alternate.ToString());
    }

    private void Encode()
    {
        var at = Is(0, "GN", "KN", "PN", "WR", "PS") ? 1 : 0;
        if (At(0) == 'X')
        {
            Add("S");
            at = 1;
        }
        while (at < _length) at = Letter(at);
    }

    private int Letter(int at)
    {
        switch (At(at))
        {
            case 'A' or 'E' or 'I' or 'O' or 'U' or 'Y':
                if (at == 0) Add("A");
                return at + 1;
            case 'B':
                Add("P");
                return at + (At(at + 1) == 'B' ? 2 : 1);
            case 'Ç':
                Add("S");
                return at + 1;
            case 'C':
                return LetterC(at);
            case 'D':
                return LetterD(at);
            case 'F':
                Add("F");
                return at + (At(at + 1) == 'F' ? 2 : 1);
            case 'G':
                return LetterG(at);
            case 'H':
                // Only at a beginning or between vowels, and before one.
                if ((at == 0 || IsVowel(at - 1)) && IsVowel(at + 1))
                {
                    Add("H");
                    return at + 2;
                }
                return at + 1;
            case 'J':
                return LetterJ(at);
            case 'K':
                Add("K");
                return at + (At(at + 1) == 'K' ? 2 : 1);
            case 'L':
                return LetterL(at);
            case 'M':
                Add("M");
                // "dumb", "thumb"; and before -ER a B that is silent all the same.
                return at + ((Is(at - 1, "UMB") && (at + 1 == _length - 1 || Is(at + 2, "ER"))) || At(at + 1) == 'M' ? 2 : 1);
            case 'N':
                Add("N");
                return at + (At(at + 1) == 'N' ? 2 : 1);
            case 'Ñ':
                Add("N");
                return at + 1;
            case 'P':
                if (At(at + 1) == 'H')
                {
                    Add("F");
                    return at + 2;
                }
                Add("P");
                return at + (At(at + 1) is 'P' or 'B' ? 2 : 1);
            case 'Q':
                Add("K");
                return at + (At(at + 1) == 'Q' ? 2 : 1);
            case 'R':
                // French: rogier, but not Hochmeier.
                if (at == _length - 1 && !_isSlavoGermanic && Is(at - 2, "IE") && !Is(at - 4, "ME", "MA")) Add("", "R");
                else Add("R");
                return at + (At(at + 1) == 'R' ? 2 : 1);
            case 'S':
                return LetterS(at);
            case 'T':
                return LetterT(at);
            case 'V':
                Add("F");
                return at + (At(at + 1) == 'V' ? 2 : 1);
            case 'W':
                return LetterW(at);
            case 'X':
                // French: breaux.
                if (!(at == _length - 1 && (Is(at - 3, "IAU", "EAU") || Is(at - 2, "AU", "OU")))) Add("KS");
                return at + (At(at + 1) is 'C' or 'X' ? 2 : 1);
            case 'Z':
                if (At(at + 1) == 'H')
                {
                    // Chinese: zhao.
                    Add("J");
                    return at + 2;
                }
                if (Is(at + 1, "ZO", "ZI", "ZA") || (_isSlavoGermanic && at > 0 && At(at - 1) != 'T')) Add("S", "TS");
                else Add("S");
                return at + (At(at + 1) == 'Z' ? 2 : 1);
            default:
                return at + 1;
        }
    }

    private void Add(string both) => Add(both, both);

    private void Add(string primary, string alternate)
    {
        _primary.Append(primary);
        _alternate.Append(alternate);
    }

    private char At(int index) => index >= 0 && index < _length ? _word[index] : '\0';

    private bool IsVowel(int index) => At(index) is 'A' or 'E' or 'I' or 'O' or 'U' or 'Y';

    private bool Is(int start, params ReadOnlySpan<string> any)
    {
        if (start < 0) return false;
        foreach (var text in any)
            if (start + text.Length <= _length && string.CompareOrdinal(_word, start, text, 0, text.Length) == 0) return true;
        return false;
    }
}

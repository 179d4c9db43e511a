namespace CallActors.Engine.Switchboard.Language;

/// <summary>The letters that need more than a line. Each gives the place at which the word goes on.</summary>
internal sealed partial class DoubleMetaphone
{
    private int LetterD(int at)
    {
        if (Is(at, "DG"))
        {
            // "edge" against "Edgar".
            if (At(at + 2) is 'I' or 'E' or 'Y')
            {
                Add("J");
                return at + 3;
            }
            Add("TK");
            return at + 2;
        }
        Add("T");
        return at + (Is(at, "DT", "DD") ? 2 : 1);
    }

    private int LetterG(int at)
    {
        if (At(at + 1) == 'H') return LettersGh(at);
        if (At(at + 1) == 'N')
        {
            if (at == 1 && IsVowel(0) && !_isSlavoGermanic) Add("KN", "N");
            else if (!Is(at + 2, "EY") && At(at + 1) != 'Y' && !_isSlavoGermanic) Add("N", "KN");
            else Add("KN");
            return at + 2;
        }
        // Italian: tagliaro.
        if (Is(at + 1, "LI") && !_isSlavoGermanic)
        {
            Add("KL", "L");
            return at + 2;
        }
        // -ges-, -gep-, -gel- at a beginning.
        if (at == 0 && (At(1) == 'Y' || Is(1, "ES", "EP", "EB", "EL", "EY", "IB", "IL", "IN", "IE", "EI", "ER")))
        {
            Add("K", "J");
            return at + 2;
        }
        if ((Is(at + 1, "ER") || At(at + 1) == 'Y') && !Is(0, "DANGER", "RANGER", "MANGER") && At(at - 1) is not ('E' or 'I') && !Is(at - 1, "RGY", "OGY"))
        {
            Add("K", "J");
            return at + 2;
        }
        if (At(at + 1) is 'E' or 'I' or 'Y' || Is(at - 1, "AGGI", "OGGI"))
        {
            if (IsGermanicStart() || Is(at + 1, "ET")) Add("K");
            else if (Is(at + 1, "IER")) Add("J");
            else Add("J", "K");
            return at + 2;
        }
        Add("K");
        return at + (At(at + 1) == 'G' ? 2 : 1);
    }

    private int LettersGh(int at)
    {
        if (at > 0 && !IsVowel(at - 1))
        {
            Add("K");
        }
        else if (at == 0)
        {
            Add(At(2) == 'I' ? "J" : "K");
        }
        // Parker's rule, amended: "hugh", "bough", "broughton".
        else if ((at > 1 && At(at - 2) is 'B' or 'H' or 'D') || (at > 2 && At(at - 3) is 'B' or 'H' or 'D') || (at > 3 && At(at - 4) is 'B' or 'H'))
        {
        }
        // "laugh", "cough", "rough", "tough".
        else if (at > 2 && At(at - 1) == 'U' && At(at - 3) is 'C' or 'G' or 'L' or 'R' or 'T')
        {
            Add("F");
        }
        else if (At(at - 1) != 'I')
        {
            Add("K");
        }
        return at + 2;
    }

    private int LetterJ(int at)
    {
        // Spanish: jose, san jacinto.
        if (Is(at, "JOSE"))
        {
            if (at == 0 && _length == 4) Add("H");
            else Add("J", "H");
            return at + 1;
        }
        if (at == 0) Add("J", "A");
        else if (IsVowel(at - 1) && !_isSlavoGermanic && At(at + 1) is 'A' or 'O') Add("J", "H");
        else if (at == _length - 1) Add("J", "");
        else if (At(at + 1) is not ('L' or 'T' or 'K' or 'S' or 'N' or 'M' or 'B' or 'Z') && At(at - 1) is not ('S' or 'K' or 'L')) Add("J");
        return at + (At(at + 1) == 'J' ? 2 : 1);
    }

    private int LetterL(int at)
    {
        if (At(at + 1) != 'L')
        {
            Add("L");
            return at + 1;
        }
        // Spanish: cabrillo, gallegos.
        if ((at == _length - 3 && Is(at - 1, "ILLO", "ILLA", "ALLE"))
            || ((Is(_length - 2, "AS", "OS") || At(_length - 1) is 'A' or 'O') && Is(at - 1, "ALLE")))
            Add("L", "");
        else Add("L");
        return at + 2;
    }

    private int LetterS(int at)
    {
        // "island", "carlisle".
        if (Is(at - 1, "ISL", "YSL")) return at + 1;
        if (at == 0 && Is(0, "SUGAR"))
        {
            Add("X", "S");
            return at + 1;
        }
        if (Is(at, "SH"))
        {
            Add(Is(at + 1, "HEIM", "HOEK", "HOLM", "HOLZ") ? "S" : "X");
            return at + 2;
        }
        if (Is(at, "SIO", "SIA"))
        {
            if (_isSlavoGermanic) Add("S");
            else Add("S", "X");
            return at + 3;
        }
        // German and anglicised: smith and schmidt, snider and schneider.
        if ((at == 0 && At(1) is 'M' or 'N' or 'L' or 'W') || At(at + 1) == 'Z')
        {
            Add("S", "X");
            return at + (At(at + 1) == 'Z' ? 2 : 1);
        }
        if (Is(at, "SC")) return LettersSc(at);
        // French: resnais, artois.
        if (at == _length - 1 && Is(at - 2, "AI", "OI")) Add("", "S");
        else Add("S");
        return at + (At(at + 1) is 'S' or 'Z' ? 2 : 1);
    }

    private int LettersSc(int at)
    {
        if (At(at + 2) == 'H')
        {
            // Dutch: school, schooner; Schermerhorn, Schenker.
            if (Is(at + 3, "OO", "ER", "EN", "UY", "ED", "EM"))
            {
                if (Is(at + 3, "ER", "EN")) Add("X", "SK");
                else Add("SK");
            }
            else if (at == 0 && !IsVowel(3) && At(3) != 'W')
            {
                Add("X", "S");
            }
            else
            {
                Add("X");
            }
            return at + 3;
        }
        Add(At(at + 2) is 'I' or 'E' or 'Y' ? "S" : "SK");
        return at + 3;
    }

    private int LetterT(int at)
    {
        if (Is(at, "TION", "TIA", "TCH"))
        {
            Add("X");
            return at + 3;
        }
        if (Is(at, "TH", "TTH"))
        {
            // Thomas, Thames, and what is Germanic.
            if (Is(at + 2, "OM", "AM") || IsGermanicStart()) Add("T");
            else Add("0", "T");
            return at + 2;
        }
        Add("T");
        return at + (At(at + 1) is 'T' or 'D' ? 2 : 1);
    }

    private int LetterW(int at)
    {
        if (Is(at, "WR"))
        {
            Add("R");
            return at + 2;
        }
        if (at == 0 && (IsVowel(1) || Is(0, "WH")))
        {
            // Wasserman and Vasserman.
            if (IsVowel(1)) Add("A", "F");
            else Add("A");
        }
        // Arnow and Arnoff.
        else if ((at == _length - 1 && IsVowel(at - 1)) || Is(at - 1, "EWSKI", "EWSKY", "OWSKI", "OWSKY") || Is(0, "SCH"))
        {
            Add("", "F");
        }
        // Polish: filipowicz.
        else if (Is(at, "WICZ", "WITZ"))
        {
            Add("TS", "FX");
            return at + 4;
        }
        return at + 1;
    }

    private bool IsGermanicStart() => Is(0, "VAN", "VON", "SCH");
}

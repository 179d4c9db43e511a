namespace CallActors.Engine.Switchboard.Language;

/// <summary>The letter C, which has more pronunciations than any other.</summary>
internal sealed partial class DoubleMetaphone
{
    private int LetterC(int at)
    {
        // Germanic: bacher, macher.
        if (at > 1 && !IsVowel(at - 2) && Is(at - 1, "ACH") && At(at + 2) != 'I' && (At(at + 2) != 'E' || Is(at - 2, "BACHER", "MACHER")))
        {
            Add("K");
            return at + 2;
        }
        if (at == 0 && Is(at, "CAESAR"))
        {
            Add("S");
            return at + 2;
        }
        if (Is(at, "CHIA"))
        {
            Add("K");
            return at + 2;
        }
        if (Is(at, "CH")) return LettersCh(at);
        // Slavic: czerny.
        if (Is(at, "CZ") && !Is(at - 2, "WICZ"))
        {
            Add("S", "X");
            return at + 2;
        }
        if (Is(at + 1, "CIA"))
        {
            Add("X");
            return at + 3;
        }
        if (Is(at, "CC") && !(at == 1 && At(0) == 'M'))
        {
            if (At(at + 2) is 'I' or 'E' or 'H' && !Is(at + 2, "HU"))
            {
                // "accident", "accede", "succeed"; else "bacci", "bertucci".
                Add((at == 1 && At(at - 1) == 'A') || Is(at - 1, "UCCEE", "UCCES") ? "KS" : "X");
                return at + 3;
            }
            Add("K");
            return at + 2;
        }
        if (Is(at, "CK", "CG", "CQ"))
        {
            Add("K");
            return at + 2;
        }
        if (Is(at, "CI", "CE", "CY"))
        {
            // Italian against English.
            if (Is(at, "CIO", "CIE", "CIA")) Add("S", "X");
            else Add("S");
            return at + 2;
        }
        Add("K");
        if (Is(at + 1, "C", "K", "Q") && !Is(at + 1, "CE", "CI")) return at + 2;
        return at + 1;
    }

    private int LettersCh(int at)
    {
        if (at > 0 && Is(at, "CHAE"))
        {
            // Michael.
            Add("K", "X");
        }
        else if (at == 0 && (Is(1, "HARAC", "HARIS") || Is(1, "HOR", "HYM", "HIA", "HEM")) && !Is(0, "CHORE"))
        {
            // Greek: chemistry, chorus.
            Add("K");
        }
        else if (IsGermanicStart()
                 || Is(at - 2, "ORCHES", "ARCHIT", "ORCHID")
                 || At(at + 2) is 'T' or 'S'
                 || ((at == 0 || At(at - 1) is 'A' or 'O' or 'U' or 'E')
                     && (At(at + 2) is 'L' or 'R' or 'N' or 'M' or 'B' or 'H' or 'F' or 'V' or 'W' || at + 2 >= _length)))
        {
            Add("K");
        }
        else if (at > 0)
        {
            if (Is(0, "MC")) Add("K");
            else Add("X", "K");
        }
        else
        {
            Add("X");
        }
        return at + 2;
    }
}

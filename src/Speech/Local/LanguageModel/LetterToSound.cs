namespace CallActors.Speech.Local.LanguageModel;

/// <summary>Guesses how an unknown word sounds: spelt out when it has no vowel, else by the longest matching letters.</summary>
internal static class LetterToSound
{
    private static readonly string[] LetterNames =
    [
        "EY", "B IY", "S IY", "D IY", "IY", "EH F", "JH IY", "EY CH", "AY", "JH EY", "K EY", "EH L", "EH M", "EH N", "OW", "P IY", "K Y UW",
        "AA R", "EH S", "T IY", "Y UW", "V IY", "D AH B AH L Y UW", "EH K S", "W AY", "Z IY",
    ];

    private static readonly Dictionary<string, string> Rules = new()
    {
        ["tion"] = "SH AH N", ["sion"] = "ZH AH N", ["ture"] = "CH ER", ["ough"] = "OW", ["augh"] = "AO", ["igh"] = "AY", ["tch"] = "CH",
        ["dge"] = "JH", ["sch"] = "S K", ["que"] = "K", ["ing"] = "IH NG", ["eau"] = "OW", ["ear"] = "IH R", ["air"] = "EH R",
        ["ch"] = "CH", ["sh"] = "SH", ["th"] = "TH", ["ph"] = "F", ["wh"] = "W", ["ck"] = "K", ["ng"] = "NG", ["qu"] = "K W", ["kn"] = "N",
        ["wr"] = "R", ["gh"] = "G", ["ee"] = "IY", ["ea"] = "IY", ["oo"] = "UW", ["ou"] = "AW", ["ow"] = "OW", ["oa"] = "OW", ["oi"] = "OY",
        ["oy"] = "OY", ["ai"] = "EY", ["ay"] = "EY", ["ei"] = "EY", ["ey"] = "IY", ["ie"] = "IY", ["au"] = "AO", ["aw"] = "AO", ["ew"] = "UW",
        ["ue"] = "UW", ["ui"] = "UW", ["er"] = "ER", ["ir"] = "ER", ["ur"] = "ER", ["ar"] = "AA R", ["or"] = "AO R", ["ss"] = "S", ["ll"] = "L",
        ["tt"] = "T", ["pp"] = "P", ["bb"] = "B", ["dd"] = "D", ["ff"] = "F", ["gg"] = "G", ["mm"] = "M", ["nn"] = "N", ["rr"] = "R", ["zz"] = "Z",
        ["cc"] = "K", ["ce"] = "S EH", ["ci"] = "S IH", ["cy"] = "S IY", ["a"] = "AE", ["b"] = "B", ["c"] = "K", ["d"] = "D", ["e"] = "EH",
        ["f"] = "F", ["g"] = "G", ["h"] = "HH", ["i"] = "IH", ["j"] = "JH", ["k"] = "K", ["l"] = "L", ["m"] = "M", ["n"] = "N", ["o"] = "OW",
        ["p"] = "P", ["q"] = "K", ["r"] = "R", ["s"] = "S", ["t"] = "T", ["u"] = "UW", ["v"] = "V", ["w"] = "W", ["x"] = "K S", ["y"] = "IY",
        ["z"] = "Z",
    };

    /// <summary>Long vowels before one consonant and a silent e.</summary>
    private static readonly Dictionary<char, string> LongVowels = new() { ['a'] = "EY", ['e'] = "IY", ['i'] = "AY", ['o'] = "OW", ['u'] = "UW" };

    /// <summary>Phones with single spaces; empty when the word has no letter from a to z.</summary>
    public static string Pronounce(string word)
    {
        var letters = string.Concat(word.ToLowerInvariant().Where(char.IsAsciiLetterLower));
        return letters.Length <= 1 || letters.All(IsConsonant) ? Spell(letters) : Read(letters);
    }

    private static string Spell(string letters) => string.Join(' ', letters.Select(letter => LetterNames[letter - 'a']));

    private static string Read(string letters)
    {
        var phones = new List<string>();
        var at = 0;
        while (at < letters.Length)
        {
            if (IsSilentE(letters, at))
            {
                at++;
            }
            else if (at + 3 == letters.Length && letters[^1] == 'e' && LongVowels.TryGetValue(letters[at], out var vowel) && IsConsonant(letters[at + 1]))
            {
                phones.Add(vowel);
                at++;
            }
            else
            {
                var length = Math.Min(4, letters.Length - at);
                while (!Rules.ContainsKey(letters.Substring(at, length)))
                {
                    length--;
                }

                phones.Add(Rules[letters.Substring(at, length)]);
                at += length;
            }
        }

        return string.Join(' ', phones);
    }

    private static bool IsSilentE(string letters, int at) =>
        at == letters.Length - 1 && at >= 2 && letters[at] == 'e' && IsConsonant(letters[at - 1]);

    private static bool IsConsonant(char letter) => !"aeiouy".Contains(letter, StringComparison.Ordinal);
}

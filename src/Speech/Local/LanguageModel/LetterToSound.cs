namespace CallActors.Speech.Local.LanguageModel;

/// <summary>Guesses how an unknown word sounds: spelt out when it has no vowel, else by the longest matching letters.</summary>
internal static class LetterToSound
{
    private static readonly string[] LetterNames =
    [
        "EY", "B IY", "S IY", "D IY", "IY", "EH F", "JH IY", "EY CH", "AY", "JH EY", "K EY", "EH L", "EH M", "EH N", "OW", "P IY", "K Y UW",
        "AA R", "EH S", "T IY", "Y UW", "V IY", "D AH B AH L Y UW", "EH K S", "W AY", "Z IY",
    ];

    private static readonly Dictionary<string, string> Rules = ModelText.Lines("letters.txt")
        .Select(line => line.Split(' ', 2))
        .ToDictionary(parts => parts[0], parts => parts[1]);

    /// <summary>Long vowels before one consonant and a silent e.</summary>
    private static readonly Dictionary<char, string> LongVowels = new()
    {
        ['a'] = "EY",
        ['e'] = "IY",
        ['i'] = "AY",
        ['o'] = "OW",
        ['u'] = "UW",
    };

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

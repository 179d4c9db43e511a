using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CallActors.Engine.Switchboard.Language;

/// <summary>Numbers and places as people say them, English and German.</summary>
internal static partial class Numerals
{
    private static readonly FrozenDictionary<string, int> Numbers = Listed("""
        zero=0 null=0 one=1 eins=1 two=2 zwei=2 zwo=2 three=3 drei=3 four=4 vier=4 five=5 fünf=5 fuenf=5 six=6 sechs=6 seven=7 sieben=7 eight=8 acht=8
        nine=9 neun=9 ten=10 zehn=10 eleven=11 elf=11 twelve=12 zwölf=12 zwoelf=12 thirteen=13 dreizehn=13 fourteen=14 vierzehn=14 fifteen=15
        fünfzehn=15 sixteen=16 sechzehn=16 seventeen=17 siebzehn=17 eighteen=18 achtzehn=18 nineteen=19 neunzehn=19 twenty=20 zwanzig=20 thirty=30
        dreißig=30 dreissig=30 forty=40 fourty=40 vierzig=40 fifty=50 fünfzig=50 sixty=60 sechzig=60 seventy=70 siebzig=70 eighty=80 achtzig=80
        ninety=90 neunzig=90
        """);

    private static readonly FrozenDictionary<string, int> Ordinals = Listed("""
        first=1 erste=1 ersten=1 erster=1 erstes=1 1st=1 second=2 zweite=2 zweiten=2 zweites=2 2nd=2 third=3 dritte=3 dritten=3 drittes=3 3rd=3 fourth=4
        vierte=4 vierten=4 4th=4 fifth=5 fünfte=5 fünften=5 5th=5 sixth=6 sechste=6 sechsten=6 6th=6 seventh=7 siebte=7 siebten=7 7th=7 eighth=8 achte=8
        achten=8 8th=8 ninth=9 neunte=9 neunten=9 9th=9
        """);

    // Recognisers that do not know that a number is expected hear these.
    private static readonly FrozenDictionary<string, int> SoundAlikes = Listed("won=1 to=2 too=2 for=4 fore=4 ate=8");

    private static readonly string[] Digits = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

    /// <summary>A number word or figures, 0–9,999.</summary>
    public static int? Of(string word) =>
        word.Length is > 0 and <= 4 && word.All(char.IsAsciiDigit) ? int.Parse(word, CultureInfo.InvariantCulture)
        : Numbers.TryGetValue(word, out var number) ? number
        : GermanTens(word);

    /// <summary>The same, behind a word that a number follows: "option to" is option two.</summary>
    public static int? OfHomophone(string word) => Of(word) ?? (SoundAlikes.TryGetValue(word, out var number) ? number : null);

    public static int? OfOrdinal(string word) => Ordinals.TryGetValue(word, out var place) ? place : null;

    /// <summary>The English word for a single digit.</summary>
    public static string InWords(char digit) => Digits[digit - '0'];

    /// <summary>"The second one", "option two", "number 2", "zwei": the place that is said, from 1; null for none.</summary>
    public static int? Choice(string said)
    {
        if (PlaceForm().Match(said) is { Success: true } place && OfOrdinal(place.Groups["n"].Value) is { } at) return at;
        if (NumberForm().Match(said) is { Success: true } named && OfHomophone(named.Groups["n"].Value) is > 0 and var n) return n;
        return Of(said) is > 0 and <= 20 and var bare ? bare : null;
    }

    [GeneratedRegex("^(the |der |die |das |den )?(?<n>\\S+)( one| option| choice| session| workspace| answer| agent| project| sitzung| antwort)?$", RegexOptions.CultureInvariant)]
    private static partial Regex PlaceForm();

    [GeneratedRegex("^(the )?(option|number|choice|answer|nummer|punkt|antwort|auswahl) (number |nummer )?(?<n>\\S+)$", RegexOptions.CultureInvariant)]
    private static partial Regex NumberForm();

    // Twenty-one is einundzwanzig.
    private static int? GermanTens(string word)
    {
        var and = word.IndexOf("und", StringComparison.Ordinal);
        if (and < 2 || !Numbers.TryGetValue(word[(and + 3)..], out var tens) || tens % 10 != 0 || tens < 20) return null;
        var ones = word[..and];
        return ones == "ein" ? tens + 1 : Numbers.TryGetValue(ones, out var one) && one is > 0 and < 10 ? tens + one : null;
    }

    private static FrozenDictionary<string, int> Listed(string list) => list
        .Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(p => p.Split('='))
        .ToFrozenDictionary(p => p[0], p => int.Parse(p[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
}

using System.Collections.Frozen;
using System.Globalization;

namespace CallActors.Speech.Text.Languages;

/// <summary>
/// Every word that this module says of its own accord, in one language. A language is one class; what it must say the compiler asks for.
/// Numbers are given to the voice as digits: every voice reads those right in its own language.
/// </summary>
internal abstract class SpokenWords
{
    private static readonly FrozenDictionary<string, SpokenWords> ByTag = new Dictionary<string, SpokenWords>(StringComparer.OrdinalIgnoreCase)
    {
        ["en"] = new English(),
        ["de"] = new German(),
        ["fr"] = new French(),
        ["es"] = new Spanish(),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private readonly Lazy<FrozenDictionary<string, Noun>> _units;
    private readonly Lazy<FrozenDictionary<string, Noun>> _currencies;
    private readonly Lazy<FrozenDictionary<string, string>> _keys;

    protected SpokenWords()
    {
        _units = new(() => Nouns(UnitList));
        _currencies = new(() => Nouns(CurrencyList));
        _keys = new(() => Lines(KeyList).ToFrozenDictionary(l => l[0], l => l[1], StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>What is said for signs.</summary>
    public abstract SignNames Signs { get; }

    /// <summary>What is counted.</summary>
    public abstract CountedThings Things { get; }

    /// <summary>Symbol, one, many; a line each.</summary>
    protected abstract string UnitList { get; }

    /// <summary>Symbol, one, many, one hundredth, many hundredths; a line each.</summary>
    protected abstract string CurrencyList { get; }

    /// <summary>Key, name; a line each.</summary>
    protected abstract string KeyList { get; }

    /// <summary>The language of a BCP 47 tag, of which only the first part counts; English where there is none.</summary>
    public static SpokenWords For(string tag)
    {
        var dash = tag.IndexOf('-');
        return ByTag.GetValueOrDefault(dash < 0 ? tag : tag[..dash]) ?? ByTag["en"];
    }

    /// <summary>A unit of measure by its symbol, for example <c>ms</c>; null when it has none here.</summary>
    public Noun? Unit(string symbol) => _units.Value.TryGetValue(symbol, out var unit) ? unit : null;

    /// <summary>A currency by its sign or ISO 4217 code.</summary>
    public Noun? Currency(string sign) => _currencies.Value.TryGetValue(sign, out var currency) ? currency : null;

    /// <summary>A key of the keyboard.</summary>
    public string? Key(string key) => _keys.Value.GetValueOrDefault(key);

    /// <summary>How many, as a word where that is usual.</summary>
    public virtual string Number(int count) => count.ToString(CultureInfo.InvariantCulture);

    public virtual bool IsOne(string amount) => amount == "1";

    public string Count(int count, Noun noun) => $"{Number(count)} {(IsOne(count.ToString(CultureInfo.InvariantCulture)) ? noun.One : noun.Many)}";

    public string Amount(string amount, Noun noun) => $"{amount} {(IsOne(amount) ? noun.One : noun.Many)}";

    /// <param name="month">1 to 12.</param>
    public abstract string Date(int year, int month, int day);

    /// <summary>A day with a time and what is known of the zone (empty, <c>UTC</c> or an offset in words).</summary>
    public abstract string Moment(string date, string time, string zone);

    /// <summary>Whole units and hundredths of a currency.</summary>
    public string Money(string whole, string hundredths, Noun currency) =>
        whole == "0" ? Amount(hundredths, new Noun(currency.Hundredth, currency.Hundredths)) : Mixed(whole, hundredths, currency);

    /// <summary>An amount of whole units and hundredths.</summary>
    protected abstract string Mixed(string whole, string hundredths, Noun currency);

    /// <summary>Things per unit of something.</summary>
    public abstract string Per(string amount, string unit);

    /// <param name="exponent">A number or a letter.</param>
    public abstract string Power(string exponent);

    public abstract string Version(string spoken);

    public abstract string PullRequest(string number, string repository);

    public abstract string Issue(string number, string repository);

    public abstract string Commit(string spelled, string repository);

    /// <summary>Something with a number that is not said to be what.</summary>
    public abstract string NumberSign(string number);

    public abstract string Variable(string name);

    public abstract string Line(string number);

    public abstract string Lines(string from, string to);

    public abstract string Port(string host, string port);

    public abstract string IdEndingIn(string spelled);

    public abstract string Ipv6EndingIn(string spelled);

    public abstract string Image(string description);

    public abstract string AnImage { get; }

    /// <summary>Code that is too long to be followed by ear.</summary>
    public abstract string SomeCode { get; }

    public abstract string Done { get; }

    public abstract string ToDo { get; }

    public abstract string Failed { get; }

    public abstract string Warning { get; }

    public abstract string Yes { get; }

    public abstract string No { get; }

    public abstract string ThumbsUp { get; }

    public abstract string ThumbsDown { get; }

    /// <param name="language">Name of the programming language; empty when it is not known.</param>
    public abstract string CodeBlock(string language, int lines);

    public abstract string Table(int rows, string columns);

    /// <summary>Things of a kind that the listener has heard of already.</summary>
    public abstract string AndMore(int count);

    /// <summary>The rest of a reply that is too long to be read.</summary>
    public abstract string ThereIsMore(int paragraphs);

    /// <summary>What tools print, as the spoken summary of it.</summary>
    public abstract OutputWords Output { get; }

    private static FrozenDictionary<string, Noun> Nouns(string list) => Lines(list).ToFrozenDictionary(
        l => l[0], l => new Noun(l[1], l[2], l.Length > 3 ? l[3] : "", l.Length > 4 ? l[4] : ""), StringComparer.Ordinal);

    private static IEnumerable<string[]> Lines(string list) =>
        list.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(',', StringSplitOptions.TrimEntries));
}

/// <summary>A thing that is counted.</summary>
/// <param name="Hundredth">What a hundredth of it is called, if it is a currency.</param>
/// <param name="Hundredths">The same, many.</param>
internal readonly record struct Noun(string One, string Many, string Hundredth = "", string Hundredths = "");

/// <summary>What signs are called.</summary>
internal sealed record SignNames
{
    public required string Dot { get; init; }
    public required string Point { get; init; }
    public required string Slash { get; init; }
    public required string Dash { get; init; }
    public required string Underscore { get; init; }
    public required string Star { get; init; }
    public required string At { get; init; }
    public required string Plus { get; init; }
    public required string Minus { get; init; }
    public required string PlusMinus { get; init; }
    public required string Times { get; init; }
    public required string By { get; init; }
    public required string Equal { get; init; }
    public required string Unequal { get; init; }
    public required string AtLeast { get; init; }
    public required string AtMost { get; init; }
    public required string LessThan { get; init; }
    public required string GreaterThan { get; init; }
    public required string About { get; init; }
    public required string And { get; init; }
    public required string Or { get; init; }
    public required string Not { get; init; }
    public required string Of { get; init; }
    public required string To { get; init; }
    public required string From { get; init; }
    public required string Sharp { get; init; }
    public required string Hex { get; init; }
    public required string Caret { get; init; }
    public required string Tilde { get; init; }
    public required string Thousand { get; init; }
    public required string Million { get; init; }
    public required string Billion { get; init; }
}

/// <summary>What is counted: one, many.</summary>
internal sealed record CountedThings
{
    public required Noun Line { get; init; }
    public required Noun Row { get; init; }
    public required Noun Error { get; init; }
    public required Noun Warning { get; init; }
    public required Noun Paragraph { get; init; }
}

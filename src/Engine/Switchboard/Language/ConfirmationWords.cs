using System.Collections.Frozen;

namespace CallActors.Engine.Switchboard.Language;

/// <summary>
/// The word of the moment: said back, it confirms what a yes is too little for. The words are common, of two syllables and more as a rule, and far
/// apart in sound, so that neither a cough nor another of them passes for one.
/// </summary>
internal static class ConfirmationWords
{
    /// <summary>How like the word what was said must be. "Wallnut" for walnut has 0.97; words of the list are below 0.7 to one another.</summary>
    private const double Alike = 0.82;

    /// <summary>How far any other word of the list must be behind.</summary>
    private const double Lead = 0.15;

    // Around the word: "confirm walnut", "the word is walnut, please".
    private static readonly FrozenSet<string> Around = FrozenSet.ToFrozenSet("""
        confirm confirmed i the word is it yes yeah okay ok please uh um uhm er say said and
        bestätige bestätigt ich das wort lautet ist ja bitte äh ähm also sage und
        """.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), StringComparer.Ordinal);

    private static readonly FrozenSet<string> Against = FrozenSet.ToFrozenSet("""
        no nope nah not don't dont do-not stop cancel abort never wait deny reject
        nein ne nee nicht stopp halt abbrechen abbruch nie niemals warte kein keine
        """.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), StringComparer.Ordinal);

    public static IReadOnlyList<string> English { get; } = Listed("""
        walnut pepper dolphin candle marble tornado umbrella violin giraffe pumpkin harbor lantern blanket compass turtle kangaroo ribbon
        magnet feather carpet mushroom pineapple strawberry chocolate octopus butterfly mosquito elevator bicycle telescope microscope
        hurricane avalanche cinnamon vanilla avocado spaghetti raspberry cucumber potato hamster leopard buffalo squirrel flamingo pelican
        cathedral orchard glacier jungle satellite rocket submarine tractor saxophone accordion domino kitchen furniture mattress sandwich
        porridge gymnasium hospital monument sunflower cabbage espresso jellyfish marathon pretzel safari tambourine zeppelin
        """);

    public static IReadOnlyList<string> German { get; } = Listed("""
        walnuss pfeffer delfin kerze marmor gewitter regenschirm hafen laterne kompass schildkröte känguru pinguin vulkan sattel magnet
        teppich trompete erdbeere schokolade elefant krokodil oktopus schmetterling aufzug fahrrad teleskop mikroskop kalender orkan
        saphir smaragd vanille lavendel avocado spaghetti kartoffel hamster leopard panther büffel flamingo kathedrale obstgarten
        wasserfall insel gletscher dschungel planet galaxie rakete unterseeboot traktor motorrad fallschirm saxofon akkordeon domino möbel
        kissen butterbrot haferbrei krankenhaus bibliothek denkmal sonnenblume narzisse blaubeere pampelmuse akrobat kohlrabi espresso
        limousine marathon halskette sauerstoff brezel waschbär tamburin zauberer zeppelin bernstein wolkenkratzer nachtigall bratpfanne
        gänseblümchen apfelkuchen
        """);

    public static IReadOnlyList<string> For(string language) => Forms.IsGerman(language) ? German : English;

    /// <summary>A word of the moment.</summary>
    /// <param name="below">A number from 0 up to, but not, its argument: random.</param>
    public static string Choose(string language, Func<int, int> below) => For(language)[below(For(language).Count)];

    /// <summary>Whether the word was said, and nothing besides that matters. With a "no" or "stop" in it nothing is.</summary>
    public static bool Matches(string said, string word)
    {
        var words = Utterance.Of(said).Words.SelectMany(w => w.Text.Split(' ')).ToList();
        if (words.Count > 8 || words.Any(Against.Contains)) return false;
        var rest = words.Where(w => !Around.Contains(w) || w == word).ToList();
        // A name that was parted by the recogniser: "wall nut".
        if (rest.Count is 0 or > 3) return false;
        if (rest.Count > 1 && rest.All(w => w == word)) return true;
        var heard = SoundText.Of(string.Concat(rest));
        var likeness = EarDistance.Compare(heard, SoundText.Of(word));
        if (likeness < Alike) return false;
        if (heard.Text == word) return true;
        var list = German.Contains(word) && !English.Contains(word) ? German : English;
        return list.All(other => other == word || EarDistance.Compare(heard, SoundText.Of(other)) < likeness - Lead);
    }

    private static string[] Listed(string list) =>
        list.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

using System.Globalization;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Switchboard.Language;
using Xunit.Abstractions;

namespace CallActors.Engine.Tests.Switchboard.Language;

/// <summary>How often names are found that a recogniser wrote wrong. The figures stand in docs/switchboard-language.md.</summary>
public sealed class WorkspaceNamesMeasuredSpec(ITestOutputHelper output)
{
    private static readonly string[] Names =
    [
        "kunduz", "kinder", "api-server", "api-client", "docs", "web-frontend", "billing_service", "payments", "search", "kestrel", "mercury", "phoenix", "dataPipeline", "auth",
        "mobile-app", "ledger", "notifications", "zeitmaschine", "telemetry", "gateway", "inventory", "scheduler", "playground", "migration", "agent-1", "agent-2", "report-builder",
        "thumbnailer", "warehouse", "checkout",
    ];

    // What ears and recognisers take for one another. One of a word, wherever it fits, or two.
    private static readonly (string From, string To)[] Slips =
    [
        ("k", "c"), ("c", "k"), ("z", "s"), ("s", "z"), ("ph", "f"), ("f", "ph"), ("d", "t"), ("t", "d"), ("b", "p"), ("p", "b"), ("n", "m"), ("m", "n"), ("i", "e"), ("e", "i"),
        ("u", "oo"), ("a", "e"), ("o", "a"), ("er", "a"), ("er", "or"), ("ck", "k"), ("ch", "tch"), ("th", "t"), ("y", "ie"), ("l", "ll"), ("t", "tt"), ("h", ""), ("e", ""), ("g", "k"),
        ("sc", "sk"), ("x", "cks"), ("ou", "ow"), ("ay", "ey"), ("v", "w"), ("q", "k"), ("tion", "shun"), ("s", ""), ("d", ""), ("r", ""),
    ];

    private static readonly string[] Sentences =
    [
        "run the tests", "what time is it", "fix the failing test in the parser", "can you hear me", "i am not sure about that", "add a button to the page", "let us try again tomorrow",
        "please commit and push", "the weather is nice today", "why is it so slow", "use a different color", "make it shorter", "read the first line", "where did you put the file",
        "that sounds good to me", "i have no idea", "open the window", "what do you think about it", "it should return null", "thank you very much", "give me a minute",
        "rename the variable", "the second test is flaky", "check whether it compiles", "one more time from the start", "good morning", "nothing else for today", "write a haiku about trees",
        "my car is broken", "call my mother", "turn it off and on again", "explain the difference", "how many lines does it have", "is there a simpler way", "use the old version",
        "remove the comment", "sort the list by name", "what happens with empty input", "you misunderstood me", "put it in a function", "lass die tests laufen", "wie spät ist es",
        "das gefällt mir nicht", "mach es bitte kürzer", "warum dauert das so lange", "schreib einen test dafür", "ich bin nicht sicher", "was meinst du dazu", "guten morgen",
        "lösche die alte datei",
    ];

    // Said where a name is expected, they are no name of the list; some sound like one.
    private const string Words = """
        people history way art world information map family government health system computer meat year thanks music person reading method data food theory law bird literature problem
        software control knowledge power ability economics love internet television science library nature fact product idea temperature investment area society activity story industry
        media thing oven community definition safety quality development language management player variety video week security country exam movie organization equipment physics analysis
        policy series thought basis boyfriend direction strategy technology army camera freedom paper environment child instance month truth marketing university writing article department
        difference goal news audience fishing growth income marriage user combination failure meaning medicine philosophy teacher communication night chemistry disease disk energy nation
        road role soup advertising location success addition apartment education math moment painting politics attention decision event property shopping student wood competition
        distribution entertainment office population president unit category cigarette context introduction opportunity performance driver flight length magazine newspaper relationship
        teaching cell dealer finding lake member message phone scene appearance association concept customer death discussion housing inflation insurance mood woman advice blood effort
        expression importance opinion payment reality responsibility situation skill statement wealth application city county depth estate foundation grandmother heart perspective photo
        recipe studio topic collection depression imagination passion percentage resource setting ad agency college connection criticism debt description memory patience secretary solution
        administration aspect attitude director personality psychology recommendation response selection storage version alcohol argument complaint contract emphasis highway loss membership
        possession preparation steak union agreement cancer currency employment engineering entry interaction mixture preference region republic tradition virus actor classroom delivery
        device difficulty drama election engine football guidance hotel owner priority protection suggestion tension variation anxiety atmosphere awareness bath bread candidate climate
        """;

    [Fact]
    public void Few_ordinary_words_are_taken_for_a_name()
    {
        var all = Names.Select((x, i) => (WorkspaceId.Of("tmux", $"%{i}"), x)).ToList();
        var words = Words.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string Of(WorkspaceId id) => all.Single(a => a.Item1 == id).x;
        var taken = words.Select(w => (w, Match: WorkspaceNames.Find(w, all))).Where(x => x.Match is NameMatch.Found).Select(x => $"{x.w}: {Of(((NameMatch.Found)x.Match).Id)}").ToList();
        var asked = words.Where(w => WorkspaceNames.Find(w, all) is NameMatch.Unsure).ToList();
        output.WriteLine($"words {words.Length}: taken {taken.Count} ({string.Join(", ", taken)}), asked about {asked.Count} ({string.Join(", ", asked)})");
        // Data and payment are parts of names.
        Assert.InRange((taken.Count - 2.0) / words.Length, 0, 0.01);
        Assert.InRange((double)asked.Count / words.Length, 0, 0.11);
    }

    [Fact]
    public void Names_with_a_slip_or_two_are_found_among_others_and_hardly_ever_mistaken()
    {
        var (found, asked, none, wrong, total) = (0, 0, 0, 0, 0);
        var (found2, asked2, none2, wrong2, total2) = (0, 0, 0, 0, 0);
        var random = new Random(42);
        foreach (var name in Names)
        {
            var spoken = string.Join(' ', Spoken(name));
            var once = Slipped(spoken).Concat(Parted(spoken)).Distinct().Where(s => s != spoken).ToList();
            var twice = once.SelectMany(Slipped).Distinct().Where(s => s != spoken && !once.Contains(s)).OrderBy(s => s, StringComparer.Ordinal).Where((_, i) => i % 7 == 0).ToList();
            foreach (var said in once) Count(said, name, ref found, ref asked, ref none, ref wrong, ref total);
            foreach (var said in twice) Count(said, name, ref found2, ref asked2, ref none2, ref wrong2, ref total2);
        }
        Tell("one slip", found, asked, none, wrong, total);
        Tell("two slips", found2, asked2, none2, wrong2, total2);
        Assert.InRange((double)(found + asked) / total, 0.97, 1);
        Assert.InRange((double)wrong / total, 0, 0.005);
        Assert.InRange((double)(found2 + asked2) / total2, 0.90, 1);
        Assert.InRange((double)wrong2 / total2, 0, 0.02);

        void Count(string said, string name, ref int f, ref int a, ref int n, ref int w, ref int t)
        {
            t++;
            // Itself among seven others.
            var list = Names.Where(x => x != name).OrderBy(_ => random.Next()).Take(7).Append(name).OrderBy(_ => random.Next()).Select((x, i) => (WorkspaceId.Of("tmux", $"%{i}"), x)).ToList();
            switch (WorkspaceNames.Find(said, list))
            {
                case NameMatch.Found m when list.Single(x => x.Item1 == m.Id).x == name: f++; break;
                case NameMatch.Found m:
                    w++;
                    output.WriteLine($"wrong: {said} for {name} was {list.Single(x => x.Item1 == m.Id).x}");
                    break;
                case NameMatch.Unsure u when u.Candidates.Any(c => c.Name == name): a++; break;
                default: n++; break;
            }
        }
    }

    [Fact]
    public void Ordinary_sentences_are_no_names()
    {
        var all = Names.Select((x, i) => (WorkspaceId.Of("tmux", $"%{i}"), x)).ToList();
        var taken = Sentences.Where(s => WorkspaceNames.Find(s, all) is NameMatch.Found).ToList();
        var asked = Sentences.Where(s => WorkspaceNames.Find(s, all) is NameMatch.Unsure).ToList();
        output.WriteLine($"sentences {Sentences.Length}: taken {taken.Count}, asked about {asked.Count}: {string.Join(" | ", taken.Concat(asked))}");
        Assert.Empty(taken);
        Assert.InRange(asked.Count, 0, 1);
    }

    private void Tell(string what, int found, int asked, int none, int wrong, int total) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{what}: {total} variants, found {100.0 * found / total:0.0} %, asked {100.0 * asked / total:0.0} %, not {100.0 * none / total:0.0} %, wrong {100.0 * wrong / total:0.0} %"));

    private static IEnumerable<string> Slipped(string text)
    {
        foreach (var (from, to) in Slips)
            for (var at = text.IndexOf(from, StringComparison.Ordinal); at >= 0; at = text.IndexOf(from, at + 1, StringComparison.Ordinal))
            {
                // A first letter is not lost, and figures are not changed.
                if (at == 0 && to.Length == 0) continue;
                yield return text[..at] + to + text[(at + from.Length)..];
            }
    }

    // A long word is heard as two.
    private static IEnumerable<string> Parted(string text)
    {
        for (var at = 3; at <= text.Length - 3; at++)
            if (text[at] != ' ' && text[at - 1] != ' ') yield return text[..at] + " " + text[at..];
    }

    private static IEnumerable<string> Spoken(string name) => NameText.OfName(name);
}

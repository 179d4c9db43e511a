using CallActors.Contracts.Workspaces;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Tests.Switchboard.Language;

public sealed class WorkspaceNamesSpec
{
    private const string Some = "kunduz,api-server,docs,webFrontend,billing_service,agent-1,agent-2,kunduz-old.bak";
    private const string Few = "kunduz,api-server,docs,web-frontend";

    [Theory]
    // As it is written, whatever the case and the signs.
    [InlineData(Few, "kunduz", "kunduz")]
    [InlineData(Few, "KUNDUZ", "kunduz")]
    [InlineData(Few, "the API server", "api-server")]
    [InlineData(Few, "api server", "api-server")]
    [InlineData(Few, "api dash server", "api-server")]
    [InlineData(Few, "a p i server", "api-server")]
    [InlineData(Few, "the a p i", "api-server")]
    [InlineData(Few, "api", "api-server")]
    [InlineData(Few, "the api one", "api-server")]
    [InlineData(Few, "the web frontend", "web-frontend")]
    [InlineData(Few, "web front end", "web-frontend")]
    [InlineData(Few, "my docs", "docs")]
    [InlineData(Few, "the docs session", "docs")]
    [InlineData(Few, "docs workspace", "docs")]
    [InlineData("webFrontend,docs", "web frontend", "webFrontend")]
    [InlineData("billing_service,docs", "billing", "billing_service")]
    [InlineData("billing_service,docs", "billing underscore service", "billing_service")]
    [InlineData("HTTPProxy,docs", "http proxy", "HTTPProxy")]
    [InlineData("site.example,docs", "site dot example", "site.example")]
    [InlineData(Some, "kunduz", "kunduz")]
    [InlineData(Some, "kunduz old", "kunduz-old.bak")]
    // As recognisers write it.
    [InlineData(Few, "kundus", "kunduz")]
    [InlineData(Few, "kundooz", "kunduz")]
    [InlineData(Few, "coon dues", "kunduz")]
    [InlineData(Few, "conduits", "kunduz")]
    [InlineData(Few, "can do's", "kunduz")]
    [InlineData(Few, "can dues", "kunduz")]
    [InlineData(Few, "gunduz", "kunduz")]
    [InlineData(Few, "condos", "kunduz")]
    [InlineData(Few, "dogs", "docs")]
    [InlineData(Few, "docks", "docs")]
    [InlineData(Few, "the ducks", "docs")]
    [InlineData(Few, "web fronted", "web-frontend")]
    [InlineData(Few, "wet front end", "web-frontend")]
    [InlineData("kunduz,kinder", "kundus", "kunduz")]
    [InlineData("kunduz,kinder", "kinder", "kinder")]
    [InlineData("kunduz,kinder", "kunduz", "kunduz")]
    [InlineData("kestrel,mercury,phoenix", "castrol", "kestrel")]
    [InlineData("kestrel,mercury,phoenix", "fenix", "phoenix")]
    [InlineData("kestrel,mercury,phoenix", "feenicks", "phoenix")]
    [InlineData("kestrel,mercury,phoenix", "merkury", "mercury")]
    [InlineData("payments,search,auth", "pay mints", "payments")]
    [InlineData("payments,search,auth", "surge", "search")]
    [InlineData("müller,schmidt", "mueller", "müller")]
    [InlineData("müller,schmidt", "schmitt", "schmidt")]
    [InlineData("zeitmaschine,docs", "zeit maschine", "zeitmaschine")]
    [InlineData("zeitmaschine,docs", "die zeitmaschiene", "zeitmaschine")]
    // Spelled.
    [InlineData(Few, "k u n d u z", "kunduz")]
    [InlineData(Few, "K. U. N. D. U. Z.", "kunduz")]
    [InlineData(Few, "kay you n d you z", "kunduz")]
    [InlineData(Few, "kilo uniform november delta uniform zulu", "kunduz")]
    [InlineData(Few, "konrad ulrich nordpol dora ulrich zeppelin", "kunduz")]
    [InlineData(Few, "d o c s", "docs")]
    // Numbers and places.
    [InlineData(Some, "agent one", "agent-1")]
    [InlineData(Some, "agent two", "agent-2")]
    [InlineData(Some, "agent to", "agent-2")]
    [InlineData(Some, "agent 2", "agent-2")]
    [InlineData(Few, "the first one", "kunduz")]
    [InlineData(Few, "the third one", "docs")]
    [InlineData(Few, "number two", "api-server")]
    [InlineData(Few, "session four", "web-frontend")]
    [InlineData(Few, "the last one", "web-frontend")]
    [InlineData(Few, "die zweite", "api-server")]
    [InlineData("worker21,worker22", "worker twenty two", "worker22")]
    [InlineData("worker21,worker22", "worker einundzwanzig", "worker21")]
    [InlineData("api-v2,api-v3", "api v 3", "api-v3")]
    // Part of a long name.
    [InlineData("kunduz-payment-refactoring,docs", "kunduz", "kunduz-payment-refactoring")]
    [InlineData("kunduz-payment-refactoring,docs", "the payment refactoring", "kunduz-payment-refactoring")]
    // Two or more that it may be: asked.
    [InlineData("kunduz,kinder", "kinduz", "kunduz?kinder")]
    [InlineData("kunduz,kinder", "conduits", "kunduz?kinder")]
    [InlineData("api-server,api-client", "api", "api-server?api-client")]
    [InlineData("agent-1,agent-2", "agent", "agent-2?agent-1")]
    [InlineData("docs,docs", "docs", "docs?docs")]
    [InlineData("docs,dogs", "docks", "docs?dogs")]
    [InlineData("web-a,web-b,web-c,web-d", "web", "web-b?web-a?web-c")]
    // None.
    [InlineData(Few, "", "")]
    [InlineData(Few, "the", "")]
    [InlineData(Few, "mercury", "")]
    [InlineData(Few, "number nine", "")]
    [InlineData(Few, "run the tests", "")]
    [InlineData(Few, "fix the tests please", "")]
    [InlineData(Few, "what time is it", "")]
    [InlineData(Few, "the weather in berlin", "")]
    [InlineData(Few, "can you do it", "")]
    [InlineData(Few, "add a docs folder to the project", "")]
    [InlineData(Few, "why is the api slow", "")]
    [InlineData(Few, "yes", "")]
    [InlineData(Few, "my mother", "")]
    [InlineData(Few, "dark mode", "")]
    [InlineData(Few, "the database team", "")]
    [InlineData(Few, "somebody else", "")]
    [InlineData(Few, "x y z", "")]
    [InlineData(Few, "wie ist das wetter heute", "")]
    [InlineData(Few, "lass die tests laufen", "")]
    [InlineData("tests,build", "fix tests", "")]
    public void A_name_is_found_asked_about_or_not_known(string names, string said, string expected) => Assert.Equal(expected, Found(names, said));

    [Theory]
    [InlineData("")]
    [InlineData("agent two")]
    [InlineData("the first one")]
    public void Without_workspaces_nothing_is_found(string said) => Assert.IsType<NameMatch.None>(WorkspaceNames.Find(said, []));

    [Fact]
    public void Case_makes_no_difference_and_nothing_fails()
    {
        string[] parts = ["kunduz", "kinder", "api", "API", "Server", "two", "to", "2", "a", "p", "i", "the", "first", "one", "-", "ß", "İ", "🙂", "'", "double", "u", "last", "kilo", "x"];
        string[] names = ["kunduz", "Kinder", "api-server", "agent2", "ß", "-", "", "x1y2z3"];
        var random = new Random(11);
        for (var i = 0; i < 5_000; i++)
        {
            var said = string.Join(random.Next(5) == 0 ? "" : " ", Enumerable.Range(0, random.Next(7)).Select(_ => parts[random.Next(parts.Length)]));
            var list = string.Join(',', Enumerable.Range(0, random.Next(1, 5)).Select(_ => names[random.Next(names.Length)]));
            // A capital in the middle parts a name in two: the names stay as they are.
            Assert.Equal(Found(list, said.ToLowerInvariant()), Found(list, said));
            Assert.Equal(Found(list, said), Found(list, said.ToUpperInvariant().ToLowerInvariant()), ignoreCase: true);
        }
    }

    [Fact]
    public void Many_workspaces_with_long_names_are_searched_through_at_once()
    {
        var names = Enumerable.Range(0, 500).Select(i => (WorkspaceId.Of("tmux", $"%{i}"), string.Concat(Enumerable.Repeat($"very-long-name-{i}-", 20)))).ToList();
        Assert.IsNotType<NameMatch.Found>(WorkspaceNames.Find(string.Concat(Enumerable.Repeat("some long speech ", 7)), names));
    }

    private static string Found(string names, string said)
    {
        var workspaces = names.Split(',').Select((n, i) => (WorkspaceId.Of("tmux", $"%{i}"), n)).ToList();
        return WorkspaceNames.Find(said, workspaces) switch
        {
            NameMatch.Found f => workspaces.Single(w => w.Item1 == f.Id).n,
            NameMatch.Unsure u => string.Join('?', u.Candidates.Select(c => c.Name)) + (u.Candidates.Count == 1 ? "?" : ""),
            _ => "",
        };
    }
}

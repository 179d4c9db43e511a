using System.Text.RegularExpressions;

namespace CallActors.Engine.Switchboard.Language;

/// <summary>What is dangerous about an action.</summary>
/// <param name="What">What it would do, to be said behind "This would": "force push".</param>
internal sealed record Danger(string What);

/// <summary>
/// Knows actions that a spoken yes is too little for. A misheard word must not push by force: these want the word of the moment. What cannot
/// be told apart for certain counts as dangerous; the price is one word more.
/// </summary>
internal sealed partial class DangerousActions
{
    /// <summary>No pattern backtracks; this bounds what is left.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    // Before the program itself: what runs another program.
    private const string Runs = @"^(?:(?:sudo|doas|env|bash|sh|zsh|nohup|time|timeout|xargs|exec|command|find|ssh|docker|watch|nice|then|do|else|if|while|eval)\b.* )?";

    private static readonly Rule[] Defaults =
    [
        Command("force push", "einen Force-Push machen", Runs + @"git push\b.*(?: \+\S+| --force\S*| -f| --mirror)(?: |$)"),
        Command("push to the main branch", "auf den Hauptzweig pushen", Runs + @"git push\b.*[ :/](?:main|master)(?: |$)"),
        Command("delete a branch on the server", "einen Zweig auf dem Server löschen", Runs + @"git push\b.*(?: :\S+| --delete| -d)(?: |$)"),
        Command("delete files for good", "Dateien endgültig löschen", Runs + @"rm .*(?: -[rR]| --recursive)(?: |$)"),
        Command("delete files for good", "Dateien endgültig löschen", Runs + @"find\b.* -delete(?: |$)"),
        Command("delete files for good", "Dateien endgültig löschen", Runs + @"(?:shred|srm)\b"),
        Command("throw away changes with git reset hard", "mit git reset hard Änderungen verwerfen", Runs + @"git reset\b.* --hard(?: |$)"),
        Command("delete untracked files with git clean", "mit git clean Dateien löschen", Runs + @"git clean\b.*(?: -f| --force)(?: |$)"),
        Command("rewrite the history", "die Geschichte umschreiben", Runs + @"git (?:filter-branch|filter-repo)\b"),
        Command("throw away changes", "Änderungen verwerfen", Runs + @"git (?:checkout|restore) (?:-- )?\.(?: |$)"),
        Command("apply infrastructure changes", "die Infrastruktur ändern", Runs + @"(?:terraform|tofu|terragrunt|pulumi|cdk)\b.* (?:apply|destroy|up|deploy)(?: |$)"),
        Command("delete from the cluster", "im Cluster löschen", Runs + @"(?:kubectl|oc|helm)\b.* (?:delete|drain|uninstall)(?: |$)"),
        Command("prune docker", "Docker aufräumen und dabei löschen", Runs + @"(?:docker|podman)\b.* prune(?: |$)"),
        Command("publish a package", "ein Paket veröffentlichen", Runs + @"(?:(?:npm|yarn|pnpm|cargo|gem|poetry|bun)(?: npm)? (?:publish|push)|twine upload|dotnet nuget push|nuget push)\b"),
        Command("write straight to a disk", "direkt auf eine Platte schreiben", Runs + @"(?:dd\b.* of=/dev/|mkfs|fdisk|parted|wipefs)"),
        Command("shut the machine down", "den Rechner abschalten", Runs + @"(?:shutdown|reboot|poweroff|halt|init [06]|systemctl (?:reboot|poweroff|halt))\b"),
        Command("open files to everybody", "Dateien für alle öffnen", Runs + @"chmod\b.* (?:0?777|a\+rwx|ugo\+rwx)\b.*(?: -R| --recursive)(?: |$)"),
        Command("act as the administrator", "als Administrator handeln", @"^(?:.* )?(?:sudo|doas|su) "),
        Command("deploy to production", "in die Produktion ausliefern", @"^(?:.*[ :_/-])?(?:deploy|publish|release|promote|rollout)(?:[ :_.-].*)?[ :=_/-](?:prod|production|live)(?:\W.*)?$"),
        Command("deploy to production", "in die Produktion ausliefern", @"^(?:.*[ :=_/-])?(?:prod|production|live)[ :_-](?:.*[ :_-])?(?:deploy|publish|release|promote|rollout)(?: .*)?$"),
        Whole("run a script straight from the network", "ein Skript direkt aus dem Netz ausführen", @"\b(?:curl|wget|fetch)\b.*\|\s*(?:sudo\s+(?:-\S+\s+)*)?(?:env\s+)?(?:\S*/)?(?:ba|z|da|k)?sh\b"),
        Whole("run a script straight from the network", "ein Skript direkt aus dem Netz ausführen", @"\b(?:ba|z|da|k)?sh\b.*(?:<\(|\$\()\s*(?:curl|wget)\b"),
        Whole("drop a table or a database", "eine Tabelle oder Datenbank löschen", @"\b(?:drop\s+(?:table|database|schema)|dropdb)\b"),
        Whole("empty a table", "eine Tabelle leeren", @"\btruncate\s+(?:table\s+)?[a-z_.]+\s*(?:;|$|cascade\b|restart\b)|\btruncate\s+table\b"),
        new("delete every row of a table", "alle Zeilen einer Tabelle löschen", HasDeleteWithoutWhere),
    ];

    private static readonly Rule[] Secrets =
    [
        new("touch a file with secrets", "eine Datei mit Geheimnissen anfassen", HasSecretFile),
    ];

    // Their "about" is a path or a pattern: what stands in it is not run.
    private static readonly string[] FileTools = ["read", "write", "edit", "multiedit", "notebookedit", "glob", "grep", "ls"];

    private readonly bool _isGerman;
    private readonly List<Rule> _own = [];

    /// <param name="language">BCP 47 tag.</param>
    /// <param name="patterns">What is dangerous besides: plain words that stand in the action, whatever their case (<c>make release</c>), or
    /// a regular expression between slashes, without look-around and back-references (<c>/az .* delete/</c>).</param>
    /// <exception cref="ArgumentException">A pattern is empty, or no regular expression of this kind. Its number is named.</exception>
    public DangerousActions(string language, IReadOnlyList<string> patterns)
    {
        _isGerman = Forms.IsGerman(language);
        for (var i = 0; i < patterns.Count; i++) _own.Add(Own(patterns[i].Trim(), i + 1));
    }

    /// <summary>What is dangerous about an action; null when nothing known is.</summary>
    /// <param name="tool">The agent's tool; empty when it is not known.</param>
    /// <param name="about">The command, the file, the question.</param>
    public Danger? Of(string tool, string about)
    {
        var action = new Action(CommandLine.Commands(about), CommandLine.Flat(about));
        var rules = FileTools.Contains(tool.ToLowerInvariant()) ? [.. Secrets, .. _own] : Defaults.Concat(Secrets).Concat(_own);
        foreach (var rule in rules)
            if (Applies(rule, action)) return new Danger(_isGerman ? rule.German : rule.English);
        return null;
    }

    // A pattern that takes too long has not said that it is harmless.
    private static bool Applies(Rule rule, Action action)
    {
        try
        {
            return rule.IsMet(action);
        }
        catch (RegexMatchTimeoutException)
        {
            return true;
        }
    }

    private static Rule Own(string pattern, int number)
    {
        if (pattern.Length == 0) throw new ArgumentException($"Pattern {number} of dangerous actions is empty.", nameof(pattern));
        if (pattern is not ['/', .., '/'] || pattern.Length < 3)
        {
            var words = Compile($@"(?:^|\W){Regex.Escape(CommandLine.Flat(pattern))}(?:\W|$)");
            return new Rule($"do what you want to be asked about: {pattern}", $"etwas tun, wonach Sie gefragt werden wollen: {pattern}", a => words.IsMatch(a.Flat));
        }
        try
        {
            var expression = Compile(pattern[1..^1]);
            return new Rule("do what you want to be asked about", "etwas tun, wonach Sie gefragt werden wollen", a => expression.IsMatch(a.Flat) || a.Commands.Any(expression.IsMatch));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new ArgumentException($"Pattern {number} of dangerous actions is no regular expression without look-around and back-references.", nameof(pattern), e);
        }
    }

    private static bool HasDeleteWithoutWhere(Action action)
    {
        foreach (var match in DeleteFrom.Matches(action.Flat).Cast<Match>())
            if (!Where.IsMatch(match.Value)) return true;
        return false;
    }

    private static bool HasSecretFile(Action action)
    {
        foreach (var match in SecretFile.Matches(action.Flat).Cast<Match>())
            if (!HarmlessFile.IsMatch(match.Value)) return true;
        return false;
    }

    private static readonly Regex DeleteFrom = Compile(@"\bdelete\s+from\s+\S[^;]*");

    private static readonly Regex Where = Compile(@"\bwhere\b");

    private static readonly Regex SecretFile = Compile(@"(?:^|[\s/=@<:,(])(?:\.env(?:\.[\w.-]+)?|[\w.-]*id_(?:rsa|ed25519|ecdsa|dsa)(?:\.[\w-]+)?|[\w.-]+\.(?:pem|key|p12|pfx|keystore)|\.ssh/[\w.-]+|\.aws/credentials|\.netrc|\.pgpass|\.npmrc)(?:[\s,;|&>)]|$)");

    private static readonly Regex HarmlessFile = Compile(@"\.(?:example|sample|template|dist|pub)\W*$|known_hosts|\.ssh/config");

    private static Rule Command(string english, string german, string pattern)
    {
        var expression = Compile(pattern);
        return new Rule(english, german, a => a.Commands.Any(expression.IsMatch));
    }

    private static Rule Whole(string english, string german, string pattern)
    {
        var expression = Compile(pattern);
        return new Rule(english, german, a => expression.IsMatch(a.Flat));
    }

    private static Regex Compile(string pattern) =>
        new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, Patience);

    private sealed record Rule(string English, string German, Predicate<Action> IsMet);

    private sealed record Action(IReadOnlyList<string> Commands, string Flat);
}

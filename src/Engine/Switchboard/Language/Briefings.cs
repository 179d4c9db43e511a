using System.Globalization;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Engine.Switchboard.Language;

/// <summary>
/// Sentences about workspaces, for the ear: only what is known, and what a screen alone says is said to look so. Lengths are bounded here; names,
/// commands and paths become speakable in the speech layer.
/// </summary>
/// <param name="language">BCP 47 tag.</param>
internal sealed partial class Briefings(string language)
{
    /// <summary>As many workspaces as keys choose are told one by one.</summary>
    public const int LongestList = 9;

    /// <summary>The title of the notices that are shown on the desktop because of a call.</summary>
    public const string OurTitle = "CallActors";

    /// <summary>What the assistant is called when it is spoken of.</summary>
    public string Assistant => Say("The assistant", "Der Assistent");

    /// <summary>Longest command, file or label within a sentence, in characters.</summary>
    private const int LongestPart = 90;

    /// <summary>Longest name of a workspace, and of a folder behind it.</summary>
    private const int LongestName = 48;

    /// <summary>Longest text that is read out as itself.</summary>
    private const int LongestQuote = 600;

    private readonly bool _isGerman = Forms.IsGerman(language);

    /// <summary>"Three sessions: kunduz is running npm test, api-server waits for your permission, docs is idle."</summary>
    public string List(IReadOnlyList<WorkspaceSummary> workspaces)
    {
        if (workspaces.Count == 0) return Say("There are no sessions.", "Es gibt keine Sitzungen.");
        var told = workspaces.Take(LongestList).Select(w => w.IsReachable
            ? Doing(w.Workspace.Name, w.Agent, w.IsSettled)
            : Say($"{w.Workspace.Name} cannot be reached", $"{w.Workspace.Name} ist nicht erreichbar"));
        var rest = workspaces.Count - LongestList;
        var more = rest > 0 ? Say($", and {Number(rest)} more", $", und {Number(rest)} weitere") : "";
        return Say(
            $"{Capital(Number(workspaces.Count))} {(workspaces.Count == 1 ? "session" : "sessions")}: ",
            $"{Capital(workspaces.Count == 1 ? "eine" : Number(workspaces.Count))} {(workspaces.Count == 1 ? "Sitzung" : "Sitzungen")}: ") + string.Join(", ", told) + more + ".";
    }

    /// <summary>One workspace as it stands.</summary>
    public string Status(string name, WorkspaceStanding standing, DateTimeOffset now)
    {
        if (standing.Reach == WorkspaceReach.Gone) return Say($"{name} is gone.", $"{name} gibt es nicht mehr.");
        var sentences = new List<string>();
        if (standing.Reach == WorkspaceReach.Away)
            sentences.Add(Say($"{name} cannot be reached at present. This is what I knew last.", $"{name} ist gerade nicht erreichbar. Zuletzt wusste ich dies."));
        var doing = Doing(name, standing.Agent, standing.IsSettled) + Lasting(standing, now);
        sentences.Add(standing.AgentSource == AgentSource.Screen ? Say($"It looks as if {doing}.", $"Es sieht so aus: {doing}.") : $"{doing}.");

        var facts = standing.Facts;
        if (facts.Progress is { } progress)
        {
            var label = Part(progress.Label);
            sentences.Add(Percent(progress.Share) + Say(" percent", " Prozent") + (label.Length > 0 ? $": {label}." : "."));
        }
        if (facts.Status.Count > 0 && Part(facts.Status[0].Value) is { Length: > 0 } note) sentences.Add(Say($"Its status says: {note}.", $"Sein Status sagt: {note}."));
        if (standing.Question is { } question && standing.Agent is not AgentState.Waiting) sentences.Add(Question(name, question, isShort: true));
        if (standing.Queued > 0)
            sentences.Add(standing.Queued == 1
                ? Say("One of your messages waits.", "Eine Ihrer Nachrichten wartet.")
                : Say($"{Capital(Number(standing.Queued))} of your messages wait.", $"{Capital(Number(standing.Queued))} Ihrer Nachrichten warten."));
        if (Part(facts.Branch) is { Length: > 0 } branch)
            sentences.Add(Say($"It is on branch {branch}", $"Der Zweig ist {branch}") + (facts.HasChanges ? Say(", with changes that are not committed.", ", mit Änderungen, die nicht eingecheckt sind.") : "."));
        if (facts.PullRequest is { Number: > 0 } pull)
            sentences.Add(Say($"Pull request {pull.Number}", $"Pull-Request {pull.Number}") + (Part(pull.State) is { Length: > 0 } state ? Say($" is {state}.", $" ist {state}.") : "."));
        // What we have shown there ourselves is no news to who calls.
        if (facts.Unread.Where(n => n.Title != OurTitle).ToList() is { Count: > 0 } unread) sentences.Add(Unread(unread));
        return string.Join(' ', sentences);
    }

    /// <summary>What a workspace does just now, while the person waits for it; empty when it does nothing.</summary>
    public string Progress(string name, WorkspaceStanding standing)
    {
        if (!standing.Agent.IsBusy) return "";
        var doing = Doing(name, standing.Agent, standing.IsSettled);
        return standing.Facts.Progress is { } progress ? $"{doing}, {Percent(progress.Share)}{Say(" percent", " Prozent")}." : $"{doing}.";
    }

    /// <summary>The same when it has not changed for long: "Still at it: kunduz is running npm test, for two minutes."</summary>
    public string Still(string name, WorkspaceStanding standing, DateTimeOffset now) =>
        Say("Still at it: ", "Noch dabei: ") + Doing(name, standing.Agent, standing.IsSettled) + Lasting(standing, now) + ".";

    /// <summary>"kunduz has failed: rate limit."</summary>
    public string Failure(string name, AgentState agent) => Doing(name, agent, isSettled: true) + ".";

    /// <summary>Workspaces under names by which they can be told apart, as they are spoken of: long ones cut, and where several have the same
    /// one with the folder, or where that is the same too, a number behind it.</summary>
    public static IReadOnlyList<WorkspaceSummary> Named(IEnumerable<WorkspaceSummary> workspaces)
    {
        var all = workspaces.Select(w => w with { Workspace = w.Workspace with { Name = Bounded(w.Workspace.Name, LongestName).TrimEnd(' ', '…') } }).ToList();
        foreach (var same in all.GroupBy(w => w.Workspace.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.ToList()).ToList())
        {
            var folders = same.Select(w => Bounded(Path.GetFileName(w.Workspace.Directory.TrimEnd('/')), LongestName)).ToList();
            var differ = folders.All(f => f.Length > 0) && folders.Distinct(StringComparer.OrdinalIgnoreCase).Count() == folders.Count;
            for (var i = 0; i < same.Count; i++)
            {
                var name = differ ? $"{same[i].Workspace.Name} in {folders[i]}" : $"{same[i].Workspace.Name} {i + 1}";
                all[all.IndexOf(same[i])] = same[i] with { Workspace = same[i].Workspace with { Name = name } };
            }
        }

        return all;
    }

    /// <summary>The short line about another workspace than the one that the person talks to: it has finished, failed, ended, or needs them. Null when
    /// the change is nothing to interrupt for.</summary>
    public string? Aside(string name, AgentState before, AgentState after) => after switch
    {
        _ when after.IsLike(before) => null,
        AgentState.Waiting { For: AgentQuestion.Permission } => Say($"{name} needs your permission.", $"{name} braucht Ihre Erlaubnis."),
        AgentState.Waiting { For: AgentQuestion.Plan } => Say($"{name} wants you to look at its plan.", $"{name} möchte, dass Sie seinen Plan ansehen."),
        AgentState.Waiting => Say($"{name} has a question for you.", $"{name} hat eine Frage an Sie."),
        AgentState.Idle when before.IsBusy => Say($"{name} is done.", $"{name} ist fertig."),
        AgentState.Failed => Say($"{name} has failed.", $"{name} ist gescheitert."),
        AgentState.Gone => Say($"{name} has ended.", $"{name} ist beendet."),
        _ => null,
    };

    private string Unread(List<UnreadNotification> unread)
    {
        var newest = unread[^1];
        var text = Part(newest.Text.Length > 0 ? newest.Text : newest.Subtitle.Length > 0 ? newest.Subtitle : newest.Title);
        var count = unread.Count == 1 ? Say("One notification that nobody has read", "Eine ungelesene Mitteilung")
            : Say($"{Capital(Number(unread.Count))} notifications that nobody has read", $"{Capital(Number(unread.Count))} ungelesene Mitteilungen");
        return text.Length == 0 ? count + "." : count + (unread.Count == 1 ? $": {text}." : Say($"; the newest: {text}.", $"; die neueste: {text}."));
    }

    private string Doing(string name, AgentState agent, bool isSettled) => agent switch
    {
        AgentState.Starting => Say($"{name} is starting", $"{name} startet gerade"),
        AgentState.Idle => isSettled ? Say($"{name} is idle", $"{name} hat nichts zu tun") : Say($"{name} has just finished", $"{name} ist gerade fertig geworden"),
        AgentState.Thinking => Say($"{name} is thinking", $"{name} denkt nach"),
        AgentState.UsingTool t => Using(name, t.Tool, Part(t.About)),
        AgentState.Compacting => Say($"{name} is summing up its conversation", $"{name} fasst sein Gespräch zusammen"),
        AgentState.Waiting { For: AgentQuestion.Permission } => Say($"{name} waits for your permission", $"{name} wartet auf Ihre Erlaubnis"),
        AgentState.Waiting { For: AgentQuestion.Plan } => Say($"{name} waits for your word on its plan", $"{name} wartet auf Ihr Wort zu seinem Plan"),
        AgentState.Waiting => Say($"{name} waits for your answer", $"{name} wartet auf Ihre Antwort"),
        AgentState.Failed f => Part(f.Reason.Replace('_', ' ')) is { Length: > 0 } reason ? Say($"{name} has failed: {reason}", $"{name} ist gescheitert: {reason}") : Say($"{name} has failed", $"{name} ist gescheitert"),
        AgentState.Gone => Say($"{name} has ended", $"{name} ist beendet"),
        _ => name,
    };

    // The tools of Claude Code by what they do; another by its name.
    private string Using(string name, string tool, string about) => (tool.ToLowerInvariant(), about.Length > 0) switch
    {
        ("bash" or "shell" or "exec", true) => Say($"{name} is running {about}", $"{name} führt {about} aus"),
        ("bash" or "shell" or "exec", false) => Say($"{name} is running a command", $"{name} führt einen Befehl aus"),
        ("read" or "notebookread" or "ls", true) => Say($"{name} is reading {about}", $"{name} liest {about}"),
        ("edit" or "multiedit" or "notebookedit", true) => Say($"{name} is editing {about}", $"{name} bearbeitet {about}"),
        ("write", true) => Say($"{name} is writing {about}", $"{name} schreibt {about}"),
        ("grep" or "glob", true) => Say($"{name} is searching for {about}", $"{name} sucht nach {about}"),
        ("webfetch" or "websearch", _) => Say($"{name} is looking something up on the web", $"{name} sieht im Netz nach"),
        ("task" or "agent", _) => Say($"{name} has another agent at work", $"{name} lässt einen weiteren Agenten arbeiten"),
        ("", _) => Say($"{name} is using a tool", $"{name} benutzt ein Werkzeug"),
        (_, true) => Say($"{name} is using {Part(tool)}: {about}", $"{name} benutzt {Part(tool)}: {about}"),
        _ => Say($"{name} is using {Part(tool)}", $"{name} benutzt {Part(tool)}"),
    };

    private string Lasting(WorkspaceStanding standing, DateTimeOffset now) =>
        standing.Agent is AgentState.Gone or AgentState.Failed || (standing.Agent is AgentState.Idle && !standing.IsSettled) || now - standing.Since is not { TotalSeconds: >= 10 } lasted ? ""
        : lasted.TotalSeconds < 60 ? Say(", for some seconds", ", seit einigen Sekunden")
        : lasted.TotalMinutes < 60 ? For((int)lasted.TotalMinutes, "minute", "minutes", "einer Minute", "Minuten")
        : lasted.TotalHours < 24 ? For((int)lasted.TotalHours, "hour", "hours", "einer Stunde", "Stunden")
        : For((int)lasted.TotalDays, "day", "days", "einem Tag", "Tagen");

    private string For(int count, string one, string many, string eine, string viele) =>
        count == 1 ? Say($", for one {one}", $", seit {eine}") : Say($", for {Number(count)} {many}", $", seit {Number(count)} {viele}");

    private string Say(string english, string german) => _isGerman ? german : english;

    private static string Percent(double share) => Math.Round(100 * Math.Clamp(double.IsNaN(share) ? 0 : share, 0, 1)).ToString(CultureInfo.InvariantCulture);

    // Small numbers begin sentences and are words; voices read the others right.
    private string Number(int count) => count is >= 0 and <= 12
        ? (_isGerman
            ? (string[])["null", "eine", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"]
            : ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"])[count]
        : count.ToString(CultureInfo.InvariantCulture);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>A text within a sentence: one line, bounded, without an end of its own.</summary>
    private static string Part(string text) => Bounded(text, LongestPart).TrimEnd('.', '!', ':', ';', ' ');

    private static string Bounded(string text, int longest)
    {
        // Only so much is looked at: a reply may be a megabyte.
        var head = text.AsSpan(0, Math.Min(text.Length, 8 * longest)).ToString();
        var line = string.Join(' ', head.Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= longest) return head.Length < text.Length ? line + " …" : line;
        var cut = line.LastIndexOf(' ', longest);
        if (cut <= longest / 2) cut = char.IsHighSurrogate(line[longest - 1]) ? longest - 1 : longest;
        return line[..cut] + " …";
    }
}

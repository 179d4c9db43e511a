using System.Text.RegularExpressions;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Engine.Switchboard.Language;

/// <summary>Questions, errors and screens.</summary>
internal sealed partial class Briefings
{
    /// <summary>Longest command that is read out when permission is asked for.</summary>
    private const int LongestCommand = 240;

    private const int MostErrors = 3;
    private const int MostLines = 12;
    private const int MostOptions = 6;

    /// <summary>The agent's question with how to answer it: "kunduz asks for permission to run: git push. Say yes, no, or show me."</summary>
    public string Question(string name, OpenQuestion question) => Question(name, question, isShort: false);

    /// <summary>How much of a question that is read out, or of its details, has to be heard before it can be answered: all but how to answer it.</summary>
    public static int Essential(string read)
    {
        foreach (var tail in Tails)
            if (read.EndsWith(tail, StringComparison.Ordinal)) return read.Length - tail.Length;
        return read.Length;
    }

    private static readonly string[] Tails =
        [" Say yes, no, or show me.", " Sagen Sie ja, nein, oder zeig es mir.", " Say the number of one.", " Sagen Sie eine Nummer."];

    /// <summary>What exactly is asked for: the whole of it, as far as it can be listened to.</summary>
    public string Details(OpenQuestion question)
    {
        var about = Bounded(question.About, LongestQuote);
        var tool = Part(question.Tool);
        var what = about.Length == 0 && tool.Length == 0 ? Say("I know no more about it than that it asks.", "Mehr als dass gefragt wird, weiß ich nicht.")
            : about.Length == 0 ? Say($"The tool is {tool}; I do not know what for.", $"Das Werkzeug ist {tool}; wofür, weiß ich nicht.")
            : tool.Length == 0 ? Say($"It is exactly this: {about}", $"Genau ist es dies: {about}")
            : Say($"The tool is {tool}. It is exactly this: {about}", $"Das Werkzeug ist {tool}. Genau ist es dies: {about}");
        if (what[^1] == '…') what += Say(" There is more of it that I do not read.", " Es geht noch weiter; das lese ich nicht vor.");
        var ended = what[^1] is '.' or '!' or '?' or '…' ? what : what + ".";
        return question.For == AgentQuestion.Permission ? ended : $"{ended} {Options(question)}".TrimEnd();
    }

    /// <summary>What has gone wrong, as far as it is known.</summary>
    public string Errors(string name, WorkspaceStanding standing)
    {
        var sentences = new List<string>();
        if (standing.Agent is AgentState.Failed) sentences.Add(Doing(name, standing.Agent, standing.IsSettled) + ".");
        var errors = standing.Facts.Log.Where(l => l.Level == LogLineLevel.Error).Select(l => Part(l.Text)).Where(t => t.Length > 0).ToList();
        if (errors.Count > 0)
        {
            var told = string.Join("; ", errors.TakeLast(MostErrors));
            sentences.Add(errors.Count == 1
                ? Say($"One error in its log: {told}.", $"Ein Fehler im Protokoll: {told}.")
                : Say($"{Capital(Number(errors.Count))} errors in its log", $"{Capital(Number(errors.Count))} Fehler im Protokoll")
                    + (errors.Count > MostErrors ? Say("; the last three: ", "; die letzten drei: ") : ": ") + told + ".");
        }
        if (Failing(standing.LastReply) is { } failing)
            sentences.Add(standing.LastReplyBy == AgentSource.Screen
                ? Say($"By its screen, it looks as if its last answer said: {failing}.", $"Dem Bildschirm nach sieht es so aus, als sei seine letzte Antwort: {failing}.")
                : Say($"Its last answer says: {failing}.", $"Seine letzte Antwort sagt: {failing}."));
        if (sentences.Count > 0) return string.Join(' ', sentences);
        var warnings = standing.Facts.Log.Count(l => l.Level == LogLineLevel.Warning);
        return Say("No errors that I know of.", "Von Fehlern weiß ich nichts.") + warnings switch
        {
            0 => "",
            1 => Say(" One warning in its log.", " Eine Warnung im Protokoll."),
            _ => Say($" {Capital(Number(warnings))} warnings in its log.", $" {Capital(Number(warnings))} Warnungen im Protokoll."),
        };
    }

    /// <summary>The last lines of a screen. Frames, rules and what else has no words are left out.</summary>
    public string Screen(Screen screen)
    {
        var lines = screen.Lines.Select(l => Bounded(new string([.. l.Where(c => c is not (>= '\u2500' and <= '\u259F') and not '\uFFFD' && (c >= ' ' || c == '\t'))]), LongestPart * 2))
            .Where(l => l.Any(char.IsLetterOrDigit)).ToList();
        var chosen = new List<string>();
        var length = 0;
        for (var i = lines.Count - 1; i >= 0 && chosen.Count < MostLines && length + lines[i].Length <= LongestQuote; i--)
        {
            chosen.Insert(0, lines[i]);
            length += lines[i].Length + 1;
        }
        if (chosen.Count == 0) return Say("There are no words on the screen.", "Auf dem Bildschirm stehen keine Worte.");
        return (chosen.Count < lines.Count ? Say("The end of the screen: ", "Das Ende des Bildschirms: ") : Say("On the screen: ", "Auf dem Bildschirm: ")) + "\n" + string.Join('\n', chosen);
    }

    private string Question(string name, OpenQuestion question, bool isShort)
    {
        // What is allowed is heard, or said not to be: a command's dangerous end may come late.
        var about = Bounded(question.About, isShort ? LongestPart : LongestCommand).TrimEnd('.', ' ');
        var tool = Part(question.Tool);
        if (question.For == AgentQuestion.Permission)
        {
            var wanted = about.Length == 0 && tool.Length == 0 ? Say($"{name} asks for permission to go on.", $"{name} bittet um Erlaubnis weiterzumachen.")
                : about.Length == 0 ? Say($"{name} asks for permission to use {tool}.", $"{name} bittet um Erlaubnis, {tool} zu benutzen.")
                : Say($"{name} asks for permission {Purpose(tool)}: {about}.", $"{name} bittet um Erlaubnis{Purpose(tool)}: {about}.");
            if (!isShort && about.EndsWith('…')) wanted += Say(" And there is more of it.", " Und es geht noch weiter.");
            return isShort ? wanted : wanted + Say(" Say yes, no, or show me.", " Sagen Sie ja, nein, oder zeig es mir.");
        }
        var asked = question.For == AgentQuestion.Plan
            ? Say($"{name} has a plan and asks whether it is good", $"{name} hat einen Plan und fragt, ob er gut ist")
            : Say($"{name} asks", $"{name} fragt");
        var text = Bounded(question.About, LongestQuote / 2).TrimEnd();
        var sentence = text.Length == 0 ? Say(asked == $"{name} asks" ? $"{name} asks for your answer." : asked + ".", asked == $"{name} fragt" ? $"{name} wartet auf Ihre Antwort." : asked + ".")
            : asked + ": " + (text[^1] is '.' or '?' or '!' or '…' ? text : text + ".");
        return isShort ? sentence : $"{sentence} {Options(question)}".TrimEnd();
    }

    private string Purpose(string tool) => tool.ToLowerInvariant() switch
    {
        "bash" or "shell" or "exec" => Say("to run", ", dies auszuführen"),
        "edit" or "multiedit" or "notebookedit" => Say("to edit", ", dies zu bearbeiten"),
        "write" => Say("to write", ", dies zu schreiben"),
        "read" => Say("to read", ", dies zu lesen"),
        "webfetch" => Say("to fetch", ", dies abzurufen"),
        "" => Say("for this", ""),
        _ => Say($"to use {tool}", $", {tool} zu benutzen"),
    };

    private string Options(OpenQuestion question)
    {
        if (question.Options.Count == 0)
            return question.For == AgentQuestion.Plan ? Say("Say yes, no, or show me.", "Sagen Sie ja, nein, oder zeig es mir.") : "";
        var told = string.Join(' ', question.Options.Take(MostOptions).Select(o => Say($"Option {o.Number}: {Part(o.Text)}.", $"Antwort {o.Number}: {Part(o.Text)}.")));
        var rest = question.Options.Count - MostOptions;
        return told + (rest > 0 ? Say($" And {Number(rest)} more.", $" Und {Number(rest)} weitere.") : "") + Say(" Say the number of one.", " Sagen Sie eine Nummer.");
    }

    // The first sentence of a reply that tells of failure, unless it tells that there is none.
    private static string? Failing(string reply)
    {
        foreach (var sentence in Sentence().Split(reply.Length > 20_000 ? reply[^20_000..] : reply))
            if (Failure().IsMatch(sentence) && !NoFailure().IsMatch(sentence) && Part(sentence.Trim(' ', '-', '*', '#', '>')) is { Length: > 0 } told) return told;
        return null;
    }

    [GeneratedRegex(@"(?<=[.!?])\s+|\n+", RegexOptions.CultureInvariant)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\b(tests?|build|compilation|checks?|suite|specs?|command|run|it|they|Tests?|Build|Befehl)\b.{0,80}\b(fail|fails|failed|failing|broke|schlägt|schlug|schlugen|fehlgeschlagen|gescheitert)\b|\b[1-9]\d* (tests? )?(failed|failing|failures?|errors?|fehlgeschlagen|Fehler)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Failure();

    [GeneratedRegex(@"\b(no|not|none|never|without|0|nichts|kein|keine|keiner|nicht)\b.{0,20}\b(fail|fails|failed|failing|failures?|errors?|fehlgeschlagen|Fehler)\b|\b(fixed|behoben|no longer|used to|if|would|wenn|falls)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex NoFailure();
}

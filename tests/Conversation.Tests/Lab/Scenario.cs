using System.Globalization;
using System.Text.RegularExpressions;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>
/// A conversation as it is written down: what is given, what people do, and what must come of it, a line each. Times are seconds since the
/// agent's first message was heard to its end (<c>zero begins</c>: since it began; <c>zero answered</c>: since the person picked up). The words are in docs/conversation-lab.md.
/// </summary>
internal sealed partial class Scenario
{
    private readonly List<(TimeSpan At, Action<Conversation> Happens)> _acts = [];
    private readonly List<string> _messages = ["Hello."];

    private Scenario(string name) => Name = name;

    public string Name { get; }

    public LabRules Rules { get; private set; } = new();

    public AgentManners Agent { get; private set; } = new();

    public IReadOnlyList<string> Messages => _messages;

    public IReadOnlyList<(TimeSpan At, Action<Conversation> Happens)> Acts => _acts;

    /// <summary>What the agent says when it has said everything else; empty when it waits for the person to hang up.</summary>
    public string Farewell { get; private set; } = "";

    public List<Expected> Expectations { get; } = [];

    /// <summary>When time begins.</summary>
    public ZeroPoint Zero { get; private set; }

    public TimeSpan Lasts { get; private set; } = TimeSpan.FromSeconds(15);

    /// <exception cref="FormatException">A line is not understood; the message names it.</exception>
    public static Scenario Read(string name, string text)
    {
        var scenario = new Scenario(name);
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            try
            {
                scenario.Take(line);
            }
            catch (Exception e) when (e is FormatException or KeyNotFoundException or ArgumentException)
            {
                throw new FormatException($"{name}, line {number}: \"{line}\" is not understood ({e.Message}).", e);
            }
        }

        return scenario;
    }

    private void Take(string line)
    {
        var word = line.Split(' ', 2)[0];
        var rest = line[word.Length..].Trim();
        switch (word)
        {
            case "rules": Rules = Settings(rest).Aggregate(Rules, ScenarioSettings.Rule); break;
            case "voice": Rules = Rules.With(Settings(rest).Aggregate(Rules.Voice, ScenarioSettings.Voice)); break;
            case "voice-2": Rules = Rules with { Voices = [Rules.Voice, Settings(rest).Aggregate(new LabVoiceRules(), ScenarioSettings.Voice)] }; break;
            case "recogniser": Rules = Rules.With(Settings(rest).Aggregate(Rules.Recognizer, ScenarioSettings.Recogniser)); break;
            case "fallback": Rules = Rules with { Recognizers = [Rules.Recognizer, Settings(rest).Aggregate(new LabRecognizerRules(), ScenarioSettings.Recogniser)] }; break;
            case "line": Rules = Rules with { Line = Settings(rest).Aggregate(Rules.Line, ScenarioSettings.Line) }; break;
            case "lasts": Lasts = ScenarioSettings.Seconds(rest); break;
            case "zero": Zero = Enum.Parse<ZeroPoint>(rest, ignoreCase: true); break;
            case "greeting": _messages[0] = Quoted(rest); break;
            case "agent" when rest.StartsWith("farewell ", StringComparison.Ordinal): Farewell = Quoted(rest); break;
            case "agent" when rest.StartsWith('"'): _messages.Add(Quoted(rest)); break;
            case "agent" when rest.StartsWith("insists ", StringComparison.Ordinal):
                Agent = Agent with { Insists = [.. Agent.Insists, _messages.Count] };
                _messages.Add(Quoted(rest));
                break;
            case "agent": Agent = Settings(rest).Aggregate(Agent, ScenarioSettings.Manner); break;
            case "at": Act(rest); break;
            case "expect": Expect(rest); break;
            case "never": Expectations.Add(new Expected(null, rest.Split(' ')[0], rest.Split(' ')[1], rest.Split(' ', 3).ElementAtOrDefault(2)?.Trim('"') ?? "")); break;
            default: throw new FormatException("no such word");
        }
    }

    private void Act(string act)
    {
        var match = ActLine().Match(act);
        if (!match.Success) throw new FormatException("at SECONDS caller says \"…\" for SECONDS, coughs for, presses, types, hangs up; recogniser breaks; line breaks for");
        var at = ScenarioSettings.Seconds(match.Groups["at"].Value);
        var text = match.Groups["text"].Value.Trim('"');
        var lasting = match.Groups["for"].Success ? ScenarioSettings.Seconds(match.Groups["for"].Value) : TimeSpan.Zero;
        _acts.Add((at, match.Groups["act"].Value switch
        {
            "caller says" => talk => talk.Caller.Say(text, lasting),
            "caller coughs" => talk => talk.Caller.Sound(Sounds.Cough, lasting),
            "caller noise" => talk => talk.Caller.Sound(Sounds.Noise, lasting),
            "caller presses" => talk => talk.Press(text[0]),
            "caller types" => talk => talk.Type(text),
            "caller hangs up" => talk => talk.HangUp(),
            "recogniser hears" => talk => talk.Recognizers[0].Invent(text),
            "line breaks" => talk => talk.LoseSocket(lasting),
            _ => talk => talk.BreakRecognizer(),
        }));
    }

    private void Expect(string line)
    {
        var match = ExpectLine().Match(line);
        if (!match.Success) throw new FormatException("expect SECONDS who what \"detail\"");
        Expectations.Add(new Expected(
            ScenarioSettings.Seconds(match.Groups["at"].Value), match.Groups["who"].Value, match.Groups["what"].Value, match.Groups["detail"].Value));
    }

    private static IEnumerable<(string Key, string Value)> Settings(string list) =>
        list.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(s => (s.Split('=')[0], s.Split('=')[1]));

    private static string Quoted(string text) => text[(text.IndexOf('"', StringComparison.Ordinal) + 1)..text.LastIndexOf('"')];

    [GeneratedRegex("""^(?<at>[\d.]+) (?<act>caller (says|coughs|noise|presses|types|hangs up)|recogniser (breaks|hears)|line breaks)( (?<text>"[^"]*"|[0-9*#]))?( for (?<for>[\d.]+))?$""")]
    private static partial Regex ActLine();

    [GeneratedRegex("""^(?<at>[\d.]+) (?<who>\w+) (?<what>[\w-]+)( "(?<detail>[^"]*)")?$""")]
    private static partial Regex ExpectLine();

    /// <summary>Something that must happen at a time, or, without one, never.</summary>
    internal sealed record Expected(TimeSpan? At, string Who, string What, string Detail)
    {
        public bool Is(Moment moment) =>
            moment.Who.ToString().Equals(Who, StringComparison.OrdinalIgnoreCase) && moment.What == What
            && moment.Detail.Contains(Detail, StringComparison.Ordinal);

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At?.TotalSeconds:0.00} {Who} {What} {Detail}");
    }
}

/// <summary>The moment from which a scenario counts.</summary>
internal enum ZeroPoint
{
    /// <summary>The agent's first message was heard to its end.</summary>
    Heard,

    /// <summary>It began.</summary>
    Begins,

    /// <summary>The person picked up.</summary>
    Answered,
}

using System.Collections.Frozen;

namespace CallActors.Engine.Switchboard.Language;

/// <summary>Words around what is meant: hesitation, politeness, names of address.</summary>
internal sealed class Fillers
{
    /// <summary>Longest filler, in words.</summary>
    private const int Longest = 4;

    private readonly FrozenSet<string> _before;
    private readonly string[] _longestBehind;
    private readonly FrozenSet<string> _sounds;
    private readonly FrozenSet<string> _greetings;
    private readonly FrozenSet<string> _operators;
    private readonly FrozenSet<string> _agents;

    public static Fillers English { get; } = new(
        before: """
            please, okay, ok, so, well, hey, now, just, and, then, right, alright, all right, yeah so, can you, could you, would you, will you,
            can we, can i, could i, may i, i want to, i would like to, i want you to, i need to, let us, let me, kindly, go ahead and, sorry, oh, ah
            """,
        behind: "please, now, then, thanks, thank you, for me, if you can, would you, will you, right now, once more, uh, um, mate",
        sounds: "uh, um, uhm, er, erm, hm, hmm, mm, ah, oh, eh",
        greetings: "hey, hi, hello, okay, ok",
        operators: "computer, switchboard, operator, reception",
        agents: "claude, codex, agent");

    public static Fillers German { get; } = new(
        before: """
            bitte, okay, ok, also, so, hey, jetzt, mal, und, dann, gut, na gut, kannst du, kannst du bitte, können sie, könntest du, könnten sie,
            kann ich, ich möchte, ich möchte bitte, ich will, ich würde gern, ich würde gerne, lass uns, entschuldigung, ach
            """,
        behind: "bitte, jetzt, mal, dann, danke, danke schön, bitte mal, jetzt bitte, gerade, äh, ähm",
        sounds: "äh, ähm, hm, hmm, mhm, ach, öh",
        greetings: "hey, hi, hallo, okay, ok",
        operators: "computer, vermittlung, zentrale, switchboard",
        agents: "claude, codex, agent");

    private Fillers(string before, string behind, string sounds, string greetings, string operators, string agents)
    {
        _sounds = Listed(sounds);
        _before = Listed(before + ", " + sounds);
        _longestBehind = [.. Listed(behind).OrderByDescending(f => f.Length)];
        _greetings = Listed(greetings);
        _operators = Listed(operators);
        _agents = Listed(agents);
    }

    /// <summary>How many words from one on are fillers.</summary>
    public int CountBefore(Utterance utterance, int from) => Count(utterance, from, _before);

    /// <summary>How many words call the switchboard by its name: "switchboard", "hey computer"; 0 for none.</summary>
    public int CountAddress(Utterance utterance, int from) => Count(utterance, from, _operators);

    /// <summary>How many words before an instruction are not part of it.</summary>
    public int CountAgentAddress(Utterance utterance)
    {
        var words = utterance.Words;
        var at = Count(utterance, 0, _sounds);
        var greeted = at < words.Count && _greetings.Contains(words[at].Text);
        var name = greeted ? at + 1 : at;
        return name < words.Count && _agents.Contains(words[name].Text) && (words[name].IsFollowedByMark || (greeted && words[name].Text != "agent"))
            ? name + 1 : at;
    }

    /// <summary>The words from one on, without the fillers before and behind them.</summary>
    public string WithoutEnds(Utterance utterance, int from)
    {
        from += CountBefore(utterance, from);
        var words = utterance.From(from);
        while (_longestBehind.FirstOrDefault(f => words.EndsWith(" " + f, StringComparison.Ordinal)) is { } filler) words = words[..^(filler.Length + 1)];
        return words;
    }

    private static int Count(Utterance utterance, int from, FrozenSet<string> phrases)
    {
        var at = from;
        while (at < utterance.Words.Count)
        {
            var length = Math.Min(Longest, utterance.Words.Count - at);
            while (length > 0 && !phrases.Contains(string.Join(' ', utterance.Words.Skip(at).Take(length).Select(w => w.Text)))) length--;
            if (length == 0) break;
            at += length;
        }
        return at - from;
    }

    private static FrozenSet<string> Listed(string list) =>
        list.Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToFrozenSet(StringComparer.Ordinal);
}

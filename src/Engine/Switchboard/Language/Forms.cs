using System.Text.RegularExpressions;

namespace CallActors.Engine.Switchboard.Language;

/// <summary>The switchboard's sentences in one language. What is matched is lower case, without fillers around it, one blank between words.</summary>
internal sealed partial class Forms
{
    /// <summary>Longest name behind a closed form, in words; a name that is spelled may be longer.</summary>
    private const int LongestName = 4;

    private readonly (Regex Form, Func<string, Intent> Intent)[] _closed;
    private readonly (Regex Form, Func<string, Intent> Intent)[] _open;
    private readonly Regex _startOver;
    private readonly Regex _noName;
    private readonly Regex _wish;
    private readonly Regex _stop;
    private readonly Regex _instead;

    private Forms(Fillers fillers, string noName, string wish, string stop, string instead, string startOver, (string, Func<string, Intent>)[] closed, (string, Func<string, Intent>)[] open)
    {
        Fillers = fillers;
        _closed = Compiled(closed);
        _open = Compiled(open);
        _noName = Pattern($@"\b({noName})\b");
        _wish = Pattern($"^({wish})$");
        _stop = Pattern($"^({stop})$");
        _instead = Pattern($" ({instead})$");
        _startOver = Pattern($"^({startOver})$");
    }

    public Fillers Fillers { get; }

    public static bool IsGerman(string language) => language.StartsWith("de", StringComparison.OrdinalIgnoreCase);

    public static Forms For(string language) => IsGerman(language) ? German : English;

    /// <summary>Sentences that are the switchboard's wherever they are said as a whole turn.</summary>
    public Intent? Closed(string said) => Match(_closed, said, IsName);

    /// <summary>Those that could as well be meant for an agent: for the menu, or behind an address.</summary>
    public Intent? Open(string said) => Match(_open, said, name => name.Length > 0 && !_wish.IsMatch(name));

    /// <summary>The assistant is to forget what was said: an agent would be told so in the same words.</summary>
    public bool IsStartOver(string said) => _startOver.IsMatch(said);

    /// <summary>"Stop, run the tests instead": stop as a sentence of its own, or "instead" behind it.</summary>
    public Intent? StopAndSay(Utterance utterance, int first)
    {
        for (var length = Math.Min(3, utterance.Words.Count - first - 1); length > 0; length--)
        {
            var head = string.Join(' ', utterance.Words.Skip(first).Take(length).Select(w => w.Text));
            if (!_stop.IsMatch(head)) continue;
            var rest = first + length;
            var isSentence = utterance.Words[rest - 1].IsFollowedByMark;
            // "Stop, and restart the server" may be one thing that is wanted done.
            if (utterance.Words[rest].Text is "and" or "und")
            {
                isSentence = false;
                rest++;
            }
            if (rest >= utterance.Words.Count || (!isSentence && !_instead.IsMatch(utterance.From(rest)))) continue;
            return new Intent.StopAndSay(utterance.OriginalFrom(rest));
        }
        return null;
    }

    private static Intent? Match((Regex Form, Func<string, Intent> Intent)[] forms, string said, Predicate<string> isName)
    {
        foreach (var (form, intent) in forms)
        {
            if (form.Match(said) is not { Success: true } match) continue;
            var name = match.Groups["x"];
            if (!name.Success) return intent("");
            if (isName(name.Value)) return intent(name.Value);
        }
        return null;
    }

    private bool IsName(string name)
    {
        var words = name.Split(' ');
        return (words.Length <= LongestName || NameText.IsSpelled(words)) && !_noName.IsMatch(name);
    }

    private static (Regex, Func<string, Intent>)[] Compiled((string Form, Func<string, Intent> Intent)[] forms) =>
        [.. forms.Select(f => (Pattern($"^({string.Join("", f.Form.Split('\n').Select(l => l.Trim()))})$"), f.Intent))];

    // A turn can be long, and none may cost more than its length.
    private static Regex Pattern(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}

using CallActors.Contracts.Speech;
using CallActors.Speech.Text.Languages;

namespace CallActors.Speech.Text;

/// <summary>
/// What is said goes out here. Each sentence answers for the agent's text up to the next one: what is not spoken counts as heard with what
/// comes before it, so a sentence goes out when the next one is known to come. What goes beyond the longest reply is held back, and named
/// in the end; a little more than the bound is said rather than named.
/// </summary>
internal sealed class SentenceOutlet(SpokenWords words, TimeSpan longest)
{
    private const int CharactersPerSecond = 15;

    private readonly long _bound = longest > TimeSpan.Zero ? (long)(longest.TotalSeconds * CharactersPerSecond) : long.MaxValue;
    private readonly List<Draft> _over = [];
    private readonly HashSet<int> _unreadRuns = [];
    private List<SpeakableSentence> _sentences = [];
    private string _source = "";
    private Draft? _held;
    private int _next = -1;
    private long _said;
    private long _overLength;
    private int _unreadFrom = -1;

    /// <summary>Something has been said.</summary>
    public bool HasSpoken { get; private set; }

    /// <summary>The reply is longer than it may be: what follows is only counted.</summary>
    public bool IsFull => _unreadFrom >= 0;

    /// <param name="source">The agent's text so far.</param>
    public void Begin(string source) => _source = source;

    /// <summary>What goes out now.</summary>
    public IReadOnlyList<SpeakableSentence> Taken()
    {
        var taken = _sentences;
        _sentences = [];
        return taken;
    }

    /// <param name="start">Where in the agent's text what it stands for begins.</param>
    /// <param name="run">What it belongs to: a paragraph, a list, a block.</param>
    public void Say(Spoken spoken, int start, int run)
    {
        if (IsFull)
        {
            _unreadRuns.Add(run);
            return;
        }

        var draft = new Draft(spoken, start, run);
        if (_over.Count == 0 && (_said == 0 || _said + spoken.Text.Length <= _bound))
        {
            Hold(draft);
            return;
        }

        if (_over.Count == 0) Release(draft.Start);
        _over.Add(draft);
        _overLength += spoken.Text.Length;
        if (_overLength <= _bound / 8) return;
        foreach (var unread in _over) _unreadRuns.Add(unread.Run);
        _unreadFrom = _over[0].Start;
        _over.Clear();
    }

    /// <summary>What can be spoken goes on here: the sentence before it ends here.</summary>
    public void Release(int end)
    {
        if (_held is not { } held) return;
        _held = null;
        _next = end;
        _sentences.Add(new SpeakableSentence(held.Spoken.Text, held.Start, end - held.Start)
        {
            Binding = TextBindings.Of(held.Spoken.Text, held.Spoken.At, _source, held.Start),
        });
    }

    /// <summary>Nothing follows.</summary>
    public void End(int end)
    {
        var over = _over.ToArray();
        _over.Clear();
        foreach (var draft in over) Hold(draft);
        if (!IsFull)
        {
            Release(end);
            return;
        }

        // It stands for no part of the text: nothing of the rest counts as heard.
        var said = words.ThereIsMore(_unreadRuns.Count) + ".";
        _sentences.Add(new SpeakableSentence(said, _unreadFrom, 0) { Binding = TextBinding.Of([new WordBinding(0, 0)]) });
    }

    private void Hold(Draft draft)
    {
        var start = _next >= 0 && _held is null ? _next : draft.Start;
        if (_held is { } held) start = Math.Max(start, held.Start);
        Release(start);
        _held = draft with { Start = start };
        _said += draft.Spoken.Text.Length;
        HasSpoken = true;
    }

    private readonly record struct Draft(Spoken Spoken, int Start, int Run);
}

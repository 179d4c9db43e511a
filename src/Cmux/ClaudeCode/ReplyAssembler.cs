using System.Text;
using CallActors.Contracts.Agents;

namespace CallActors.Cmux.ClaudeCode;

/// <summary>
/// The agent's replies, from its transcript as it grows and from what the hooks say at the end: each word once, whichever of the two has it
/// first. Pure: who drives it gives it the time, and calls <see cref="Elapse"/> when <see cref="Due"/> has come. Not thread-safe.
/// </summary>
/// <param name="times">How long the transcript is waited for.</param>
public sealed class ReplyAssembler(ReplyTimes times)
{
    /// <summary>Of a turn's words the last so many are kept for comparison, without the blanks.</summary>
    private const int Compared = 256 * 1024;

    private readonly StringBuilder _turnWords = new();
    private readonly StringBuilder _messageWords = new();
    private string _message = "";
    private string? _last;
    private string _owed = "";
    private string _promptId = "";
    private string _prompt = "";
    private DateTimeOffset _beganAt = DateTimeOffset.MinValue;
    private bool _isHooks;
    private bool _isTranscripts;
    private bool _isEnded = true;
    private bool _hasText;
    private bool _isOver;
    private bool _isStopping;

    /// <summary>Counts the prompts; 0 before the first.</summary>
    public int Turn { get; private set; }

    /// <summary>When <see cref="Elapse"/> is due: the turn has ended and the transcript has not all of it, or it was probably stopped. Null for
    /// never.</summary>
    public DateTimeOffset? Due { get; private set; }

    /// <summary>A hook told something.</summary>
    /// <param name="at">When it did.</param>
    public IReadOnlyList<AgentReply> On(HookEvent hook, DateTimeOffset at, DateTimeOffset now)
    {
        if (hook.SubAgent.Length > 0) return [];
        if (hook.Kind == HookKind.UserPromptSubmit && _isTranscripts && !_isHooks && IsThisPrompt(hook.PromptId, hook.Prompt))
        {
            _isHooks = true;
            return [];
        }
        // Of the turn before: the transcript is ahead of the hooks.
        if (at < _beganAt) return [];
        switch (hook.Kind)
        {
            case HookKind.UserPromptSubmit:
                var before = BeginTurn(hook.PromptId, hook.Prompt, at);
                _isHooks = true;
                return before;
            case HookKind.Stop:
                return Stop(hook.LastMessage, now);
            case HookKind.StopFailure:
                return End(ReplyEnd.Failed);
            case HookKind.SessionStart when hook.Cause != "compact":
            case HookKind.SessionEnd:
                _beganAt = at;
                return [.. Rest(), .. End(ReplyEnd.Interrupted)];
            default:
                return [];
        }
    }

    /// <summary>The transcript has more.</summary>
    public IReadOnlyList<AgentReply> On(TranscriptEntry entry)
    {
        if (entry is TranscriptEntry.Prompt prompt) return Prompt(prompt);
        // The end of the turn before, written late: it was told by the hook.
        if (entry.At < _beganAt && entry.At != DateTimeOffset.MinValue) return [];
        if (_isStopping && entry is (TranscriptEntry.Wrote or TranscriptEntry.Worked)) GoOn();
        return entry switch
        {
            TranscriptEntry.Wrote wrote => Wrote(wrote),
            TranscriptEntry.Interrupted => End(ReplyEnd.Interrupted),
            TranscriptEntry.ServiceFailed => End(ReplyEnd.Failed),
            TranscriptEntry.TurnOver => TurnOver(),
            _ => [],
        };
    }

    /// <summary>Time has passed. Nothing happens before <see cref="Due"/>.</summary>
    public IReadOnlyList<AgentReply> Elapse(DateTimeOffset now) =>
        Due <= now ? [.. Rest(), .. End(_isStopping ? ReplyEnd.Interrupted : ReplyEnd.Complete)] : [];

    /// <summary>The person pressed Escape, or refused what the agent asked for: it stops, and says so in the transcript alone, late or never.
    /// When it goes on instead, so does its reply.</summary>
    public void PresumeStop(DateTimeOffset now)
    {
        if (_isEnded || Due is not null) return;
        Due = now + times.StopsAfter;
        _isStopping = true;
    }

    /// <summary>Its process has ended.</summary>
    public IReadOnlyList<AgentReply> Exit() => [.. Rest(), .. End(ReplyEnd.Interrupted)];

    private IReadOnlyList<AgentReply> Prompt(TranscriptEntry.Prompt prompt)
    {
        var isKnown = _isHooks && !_isTranscripts && IsThisPrompt(prompt.PromptId, prompt.Text);
        if (!isKnown && prompt.At < _beganAt) return [];
        var before = isKnown ? [] : BeginTurn(prompt.PromptId, prompt.Text, prompt.At);
        _isTranscripts = true;
        return before;
    }

    private bool IsThisPrompt(string id, string text) =>
        _promptId.Length > 0 && id.Length > 0 ? id == _promptId : Squeeze(text) == Squeeze(_prompt);

    private IReadOnlyList<AgentReply> BeginTurn(string promptId, string prompt, DateTimeOffset at)
    {
        // A prompt may be given while the agent works: what it says from then on is the answer to both.
        IReadOnlyList<AgentReply> before = [.. Rest(), .. End(ReplyEnd.Interrupted)];
        Turn++;
        (_promptId, _prompt, _beganAt) = (promptId, prompt, at);
        _isHooks = _isTranscripts = false;
        _turnWords.Clear();
        _messageWords.Clear();
        _message = "";
        _owed = "";
        _isEnded = false;
        _hasText = false;
        _isOver = false;
        return before;
    }

    private IReadOnlyList<AgentReply> Wrote(TranscriptEntry.Wrote wrote)
    {
        var words = Squeeze(wrote.Text);
        // The hook had it first.
        if (_owed.Length > 0 && _owed.StartsWith(words, StringComparison.Ordinal))
        {
            _owed = _owed[words.Length..];
            return [];
        }
        if (Turn == 0) Turn = 1;
        if (wrote.MessageId != _message) _messageWords.Clear();
        _message = wrote.MessageId;
        _messageWords.Append(words);
        Append(words);
        _hasText = true;
        _isEnded = false;
        var text = new AgentReply.Text(Turn, wrote.Text, AgentSource.Transcript);
        return Due is not null && _last is { } last && IsSaid(last) ? [text, .. End(ReplyEnd.Complete)] : [text];
    }

    private IReadOnlyList<AgentReply> Stop(string? last, DateTimeOffset now)
    {
        if (last is null ? _hasText && _isOver : IsSaid(last)) return End(ReplyEnd.Complete);
        _last = last;
        _isStopping = false;
        Due = now + (last is null ? times.TranscriptWithin : times.TranscriptBefore);
        return [];
    }

    private IReadOnlyList<AgentReply> TurnOver()
    {
        _isOver = true;
        return Due is not null && _last is null && _hasText ? End(ReplyEnd.Complete) : [];
    }

    /// <summary>What the hook told and the transcript does not have.</summary>
    private IReadOnlyList<AgentReply> Rest()
    {
        if (Due is null || _last is not { } last || IsSaid(last)) return [];
        var squeezed = Squeeze(last);
        var said = _messageWords.ToString();
        var told = said.Length > 0 && squeezed.StartsWith(said, StringComparison.Ordinal) ? said.Length : 0;
        var rest = Behind(last, told).Trim();
        if (rest.Length == 0) return [];
        _owed = squeezed[told..];
        Append(_owed);
        Turn = Math.Max(Turn, 1);
        _isEnded = false;
        return [new AgentReply.Text(Turn, rest, AgentSource.Hook)];
    }

    private void GoOn()
    {
        Due = null;
        _isStopping = false;
    }

    private IReadOnlyList<AgentReply> End(ReplyEnd how)
    {
        Due = null;
        _isStopping = false;
        _last = null;
        if (_isEnded) return [];
        _isEnded = true;
        return [new AgentReply.Ended(Turn, how)];
    }

    private bool IsSaid(string last)
    {
        var squeezed = Squeeze(last);
        if (squeezed.Length > Compared) squeezed = squeezed[^Compared..];
        return _turnWords.Length >= squeezed.Length && _turnWords.ToString(_turnWords.Length - squeezed.Length, squeezed.Length) == squeezed;
    }

    private void Append(string words)
    {
        _turnWords.Append(words);
        if (_turnWords.Length > 2 * Compared) _turnWords.Remove(0, _turnWords.Length - Compared);
    }

    /// <summary>The two sources put their blocks together with other blanks.</summary>
    private static string Squeeze(string text)
    {
        var words = new StringBuilder(text.Length);
        foreach (var c in text)
            if (!char.IsWhiteSpace(c)) words.Append(c);
        return words.ToString();
    }

    private static string Behind(string text, int count)
    {
        var i = 0;
        for (; i < text.Length && count > 0; i++)
            if (!char.IsWhiteSpace(text[i])) count--;
        return text[i..];
    }
}

/// <summary>How long a transcript is waited for when the turn is over.</summary>
public sealed record ReplyTimes
{
    /// <summary>When the hook has the last message itself: what comes before it may not be written yet. 0–2 s.</summary>
    public TimeSpan TranscriptBefore { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>When the transcript alone has it. 0–10 s.</summary>
    public TimeSpan TranscriptWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>When the person has probably stopped the agent, and it neither says so nor goes on. 0.1–60 s.</summary>
    public TimeSpan StopsAfter { get; init; } = TimeSpan.FromSeconds(2);
}

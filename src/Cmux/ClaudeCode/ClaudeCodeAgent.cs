using CallActors.Contracts.Agents;

namespace CallActors.Cmux.ClaudeCode;

/// <summary>
/// One Claude Code: what it does and what it answers, from all that is learned of it. Without clock, threads or files: an actor gives it what
/// <see cref="HookReceiver"/>, <see cref="TranscriptFollower"/>, the host and the screen have, sets a timer for <see cref="Due"/>, and has the
/// conversation followed that <see cref="Followed"/> names. Not thread-safe.
/// </summary>
public sealed class ClaudeCodeAgent(AgentTimes times, ReplyTimes replyTimes, DateTimeOffset now)
{
    private readonly AgentRules _rules = new(times);
    private readonly ReplyAssembler _replies = new(replyTimes);

    /// <summary>What is known of it.</summary>
    public AgentKnowledge Known { get; private set; } = AgentRules.Begin(now);

    /// <summary>The conversation whose transcript is to be followed, and from where; null before it was told.</summary>
    public (AgentSession Session, TranscriptStart From)? Followed { get; private set; }

    /// <summary>When <see cref="Elapse"/> is due; null for never.</summary>
    public DateTimeOffset? Due => Known.Due is { } one && !(_replies.Due < one) ? one : _replies.Due;

    /// <summary>Its hooks have told something.</summary>
    /// <returns>What follows of its reply.</returns>
    public IReadOnlyList<AgentReply> On(HookNews news, DateTimeOffset now)
    {
        if (news is not HookNews.Told told) return On(new AgentObservation.NewsLost(AgentSource.Hook, now), now);
        var hook = told.Event;
        if (HookObservations.Of(hook, told.At) is { } seen) Known = _rules.Observe(Known, seen, now);
        // What the hooks of another conversation say is none of its words.
        if (hook.Session is not { } session || (Known.Session is { } ours && ours.Id != session.Id)) return [];
        if (Followed?.Session != session && session.Transcript.Length > 0)
        {
            var begins = hook is { Kind: HookKind.SessionStart, Cause: not ("resume" or "compact") };
            Followed = (session, begins ? TranscriptStart.Beginning : TranscriptStart.End);
        }
        return _replies.On(hook, told.At, now);
    }

    /// <summary>Its transcript has more.</summary>
    /// <returns>What follows of its reply.</returns>
    public IReadOnlyList<AgentReply> On(AgentSession session, TranscriptEntry entry, DateTimeOffset now)
    {
        if (TranscriptObservations.Of(session, entry) is { } seen) Known = _rules.Observe(Known, seen, now);
        return session.Id == Followed?.Session.Id ? _replies.On(entry) : [];
    }

    /// <summary>The host, the screen or the process says something of it.</summary>
    public IReadOnlyList<AgentReply> On(AgentObservation seen, DateTimeOffset now)
    {
        Known = _rules.Observe(Known, seen, now);
        return [];
    }

    /// <summary>Time has passed.</summary>
    /// <returns>What follows of its reply.</returns>
    public IReadOnlyList<AgentReply> Elapse(DateTimeOffset now)
    {
        Known = _rules.Elapse(Known, now);
        return _replies.Elapse(now);
    }
}

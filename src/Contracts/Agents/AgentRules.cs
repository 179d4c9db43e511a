namespace CallActors.Contracts.Agents;

/// <summary>
/// What is known of an agent, from what was learned of it. Pure: who drives it gives it the time, and calls <see cref="Elapse"/> when
/// <see cref="AgentKnowledge.Due"/> has come.
/// </summary>
public sealed partial class AgentRules(AgentTimes times)
{
    /// <summary>Most tools in use that are kept; beyond, the oldest is forgotten.</summary>
    private const int MostTools = 32;

    /// <summary>Before anything was learned.</summary>
    public static AgentKnowledge Begin(DateTimeOffset now) => new(new AgentState.Starting(), AgentSource.Screen, now, now);

    /// <summary>Something was learned.</summary>
    public AgentKnowledge Observe(AgentKnowledge known, AgentObservation seen, DateTimeOffset now)
    {
        // A clock that goes ahead of ours would make a state look fresh for too long.
        var at = seen.At < now ? seen.At : now;
        if (!IsOurs(known, seen)) return known;
        if (known.State is AgentState.Gone && !EndsDeath(seen)) return known;
        if (seen.Session is { } session && known.Session != session && (known.Session?.Id != session.Id || session.Transcript.Length > 0))
            known = known with { Session = session };

        return seen switch
        {
            AgentObservation.SessionStarted started => Started(known, started, at, now),
            AgentObservation.SessionEnded ended => Claim(known, ended.IsSwitch ? new AgentState.Starting() : new AgentState.Gone(ended.Reason), seen.Source, at, now),
            AgentObservation.PromptTaken => Prompted(known, seen, at, now),
            AgentObservation.ToolStarted started => ToolStarted(known, started, at, now),
            AgentObservation.ToolFinished finished => ToolFinished(known, finished, at, now),
            AgentObservation.Asked asked => Claim(known, new AgentState.Waiting(asked.For, asked.Tool, asked.About), seen.Source, at, now),
            AgentObservation.StillAsks asks => known.State is AgentState.Waiting
                ? Confirm(known, at, now)
                : Claim(known, new AgentState.Waiting(asks.For, known.Tools is [.., var last] ? last.Tool : "", asks.Message), seen.Source, at, now),
            AgentObservation.Answered answered => Answered(known, answered, at, now),
            AgentObservation.StillIdle => known.State is AgentState.Waiting ? Confirm(known, at, now) : Rest(known, seen.Source, at, now),
            AgentObservation.TurnEnded => TurnEnded(known, seen, at, now),
            AgentObservation.TurnFailed failed => Claim(Emptied(known), new AgentState.Failed(failed.Reason), seen.Source, at, now),
            AgentObservation.Interrupted => IsOfThisTurn(known, at) && !IsOver(known) ? Rest(known, seen.Source, at, now) : known,
            AgentObservation.EscapePressed => IsOver(known) ? known : PresumeStop(known, now),
            AgentObservation.CompactionStarted => CompactionStarted(known, seen, at, now),
            AgentObservation.CompactionFinished => known.BeforeCompaction is { } before ? Claim(known with { BeforeCompaction = null }, before, seen.Source, at, now) : Confirm(known, at, now),
            AgentObservation.ShowedLife => IsOver(known) || !IsOfThisTurn(known, at) ? known : Confirm(known, at, now),
            AgentObservation.Looks looks => Looks(known, looks, at, now),
            AgentObservation.NewsLost => known with { ConfirmedAt = DateTimeOffset.MinValue, LookAt = now },
            AgentObservation.ProcessExited => Claim(Emptied(known) with { ConfirmedAt = DateTimeOffset.MinValue }, new AgentState.Gone(""), seen.Source, at, now),
            _ => known,
        };
    }

    /// <summary>Time has passed. Nothing changes before <see cref="AgentKnowledge.Due"/>.</summary>
    public AgentKnowledge Elapse(AgentKnowledge known, DateTimeOffset now)
    {
        if (known.StopsAt <= now) known = Rest(known, known.StopsBy, now, now);
        if (known.SettlesAt <= now) known = known with { SettlesAt = null, IsSettled = true };
        return known.LookAt <= now ? known with { IsDoubtful = true, LookAt = now + times.BelievedFor } : known;
    }

    /// <summary>Whether a source may say otherwise than the one that told the state.</summary>
    private bool MaySay(AgentKnowledge known, AgentSource source, DateTimeOffset now) =>
        Rank(source) >= Rank(known.Source) || now - known.ConfirmedAt >= BelievedFor(known.State);

    private static int Rank(AgentSource source) => source is AgentSource.Screen or AgentSource.Process ? 0 : (int)source;

    private TimeSpan BelievedFor(AgentState state) => state is AgentState.Waiting ? times.QuestionBelievedFor : times.BelievedFor;

    /// <summary>Of another conversation is what an agent tells late of the one before, or an agent that ours has started.</summary>
    private static bool IsOurs(AgentKnowledge known, AgentObservation seen) =>
        seen.Session is null || known.Session is null || known.Session.Id == seen.Session.Id
        || known.State is AgentState.Gone || seen is AgentObservation.SessionStarted or AgentObservation.PromptTaken;

    /// <summary>What an agent told before its end may be heard after it.</summary>
    private static bool EndsDeath(AgentObservation seen) =>
        seen is AgentObservation.SessionStarted or AgentObservation.PromptTaken or AgentObservation.Looks { Like: not AgentState.Gone };

    private static bool IsOfThisTurn(AgentKnowledge known, DateTimeOffset at) => known.TurnBeganAt is null || at >= known.TurnBeganAt;

    private static bool IsOver(AgentKnowledge known) => known.State is AgentState.Idle or AgentState.Failed or AgentState.Gone;

    private static AgentKnowledge Emptied(AgentKnowledge known) => known with { Tools = [], BeforeCompaction = null };

    private AgentKnowledge Confirm(AgentKnowledge known, DateTimeOffset at, DateTimeOffset now) => known with
    {
        ConfirmedAt = at > known.ConfirmedAt ? at : known.ConfirmedAt,
        IsDoubtful = false,
        LookAt = LookAt(known.State, now),
    };

    private DateTimeOffset? LookAt(AgentState state, DateTimeOffset now) =>
        state is AgentState.Idle or AgentState.Failed or AgentState.Gone ? null : now + BelievedFor(state);

    /// <summary>A source says that the agent is in a state; it is believed when it may say so.</summary>
    private AgentKnowledge Claim(AgentKnowledge known, AgentState state, AgentSource source, DateTimeOffset at, DateTimeOffset now)
    {
        if (!MaySay(known, source, now)) return state.IsLike(known.State) ? Confirm(known, at, now) : known;
        return known with
        {
            State = state,
            Source = source,
            Since = state == known.State ? known.Since : at,
            ConfirmedAt = at,
            IsDoubtful = false,
            IsSettled = true,
            SettlesAt = null,
            StopsAt = null,
            LookAt = LookAt(state, now),
        };
    }

    /// <summary>It probably stops. Whoever sees it go on, if only on its screen, is right.</summary>
    private AgentKnowledge PresumeStop(AgentKnowledge known, DateTimeOffset now) => known with { StopsAt = now + times.StopsAfter, StopsBy = AgentSource.Screen };

    /// <summary>It is idle, for certain.</summary>
    private AgentKnowledge Rest(AgentKnowledge known, AgentSource source, DateTimeOffset at, DateTimeOffset now)
    {
        // What ends a turn outranks what was said during it: no better source says anything of an interruption.
        var state = known.State is AgentState.Idle ? known.State : new AgentState.Idle();
        return Claim(Emptied(known) with { ConfirmedAt = DateTimeOffset.MinValue }, state, source, at, now);
    }
}

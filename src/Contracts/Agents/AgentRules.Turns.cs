namespace CallActors.Contracts.Agents;

public sealed partial class AgentRules
{
    private AgentKnowledge Started(AgentKnowledge known, AgentObservation.SessionStarted started, DateTimeOffset at, DateTimeOffset now) =>
        started.How == SessionStart.Compact && known.State is not (AgentState.Gone or AgentState.Starting)
            ? Confirm(known, at, now)
            : Claim(Emptied(known) with { TurnBeganAt = null }, new AgentState.Idle(), started.Source, at, now);

    private AgentKnowledge Prompted(AgentKnowledge known, AgentObservation seen, DateTimeOffset at, DateTimeOffset now)
    {
        var claimed = Claim(Emptied(known), new AgentState.Thinking(), seen.Source, at, now);
        // Of two sources that tell of one prompt the later one must not make the turn seem younger.
        return claimed.Source == seen.Source && claimed.ConfirmedAt == at ? claimed with { TurnBeganAt = at, Since = at } : known;
    }

    private AgentKnowledge ToolStarted(AgentKnowledge known, AgentObservation.ToolStarted started, DateTimeOffset at, DateTimeOffset now)
    {
        if (!MaySay(known, started.Source, now)) return known.State.IsBusy ? Confirm(known, at, now) : known;
        var tools = known.Tools.RemoveAll(use => use.CallId == started.CallId && use.CallId.Length > 0).Add(new ToolUse(started.CallId, started.Tool, started.About));
        known = known with { Tools = tools.Count > MostTools ? tools.RemoveAt(0) : tools };
        // One of several at a time, while another waits for its permission.
        return known.State is AgentState.Waiting ? Confirm(known, at, now) : Claim(known, Working(known), started.Source, at, now);
    }

    private AgentKnowledge ToolFinished(AgentKnowledge known, AgentObservation.ToolFinished finished, DateTimeOffset at, DateTimeOffset now)
    {
        if (!MaySay(known, finished.Source, now)) return known;
        if (finished.WasInterrupted) return Rest(known, finished.Source, at, now);
        known = known with { Tools = known.Tools.RemoveAll(use => use.CallId == finished.CallId) };
        // The one that it waits for is still among them: another one has finished.
        if (known.State is AgentState.Waiting waiting && known.Tools.Exists(use => use.Tool == waiting.Tool && use.About == waiting.About)) return Confirm(known, at, now);
        // A tool that was left to itself may finish after the turn.
        return IsOver(known) ? Confirm(known, at, now) : Claim(known, Working(known), finished.Source, at, now);
    }

    private AgentKnowledge Answered(AgentKnowledge known, AgentObservation.Answered answered, DateTimeOffset at, DateTimeOffset now)
    {
        if (known.State is not AgentState.Waiting waiting) return known;
        if (!answered.IsGranted) return PresumeStop(known, now);
        var asked = known.Tools.Exists(use => use.Tool == waiting.Tool);
        AgentState next = waiting.For == AgentQuestion.Permission && asked ? new AgentState.UsingTool(waiting.Tool, waiting.About) : new AgentState.Thinking();
        // It was ours to answer: what was known of the question is over, whoever told of it.
        return Claim(known, next, known.Source, at, now);
    }

    private AgentKnowledge TurnEnded(AgentKnowledge known, AgentObservation seen, DateTimeOffset at, DateTimeOffset now)
    {
        if (!IsOfThisTurn(known, at)) return known;
        if (Rank(seen.Source) < Rank(known.Source))
            // The agent's own word comes as well, or it was missed.
            return IsOver(known) || known.StopsAt is not null ? known : known with { StopsAt = now + times.StopsAfter, StopsBy = seen.Source };
        var ended = Claim(Emptied(known), new AgentState.Idle(), seen.Source, at, now);
        return ended with { IsSettled = false, SettlesAt = now + times.SettlesAfter };
    }

    private AgentKnowledge CompactionStarted(AgentKnowledge known, AgentObservation seen, DateTimeOffset at, DateTimeOffset now)
    {
        if (!MaySay(known, seen.Source, now)) return known;
        var before = known.State is AgentState.Compacting ? known.BeforeCompaction : known.State is AgentState.Starting ? new AgentState.Idle() : known.State;
        return Claim(known with { BeforeCompaction = before }, new AgentState.Compacting(), seen.Source, at, now);
    }

    private AgentKnowledge Looks(AgentKnowledge known, AgentObservation.Looks looks, DateTimeOffset at, DateTimeOffset now)
    {
        // A better source has said more than what it looks like.
        var saysMore = Rank(looks.Source) < Rank(known.Source) || looks.Like is AgentState.Waiting { About.Length: 0 } or AgentState.Thinking;
        if (looks.Like.IsLike(known.State) && saysMore) return Confirm(known, at, now);
        if (!MaySay(known, looks.Source, now)) return known;
        return Claim(looks.Like.IsBusy || looks.Like is AgentState.Waiting ? known : Emptied(known), looks.Like, looks.Source, at, now);
    }

    private static AgentState Working(AgentKnowledge known) =>
        known.Tools is [.., var last] ? new AgentState.UsingTool(last.Tool, last.About) : new AgentState.Thinking();
}

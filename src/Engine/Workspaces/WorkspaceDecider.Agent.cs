using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Engine.Workspaces;

/// <summary>What the agent does: told by itself, shown by its host, read off its screen.</summary>
internal sealed partial class WorkspaceDecider
{
    /// <summary>Longest reply that is kept, in characters; of a longer one the end.</summary>
    private const int LongestReply = 64 * 1024;

    private const int LooksForReply = 10;

    // A detail in the host's words.
    private const int LongestAbout = 4096;

    public void Told(AgentNews news)
    {
        switch (news)
        {
            case AgentNews.Observed observed: Observe(observed.Observation); break;
            case AgentNews.Replied { Reply: var reply }: Replied(reply); break;
        }
    }

    /// <summary>Time has passed for what is known of the agent.</summary>
    public void AgentIsDue() => Know(_agent.Elapse(Live.Agent, now));

    public void FactsShown(WorkspaceFacts facts)
    {
        Live = Live with { Facts = facts };
        var about = facts.Agent.Detail.Length <= LongestAbout ? facts.Agent.Detail : facts.Agent.Detail[..LongestAbout];
        AgentState? like = facts.Agent.State switch
        {
            AgentHintState.Idle => new AgentState.Idle(),
            AgentHintState.Busy or AgentHintState.Thinking => new AgentState.Thinking(),
            AgentHintState.UsingTool => new AgentState.UsingTool(about, ""),
            AgentHintState.WaitingForPerson => new AgentState.Waiting(AgentQuestion.Permission, "", about),
            AgentHintState.Compacting => new AgentState.Compacting(),
            AgentHintState.Failed => new AgentState.Failed(about),
            _ => null,
        };
        if (like is not null) Observe(new AgentObservation.Looks(AgentSource.Host, now, like));
    }

    /// <summary>The program wrote. An agent at work whose hooks tell of it writes all the time, and is looked at when it is doubtful.</summary>
    public void Wrote()
    {
        if (!Live.HasWritten) Live = Live with { HasWritten = true };
        var tellsItself = Live.Agent.Source is AgentSource.Hook or AgentSource.Transcript;
        if (!tellsItself || Live.Agent.State is AgentState.Waiting || Live.AwaitsReply) LookSoon(rules.LooksEvery);
    }

    public void LookIsDue()
    {
        Live = Live with { LookDue = null };
        Look(anew: false);
    }

    private void Observe(AgentObservation seen)
    {
        var before = Live.Agent;
        var known = _agent.Observe(before, seen, now);
        Know(known);
        if (seen is AgentObservation.PromptTaken || !before.State.IsBusy && known.State.IsBusy) Prompted();
    }

    private void Know(AgentKnowledge known)
    {
        var before = Live.Agent;
        Live = Live with { Agent = known };
        if (known.State is AgentState.Waiting waiting)
        {
            if (Live.Question is not { } open || (open.For, open.Tool, open.About) != (waiting.For, waiting.Tool, waiting.About) && before.State != known.State)
                Ask(waiting.For, waiting.Tool, waiting.About, null);
        }
        else if (Live.Question is not null)
        {
            Live = Live with { Question = null, Dialog = null, DialogMissed = 0 };
        }

        if (known.State.IsBusy && known.Session is null && Live.Adapter is not null && !Live.AwaitsReply) AwaitReply();
        if (known.IsDoubtful) LookSoon(TimeSpan.Zero);
        if (known.State != before.State) Pump();
    }

    /// <summary>A look not sooner than the last one allows.</summary>
    private void LookSoon(TimeSpan afterLast)
    {
        if (Live.Adapter is null || Live.Reach is not WorkspaceReach.Here) return;
        var due = Live.LookedAt + afterLast is { } next && next > now ? next : now;
        if (Live.LookDue <= due) return;
        if (due == now)
        {
            Live = Live with { LookDue = null };
            Do(new WorkspaceEffect.Disarm(WorkspaceTimer.Look));
            Look(anew: false);
            return;
        }

        Live = Live with { LookDue = due };
        Do(new WorkspaceEffect.Arm(WorkspaceTimer.Look, due - now));
    }

    /// <param name="anew">A look that is under way may show what was before: its answer is not waited for.</param>
    private void Look(bool anew)
    {
        if (Live.Adapter is null || Live.Reach is not WorkspaceReach.Here) return;
        var isLate = Live.LookedAt + rules.HostWithin * 2 < now;
        if (Live.LookRun is not null && !anew && !isLate) return;
        var run = Order(new WorkspaceOrder.Read(0));
        Live = Live with { LookRun = run, LookedAt = now };
    }

    private void Looked(OrderResult result)
    {
        Live = Live with { LookRun = null };
        if (result is not OrderResult.Shown shown || Live.Adapter is not { } adapter)
        {
            if (Live.Answering is { KeyRun: null } answering && result is OrderResult.Failed failed) EndAnswer(answering, Refused(failed));
            TypeIfFree(null);
            LookAnyway();
            return;
        }

        var reading = adapter.Read(shown.Screen);
        // An answer that is being given knows of the question as it was told.
        if (Live.Answering is { KeyRun: null }) AnswerBy(reading);
        Believe(reading);
        See(reading.Dialog);
        Judge(reading);
        TypeIfFree(reading);
        ReadReply(reading);
        LookAnyway();
    }

    /// <summary>Nobody tells when an agent without hooks has done something: it is looked at, often while its reply is waited for.</summary>
    private void LookAnyway()
    {
        if (Live.Agent.Session is not null) return;
        if (Live.AwaitsReply) LookSoon(rules.LooksEvery);
        else if (!Live.HasWritten) LookSoon(rules.LooksAnywayEvery);
    }

    /// <summary>What agrees is believed at once, a change when a second look shows it too.</summary>
    private void Believe(ScreenReading reading)
    {
        if (reading.State is not { } state)
        {
            Live = Live with { SeenOnce = null };
            return;
        }

        var isSecond = Live.SeenOnce is { } once && once.State.IsLike(state);
        if (state.IsLike(Live.Agent.State) || isSecond && now - Live.SeenOnce!.Value.At >= rules.LooksAgainAfter)
        {
            Live = Live with { SeenOnce = null };
            Observe(new AgentObservation.Looks(AgentSource.Screen, now, state));
            return;
        }

        if (!isSecond) Live = Live with { SeenOnce = (state, now) };
        LookSoon(rules.LooksAgainAfter);
    }

    /// <summary>An agent that tells nothing has its reply on its screen, when it rests and two looks show the same.</summary>
    private void ReadReply(ScreenReading reading)
    {
        if (!Live.AwaitsReply || Live.Agent.Session is not null || Live.Confirming is not null) return;
        if (reading.State is not AgentState.Idle || Live.Agent.State is not AgentState.Idle) return;
        if (reading.Reply.Length == 0)
        {
            // It may not have begun yet; or it says nothing.
            Live = Live with { ReplyMissed = Live.ReplyMissed + 1, AwaitsReply = Live.ReplyMissed + 1 < LooksForReply };
            return;
        }

        if (reading.Reply != Live.ReplySeen)
        {
            Live = Live with { ReplySeen = reading.Reply };
            LookSoon(rules.LooksAgainAfter);
            return;
        }

        Live = Live with { AwaitsReply = false, ReplySeen = "" };
        var turn = Live.Turn + 1;
        Live = Live with { Turn = turn };
        Say(new AgentReply.Text(turn, reading.Reply, AgentSource.Screen));
        Say(new AgentReply.Ended(turn, ReplyEnd.Complete));
    }

    private void AwaitReply() => Live = Live with { AwaitsReply = true, ReplySeen = "", ReplyMissed = 0 };

    /// <summary>Who tells it may begin to count anew, at the other end of a link that was lost: here no number comes twice. What an agent said before
    /// it was heard of keeps its nought.</summary>
    private void Replied(AgentReply told)
    {
        if (told.Turn != 0 && told.Turn != Live.TurnThere) Live = Live with { Turn = Live.Turn + 1, TurnThere = told.Turn };
        Say(told with { Turn = told.Turn == 0 ? 0 : Live.Turn });
    }

    private void Say(AgentReply reply)
    {
        Do(new WorkspaceEffect.Publish(new WorkspaceActivity.Replied(id, reply)));
        if (reply is AgentReply.Text text)
        {
            var words = text.Turn == Live.WordsTurn && Live.Words.Length > 0 ? $"{Live.Words}\n\n{text.Words}" : text.Words;
            Live = Live with { WordsTurn = text.Turn, Words = words.Length <= LongestReply ? words : words[^LongestReply..], WordsBy = text.Source, WordsAt = now };
        }
        else if (Live.Words.Length > 0 && reply.Turn == Live.WordsTurn && Live.Words != State.LastReply?.Words)
        {
            Happened(new WorkspaceEvents.AgentReplied(now, Live.Words, Live.WordsBy));
        }
    }
}

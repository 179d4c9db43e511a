using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Engine.Workspaces;

/// <summary>
/// The rules of a workspace: one step takes one message in one state and collects the events that it means and what is to be done once they are
/// stored. Protocol: docs/protocols/workspace.md.
/// </summary>
/// <param name="screens">Read agents' screens, the best first.</param>
internal sealed partial class WorkspaceDecider(
    WorkspaceId id, WorkspaceState state, WorkspaceLive live, WorkspaceRules rules, IReadOnlyList<IAgentScreen> screens, DateTimeOffset now)
{
    private readonly List<IWorkspaceEvent> _events = [];
    private readonly List<WorkspaceEffect> _effects = [];
    private readonly AgentRules _agent = new(rules.Agent);

    /// <summary>The state with this step's events applied.</summary>
    public WorkspaceState State { get; private set; } = state;

    public WorkspaceLive Live { get; private set; } = live;

    public IReadOnlyList<IWorkspaceEvent> Events => _events;

    public IReadOnlyList<WorkspaceEffect> Effects => _effects;

    public WorkspaceStanding Standing => new(
        Live.Reach,
        Live.Workspace,
        Live.Agent.State,
        Live.Agent.Source,
        Live.Agent.Since,
        Live.Agent.IsSettled,
        Live.Question,
        Live.Facts,
        Live.Words.Length > 0 ? Live.Words : State.LastReply?.Words ?? "",
        Live.Words.Length > 0 ? Live.WordsBy : State.LastReply?.Source ?? AgentSource.Screen,
        Live.Words.Length > 0 ? Live.WordsAt : State.LastReply?.At,
        State.Queued);

    /// <summary>The host has the workspace, for the first time, changed, or again.</summary>
    public void Listed(Workspace workspace)
    {
        var wasHere = Live.Reach is WorkspaceReach.Here;
        var adapter = screens.FirstOrDefault(s => s.Recognises(workspace));
        // A place that had ended begins anew.
        var agent = Live.Reach is WorkspaceReach.Gone ? AgentRules.Begin(now) : Live.Agent;
        Live = Live with { Reach = WorkspaceReach.Here, Workspace = workspace, Adapter = adapter, Agent = agent };
        Do(new WorkspaceEffect.Disarm(WorkspaceTimer.Linger));
        // What it did while nobody looked, or what another program does. Some agents show their work in the name, which changes all the time.
        LookSoon(wasHere ? rules.LooksEvery : TimeSpan.Zero);
        if (!wasHere) Unpause();
        Pump();
    }

    public void HostAway()
    {
        if (Live.Reach is not WorkspaceReach.Here) return;
        Leave(WorkspaceReach.Away, WorkspaceRefusal.HostAway, "The workspace's host cannot be reached.");
        if (State.Head is { } head) Hold(head, SubmissionObstacle.HostAway);
    }

    public void Gone()
    {
        if (Live.Reach is WorkspaceReach.Gone) return;
        Leave(WorkspaceReach.Gone, WorkspaceRefusal.Gone, "The workspace is gone.");
        Live = Live with { Question = null, Dialog = null };
        // Before what becomes of its texts: who observes then knows why.
        Do(new WorkspaceEffect.Publish(new WorkspaceActivity.Changed(id, Standing)));
        foreach (var entry in State.Submissions.Where(s => s.IsOpen)) Finish(entry, SubmissionStage.GivenUp, "The workspace is gone.");
    }

    /// <summary>Nobody has needed it for long.</summary>
    public void Linger()
    {
        if (Live.Reach is WorkspaceReach.Here) return;
        if (State.Head is null) Do(new WorkspaceEffect.Retire());
        else Do(new WorkspaceEffect.Arm(WorkspaceTimer.Linger, rules.LingerFor));
    }

    /// <summary>A host's answer to an order.</summary>
    public void Finished(long run, OrderResult result)
    {
        if (run == Live.Typing?.Run) Typed(result);
        else if (run == Live.LookRun) Looked(result);
        else if (run == Live.Answering?.KeyRun) AnswerPressed(result);
        else if (run == Live.InterruptRun) EscapePressed(run, result);
    }

    public void Interrupt(WorkspaceCommands.Interrupt command)
    {
        if (!IsBy(command.By)) Refuse(WorkspaceRefusal.NotFit, "It is not said who interrupts.");
        else if (Live.Reach is not WorkspaceReach.Here) RefuseForReach();
        else if (!Live.Agent.State.IsBusy && Live.Agent.State is not (AgentState.Waiting or AgentState.Starting) || Live.InterruptRun is not null)
            Refuse(WorkspaceRefusal.NothingToInterrupt, "The agent does nothing that could be interrupted.");
        else
        {
            Happened(new WorkspaceEvents.AgentInterrupted(now, command.By));
            var run = Order(new WorkspaceOrder.Press([WorkspaceKey.Escape]));
            Live = Live with { InterruptRun = run };
            Do(new WorkspaceEffect.Await(run));
        }
    }

    private void EscapePressed(long run, OrderResult result)
    {
        Live = Live with { InterruptRun = null };
        if (result is OrderResult.Failed failed)
        {
            Do(new WorkspaceEffect.Answer(run, Refused(failed)));
            return;
        }

        Do(new WorkspaceEffect.Answer(run, new WorkspaceReplies.Done(id)));
        var seen = new AgentObservation.EscapePressed(AgentSource.Host, now);
        Do(new WorkspaceEffect.TellFeed(seen));
        Observe(seen);
    }

    /// <summary>What was under way with the host is so no more.</summary>
    private void Leave(WorkspaceReach reach, WorkspaceRefusal reason, string detail)
    {
        if (Live.Answering is { } answering) EndAnswer(answering, new WorkspaceReplies.Refused(id, reason, detail));
        if (Live.InterruptRun is { } run) Do(new WorkspaceEffect.Answer(run, new WorkspaceReplies.Refused(id, reason, detail)));
        Live = Live with { Reach = reach, Typing = null, Confirming = null, LookRun = null, LookDue = null, SeenOnce = null, InterruptRun = null, TurnThere = null };
        Unpause();
        foreach (var timer in (WorkspaceTimer[])[WorkspaceTimer.Look, WorkspaceTimer.OrderLate, WorkspaceTimer.Confirm]) Do(new WorkspaceEffect.Disarm(timer));
        Do(new WorkspaceEffect.Arm(WorkspaceTimer.Linger, rules.LingerFor));
    }

    private long Order(WorkspaceOrder what)
    {
        Live = Live with { LastRun = Live.LastRun + 1 };
        Do(new WorkspaceEffect.Order(Live.LastRun, what));
        return Live.LastRun;
    }

    public WorkspaceReplies.Refused Refused(OrderResult.Failed failed) => new(
        id,
        failed.Fault switch
        {
            WorkspaceFault.NotFound => WorkspaceRefusal.Gone,
            WorkspaceFault.HostGone or WorkspaceFault.TimedOut => WorkspaceRefusal.HostAway,
            _ => WorkspaceRefusal.HostRefused,
        },
        failed.Detail);

    private void RefuseForReach()
    {
        if (Live.Reach is WorkspaceReach.Gone) Refuse(WorkspaceRefusal.Gone, "The workspace is gone.");
        else Refuse(WorkspaceRefusal.HostAway, "The workspace's host cannot be reached.");
    }

    private static bool IsBy(string by) => by.Length is >= 1 and <= 64;

    private void Refuse(WorkspaceRefusal reason, string detail) => Do(new WorkspaceEffect.Reply(new WorkspaceReplies.Refused(id, reason, detail)));

    private void Happened(IWorkspaceEvent fact)
    {
        _events.Add(fact);
        State = State.Apply(fact);
    }

    private void Do(WorkspaceEffect effect) => _effects.Add(effect);
}

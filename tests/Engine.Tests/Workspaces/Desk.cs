using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Workspaces;

namespace CallActors.Engine.Tests.Workspaces;

/// <summary>Drives the rules of one workspace by hand: what they mean is stored, what they want done is collected.</summary>
internal sealed class Desk
{
    public static readonly WorkspaceId Id = WorkspaceId.Of("fake", "1");

    private readonly List<WorkspaceEffect> _effects = [];

    public Desk(WorkspaceRules? rules = null) => (Rules, Live) = (rules ?? WorkspaceRules.Default, Begin());

    public WorkspaceRules Rules { get; }

    public DateTimeOffset Now { get; private set; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public List<IWorkspaceEvent> Journal { get; } = [];

    public WorkspaceState State { get; private set; } = new();

    public WorkspaceLive Live { get; private set; }

    /// <summary>What the last step wants done.</summary>
    public IReadOnlyList<WorkspaceEffect> Effects => _effects;

    public WorkspaceStanding Standing => Decider().Standing;

    public static Workspace Agent { get; } = new(Id, "kunduz", "/src", "agent", 1);

    public static Workspace Shell { get; } = Agent with { Program = "zsh" };

    public void Take(Action<WorkspaceDecider> judge)
    {
        var decider = Decider();
        judge(decider);
        Journal.AddRange(decider.Events);
        foreach (var fact in decider.Events) State = State.Apply(fact);
        Assert.Equal(decider.State.Submissions, State.Submissions);
        Live = decider.Live;
        _effects.Clear();
        _effects.AddRange(decider.Effects);
    }

    public void Wait(TimeSpan time) => Now += time;

    /// <summary>The process has died: what is not stored is forgotten.</summary>
    public void Die() => Live = Begin();

    public T? Find<T>() where T : WorkspaceEffect => _effects.OfType<T>().LastOrDefault();

    /// <summary>The last order of this kind in the last step.</summary>
    public (long Run, T What)? Ordered<T>()
    {
        for (var i = _effects.Count - 1; i >= 0; i--)
            if (_effects[i] is WorkspaceEffect.Order { What: T what } order) return (order.Run, what);
        return null;
    }

    /// <summary>The reply to the command of the last step.</summary>
    public IWorkspaceReply? Replied => Find<WorkspaceEffect.Reply>()?.Message ?? Find<WorkspaceEffect.Answer>()?.Message;

    public WorkspaceRefusal? Refusal => (Replied as WorkspaceReplies.Refused)?.Reason;

    /// <summary>What the submission of which was told last waits for.</summary>
    public SubmissionObstacle? Obstacle => _effects.OfType<WorkspaceEffect.Publish>().Select(p => p.Activity).OfType<WorkspaceActivity.SubmissionChanged>().LastOrDefault()?.Obstacle;

    public IEnumerable<(string Id, SubmissionStage Stage, string Detail)> Told => _effects.OfType<WorkspaceEffect.Publish>()
        .Select(p => p.Activity).OfType<WorkspaceActivity.SubmissionChanged>().Select(c => (c.SubmissionId.Value, c.Stage, c.Detail));

    public void Submit(string id = "s-1", string text = "run the tests") => Take(d => d.Submit(new WorkspaceCommands.Submit(Id, new SubmissionId(id), text, "call-1")));

    /// <summary>The host answers what was ordered in the last step.</summary>
    public void Answer(OrderResult result) => Take(d => d.Finished(Find<WorkspaceEffect.Order>()!.Run, result));

    public void Show(params string[] lines) => Answer(new OrderResult.Shown(PlainScreen.Of(lines)));

    public void Say(AgentObservation seen) => Take(d => d.Told(new AgentNews.Observed(seen)));

    /// <summary>A look that is due shows this, and so does the second.</summary>
    public void Looks(params string[] lines)
    {
        Wait(TimeSpan.FromSeconds(1));
        Take(d => d.LookIsDue());
        Show(lines);
        Wait(Rules.LooksAgainAfter);
        Take(d => d.LookIsDue());
        Show(lines);
    }

    private WorkspaceDecider Decider() => new(Id, State, Live, Rules, [new PlainScreen()], Now);

    private WorkspaceLive Begin() => new(AgentRules.Begin(Now), Now.ToUnixTimeMilliseconds());
}

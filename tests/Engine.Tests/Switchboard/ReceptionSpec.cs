using CallActors.Contracts.Agents;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Calls;
using CallActors.Engine.Switchboard;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Tests.Switchboard;

/// <summary>A reception whose rules are stepped through, with all others played by the spec.</summary>
public abstract class ReceptionSpec
{
    protected static readonly CallId Call = CallId.ForIdempotencyKey("reception");
    protected static readonly PersonId Ada = PersonId.Of("Ada");
    protected static readonly WorkspaceId Kunduz = WorkspaceId.Of("tmux", "%1@1");
    protected static readonly WorkspaceId Harbor = WorkspaceId.Of("tmux", "%2@1");

    private protected static readonly SwitchboardPhrases Phrases = SwitchboardPhrases.For("en-US");

    private static readonly DangerousActions Dangers = new("en-US", []);

    private ReceptionState _state = new(new ReceptionOrder(Call, Ada, Inbound: true, "softphone", "softphone", "en-US"), "feedcafe");

    /// <summary>Everything that was done since it was last looked at.</summary>
    private readonly List<ReceptionEffect> _done = [];

    protected DateTimeOffset Now { get; private set; } = new(2026, 3, 4, 10, 0, 0, TimeSpan.Zero);

    protected ReceptionRules Rules { get; init; } = ReceptionRules.Default with { ShowsNotices = false };

    protected bool HasAssistant { get; set; }

    internal ReceptionState State => _state;

    internal void Step(Action<ReceptionDecider> step)
    {
        var means = new ReceptionMeans(Dangers, _ => 0, name => new NewWorkspace(name.Length > 0 ? name : "session", "", ["claude"], new Dictionary<string, string>()), HasAssistant);
        var decider = new ReceptionDecider(_state, Rules, means, Now);
        step(decider);
        _state = decider.State;
        _done.AddRange(decider.Effects);
    }

    protected void Pass(double seconds) => Now += TimeSpan.FromSeconds(seconds);

    internal List<ReceptionEffect> Done()
    {
        List<ReceptionEffect> done = [.. _done];
        _done.Clear();
        return done;
    }

    /// <summary>What the call was told since it was last looked at.</summary>
    protected List<ICallCommand> ToldCall() => [.. Done().OfType<ReceptionEffect.TellCall>().Select(e => e.Command)];

    /// <summary>All that was said since it was last looked at, however it was said.</summary>
    protected string SaidSince()
    {
        Yield();
        return WordsOf(Done());
    }

    internal static string WordsOf(IEnumerable<ReceptionEffect> done) =>
        string.Join('\n', done.OfType<ReceptionEffect.TellCall>().Select(e => e.Command switch
        {
            CallCommands.ContinueCall o => o.Message,
            CallCommands.Speak o => o.Message,
            CallCommands.AddText o => o.Text,
            CallCommands.Announce o => o.Line,
            CallCommands.ReportProgress o => o.Line,
            CallCommands.EndCall o => o.Message,
            _ => "",
        }).Where(t => t.Trim().Length > 0)).Trim();

    /// <summary>The call gives an abandoned hearing back, as it does at once.</summary>
    protected void Yield()
    {
        while (_state.Hearing is { IsAbandoned: true } abandoned)
            Step(d => d.Refused(new CallReplies.Refused(Call, RefusalReason.Abandoned, "") { Operation = abandoned.Id }));
    }

    /// <summary>The person hears out what is said, and says something to whoever listens.</summary>
    protected void Says(string words, WordSource source = WordSource.Recognizer)
    {
        for (Yield(); _state.Speech is not null; Yield()) HearsOut();
        SaysAtOnce(words, source);
    }

    /// <summary>The same at this moment, whatever is being said.</summary>
    protected void SaysAtOnce(string words, WordSource source = WordSource.Recognizer)
    {
        var operation = _state.PinAsked ?? _state.Hearing?.Id ?? throw new InvalidOperationException("Nobody listens.");
        Step(d => d.Turned(new CallReplies.TurnTaken(Call, operation, words, Interrupted: false, "", TurnTimings.None) { Source = source }));
        Yield();
    }

    /// <summary>Everything was heard that is being said.</summary>
    protected void HearsOut()
    {
        Yield();
        if (_state.Speech is not { } speech) return;
        Takes(speech.Text.Length);
        Step(d => d.Spoken(new CallReplies.Spoken(Call, speech.Id, Interrupted: false, speech.Text, TurnTimings.None)));
    }

    /// <summary>The call has taken so much of what is being said.</summary>
    protected void Takes(int length)
    {
        var speech = _state.Speech ?? throw new InvalidOperationException("Nothing is said.");
        Step(d => d.TextTaken(new CallReplies.TextTaken(Call, speech.Id, length, IsWanted: true)));
    }

    /// <summary>The person cuts into what is being said.</summary>
    /// <param name="heard">The last of what they have heard.</param>
    protected void CutsIn(string heard = "")
    {
        Yield();
        var speech = _state.Speech ?? throw new InvalidOperationException("Nothing is said.");
        var end = speech.Text.IndexOf(heard, StringComparison.Ordinal) + heard.Length;
        Step(d => d.Spoken(new CallReplies.Spoken(Call, speech.Id, Interrupted: true, speech.Text[..end], TurnTimings.None)));
    }

    /// <summary>The instruction that was given last has come so far.</summary>
    protected void Comes(SubmissionStage stage, string detail = "")
    {
        var sent = ((Place.Session)_state.Place!).Sent[^1];
        Step(d => d.Told(new WorkspaceActivity.SubmissionChanged(Kunduz, sent.Id, stage, detail)));
    }

    protected static Workspace WorkspaceOf(WorkspaceId id, string name) => new(id, name, "/work/" + name, "claude", 42);

    protected WorkspaceSummary SummaryOf(WorkspaceId id, string name, AgentState? agent = null, OpenQuestion? question = null) =>
        new(WorkspaceOf(id, name), null, true, agent ?? new AgentState.Idle(), Now, true, question, 0);

    protected WorkspaceStanding StandingOf(string name, AgentState? agent = null, OpenQuestion? question = null, string reply = "", bool isSettled = true, WorkspaceReach reach = WorkspaceReach.Here) =>
        new(reach, WorkspaceOf(Kunduz, name), agent ?? new AgentState.Idle(), AgentSource.Hook, Now, isSettled, question, WorkspaceFacts.None, reply, AgentSource.Transcript, reply.Length > 0 ? Now : null, 0);

    /// <summary>The reception is open, and the person at the menu with kunduz and harbor.</summary>
    protected void ComeIn(WorkspaceId? remembered = null)
    {
        Step(d => d.Begin());
        Step(d => d.Admitted(new SwitchboardReplies.Admitted(Ada, Call, IsUnlocked: false, remembered, null)));
        Says("2468", WordSource.Keypad);
        Step(d => d.Judged(new SwitchboardReplies.PinJudged(Ada, Call, PinVerdict.Right, 3)));
        Step(d => d.Listed(new WorkspaceDirectory.Listing([SummaryOf(Harbor, "harbor"), SummaryOf(Kunduz, "kunduz")], [])));
    }

    /// <summary>The person talks to kunduz, which is idle.</summary>
    protected void TalkToKunduz(AgentState? agent = null)
    {
        ComeIn();
        Says("talk to kunduz");
        Step(d => d.Replied(new WorkspaceReplies.Standing(Kunduz, StandingOf("kunduz", agent))));
        HearsOut();
        Done();
    }

    protected void Becomes(AgentState agent, OpenQuestion? question = null, bool isSettled = true, WorkspaceReach reach = WorkspaceReach.Here) =>
        Step(d => d.Told(new WorkspaceActivity.Changed(Kunduz, StandingOf("kunduz", agent, question, isSettled: isSettled, reach: reach))));

    protected void Answers(int turn, string words, AgentSource source = AgentSource.Transcript) =>
        Step(d => d.Told(new WorkspaceActivity.Replied(Kunduz, new AgentReply.Text(turn, words, source))));

    protected void AnswerEnds(int turn, ReplyEnd how = ReplyEnd.Complete) =>
        Step(d => d.Told(new WorkspaceActivity.Replied(Kunduz, new AgentReply.Ended(turn, how))));

    internal List<T> AssistantTold<T>() => [.. _done.OfType<ReceptionEffect.TellAssistant>().Select(e => e.Command).OfType<T>()];

    internal List<T> WorkspaceTold<T>() => [.. _done.OfType<ReceptionEffect.TellWorkspace>().Select(e => e.Command).OfType<T>()];

    internal List<T> SwitchboardTold<T>() => [.. _done.OfType<ReceptionEffect.TellSwitchboard>().Select(e => e.Command).OfType<T>()];

    internal List<T> DirectoryTold<T>() => [.. _done.OfType<ReceptionEffect.TellDirectory>().Select(e => e.Message).OfType<T>()];
}

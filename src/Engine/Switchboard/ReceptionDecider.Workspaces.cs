using CallActors.Contracts.Agents;
using CallActors.Contracts.Assistants;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Switchboard;

/// <summary>The list of workspaces, and where the person is among them.</summary>
internal sealed partial class ReceptionDecider
{
    /// <summary>The workspaces under the names by which they are spoken of.</summary>
    private IReadOnlyList<WorkspaceSummary> Known => Briefings.Named(State.Workspaces!);

    public void Listed(WorkspaceDirectory.Listing listing)
    {
        var isFirst = State.Workspaces is null;
        State = State with { Workspaces = [.. listing.Workspaces], Faults = listing.Faults };
        if (!isFirst || State.Stage is not ReceptionStage.Open) return;
        Do(new ReceptionEffect.Disarm(ReceptionTimer.Asking));
        // There the person can talk about what the call is for.
        if (State.About.Length > 0 && means.HasAssistant) ToAssistant();
        else if (State.Remembered is { } remembered && Known.FirstOrDefault(w => w.Workspace.Id == remembered) is { } known) Enter(known);
        else Say(State.IsCalled ? Phrases.CalledForGone + " " + Menu : Menu);
        Settle();
    }

    public void Changed(WorkspaceSummary summary)
    {
        if (State.Workspaces is not { } known) return;
        var at = known.FindIndex(w => w.Workspace.Id == summary.Workspace.Id);
        var before = at < 0 ? null : known[at];
        // Somebody may yet make it go on.
        if (before is not null && summary is { Agent: AgentState.Idle, IsSettled: false }) summary = summary with { Agent = before.Agent };
        State = State with { Workspaces = at < 0 ? known.Add(summary) : known.SetItem(at, summary) };
        if (before is null) Appeared(summary);
        if (before is null || (State.Place is Place.Session here && here.Id == summary.Workspace.Id)) return;
        var name = Known.First(w => w.Workspace.Id == summary.Workspace.Id).Workspace.Name;
        if (Briefings.Aside(name, before.Agent, summary.Agent) is { } line) Announce(line, Earcon.Notice);
    }

    /// <summary>Whom the person talked to when it went may be back, under another id: another program, to which nothing is given unasked.</summary>
    private void Appeared(WorkspaceSummary summary)
    {
        if (State.Lost is not { } lost || summary.Workspace.Name != lost) return;
        State = State with { Lost = null };
        if (State.Stage is ReceptionStage.Open) Announce(Phrases.HereAgain(lost), Earcon.Notice);
    }

    public void Removed(WorkspaceId id)
    {
        if (State.Workspaces is not { } known) return;
        State = State with { Workspaces = known.RemoveAll(w => w.Workspace.Id == id) };
    }

    private void Enter(WorkspaceSummary workspace)
    {
        LeavePlace();
        var (id, name) = (workspace.Workspace.Id, workspace.Workspace.Name);
        var session = new Place.Session(id, name, null);
        State = State with { Place = session, Situation = Situation.InWorkspace, Lost = null };
        Do(new ReceptionEffect.TellSwitchboard(new SwitchboardCommands.EnterWorkspace(Person, Call, id, name)));
        Ask(session, QueryKind.Entering, new WorkspaceCommands.Observe(id));
    }

    /// <summary>The workspace that was entered has told how it stands.</summary>
    private void Entered(Query query, WorkspaceStanding standing)
    {
        if (State.Place is not Place.Session session || session.Id != query.Id) return;
        if (standing.Reach is WorkspaceReach.Gone)
        {
            AtMenu();
            Say(Phrases.WorkspaceGone(query.Name) + " " + Menu);
            return;
        }

        Say(Phrases.TalkingTo(query.Name) + " " + Briefings.Status(query.Name, standing, now));
        if (standing.Question is { } question) ReadOut(question);
        if (!standing.Agent.IsBusy) return;
        // That was told just now.
        State = State with { Progress = Briefings.Progress(query.Name, standing), ProgressAt = now };
        Do(new ReceptionEffect.Arm(ReceptionTimer.Progress, rules.StillEvery));
    }

    /// <summary>The person leaves, or the workspace is gone.</summary>
    private void AtMenu()
    {
        LeavePlace();
        State = State with { Situation = Situation.AtMenu };
    }

    private void LeavePlace()
    {
        CloseSpeech();
        // Nothing more is said of a reply that the person has left.
        State = State with { Unsaid = State.Unsaid.RemoveAll(p => p.Turn > 0 || p.OfAssistant || p.Passage is not null) };
        if (State.Speech is { } speech && (speech.Turn > 0 || speech.OfAssistant)) Tell(new CallCommands.AbandonOperation(Call, speech.Id));
        if (State.Place is Place.Session session)
        {
            Do(new ReceptionEffect.TellWorkspace(new WorkspaceCommands.StopObserving(session.Id)));
            Close(q => q.Id == session.Id && q.Kind is QueryKind.Entering or QueryKind.Screen);
        }
        else if (State.Place is Place.Assistant)
        {
            Do(new ReceptionEffect.TellAssistant(new AssistantCommands.StopObserving(Person)));
        }

        Do(new ReceptionEffect.Disarm(ReceptionTimer.Silent));
        Do(new ReceptionEffect.Disarm(ReceptionTimer.Unanswered));
        Do(new ReceptionEffect.Disarm(ReceptionTimer.Progress));
        State = State with { Place = null, Progress = "", Confirming = null, Candidates = [], Wanted = null };
    }

    /// <summary>How the workspace stands that the person talks to.</summary>
    private void Stands(WorkspaceId id, WorkspaceStanding standing)
    {
        if (State.Place is not Place.Session session || session.Id != id) return;
        var before = session.State;
        State = State with { Place = session with { State = standing } };
        if (before is null)
        {
            // Late, or told before it was asked: whoever waits for it is answered by what comes.
            if (Asked(QueryKind.Entering) is null) Entered(new Query(id, session.Name, QueryKind.Entering, now), standing);
            return;
        }

        if (standing.Reach is WorkspaceReach.Gone && before.Reach is not WorkspaceReach.Gone)
        {
            var unsent = session.Sent.Count(s => s.Stage is SubmissionStage.Queued);
            Close(q => q.Id == id);
            AtMenu();
            State = State with { Lost = session.Name };
            Log($"{id} is gone; instructions that waited for it: {unsent}");
            Say(unsent == 0 ? Phrases.WorkspaceGone(session.Name) : Phrases.WorkspaceGone(session.Name) + " " + Phrases.NotTyped(unsent));
            return;
        }

        if (standing.Reach is WorkspaceReach.Away && before.Reach is WorkspaceReach.Here)
        {
            Log($"the host of {id} cannot be reached");
            Announce(Phrases.HostAway(session.Name));
        }

        Questions(standing);
        Works(before, standing);
    }
}

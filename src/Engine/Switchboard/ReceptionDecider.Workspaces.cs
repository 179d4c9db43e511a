using CallActors.Contracts.Agents;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Switchboard;

/// <summary>The list of workspaces, and the one that the person talks to.</summary>
internal sealed partial class ReceptionDecider
{
    public void Listed(WorkspaceDirectory.Listing listing)
    {
        var isFirst = State.Workspaces is null;
        State = State with { Workspaces = [.. listing.Workspaces], Faults = listing.Faults };
        if (!isFirst || State.Stage is not ReceptionStage.Open) return;
        if (State.Query is null) Do(new ReceptionEffect.Disarm(ReceptionTimer.Asking));
        if (State.Remembered is { } remembered && State.Workspaces.Find(w => w.Workspace.Id == remembered) is { } known) Enter(known);
        else Say(Menu);
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
        if (before is null || (State.Place is Place.Session here && here.Id == summary.Workspace.Id)) return;
        if (Briefings.Aside(summary.Workspace.Name, before.Agent, summary.Agent) is { } line) Announce(line, Earcon.Notice);
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
        State = State with { Place = session, Situation = Situation.InWorkspace, Confirming = null };
        Do(new ReceptionEffect.TellSwitchboard(new SwitchboardCommands.EnterWorkspace(Person, Call, id, name)));
        Ask(session, QueryKind.Entering, new WorkspaceCommands.Observe(id));
    }

    private void LeavePlace()
    {
        CloseSpeech();
        if (State.Place is Place.Session session) Do(new ReceptionEffect.TellWorkspace(new WorkspaceCommands.StopObserving(session.Id)));
        Do(new ReceptionEffect.Disarm(ReceptionTimer.Silent));
        Do(new ReceptionEffect.Disarm(ReceptionTimer.Unanswered));
        Do(new ReceptionEffect.Disarm(ReceptionTimer.Progress));
        State = State with { Place = null, Progress = "" };
    }

    private void Submit(Place.Session session, string words, OperationId hearing)
    {
        var text = SwitchboardPhrases.ForAgent(words, rules.VoiceNote);
        var id = new SubmissionId($"{Call.Value}-{hearing.Value}");
        State = State with { Place = session with { Sent = new Sent(id, SubmissionStage.Queued, now), Muted = Math.Max(session.Muted, session.Replying) } };
        // Its reply may be the first that comes.
        if (State.Query?.Kind is not QueryKind.Redirecting) Ask(session, QueryKind.Submitting, new WorkspaceCommands.Submit(session.Id, id, text, Call.Value));
        else Do(new ReceptionEffect.TellWorkspace(new WorkspaceCommands.Submit(session.Id, id, text, Call.Value)));
        Do(new ReceptionEffect.Arm(ReceptionTimer.Unanswered, rules.UnansweredAfter));
        Note(CallDeed.Submitted, session.Id, $"{words.Length} characters");
        Notice(Phrases.NoticeSubmitted(session.Name), session.Id);
    }

    public void Replied(IWorkspaceReply reply)
    {
        if (reply is WorkspaceReplies.Standing standing) Stands(standing.WorkspaceId, standing.State);
        if (State.Query is { } query && query.Id == reply.WorkspaceId) Answered(query, reply);
        Settle();
    }

    private void Answered(Query query, IWorkspaceReply reply)
    {
        State = State with { Query = null };
        Do(new ReceptionEffect.Disarm(ReceptionTimer.Asking));
        switch (query.Kind, reply)
        {
            case (QueryKind.Entering, WorkspaceReplies.Standing standing):
                Say(Phrases.TalkingTo(query.Name) + " " + Briefings.Status(query.Name, standing.State, now));
                if (standing.State.Question is { } question) ReadOut(question);
                return;
            case (QueryKind.Submitting, WorkspaceReplies.Queued { Ahead: > 0 } queued):
                Announce(Phrases.QueuedBehind(queued.Ahead));
                return;
            case (QueryKind.Submitting or QueryKind.Redirecting, WorkspaceReplies.Queued):
                return;
            case (QueryKind.Status, WorkspaceReplies.Standing standing):
                Say(Briefings.Status(query.Name, standing.State, now));
                return;
            case (QueryKind.Screen, WorkspaceReplies.ScreenShown shown):
                Say(Briefings.Screen(shown.Screen));
                return;
            case (QueryKind.Stopping, WorkspaceReplies.Done):
                Note(CallDeed.Interrupted, query.Id, "");
                Forget();
                Say(Phrases.Interrupted);
                return;
            case (QueryKind.Stopping, WorkspaceReplies.Refused { Reason: WorkspaceRefusal.NothingToInterrupt }):
                Say(Phrases.NothingToInterrupt);
                return;
            case (QueryKind.Redirecting, WorkspaceReplies.Done):
                Note(CallDeed.Interrupted, query.Id, "");
                return;
            case (QueryKind.Redirecting, WorkspaceReplies.Refused { Reason: WorkspaceRefusal.NothingToInterrupt }):
                return;
            case (QueryKind.Answering, WorkspaceReplies.Done):
                return;
            case (_, WorkspaceReplies.Refused refused):
                if (query.Kind is QueryKind.Submitting) Forget();
                Say(Why(query.Name, refused));
                return;
            default:
                // Of something else that was asked: this is not answered yet.
                State = State with { Query = query };
                Do(new ReceptionEffect.Arm(ReceptionTimer.Asking, rules.AnswerWithin));
                return;
        }
    }

    private string Why(string name, WorkspaceReplies.Refused refused) => refused.Reason switch
    {
        WorkspaceRefusal.Gone => Phrases.WorkspaceGone(name),
        WorkspaceRefusal.HostAway => Phrases.HostAway(name),
        WorkspaceRefusal.QueueFull => Phrases.QueueFull,
        WorkspaceRefusal.NotStored => Phrases.NotStored,
        WorkspaceRefusal.QuestionChanged => Phrases.QuestionChanged,
        WorkspaceRefusal.NotUnderstood => Phrases.QuestionNotUnderstood,
        WorkspaceRefusal.NothingToInterrupt => Phrases.NothingToInterrupt,
        _ => Phrases.Refused(refused.Detail),
    };

    /// <summary>Nothing is expected of the agent any more.</summary>
    private void Forget()
    {
        if (State.Place is Place.Session session) State = State with { Place = session with { Sent = null, Muted = Math.Max(session.Muted, session.Replying) } };
        Do(new ReceptionEffect.Disarm(ReceptionTimer.Unanswered));
        Do(new ReceptionEffect.Disarm(ReceptionTimer.Silent));
    }

    public void Told(WorkspaceActivity activity)
    {
        if (State.Place is not Place.Session session || session.Id != activity.WorkspaceId) return;
        switch (activity)
        {
            case WorkspaceActivity.Changed e: Stands(e.WorkspaceId, e.State); break;
            case WorkspaceActivity.Replied { Reply: AgentReply.Text text }: Speaks(session, text); break;
            case WorkspaceActivity.Replied { Reply: AgentReply.Ended ended }: Ended(session, ended); break;
            case WorkspaceActivity.SubmissionChanged e when session.Sent is { } sent && sent.Id == e.SubmissionId: Comes(session, sent, e); break;
        }

        Settle();
    }

    /// <summary>How the workspace stands that the person talks to.</summary>
    private void Stands(WorkspaceId id, WorkspaceStanding standing)
    {
        if (State.Place is not Place.Session session || session.Id != id) return;
        var before = session.State;
        State = State with { Place = session with { State = standing } };
        if (before is null) return;
        if (standing.Reach is WorkspaceReach.Gone && before.Reach is not WorkspaceReach.Gone)
        {
            LeavePlace();
            State = State with { Situation = Situation.AtMenu, Confirming = null };
            Say(Phrases.WorkspaceGone(session.Name));
            return;
        }

        if (standing.Reach is WorkspaceReach.Away && before.Reach is WorkspaceReach.Here) Announce(Phrases.HostAway(session.Name));
        Questions(standing);
        if (standing.Agent.IsBusy)
        {
            Do(new ReceptionEffect.Disarm(ReceptionTimer.Unanswered));
            Do(new ReceptionEffect.Disarm(ReceptionTimer.Silent));
            if (before.Agent != standing.Agent || before.Facts.Progress != standing.Facts.Progress) Progresses(session.Name, standing);
            // What follows a tool is another paragraph; until then nobody speaks.
            if (standing.Agent is AgentState.UsingTool && before.Agent is not AgentState.UsingTool) CloseSpeech();
        }
        else if (standing.Agent is AgentState.Idle or AgentState.Failed && standing.IsSettled && IsOwed(out var owed) && owed.Stage is SubmissionStage.Taken)
        {
            Do(new ReceptionEffect.Arm(ReceptionTimer.Silent, rules.SilentAfter));
        }
        else if (standing.Agent is AgentState.Gone && before.Agent is not AgentState.Gone)
        {
            Forget();
            Say(Briefings.Aside(session.Name, before.Agent, standing.Agent)!);
        }
    }

    private bool IsOwed(out Sent sent)
    {
        sent = State.Place is Place.Session { Sent: { IsAnswered: false } owed } ? owed : null!;
        return sent is not null;
    }

    private void Comes(Place.Session session, Sent sent, WorkspaceActivity.SubmissionChanged e)
    {
        State = State with { Place = session with { Sent = sent with { Stage = e.Stage } } };
        switch (e.Stage)
        {
            case SubmissionStage.Queued when e.Detail.Length > 0:
                Announce(e.Detail);
                break;
            case SubmissionStage.GivenUp:
                Forget();
                Say(e.Detail.Length > 0 ? e.Detail : Phrases.NotTaken);
                break;
            case SubmissionStage.Taken when session.State is { Agent: AgentState.Idle, IsSettled: true }:
                Do(new ReceptionEffect.Arm(ReceptionTimer.Silent, rules.SilentAfter));
                break;
        }
    }

    private void Speaks(Place.Session session, AgentReply.Text text)
    {
        Do(new ReceptionEffect.Disarm(ReceptionTimer.Silent));
        Do(new ReceptionEffect.Disarm(ReceptionTimer.Unanswered));
        if (text.Turn <= session.Muted || text.Words.Length == 0) return;
        var isNew = session.Replying != text.Turn;
        var words = isNew && text.Source is AgentSource.Screen ? Phrases.OffTheScreen + "\n\n" + text.Words : text.Words;
        State = State with { Place = session with { Replying = text.Turn } };
        if ((State.Speech?.Length ?? 0) + State.Unsaid.Length + words.Length > LongestSpeech)
        {
            Say(Phrases.ReplyTooLong);
            State = State with { Place = ((Place.Session)State.Place) with { Muted = text.Turn } };
            return;
        }

        Say(words, isOpen: true);
    }

    private void Ended(Place.Session session, AgentReply.Ended ended)
    {
        CloseSpeech();
        Do(new ReceptionEffect.Disarm(ReceptionTimer.Silent));
        if (session.Sent is { } sent) State = State with { Place = session with { Sent = sent with { IsAnswered = true } } };
        if (ended.How is ReplyEnd.Failed) Say(Failure(session));
        else if (ended.How is ReplyEnd.Complete && session.Replying != ended.Turn && ended.Turn > session.Muted) Say(Phrases.DoneWithoutWords(session.Name));
    }

    private string Failure(Place.Session session) =>
        session.State is { Agent: AgentState.Failed } standing ? Briefings.Status(session.Name, standing, now) : Phrases.AgentFailed(session.Name);

    private void SilentElapsed()
    {
        if (State.Place is not Place.Session session || !IsOwed(out var sent)) return;
        State = State with { Place = session with { Sent = sent with { IsAnswered = true } } };
        CloseSpeech();
        Say(session.State?.Agent is AgentState.Failed ? Failure(session) : Phrases.DoneWithoutWords(session.Name));
    }

    private void UnansweredElapsed()
    {
        if (State.Place is Place.Session session && IsOwed(out _)) Announce(Phrases.NeverAnswered(session.Name));
    }

    private void Progresses(string name, WorkspaceStanding standing)
    {
        var line = Briefings.Progress(name, standing);
        if (line.Length == 0 || line == State.Progress) return;
        State = State with { Progress = line };
        var due = State.ProgressAt + rules.ProgressEvery - now;
        if (due <= TimeSpan.Zero) ProgressElapsed();
        else Do(new ReceptionEffect.Arm(ReceptionTimer.Progress, due));
    }

    private void ProgressElapsed()
    {
        if (State.Progress.Length == 0 || State.Place is not Place.Session { State.Agent.IsBusy: true }) return;
        State = State with { ProgressAt = now };
        Tell(new CallCommands.ReportProgress(Call, State.Progress.Length <= LongestLine ? State.Progress : State.Progress[..LongestLine]));
    }

    public void Made(WorkspaceDirectory.Created made)
    {
        if (State.Query is not { Kind: QueryKind.Creating }) return;
        State = State with { Query = null };
        Do(new ReceptionEffect.Disarm(ReceptionTimer.Asking));
        Note(CallDeed.Created, made.Workspace.Id, made.Workspace.Name);
        var summary = State.Workspaces!.Find(w => w.Workspace.Id == made.Workspace.Id)
            ?? new WorkspaceSummary(made.Workspace, null, true, new AgentState.Starting(), now, true, null, 0);
        if (!State.Workspaces.Exists(w => w.Workspace.Id == made.Workspace.Id)) State = State with { Workspaces = State.Workspaces.Add(summary) };
        Enter(summary);
        Settle();
    }

    public void Closed(WorkspaceDirectory.Done done)
    {
        if (State.Query is not { Kind: QueryKind.Closing } query || query.Id != done.WorkspaceId) return;
        State = State with { Query = null };
        Do(new ReceptionEffect.Disarm(ReceptionTimer.Asking));
        Note(CallDeed.Closed, query.Id, query.Name);
        if (State.Place is Place.Session here && here.Id == query.Id) LeavePlace();
        State = State with { Situation = HomeSituation };
        Removed(query.Id);
        Say(Phrases.Closed(query.Name));
        Settle();
    }

    public void Failed(WorkspaceDirectory.Failed failed)
    {
        if (State.Query is not { Kind: QueryKind.Creating or QueryKind.Closing }) return;
        State = State with { Query = null };
        Do(new ReceptionEffect.Disarm(ReceptionTimer.Asking));
        Say(failed.Detail);
        Settle();
    }

    public void WillCall(SwitchboardReplies.WillCall will)
    {
        if (State.Query is not { Kind: QueryKind.CallingBack } query) return;
        State = State with { Query = null };
        Do(new ReceptionEffect.Disarm(ReceptionTimer.Asking));
        Leave(Phrases.WillCall(query.Name));
        Settle();
    }

    public void CannotCall(SwitchboardReplies.CannotCall cannot)
    {
        if (State.Query is not { Kind: QueryKind.CallingBack }) return;
        State = State with { Query = null };
        Do(new ReceptionEffect.Disarm(ReceptionTimer.Asking));
        Say(cannot.Detail);
        Settle();
    }
}

using CallActors.Contracts.Agents;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Switchboard;

/// <summary>What was asked for the person of workspaces, the directory and the switchboard, and what they answer.</summary>
internal sealed partial class ReceptionDecider
{
    private Query? Asked(QueryKind kind) => State.Queries.Find(q => q.Kind == kind);

    private void Ask(WorkspaceId id, string name, QueryKind kind, ReceptionEffect effect, SubmissionId? submission = null, QuestionAnswer? answer = null)
    {
        if (State.Queries.IsEmpty) Do(new ReceptionEffect.Arm(ReceptionTimer.Asking, rules.AnswerWithin));
        State = State with { Queries = State.Queries.Add(new Query(id, name, kind, now + rules.AnswerWithin) { Submission = submission, Answer = answer }) };
        Do(effect);
    }

    private void Ask(Place.Session session, QueryKind kind, IWorkspaceCommand command, SubmissionId? submission = null, QuestionAnswer? answer = null) =>
        Ask(session.Id, session.Name, kind, new ReceptionEffect.TellWorkspace(command), submission, answer);

    private void Close(Query query) => Close(q => ReferenceEquals(q, query));

    private void Close(Predicate<Query> which)
    {
        if (State.Queries.IsEmpty) return;
        State = State with { Queries = State.Queries.RemoveAll(which) };
        if (State.Queries.IsEmpty) Do(new ReceptionEffect.Disarm(ReceptionTimer.Asking));
    }

    /// <summary>Some were not answered in time.</summary>
    private void Unanswered()
    {
        var late = State.Queries.FindAll(q => q.Due <= now);
        foreach (var query in late)
        {
            State = State with { Queries = State.Queries.Remove(query) };
            Forget(query.Submission);
            AskAgain(query);
            Log($"{query.Id} does not answer ({query.Kind})", isWarning: true);
        }

        foreach (var name in late.Select(q => q.Name).Distinct(StringComparer.Ordinal)) Say(Phrases.DoesNotAnswer(name));
        if (!State.Queries.IsEmpty) Do(new ReceptionEffect.Arm(ReceptionTimer.Asking, State.Queries.Min(q => q.Due) - now));
    }

    public void Replied(IWorkspaceReply reply)
    {
        if (reply is WorkspaceReplies.Standing standing) Stands(standing.WorkspaceId, standing.State);
        // They bear no names: the oldest that this can be an answer to.
        if (State.Queries.Find(q => q.Id == reply.WorkspaceId && IsAnswer(q, reply)) is { } query)
        {
            Close(query);
            Answered(query, reply);
        }

        Settle();
    }

    private static bool IsAnswer(Query query, IWorkspaceReply reply) => reply switch
    {
        WorkspaceReplies.Standing => query.Kind is QueryKind.Entering or QueryKind.Status,
        WorkspaceReplies.Queued queued => query.Submission == queued.SubmissionId,
        WorkspaceReplies.ScreenShown => query.Kind is QueryKind.Screen,
        WorkspaceReplies.Done => query.Kind is QueryKind.Stopping or QueryKind.Redirecting or QueryKind.Answering,
        WorkspaceReplies.Refused refused => refused.Reason switch
        {
            WorkspaceRefusal.NothingToInterrupt => query.Kind is QueryKind.Stopping or QueryKind.Redirecting,
            WorkspaceRefusal.QuestionChanged or WorkspaceRefusal.NotUnderstood => query.Kind is QueryKind.Answering,
            WorkspaceRefusal.QueueFull or WorkspaceRefusal.NotFit or WorkspaceRefusal.TooLate => query.Kind is QueryKind.Submitting,
            _ => query.Kind is QueryKind.Screen or QueryKind.Submitting or QueryKind.Stopping or QueryKind.Redirecting or QueryKind.Answering,
        },
        _ => false,
    };

    private void Answered(Query query, IWorkspaceReply reply)
    {
        switch (query.Kind, reply)
        {
            case (QueryKind.Entering, WorkspaceReplies.Standing standing):
                Entered(query, standing.State);
                break;
            case (QueryKind.Submitting, WorkspaceReplies.Queued { Ahead: > 0 } queued):
                Announce(Phrases.QueuedBehind(queued.Ahead));
                break;
            case (QueryKind.Status, WorkspaceReplies.Standing standing):
                Say(Briefings.Status(query.Name, standing.State, now));
                break;
            case (QueryKind.Screen, WorkspaceReplies.ScreenShown shown):
                Say(Briefings.Screen(shown.Screen));
                break;
            case (QueryKind.Stopping, WorkspaceReplies.Done):
                Note(CallDeed.Interrupted, query.Id, "");
                Stopped();
                Say(Phrases.Interrupted);
                break;
            case (QueryKind.Redirecting, WorkspaceReplies.Done):
                Note(CallDeed.Interrupted, query.Id, "");
                break;
            case (QueryKind.Redirecting, WorkspaceReplies.Refused { Reason: WorkspaceRefusal.NothingToInterrupt }):
                break;
            case (QueryKind.Answering, WorkspaceReplies.Done):
                var isNo = query.Answer is QuestionAnswer.Deny;
                Notice(isNo ? Phrases.NoticeDenied(query.Name) : Phrases.NoticeGranted(query.Name), query.Id);
                Say(isNo ? Phrases.Denied : query.Answer is QuestionAnswer.Choose chosen ? Phrases.Chosen(chosen.Option) : Phrases.Allowed);
                break;
            case (_, WorkspaceReplies.Refused refused):
                Forget(query.Submission);
                Log($"{query.Id} refused ({query.Kind}): {refused.Reason}");
                Say(Why(query.Name, refused));
                // Of one that has changed another is read out.
                if (refused.Reason is not WorkspaceRefusal.QuestionChanged) AskAgain(query);
                break;
        }
    }

    /// <summary>A question whose answer did not arrive is still open, and can be answered again.</summary>
    private void AskAgain(Query query)
    {
        if (query.Kind is not QueryKind.Answering || State.Situation is not Situation.InWorkspace) return;
        if (State.Place is Place.Session session && session.Id == query.Id && Question is { } question && question.Number == session.Asked)
            State = State with { Situation = Situation.AtQuestion };
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

    public void Made(WorkspaceDirectory.Created made)
    {
        if (Asked(QueryKind.Creating) is not { } query) return;
        Close(query);
        Note(CallDeed.Created, made.Workspace.Id, made.Workspace.Name);
        if (State.Stage is not ReceptionStage.Open) return;
        if (!State.Workspaces!.Exists(w => w.Workspace.Id == made.Workspace.Id))
            State = State with { Workspaces = State.Workspaces.Add(new WorkspaceSummary(made.Workspace, null, true, new AgentState.Starting(), now, true, null, 0)) };
        Enter(Known.First(w => w.Workspace.Id == made.Workspace.Id));
        Settle();
    }

    public void Closed(WorkspaceDirectory.Done done)
    {
        if (State.Queries.Find(q => q.Kind is QueryKind.Closing && q.Id == done.WorkspaceId) is not { } query) return;
        Close(query);
        Note(CallDeed.Closed, query.Id, query.Name);
        Removed(query.Id);
        if (State.Place is Place.Session here && here.Id == query.Id) AtMenu();
        Say(Phrases.Closed(query.Name));
        Settle();
    }

    public void Failed(WorkspaceDirectory.Failed failed)
    {
        if (State.Queries.Find(q => q.Kind is QueryKind.Creating or QueryKind.Closing) is not { } query) return;
        Close(query);
        Say(failed.Detail);
        Settle();
    }

    public void WillCall(SwitchboardReplies.WillCall will)
    {
        if (State.Queries.Find(q => q.Kind is QueryKind.CallingBack && q.Id == will.WorkspaceId) is not { } query) return;
        Close(query);
        if (State.Stage is ReceptionStage.Open) Leave(Phrases.WillCall(query.Name));
        Settle();
    }

    public void CannotCall(SwitchboardReplies.CannotCall cannot)
    {
        if (State.Queries.Find(q => q.Kind is QueryKind.CallingBack && q.Id == cannot.WorkspaceId) is not { } query) return;
        Close(query);
        Say(Phrases.CannotCall(cannot.Detail));
        Settle();
    }
}

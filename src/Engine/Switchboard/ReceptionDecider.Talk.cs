using CallActors.Contracts.Agents;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Switchboard;

/// <summary>Instructions to the agent, and what it answers.</summary>
internal sealed partial class ReceptionDecider
{
    /// <summary>Most instructions whose fate is followed at once; a workspace takes no more.</summary>
    private const int MostSent = 32;

    private void Submit(Place.Session session, string words, OperationId hearing)
    {
        var text = SwitchboardPhrases.ForAgent(words, rules.VoiceNote);
        var id = new SubmissionId($"{Call.Value}-{hearing.Value}");
        var sent = session.Sent.Count < MostSent ? session.Sent : session.Sent.RemoveAt(0);
        State = State with { Place = session with { Sent = sent.Add(new Sent(id, SubmissionStage.Queued)) } };
        Ask(session, QueryKind.Submitting, new WorkspaceCommands.Submit(session.Id, id, text, Call.Value), id);
        Do(new ReceptionEffect.Disarm(ReceptionTimer.Silent));
        Do(new ReceptionEffect.Arm(ReceptionTimer.Unanswered, rules.UnansweredAfter));
        Note(CallDeed.Submitted, session.Id, $"{words.Length} characters");
        Notice(Phrases.NoticeSubmitted(session.Name), session.Id);
    }

    /// <summary>Nothing is expected of this one any more.</summary>
    private void Forget(SubmissionId? submission)
    {
        if (submission is not { } id || State.Place is not Place.Session session) return;
        var sent = session.Sent.RemoveAll(s => s.Id == id);
        State = State with { Place = session with { Sent = sent } };
        if (sent.IsEmpty) Do(new ReceptionEffect.Disarm(ReceptionTimer.Unanswered));
    }

    /// <summary>The agent was interrupted: what it was given is over, what waits is not.</summary>
    private void Stopped()
    {
        if (State.Place is not Place.Session session) return;
        State = State with { Place = session with { Sent = session.Sent.RemoveAll(IsGiven), Muted = Math.Max(session.Muted, session.Replying) } };
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
            case WorkspaceActivity.SubmissionChanged e: Comes(session, e); break;
        }

        Settle();
    }

    private void Comes(Place.Session session, WorkspaceActivity.SubmissionChanged e)
    {
        if (session.Sent.Find(s => s.Id == e.SubmissionId) is not { } sent) return;
        State = State with { Place = session with { Sent = session.Sent.Replace(sent, sent with { Stage = e.Stage, IsToldOf = false }) } };
        switch (e.Stage)
        {
            case SubmissionStage.Queued when e.Detail.Length > 0:
                Announce(Phrases.Waits(e.Obstacle, e.Detail));
                break;
            case SubmissionStage.Withdrawn:
                Forget(e.SubmissionId);
                break;
            case SubmissionStage.GivenUp:
                Forget(e.SubmissionId);
                Say(e.Detail.Length > 0 ? e.Detail : Phrases.NotTaken);
                break;
            case SubmissionStage.Taken when session.State is { Agent: AgentState.Idle or AgentState.Failed, IsSettled: true }:
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
        if (isNew && text.Source is AgentSource.Screen) Log($"{session.Id} tells nothing by hooks or transcript: its reply is read off the screen");
        var words = isNew && text.Source is AgentSource.Screen ? Phrases.OffTheScreen + Paragraph + text.Words : text.Words;
        var said = isNew ? 0 : session.Said;
        var isTooLong = said + words.Length > LongestSpeech;
        State = State with { Place = session with { Replying = text.Turn, Said = said + words.Length, Muted = isTooLong ? text.Turn : session.Muted } };
        if (!isTooLong)
        {
            Say(new Part(words, Turn: text.Turn), isOpen: true);
            return;
        }

        Say(new Part(Cropped(words, LongestSpeech - said), Turn: text.Turn), isOpen: true);
        Log($"a reply of {session.Id} is longer than is read out");
        Say(Phrases.ReplyTooLong);
    }

    private void Ended(Place.Session session, AgentReply.Ended ended)
    {
        CloseSpeech();
        Do(new ReceptionEffect.Disarm(ReceptionTimer.Silent));
        if (ended.How is ReplyEnd.Failed)
        {
            State = State with { Place = session with { Sent = session.Sent.RemoveAll(IsGiven), OwesFailure = !session.IsFailureTold } };
            if (session.State is { Agent: AgentState.Failed } standing) TellFailure(standing);
            else if (!session.IsFailureTold) Do(new ReceptionEffect.Arm(ReceptionTimer.Silent, rules.SilentAfter));
            return;
        }

        // Of a reply that the person had cut, an instruction that came later may be answered unheard.
        if (ended.Turn <= session.Muted && ended.Turn == session.Replying && session.Said <= LongestSpeech && session.Sent.Exists(IsGiven))
        {
            Do(new ReceptionEffect.Arm(ReceptionTimer.Silent, rules.SilentAfter));
            return;
        }

        State = State with { Place = session with { Sent = session.Sent.RemoveAll(IsGiven) } };
        if (ended.How is not ReplyEnd.Complete || session.Replying == ended.Turn || ended.Turn <= session.Muted) return;
        // Who has asked for nothing here may have come when all of it was said.
        Say(session.Sent.Exists(IsGiven) ? Phrases.DoneWithoutWords(session.Name) : Phrases.Done(session.Name));
    }

    private void TellFailure(WorkspaceStanding? standing)
    {
        if (State.Place is not Place.Session { IsFailureTold: false } session) return;
        State = State with { Place = session with { IsFailureTold = true, OwesFailure = false, Sent = session.Sent.RemoveAll(IsGiven) } };
        CloseSpeech();
        Say(standing is { Agent: AgentState.Failed failed } ? Briefings.Failure(session.Name, failed) : Phrases.AgentFailed(session.Name));
    }

    private void SilentElapsed()
    {
        if (State.Place is not Place.Session session) return;
        if (session.OwesFailure)
        {
            TellFailure(session.State);
            return;
        }

        if (!session.Sent.Exists(IsGiven)) return;
        State = State with { Place = session with { Sent = session.Sent.RemoveAll(IsGiven) } };
        CloseSpeech();
        Say(session.Muted > 0 && session.Muted == session.Replying ? Phrases.DoneUnheard(session.Name) : Phrases.DoneWithoutWords(session.Name));
    }

    private void UnansweredElapsed()
    {
        if (State.Place is Place.Assistant assistant) AssistantIsSilent(assistant);
        if (State.Place is not Place.Session session || !session.Sent.Exists(s => !s.IsToldOf)) return;
        var waits = session.Sent.Exists(s => s.Stage is SubmissionStage.Queued);
        Log($"{session.Id} {(waits ? "has not taken" : "has shown nothing of")} an instruction for {rules.UnansweredAfter.TotalSeconds:0} s", isWarning: true);
        Announce(waits ? Phrases.StillWaits(session.Name) : Phrases.NeverAnswered(session.Name));
        State = State with { Place = session with { Sent = [.. session.Sent.Select(s => s with { IsToldOf = true })] } };
    }
}

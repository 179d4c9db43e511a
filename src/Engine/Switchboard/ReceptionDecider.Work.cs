using CallActors.Contracts.Agents;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Workspaces;

namespace CallActors.Engine.Switchboard;

/// <summary>What the person hears of an agent at work, and of its end.</summary>
internal sealed partial class ReceptionDecider
{
    private void Works(WorkspaceStanding before, WorkspaceStanding standing)
    {
        if (State.Place is not Place.Session session) return;
        if (standing.Agent.IsBusy)
        {
            State = State with { Place = session with { IsFailureTold = false, OwesFailure = false } };
            Do(new ReceptionEffect.Disarm(ReceptionTimer.Unanswered));
            Do(new ReceptionEffect.Disarm(ReceptionTimer.Silent));
            Progresses(session.Name, standing);
            // What follows a tool is another paragraph; until then nobody speaks.
            if (standing.Agent is AgentState.UsingTool && before.Agent is not AgentState.UsingTool) CloseSpeech();
        }
        else if (standing.Agent is AgentState.Failed)
        {
            if (before.Agent is not AgentState.Failed || session.OwesFailure) TellFailure(standing);
        }
        else if (standing.Agent is AgentState.Idle && standing.IsSettled && session.Sent.Exists(s => s.Stage is SubmissionStage.Taken))
        {
            Do(new ReceptionEffect.Arm(ReceptionTimer.Silent, rules.SilentAfter));
        }
        else if (standing.Agent is AgentState.Gone && before.Agent is not AgentState.Gone)
        {
            Stopped();
            Say(Briefings.Aside(session.Name, before.Agent, standing.Agent)!);
        }
    }

    /// <summary>Tells what the agent does when that has changed, not all the time; and when it has not, from time to time that it still does.</summary>
    private void Progresses(string name, WorkspaceStanding standing)
    {
        var line = Briefings.Progress(name, standing);
        if (line.Length == 0 || State.Stage is not ReceptionStage.Open) return;
        var isNew = line != State.Progress;
        var since = isNew || State.ProgressAt > State.SaidAt ? State.ProgressAt : State.SaidAt;
        var due = since + (isNew ? rules.ProgressEvery : rules.StillEvery) - now;
        if (due > TimeSpan.Zero)
        {
            Do(new ReceptionEffect.Arm(ReceptionTimer.Progress, due));
            return;
        }

        State = State with { Progress = line, ProgressAt = now };
        Tell(new CallCommands.ReportProgress(Call, Cropped(isNew ? line : Briefings.Still(name, standing, now), LongestLine)));
        Do(new ReceptionEffect.Arm(ReceptionTimer.Progress, rules.StillEvery));
    }

    private void ProgressElapsed()
    {
        if (State.Place is Place.Session { State: { Agent.IsBusy: true } standing } session) Progresses(session.Name, standing);
    }
}

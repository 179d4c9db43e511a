using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Engine.Workspaces;

/// <summary>Texts: queued, typed once, seen to be taken.</summary>
internal sealed partial class WorkspaceDecider
{
    // Of a text that stands where it was typed, this much is looked for: the rest may have scrolled away.
    private const int Recognised = 24;

    public void Submit(WorkspaceCommands.Submit command)
    {
        if (State.Find(command.SubmissionId) is { } known)
        {
            Do(new WorkspaceEffect.Reply(new WorkspaceReplies.Queued(id, known.Id, known.IsOpen ? Ahead(known) : 0)));
            // Who asks again may have missed it.
            if (!known.IsOpen) Publish(known.Id, known.Stage, known.Detail);
            return;
        }

        if (string.IsNullOrWhiteSpace(command.Text) || command.Text.Length > WorkspaceCommands.LongestText)
            Refuse(WorkspaceRefusal.NotFit, $"A text has 1 to {WorkspaceCommands.LongestText} characters; this one has {command.Text.Trim().Length}.");
        else if (!IsBy(command.By))
            Refuse(WorkspaceRefusal.NotFit, "It is not said who submits.");
        else if (Live.Reach is WorkspaceReach.Gone)
            RefuseForReach();
        else if (State.Submissions.Count(s => s.IsOpen) is var open && open >= rules.QueueLimit)
            Refuse(WorkspaceRefusal.QueueFull, $"{open} texts wait already.");
        else
        {
            Happened(new WorkspaceEvents.SubmissionQueued(now, command.SubmissionId, command.Text, command.By));
            var entry = State.Find(command.SubmissionId)!;
            Do(new WorkspaceEffect.Reply(new WorkspaceReplies.Queued(id, entry.Id, Ahead(entry))));
            Publish(entry.Id, SubmissionStage.Queued, "");
            if (Live.Reach is WorkspaceReach.Away && State.Head == entry) Hold(entry, SubmissionObstacle.HostAway);
            Pump();
        }
    }

    public void Withdraw(WorkspaceCommands.Withdraw command)
    {
        if (State.Find(command.SubmissionId) is not { TypingBegun: false } entry || entry is { IsOpen: false, Stage: not SubmissionStage.Withdrawn })
        {
            Refuse(WorkspaceRefusal.TooLate, "The text is not in the queue any more.");
            return;
        }

        Do(new WorkspaceEffect.Reply(new WorkspaceReplies.Done(id)));
        if (entry.IsOpen) Finish(entry, SubmissionStage.Withdrawn, "");
    }

    public void OrderAgain()
    {
        Live = Live with { IsPaused = false };
        Pump();
    }

    public void OrderIsLate(long run)
    {
        if (run == Live.Typing?.Run) Typed(new OrderResult.Failed(WorkspaceFault.TimedOut, "The workspace's host did not answer in time."));
    }

    public void ConfirmIsDue()
    {
        if (Live.Confirming is not { } confirming || State.Find(confirming.Id) is not { } entry) return;
        // A question covers the composer: whether the text has left it is seen when that is answered.
        if (Live.Agent.State is AgentState.Waiting) confirming = confirming with { Since = now };
        if (now - confirming.Since >= rules.GivesUpAfter)
        {
            // Nobody could have seen it: neither hooks nor a screen that is understood.
            if (Live.Adapter is null && Live.Agent.Session is null) Finish(entry, SubmissionStage.Taken, "");
            else Finish(entry, SubmissionStage.GivenUp, "It was typed, but the agent was not seen to take it.");
            return;
        }

        Live = Live with { Confirming = confirming with { IsLooking = true } };
        if (Live.Adapter is not null) Look(anew: true);
        ArmConfirm();
    }

    /// <summary>Goes on with the text whose turn it is, as far as it can go now.</summary>
    private void Pump()
    {
        if (Live.Reach is not WorkspaceReach.Here || Live.Typing is not null || State.Head is not { } head) return;
        if (head.Entered)
        {
            if (Live.Confirming is null) Confirm(head);
            return;
        }

        if (Live.Answering is not null || Live.IsPaused) return;
        if (Live.Agent.State is AgentState.Waiting) Hold(head, SubmissionObstacle.AgentAsks);
        // What runs there now, a shell for one, would take it for a command.
        else if (Live.Agent.State is AgentState.Gone) Hold(head, SubmissionObstacle.AgentEnded);
        else if (!rules.TypesWhileBusy && Live.Agent.State.IsBusy) Hold(head, SubmissionObstacle.AgentWorks);
        else if (Live.Adapter is null) Type(head);
        else
        {
            // A question that nobody has told of yet would be answered by the Enter.
            Live = Live with { Typing = new WorkspaceLive.TypingText(head.Id, null) };
            Look(anew: true);
        }
    }

    /// <summary>The screen before a text is typed.</summary>
    private void TypeIfFree(ScreenReading? reading)
    {
        if (Live.Typing is not { Run: null } typing) return;
        Live = Live with { Typing = null };
        if (State.Find(typing.Id) is not { IsOpen: true } entry) return;
        if (reading is null) Pause(entry, rules.OrdersAgainAfter, SubmissionObstacle.ScreenNotRead);
        else if (reading.Dialog is not null || reading.State is AgentState.Waiting || Live.Agent.State is AgentState.Waiting)
            Pause(entry, rules.OrdersAgainAfter, SubmissionObstacle.AgentAsks);
        // A draft that was left there would be entered with it. What we have typed ourselves only needs its Enter.
        else if (reading.Composer is ComposerState.HasText && !(entry.TypingBegun && Holds(reading.Draft, entry.Text))) Pause(entry, rules.OrdersAgainAfter, SubmissionObstacle.PersonTypes);
        else Type(entry);
    }

    private void Type(WorkspaceState.Entry entry)
    {
        if (!entry.TypingBegun) Happened(new WorkspaceEvents.TypingBegun(now, entry.Id));
        var run = Order(new WorkspaceOrder.Submit(new Submission(entry.Id, entry.Text)));
        Live = Live with { Typing = new WorkspaceLive.TypingText(entry.Id, run), WasPrompted = false };
        Do(new WorkspaceEffect.Arm(WorkspaceTimer.OrderLate, rules.SubmitWithin + rules.HostWithin, run));
    }

    private void Typed(OrderResult result)
    {
        var entry = State.Find(Live.Typing!.Id)!;
        Live = Live with { Typing = null };
        Do(new WorkspaceEffect.Disarm(WorkspaceTimer.OrderLate));
        switch (result)
        {
            case OrderResult.Submitted { State: SubmissionState.Entered }:
                Happened(new WorkspaceEvents.SubmissionEntered(now, entry.Id));
                Publish(entry.Id, SubmissionStage.Typed, "");
                if (Live.WasPrompted) Finish(entry, SubmissionStage.Taken, "");
                else Confirm(entry);
                break;
            case OrderResult.Submitted { State: SubmissionState.Accepted }: Finish(entry, SubmissionStage.Taken, ""); break;
            case OrderResult.Submitted { State: SubmissionState.PersonIsTyping }: Pause(entry, rules.OrdersAgainAfter, SubmissionObstacle.PersonTypes); break;
            case OrderResult.Submitted: Pause(entry, rules.OrdersAgainAfter, SubmissionObstacle.NotTaking); break;
            case OrderResult.Failed { Fault: WorkspaceFault.HostGone } failed: Pause(entry, rules.OrdersAgainAfter, SubmissionObstacle.HostAway, failed.Detail); break;
            case OrderResult.Failed { Fault: WorkspaceFault.AccessDenied or WorkspaceFault.Password } failed: Pause(entry, rules.ConnectsAgainAtLeastEvery, SubmissionObstacle.Other, failed.Detail); break;
            case OrderResult.Failed { Fault: WorkspaceFault.TimedOut } failed when Live.Timeouts + 1 < rules.TimeoutsAllowed:
                Live = Live with { Timeouts = Live.Timeouts + 1 };
                Pause(entry, rules.OrdersAgainAfter, SubmissionObstacle.Other, failed.Detail);
                break;
            case OrderResult.Failed failed: Finish(entry, SubmissionStage.GivenUp, failed.Detail); break;
        }
    }

    private void Confirm(WorkspaceState.Entry entry)
    {
        Live = Live with { Confirming = new WorkspaceLive.EnteredText(entry.Id, now, 0, false) };
        ArmConfirm();
    }

    private void ArmConfirm() => Do(new WorkspaceEffect.Arm(WorkspaceTimer.Confirm, Live.Adapter is null ? rules.GivesUpAfter : rules.ConfirmWithin));

    /// <summary>What the screen says of a text that was entered.</summary>
    private void Judge(ScreenReading reading)
    {
        if (Live.Confirming is not { IsLooking: true } confirming || State.Find(confirming.Id) is not { } entry) return;
        Live = Live with { Confirming = confirming with { IsLooking = false } };
        if (reading.Dialog is not null) return;
        if (reading.Composer is ComposerState.HasText && Holds(reading.Draft, entry.Text))
        {
            if (confirming.Enters >= rules.EntersAgain) return;
            // Pastes swallow an Enter at times. The text is never typed again.
            Order(new WorkspaceOrder.Press([WorkspaceKey.Enter]));
            Live = Live with { Confirming = confirming with { Enters = confirming.Enters + 1, IsLooking = false } };
        }
        else if (reading.Composer is ComposerState.Empty || reading.State is { IsBusy: true }) Finish(entry, SubmissionStage.Taken, "");
    }

    /// <summary>The agent took a prompt, or began to work.</summary>
    private void Prompted()
    {
        Live = Live with { WasPrompted = true };
        if (Live.Confirming is { } confirming && State.Find(confirming.Id) is { } entry) Finish(entry, SubmissionStage.Taken, "");
    }

    private void Finish(WorkspaceState.Entry entry, SubmissionStage stage, string detail)
    {
        Happened(new WorkspaceEvents.SubmissionFinished(now, entry.Id, stage, detail));
        Publish(entry.Id, stage, detail);
        if (Live.Typing?.Id == entry.Id) Live = Live with { Typing = null };
        if (Live.Confirming?.Id == entry.Id)
        {
            Live = Live with { Confirming = null };
            Do(new WorkspaceEffect.Disarm(WorkspaceTimer.Confirm));
        }

        Live = Live with { Timeouts = 0, Held = null };
        if (stage is SubmissionStage.Taken && Live.Adapter is not null && Live.Agent.Session is null)
        {
            AwaitReply();
            LookSoon(rules.LooksEvery);
        }

        Pump();
    }

    private void Pause(WorkspaceState.Entry entry, TimeSpan time, SubmissionObstacle obstacle, string detail = "")
    {
        Live = Live with { IsPaused = true };
        Do(new WorkspaceEffect.Arm(WorkspaceTimer.OrderAgain, time));
        Hold(entry, obstacle, detail);
    }

    private void Unpause()
    {
        Live = Live with { IsPaused = false };
        Do(new WorkspaceEffect.Disarm(WorkspaceTimer.OrderAgain));
    }

    /// <summary>Tells once why a text waits.</summary>
    /// <param name="told">The host's own words for it; empty for the usual ones.</param>
    private void Hold(WorkspaceState.Entry entry, SubmissionObstacle obstacle, string told = "")
    {
        var detail = told.Length > 0 ? told : Sentence(obstacle);
        if (Live.Held == (entry.Id, detail)) return;
        Live = Live with { Held = (entry.Id, detail) };
        Publish(entry.Id, entry.Entered ? SubmissionStage.Typed : SubmissionStage.Queued, detail, obstacle);
    }

    private static string Sentence(SubmissionObstacle obstacle) => obstacle switch
    {
        SubmissionObstacle.PersonTypes => "Somebody is typing there.",
        SubmissionObstacle.AgentAsks => "The agent asks something that must be answered first.",
        SubmissionObstacle.AgentWorks => "The agent is at work.",
        SubmissionObstacle.AgentEnded => "The agent has ended.",
        SubmissionObstacle.NotTaking => "The agent takes nothing at present.",
        SubmissionObstacle.ScreenNotRead => "The screen could not be read.",
        SubmissionObstacle.HostAway => "The workspace's host cannot be reached.",
        _ => "",
    };

    private int Ahead(WorkspaceState.Entry entry) => State.Submissions.TakeWhile(s => s != entry).Count(s => s.IsOpen);

    private void Publish(SubmissionId submission, SubmissionStage stage, string detail, SubmissionObstacle obstacle = SubmissionObstacle.Other) =>
        Do(new WorkspaceEffect.Publish(new WorkspaceActivity.SubmissionChanged(id, submission, stage, detail) { Obstacle = obstacle }));

    /// <summary>Whether it is a text, or what an agent shows for a long one, that stands in the composer: anywhere else on the screen is what was
    /// taken before, and an Enter would be for somebody's draft.</summary>
    private static bool Holds(string draft, string text)
    {
        var shown = Bare(draft);
        var bare = Bare(text);
        return shown.Contains("[Pastedtext", StringComparison.Ordinal)
            || shown.Contains(bare[..Math.Min(bare.Length, Recognised)], StringComparison.Ordinal)
            || shown.Contains(bare[Math.Max(0, bare.Length - Recognised)..], StringComparison.Ordinal);
    }

    /// <summary>Without blanks, which wrapping moves, and without what is not typed.</summary>
    private static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c) && !char.IsControl(c)));
}

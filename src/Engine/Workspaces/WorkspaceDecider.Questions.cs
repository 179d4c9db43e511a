using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Engine.Workspaces;

/// <summary>The agent's questions: numbered, read off its screen, answered only when the screen still shows what the person was asked.</summary>
internal sealed partial class WorkspaceDecider
{
    // A dialog may be drawn some time after the agent's hook told of it.
    private const int LooksForDialog = 10;
    private const int MostMoves = 3;

    private static readonly string[] Yes = ["yes", "allow", "approve", "proceed"];
    private static readonly string[] No = ["no", "deny", "reject", "cancel", "don't", "do not", "decline"];
    private static readonly string[] ForEver = ["don't ask", "don’t ask", "do not ask", "always", "all edits", "session", "every", "auto-accept", "bypass"];

    public void AnswerQuestion(WorkspaceCommands.AnswerQuestion command)
    {
        if (!IsBy(command.By)) Refuse(WorkspaceRefusal.NotFit, "It is not said who answers.");
        else if (Live.Reach is not WorkspaceReach.Here) RefuseForReach();
        else if (Live.Question?.Number != command.Question) Refuse(WorkspaceRefusal.QuestionChanged, "The agent does not ask this any more.");
        else if (Live.Answering is not null) Refuse(WorkspaceRefusal.QuestionChanged, "The question is being answered already.");
        else if (Live.Adapter is null) Refuse(WorkspaceRefusal.NotUnderstood, "The screen of this program is not understood; answer at the keyboard.");
        else
        {
            var run = Live.LastRun + 1;
            Live = Live with { LastRun = run, Answering = new WorkspaceLive.GivenAnswer(run, command.Answer, command.By) };
            Do(new WorkspaceEffect.Await(run));
            Do(new WorkspaceEffect.Arm(WorkspaceTimer.AnswerLate, rules.HostWithin * 3, run));
            Look(anew: true);
        }
    }

    public void AnswerIsLate(long run)
    {
        if (Live.Answering is { } answering && answering.Run == run)
            RefuseAnswer(answering, WorkspaceRefusal.HostAway, "The workspace's host did not answer in time.");
    }

    /// <summary>The screen just before a key is pressed.</summary>
    private void AnswerBy(ScreenReading reading)
    {
        var answering = Live.Answering!;
        if (reading.Dialog is not { } dialog)
        {
            if (reading.State is null or AgentState.Waiting) RefuseAnswer(answering, WorkspaceRefusal.NotUnderstood, "The question is not seen on the screen; answer at the keyboard.");
            else RefuseAnswer(answering, WorkspaceRefusal.QuestionChanged, "The agent does not ask this any more.");
            return;
        }

        if (Live.Question is null || Live.Dialog is null || !IsSame(dialog, Live.Dialog))
        {
            RefuseAnswer(answering, WorkspaceRefusal.QuestionChanged, "The agent asks something else now.");
            return;
        }

        if (answering.Answer is QuestionAnswer.Deny && !dialog.Options.Any(IsNo))
        {
            Press(answering, WorkspaceKey.Escape, 0, isGranted: false);
            return;
        }

        var wanted = Wanted(answering.Answer, dialog.Options);
        var selected = dialog.Options.ToList().FindIndex(o => o.IsSelected);
        if (wanted < 0)
            RefuseAnswer(answering, WorkspaceRefusal.NotUnderstood, "None of the answers on the screen is this one.");
        else if (selected == wanted)
            Press(answering, WorkspaceKey.Enter, dialog.Options[wanted].Number, !IsNo(dialog.Options[wanted]));
        else if (selected < 0 || answering.Moves >= MostMoves)
            RefuseAnswer(answering, WorkspaceRefusal.NotUnderstood, "The answer could not be selected; answer at the keyboard.");
        else
        {
            var run = Order(new WorkspaceOrder.Press([.. Enumerable.Repeat(wanted > selected ? WorkspaceKey.Down : WorkspaceKey.Up, Math.Abs(wanted - selected))]));
            Live = Live with { Answering = answering with { KeyRun = run, Moves = answering.Moves + 1 } };
        }
    }

    /// <summary>Presses the key that answers: stored before, because what it lets happen cannot be taken back.</summary>
    private void Press(WorkspaceLive.GivenAnswer answering, WorkspaceKey key, int option, bool isGranted)
    {
        Happened(new WorkspaceEvents.QuestionAnswered(now, Live.Question!.Number, option, isGranted, answering.By));
        var run = Order(new WorkspaceOrder.Press([key]));
        Live = Live with { Answering = answering with { KeyRun = run, IsGranted = isGranted } };
    }

    private void AnswerPressed(OrderResult result)
    {
        var answering = Live.Answering!;
        if (result is OrderResult.Failed failed)
        {
            EndAnswer(answering, Refused(failed));
            return;
        }

        if (answering.IsGranted is not { } isGranted)
        {
            // Whether the selection is where it was to go.
            Live = Live with { Answering = answering with { KeyRun = null } };
            Look(anew: true);
            return;
        }

        var seen = new AgentObservation.Answered(AgentSource.Host, now, isGranted);
        Do(new WorkspaceEffect.TellFeed(seen));
        EndAnswer(answering, new WorkspaceReplies.Done(id));
        // The dialog may still stand on a screen that is read at this moment.
        Live = Live with { LookRun = null, SeenOnce = null };
        Observe(seen);
        LookSoon(rules.LooksEvery);
    }

    private void RefuseAnswer(WorkspaceLive.GivenAnswer answering, WorkspaceRefusal reason, string detail) =>
        EndAnswer(answering, new WorkspaceReplies.Refused(id, reason, detail));

    private void EndAnswer(WorkspaceLive.GivenAnswer answering, IWorkspaceReply reply)
    {
        Live = Live with { Answering = null };
        Do(new WorkspaceEffect.Disarm(WorkspaceTimer.AnswerLate));
        Do(new WorkspaceEffect.Answer(answering.Run, reply));
        Pump();
    }

    /// <summary>A question that was not asked before.</summary>
    private void Ask(AgentQuestion what, string tool, string about, ScreenDialog? dialog)
    {
        var question = new OpenQuestion(State.Questions + 1, what, tool, about, dialog?.Options ?? []);
        Happened(new WorkspaceEvents.QuestionAsked(now, question.Number, what, tool));
        Live = Live with { Question = question, Dialog = dialog, DialogMissed = 0 };
        if (dialog is null) LookSoon(TimeSpan.Zero);
    }

    /// <summary>The dialog on the screen, or none, while the agent waits.</summary>
    private void See(ScreenDialog? dialog)
    {
        if (Live.Question is not { } question) return;
        if (dialog is null)
        {
            if (Live.Dialog is not null || Live.DialogMissed >= LooksForDialog) return;
            Live = Live with { DialogMissed = Live.DialogMissed + 1 };
            LookSoon(rules.LooksAgainAfter);
        }
        else if (Live.Dialog is null)
        {
            Live = Live with { Dialog = dialog, Question = question with { Options = dialog.Options } };
        }
        else if (!IsSame(dialog, Live.Dialog))
        {
            Ask(question.For, question.Tool, dialog.About.Length > 0 ? dialog.About : dialog.Question, dialog);
        }
    }

    private static int Wanted(QuestionAnswer answer, IReadOnlyList<ScreenOption> options)
    {
        var list = options.ToList();
        return answer switch
        {
            QuestionAnswer.Grant => list.FindIndex(o => Begins(o.Text, Yes) && !ForEver.Any(words => o.Text.Contains(words, StringComparison.OrdinalIgnoreCase))),
            QuestionAnswer.Deny => list.FindIndex(IsNo),
            QuestionAnswer.Choose choose => list.FindIndex(o => o.Number == choose.Option),
            _ => -1,
        };
    }

    private static bool IsNo(ScreenOption option) => Begins(option.Text, No);

    private static bool Begins(string text, string[] words) => words.Any(word =>
        text.StartsWith(word, StringComparison.OrdinalIgnoreCase) && (text.Length == word.Length || !char.IsLetter(text[word.Length])));

    private static bool IsSame(ScreenDialog one, ScreenDialog other) =>
        one.Question == other.Question && one.About == other.About
        && one.Options.Select(o => (o.Number, o.Text)).SequenceEqual(other.Options.Select(o => (o.Number, o.Text)));
}

using CallActors.Contracts.Agents;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Switchboard;

/// <summary>What the person says, once the reception is open.</summary>
internal sealed partial class ReceptionDecider
{
    /// <param name="hearing">The operation that brought the words: it names what comes of them.</param>
    private void Said(string words, WordSource source, OperationId hearing)
    {
        var intent = Grammar.Understand(words, source, State.Situation, Language);
        switch (State.Situation)
        {
            case Situation.ConfirmingDanger:
                Confirm(words, intent);
                return;
            case Situation.ConfirmingName when ChooseCandidate(words, intent):
                return;
            case Situation.AtQuestion when AnswerQuestion(intent):
                return;
        }

        Follow(intent, words, hearing);
    }

    private void Follow(Intent intent, string words, OperationId hearing)
    {
        switch (intent)
        {
            case Intent.TalkTo e: Named(e.Name, e); break;
            case Intent.Create e: Create(e.Name); break;
            case Intent.Close { Name.Length: 0 } when State.Place is Place.Session here: AskToClose(here.Id, here.Name); break;
            case Intent.Close e: Named(e.Name, e); break;
            case Intent.HowIs { Name.Length: > 0 } e when State.Workspaces!.Count > 0: Named(e.Name, e); break;
            case Intent.Next: Step(1); break;
            case Intent.Previous: Step(-1); break;
            case Intent.WhatRuns: Say(Overview); break;
            case Intent.Menu: ToMenu(); break;
            case Intent.Help: Say(Phrases.Help(State.Situation)); break;
            case Intent.Goodbye: Leave(Phrases.Goodbye); break;
            case Intent.Assistant: AssistantWanted(); break;
            case Intent.Choose e when State.Place is null: EnterPlace(e.Number); break;
            case Intent.HowIs or Intent.AnyErrors or Intent.ReadAgain or Intent.ReadScreen or Intent.StopAgent or Intent.StopAndSay or Intent.CallBackWhenDone:
                InSession(intent, hearing);
                break;
            case Intent.Instruction { Words.Length: > 0 } e: Instruct(e.Words, hearing); break;
            // Nothing is asked at present: such words are the agent's.
            case Intent.Yes or Intent.No or Intent.YesAlways or Intent.ShowMe or Intent.Choose when State.Place is not null: Instruct(words, hearing); break;
            default: Say(Phrases.NotUnderstood); break;
        }
    }

    /// <summary>What is asked of, or about, the workspace that the person talks to.</summary>
    private void InSession(Intent intent, OperationId hearing)
    {
        if (State.Place is Place.Assistant)
        {
            InAssistant(intent);
            return;
        }

        if (State.Place is not Place.Session session)
        {
            Say(State.Workspaces!.Count == 0 || intent is Intent.HowIs or Intent.AnyErrors ? Overview : Phrases.NotUnderstood);
            return;
        }

        switch (intent)
        {
            case Intent.HowIs when session.State is { } standing:
                Say(Briefings.Status(session.Name, standing, now));
                break;
            case Intent.AnyErrors when session.State is { } standing:
                Say(Briefings.Errors(session.Name, standing));
                break;
            case Intent.ReadAgain when session.State is { } standing:
                Say(LastReply(standing));
                break;
            case Intent.ReadScreen:
                Ask(session, QueryKind.Screen, new WorkspaceCommands.ReadScreen(session.Id));
                break;
            case Intent.StopAgent:
                Ask(session, QueryKind.Stopping, new WorkspaceCommands.Interrupt(session.Id, Call.Value));
                break;
            case Intent.StopAndSay e:
                Ask(session, QueryKind.Redirecting, new WorkspaceCommands.Interrupt(session.Id, Call.Value));
                Instruct(e.Words, hearing);
                break;
            case Intent.CallBackWhenDone:
                State = State with { Query = new Query(session.Id, session.Name, QueryKind.CallingBack) };
                Do(new ReceptionEffect.TellSwitchboard(new SwitchboardCommands.CallWhenDone(Person, Call, session.Id, session.Name)));
                Do(new ReceptionEffect.Arm(ReceptionTimer.Asking, rules.AnswerWithin));
                break;
            default:
                Say(Phrases.DoesNotAnswer(session.Name));
                break;
        }
    }

    private void Instruct(string words, OperationId hearing)
    {
        switch (State.Place)
        {
            case Place.Session session:
                Submit(session, words, hearing);
                break;
            case Place.Assistant assistant:
                AskAssistant(assistant, words);
                break;
            default:
                // At the menu the name alone is enough.
                if (WorkspaceNames.Find(words, NamesOf(State.Workspaces!)) is not NameMatch.None) Named(words, new Intent.TalkTo(words));
                else if (means.HasAssistant) AskAssistant(ToAssistant(greets: false), words);
                else Say(State.Workspaces!.Count == 0 ? Overview : Phrases.NotUnderstood);
                break;
        }
    }

    private void ToMenu()
    {
        LeavePlace();
        State = State with { Situation = Situation.AtMenu, Confirming = null };
        Say(Menu);
    }

    private void Step(int by)
    {
        var all = State.Workspaces!;
        if (all.Count == 0)
        {
            Say(Overview);
            return;
        }

        var at = State.Place is Place.Session here ? all.FindIndex(w => w.Workspace.Id == here.Id) : by > 0 ? -1 : 0;
        var next = all[((at + by) % all.Count + all.Count) % all.Count];
        if (State.Place is Place.Session same && same.Id == next.Workspace.Id) Say(Phrases.OnlyOne);
        else Enter(next);
    }

    private void EnterPlace(int number)
    {
        if (number >= 1 && number <= State.Workspaces!.Count) Enter(State.Workspaces[number - 1]);
        else Say(Phrases.NoSuchWorkspace);
    }

    private void Create(string name)
    {
        if (means.NewWorkspace is not { } prepared)
        {
            Say(Phrases.CannotCreate);
            return;
        }

        var order = prepared(name);
        State = State with { Query = new Query(default, order.Name, QueryKind.Creating) };
        Do(new ReceptionEffect.TellDirectory(new WorkspaceDirectory.Create(Person, "", order)));
        Do(new ReceptionEffect.Arm(ReceptionTimer.Asking, rules.AnswerWithin));
    }

    private void AskToClose(WorkspaceId id, string name)
    {
        var word = ConfirmationWords.Choose(Language, means.Chance);
        State = State with { Situation = Situation.ConfirmingDanger, Confirming = new Confirmation(id, name, word, null, null) };
        Say(Phrases.AskWord(new Danger(Phrases.WouldClose(name)), word));
    }

    /// <summary>Who is there, and what cannot be reached.</summary>
    private string Overview => string.Join(' ', State.Faults.Select(Phrases.AccessDenied).Prepend(Briefings.List(State.Workspaces!)));

    private string Menu => State.Workspaces is { Count: > 0 } ? Phrases.Menu(Overview) : Overview;

    private string LastReply(WorkspaceStanding standing) =>
        standing.LastReply.Length == 0 ? Phrases.NothingToReadAgain
        : standing.LastReplyBy is AgentSource.Screen ? Phrases.OffTheScreen + "\n\n" + standing.LastReply
        : standing.LastReply;

    private void Ask(Place.Session session, QueryKind kind, IWorkspaceCommand command) => Ask(session.Id, session.Name, kind, command);

    private void Ask(WorkspaceId id, string name, QueryKind kind, IWorkspaceCommand command)
    {
        State = State with { Query = new Query(id, name, kind) };
        Do(new ReceptionEffect.TellWorkspace(command));
        Do(new ReceptionEffect.Arm(ReceptionTimer.Asking, rules.AnswerWithin));
    }

    private static List<(WorkspaceId Id, string Name)> NamesOf(IEnumerable<WorkspaceSummary> workspaces) =>
        [.. workspaces.Select(w => (w.Workspace.Id, w.Workspace.Name))];

    /// <summary>Does what is wanted with the workspace of a name, or asks which one is meant.</summary>
    private void Named(string name, Intent wanted)
    {
        var known = State.Workspaces!;
        switch (WorkspaceNames.Find(name, NamesOf(known)))
        {
            case NameMatch.Found found:
                Meant(known.Find(w => w.Workspace.Id == found.Id)!, wanted);
                break;
            case NameMatch.Unsure unsure:
                State = State with
                {
                    Situation = Situation.ConfirmingName,
                    Wanted = wanted,
                    Candidates = [.. unsure.Candidates.Select(c => known.Find(w => w.Workspace.Id == c.Id)!)],
                };
                Say(Phrases.WhichOne([.. State.Candidates.Select(c => c.Workspace.Name)]));
                break;
            default:
                Say(Phrases.NoSuchWorkspace);
                break;
        }
    }

    /// <returns>False when what was said is about something else.</returns>
    private bool ChooseCandidate(string words, Intent intent)
    {
        var (candidates, wanted) = (State.Candidates, State.Wanted!);
        var chosen = intent switch
        {
            Intent.Choose { Number: var number } when number >= 1 && number <= candidates.Count => candidates[number - 1],
            Intent.No => null,
            Intent.Yes => candidates[0],
            _ => WorkspaceNames.Find(intent is Intent.TalkTo to ? to.Name : words, NamesOf(candidates)) is NameMatch.Found found ? candidates.Find(c => c.Workspace.Id == found.Id) : null,
        };
        State = State with { Candidates = [], Wanted = null, Situation = HomeSituation };
        if (chosen is not null)
        {
            Meant(chosen, wanted);
            return true;
        }

        if (intent is not (Intent.No or Intent.Instruction)) return false;
        Say(Phrases.NotUnderstood);
        return true;
    }

    private Situation HomeSituation => State.Place is null ? Situation.AtMenu : Situation.InWorkspace;

    private void Meant(WorkspaceSummary workspace, Intent wanted)
    {
        switch (wanted)
        {
            case Intent.HowIs: Ask(workspace.Workspace.Id, workspace.Workspace.Name, QueryKind.Status, new WorkspaceCommands.GetStanding(workspace.Workspace.Id)); break;
            case Intent.Close: AskToClose(workspace.Workspace.Id, workspace.Workspace.Name); break;
            default: Enter(workspace); break;
        }
    }
}

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
        var cut = State.Cut;
        var wasOffered = State.StopOffered;
        State = State with { Cut = Cut.None, StopOffered = false };
        if (intent is Intent.StopAgent && State.Situation is not Situation.ConfirmingDanger && IsForReading(cut, wasOffered)) return;
        switch (State.Situation)
        {
            case Situation.ConfirmingDanger when Confirm(words, intent):
                return;
            case Situation.ConfirmingName when ChooseCandidate(words, intent):
                return;
            case Situation.AtQuestion when AnswerQuestion(OfKeys(intent, words, source)):
                return;
        }

        // Keys are never words for an agent.
        if (source is WordSource.Keypad && intent is Intent.Yes or Intent.No or Intent.YesAlways or Intent.ShowMe) Say(Phrases.NotUnderstood);
        else Follow(intent, words, hearing);
    }

    /// <summary>Whether "stop" was said to what we were reading, and not to the agent: it is quiet already.</summary>
    private bool IsForReading(Cut cut, bool wasOffered)
    {
        if (cut is Cut.None || wasOffered) return false;
        var works = State.Place switch
        {
            Place.Session session => IsAtWork(session),
            Place.Assistant assistant => assistant.Runs,
            _ => false,
        };
        if (!works) return true;
        if (cut is Cut.Reply || State.Place is not Place.Session { Name: var name }) return false;
        State = State with { StopOffered = true };
        if (State.Situation is Situation.InWorkspace) Say(Phrases.StoppedReading(name));
        return true;
    }

    private void Follow(Intent intent, string words, OperationId hearing)
    {
        switch (intent)
        {
            case Intent.TalkTo e: Named(e.Name, e); break;
            case Intent.Create e: Create(e.Name); break;
            case Intent.Close { Name.Length: 0 } when State.Place is Place.Session here: AskToClose(here.Id, here.Name); break;
            case Intent.Close e: Named(e.Name, e); break;
            // "How is the refactoring going?" is the agent's, or the assistant's.
            case Intent.HowIs { Name.Length: > 0 } e when State.Place is not null && Find(e.Name) is NameMatch.None: Instruct(words, hearing); break;
            case Intent.HowIs { Name.Length: > 0 } e when State.Workspaces!.Count > 0: Named(e.Name, e); break;
            case Intent.Next: Step(1); break;
            case Intent.Previous: Step(-1); break;
            case Intent.WhatRuns: Say(Overview); break;
            case Intent.Menu: ToMenu(); break;
            case Intent.Help: Say(Phrases.Help(State.Situation)); break;
            case Intent.Goodbye: Leave(Phrases.Goodbye); break;
            case Intent.Assistant: AssistantWanted(); break;
            case Intent.StartOver: StartOver(); break;
            case Intent.Choose e when State.Place is null: EnterPlace(e.Number); break;
            case Intent.HowIs or Intent.AnyErrors or Intent.ReadAgain or Intent.ReadScreen or Intent.StopAgent or Intent.StopAndSay or Intent.CallBackWhenDone:
                InSession(intent, words, hearing);
                break;
            case Intent.Instruction { Words.Length: > 0 } e: Instruct(e.Words, hearing); break;
            // Nothing is asked at present: such words are the agent's.
            case Intent.Yes or Intent.No or Intent.YesAlways or Intent.ShowMe or Intent.Choose when State.Place is not null: Instruct(words, hearing); break;
            default: Say(Phrases.NotUnderstood); break;
        }
    }

    /// <summary>What is asked of, or about, the workspace that the person talks to.</summary>
    private void InSession(Intent intent, string words, OperationId hearing)
    {
        if (State.Place is Place.Assistant assistant)
        {
            InAssistant(assistant, intent, words);
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
            case Intent.CallBackWhenDone when session.State is { Agent: AgentState.Idle, IsSettled: true } && session.Sent.IsEmpty:
                Say(Phrases.Done(session.Name));
                break;
            case Intent.CallBackWhenDone:
                Ask(session.Id, session.Name, QueryKind.CallingBack, new ReceptionEffect.TellSwitchboard(new SwitchboardCommands.CallWhenDone(Person, Call, session.Id, session.Name)));
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
                if (Find(words) is not NameMatch.None) Named(words, new Intent.TalkTo(words));
                else if (means.HasAssistant) AskAssistant(ToAssistant(greets: false), words);
                else Say(State.Workspaces!.Count == 0 ? Overview : Phrases.NotUnderstood);
                break;
        }
    }

    private void ToMenu()
    {
        AtMenu();
        Say(Menu);
    }

    private void Step(int by)
    {
        var all = Known.ToList();
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
        var all = Known;
        if (number >= 1 && number <= all.Count) Enter(all[number - 1]);
        else Say(all.Count == 0 ? Overview : Phrases.NoSuchNumber(all.Count));
    }

    private void Create(string name)
    {
        if (means.NewWorkspace is not { } prepared)
        {
            Say(Phrases.CannotCreate);
            return;
        }

        var order = prepared(name);
        Ask(default, order.Name, QueryKind.Creating, new ReceptionEffect.TellDirectory(new WorkspaceDirectory.Create(Person, "", order)));
    }

    private void AskToClose(WorkspaceId id, string name) => AskWord(id, name, new Danger(Phrases.WouldClose(name)), null, null);

    /// <summary>Who is there, and what cannot be reached.</summary>
    private string Overview => string.Join(' ', State.Faults.Select(Phrases.AccessDenied).Prepend(Briefings.List(Known)));

    private string Menu => State.Workspaces is { Count: > 0 } ? Phrases.Menu(Overview) : Overview;

    private string LastReply(WorkspaceStanding standing) =>
        standing.LastReply.Length == 0 ? Phrases.NothingToReadAgain
        : standing.LastReplyBy is AgentSource.Screen ? Phrases.OffTheScreen + "\n\n" + standing.LastReply
        : standing.LastReply;
}

using CallActors.Contracts.Assistants;
using CallActors.Contracts.Calls;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Switchboard;

/// <summary>The assistant, where one is configured: whoever needs no workspace talks to it.</summary>
internal sealed partial class ReceptionDecider
{
    private void AssistantWanted()
    {
        if (means.HasAssistant) ToAssistant();
        else Say(Phrases.NoAssistant);
    }

    private Place.Assistant ToAssistant(bool greets = true)
    {
        LeavePlace();
        var assistant = new Place.Assistant(null, Runs: false, "");
        State = State with { Place = assistant, Situation = Situation.WithAssistant };
        if (greets) Say(Phrases.NowWithAssistant);
        return assistant;
    }

    private void AskAssistant(Place.Assistant assistant, string words)
    {
        State = State with { Names = State.Names + 1 };
        var turn = new TurnId($"{Call.Value}-{State.Run}-{State.Names}");
        State = State with { Place = assistant with { Turn = turn, Runs = true, Heard = "" } };
        CloseSpeech();
        // Each time: it may have been started anew since, elsewhere.
        Do(new ReceptionEffect.TellAssistant(new AssistantCommands.Observe(Person)));
        words = WithAbout(words);
        Do(new ReceptionEffect.TellAssistant(new AssistantCommands.Say(
            Person, turn, Call, words.Length <= AssistantCommands.LongestWords ? words : words[..AssistantCommands.LongestWords])));
        Do(new ReceptionEffect.Arm(ReceptionTimer.Unanswered, rules.UnansweredAfter));
    }

    /// <summary>The assistant has not heard what was said to the person: the first words on a call that was ordered bring it along. It may have
    /// been written by a model that had read who knows what, so it is told apart from what the person says.</summary>
    private string WithAbout(string words)
    {
        if (State.About.Length == 0 || State.IsAboutPassedOn) return words;
        State = State with { IsAboutPassedOn = true };
        return $"(A note of the switchboard's, not the person's words: the person had scheduled this call, and has just been told that it is about \"{State.About}\".)\n{words}";
    }

    private static string Sentence(string about) => about.TrimEnd() is var text && text.Length > 0 && ".!?…".Contains(text[^1]) ? text : text + ".";

    /// <summary>What is asked about a workspace while none is talked to is the assistant's to answer, but for what the list says.</summary>
    private void InAssistant(Place.Assistant assistant, Intent intent, string words)
    {
        switch (intent)
        {
            case Intent.StopAgent when !assistant.Runs:
                Say(Phrases.NothingToInterrupt);
                break;
            case Intent.StopAgent:
                CutAssistant(assistant);
                Say(Phrases.Interrupted);
                break;
            case Intent.StopAndSay e:
                if (assistant.Runs) CutAssistant(assistant);
                AskAssistant(assistant, e.Words);
                break;
            case Intent.HowIs:
                Say(Overview);
                break;
            default:
                AskAssistant(assistant, words);
                break;
        }
    }

    /// <summary>Its answer is wanted no more: it keeps of it what was heard.</summary>
    private void CutAssistant(Place.Assistant assistant)
    {
        State = State with { Place = assistant with { Runs = false }, Unsaid = State.Unsaid.RemoveAll(p => p.OfAssistant) };
        CloseSpeech();
        Do(new ReceptionEffect.Disarm(ReceptionTimer.Unanswered));
        if (assistant.Turn is { } turn) Do(new ReceptionEffect.TellAssistant(new AssistantCommands.Cut(Person, turn, assistant.Heard)));
    }

    private void StartOver()
    {
        if (!means.HasAssistant)
        {
            Say(Phrases.NoAssistant);
            return;
        }

        // What comes of the turn that runs is not waited for.
        if (State.Place is Place.Assistant) State = State with { Place = new Place.Assistant(null, Runs: false, "") };
        Do(new ReceptionEffect.Disarm(ReceptionTimer.Unanswered));
        Ask(default, Briefings.Assistant, QueryKind.Forgetting, new ReceptionEffect.TellAssistant(new AssistantCommands.Forget(Person)));
    }

    public void Forgotten()
    {
        if (Asked(QueryKind.Forgetting) is not { } query) return;
        Close(query);
        Say(Phrases.Forgotten);
        Settle();
    }

    /// <summary>How much of its words was heard.</summary>
    private void AssistantHeard(CallReplies.Spoken spoken)
    {
        if (State.Place is not Place.Assistant { Turn: not null } before) return;
        var assistant = before with { Heard = before.Heard + spoken.Heard };
        State = State with { Place = assistant };
        // Who cuts into an answer has heard enough of it.
        if (spoken.Interrupted) CutAssistant(assistant);
    }

    private void AssistantIsSilent(Place.Assistant assistant)
    {
        if (!assistant.Runs) return;
        CutAssistant(assistant);
        Say(Phrases.DoesNotAnswer(Briefings.Assistant));
    }

    public void Told(AssistantActivity activity)
    {
        if (State.Place is not Place.Assistant { Runs: true } assistant || assistant.Turn != activity.TurnId) return;
        Do(new ReceptionEffect.Arm(ReceptionTimer.Unanswered, rules.UnansweredAfter));
        switch (activity)
        {
            case AssistantActivity.Text { Words.Length: > 0 } e:
                Say(new Part(e.Words, OfAssistant: true), isOpen: true);
                break;
            case AssistantActivity.UsesTool e:
                CloseSpeech();
                Tell(new CallCommands.ReportProgress(Call, Cropped(e.Doing, LongestLine)));
                break;
            case AssistantActivity.Ended e:
                AssistantIsDone(assistant, Phrases.AssistantEnded(e.How, e.Detail));
                break;
        }

        Settle();
    }

    private void AssistantIsDone(Place.Assistant assistant, string detail)
    {
        State = State with { Place = assistant with { Runs = false } };
        CloseSpeech();
        Do(new ReceptionEffect.Disarm(ReceptionTimer.Unanswered));
        Say(detail);
    }

    public void Refused(AssistantReplies.Refused refused)
    {
        if (State.Place is not Place.Assistant assistant || assistant.Turn != refused.TurnId) return;
        AssistantIsDone(assistant, refused.Detail);
        Settle();
    }
}

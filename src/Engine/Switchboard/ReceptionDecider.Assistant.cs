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
        State = State with { Place = assistant, Situation = Situation.InWorkspace };
        if (greets) Say(Phrases.NowWithAssistant);
        return assistant;
    }

    private void AskAssistant(Place.Assistant assistant, string words)
    {
        State = State with { Names = State.Names + 1 };
        var turn = new TurnId($"{Call.Value}-{State.Run}-{State.Names}");
        State = State with { Place = assistant with { Turn = turn, Runs = true, Heard = "" } };
        CloseSpeech();
        Do(new ReceptionEffect.TellAssistant(new AssistantCommands.Say(
            Person, turn, Call, words.Length <= AssistantCommands.LongestWords ? words : words[..AssistantCommands.LongestWords])));
    }

    /// <summary>What is asked about a workspace while none is talked to is the assistant's to answer, but for what is the switchboard's own.</summary>
    private void InAssistant(Intent intent)
    {
        switch (intent)
        {
            case Intent.StopAgent or Intent.StopAndSay:
                var (turn, heard) = State.Place is Place.Assistant { Runs: true, Turn: { } running } at ? (running, at.Heard) : default((TurnId?, string));
                if (turn is { } known) Do(new ReceptionEffect.TellAssistant(new AssistantCommands.Cut(Person, known, heard ?? "")));
                if (intent is Intent.StopAndSay { Words: var words }) AskAssistant((Place.Assistant)State.Place!, words);
                else Say(Phrases.Interrupted);
                break;
            default:
                Say(Overview);
                break;
        }
    }

    /// <summary>How much of its words was heard.</summary>
    private void AssistantHeard(CallReplies.Spoken spoken)
    {
        if (State.Place is not Place.Assistant { Turn: { } turn } assistant) return;
        var heard = assistant.Heard + spoken.Heard;
        State = State with { Place = assistant with { Heard = heard } };
        if (!spoken.Interrupted) return;
        // Who cuts into an answer has heard enough of it.
        State = State with { Place = assistant with { Heard = heard, Runs = false }, Unsaid = State.Unsaid.RemoveAll(p => p.OfAssistant) };
        Do(new ReceptionEffect.TellAssistant(new AssistantCommands.Cut(Person, turn, heard)));
    }

    public void Told(AssistantActivity activity)
    {
        if (State.Place is not Place.Assistant assistant || assistant.Turn != activity.TurnId) return;
        switch (activity)
        {
            case AssistantActivity.Text { Words.Length: > 0 } e when assistant.Runs:
                Say(new Part(e.Words, OfAssistant: true), isOpen: true);
                break;
            case AssistantActivity.UsesTool e:
                CloseSpeech();
                Tell(new CallCommands.ReportProgress(Call, Cropped(e.Doing, LongestLine)));
                break;
            case AssistantActivity.Ended e:
                CloseSpeech();
                State = State with { Place = assistant with { Runs = false } };
                if (e.How is not AssistantEnding.Cut && e.Detail.Length > 0) Say(e.Detail);
                break;
        }

        Settle();
    }

    public void Refused(AssistantReplies.Refused refused)
    {
        if (State.Place is not Place.Assistant assistant || assistant.Turn != refused.TurnId) return;
        State = State with { Place = assistant with { Runs = false } };
        Say(refused.Detail);
        Settle();
    }
}

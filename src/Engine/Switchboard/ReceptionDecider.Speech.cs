using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Switchboard;

/// <summary>Speech and hearing: at most one operation of each, the hearing behind the speech.</summary>
internal sealed partial class ReceptionDecider
{
    /// <summary>Longest speech, in characters; a call takes 16,384.</summary>
    private const int LongestSpeech = 12_000;

    /// <summary>Longest line of the call's own, in characters.</summary>
    private const int LongestLine = 200;

    /// <summary>The agent has something to do, and nobody waits for the person.</summary>
    private bool IsPatient => State.Confirming is null && State.Situation is not (Situation.AtQuestion or Situation.ConfirmingName) && State.Place switch
    {
        Place.Session session => State.Query is { Kind: QueryKind.Answering } || IsAtWork(session),
        Place.Assistant assistant => assistant.Runs,
        _ => false,
    };

    private static bool IsAtWork(Place.Session session) =>
        session.Sent is { IsAnswered: false } || session.State is { Agent.IsBusy: true } or { Agent: Contracts.Agents.AgentState.Idle, IsSettled: false };

    /// <summary>Says something: in the open speech, or in one of its own.</summary>
    /// <param name="isOpen">More is to follow.</param>
    /// <param name="byAssistant">The assistant's words: they have their own blanks, and are spoken apart from ours, so that what was heard of
    /// them can be told.</param>
    private void Say(string text, bool isOpen = false, bool byAssistant = false)
    {
        if (text.Length == 0 || State.Stage is not ReceptionStage.Open) return;
        var between = byAssistant ? "" : "\n\n";
        if (State.Speech is { IsOpen: true } speech && speech.OfAssistant == byAssistant && speech.Length + text.Length + between.Length <= LongestSpeech)
        {
            var more = between + text;
            Tell(new CallCommands.AddText(Call, speech.Id, speech.Length, more, IsLast: !isOpen));
            State = State with { Speech = speech with { Length = speech.Length + more.Length, IsOpen = isOpen } };
            return;
        }

        CloseSpeech();
        var isFirst = State.Unsaid.Length == 0;
        var unsaid = isFirst ? text : State.Unsaid + between + text;
        State = State with
        {
            Unsaid = unsaid.Length <= LongestSpeech ? unsaid : unsaid[..LongestSpeech],
            UnsaidIsOpen = isOpen,
            UnsaidIsAssistants = byAssistant && (isFirst || State.UnsaidIsAssistants),
        };
    }

    /// <summary>Nothing more comes for now.</summary>
    private void CloseSpeech()
    {
        if (State.UnsaidIsOpen) State = State with { UnsaidIsOpen = false };
        if (State.Speech is not { IsOpen: true } speech) return;
        Tell(new CallCommands.AddText(Call, speech.Id, speech.Length, "", IsLast: true));
        State = State with { Speech = speech with { IsOpen = false } };
    }

    /// <summary>Says a line as soon as nobody speaks, whatever is listened for.</summary>
    private void Announce(string line, Earcon? sound = null) =>
        Tell(new CallCommands.Announce(Call, line.Length <= LongestLine ? line : line[..LongestLine], sound));

    /// <summary>Begins what is due on the call: behind every message that was taken.</summary>
    private void Settle()
    {
        if (State.Stage is not (ReceptionStage.Open or ReceptionStage.Leaving)) return;
        var isLeaving = State.Stage is ReceptionStage.Leaving;
        if (isLeaving && State.Leaving is not null) return;
        if (State.Hearing is { } hearing)
        {
            var mustGo = isLeaving || State.Unsaid.Length > 0 || hearing.IsPatient != IsPatient;
            if (!mustGo || hearing.IsAbandoned) return;
            // Its answer says when it is out of the way: words may come at this moment.
            State = State with { Hearing = hearing with { IsAbandoned = true } };
            Tell(new CallCommands.AbandonOperation(Call, hearing.Id));
            return;
        }

        if (isLeaving)
        {
            CloseSpeech();
            State = State with { Leaving = NextOperation(), Unsaid = "" };
            Tell(new CallCommands.EndCall(Call, State.Leaving!.Value, State.Farewell!));
            return;
        }

        if (State.Workspaces is null) return;
        if (State.Unsaid.Length > 0)
        {
            var speech = NextOperation();
            Tell(new CallCommands.Speak(Call, speech, State.Unsaid, IsComplete: !State.UnsaidIsOpen));
            State = State with { Speech = new Speech(speech, State.Unsaid.Length, State.UnsaidIsOpen, State.UnsaidIsAssistants), Unsaid = "", UnsaidIsOpen = false };
        }

        var operation = NextOperation();
        State = State with { Hearing = new Hearing(operation, IsPatient) };
        Tell(new CallCommands.Listen(Call, operation, Expects, AgentWorks: IsPatient));
    }
}

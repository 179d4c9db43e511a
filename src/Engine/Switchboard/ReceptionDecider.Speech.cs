using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Switchboard;

/// <summary>Speech and hearing: at most one operation of each, the hearing behind the speech.</summary>
internal sealed partial class ReceptionDecider
{
    /// <summary>Longest speech, and most that is said of one reply, in characters; a call takes 16,384.</summary>
    private const int LongestSpeech = 12_000;

    /// <summary>Longest line of the call's own, in characters.</summary>
    private const int LongestLine = 200;

    private const string Paragraph = "\n\n";

    /// <summary>The agent has something to do, and nobody waits for the person.</summary>
    private bool IsPatient => State.Confirming is null && State.Situation is not (Situation.AtQuestion or Situation.ConfirmingName) && State.Place switch
    {
        Place.Session session => Asked(QueryKind.Answering) is not null || IsAtWork(session),
        Place.Assistant assistant => assistant.Runs,
        _ => false,
    };

    private static bool IsAtWork(Place.Session session) =>
        session.Sent.Exists(s => !s.IsToldOf) || session.State is { Agent.IsBusy: true } or { Agent: Contracts.Agents.AgentState.Idle, IsSettled: false };

    /// <summary>Says something of our own.</summary>
    private void Say(string text, Passage? passage = null) => Say(new Part(text, Passage: passage), isOpen: false);

    /// <summary>Says something: in the open speech, or in one of its own.</summary>
    /// <param name="isOpen">More is to follow.</param>
    private void Say(Part part, bool isOpen)
    {
        if (part.Text.Length == 0 || State.Stage is not ReceptionStage.Open) return;
        if (part.Text.Length > LongestSpeech) part = part with { Text = Cropped(part.Text, LongestSpeech) };
        // The assistant's words have their own blanks, and are spoken apart from ours, so that what was heard of them can be told.
        var more = part.OfAssistant ? part.Text : Paragraph + part.Text;
        if (State.Speech is { IsOpen: true } speech && State.Unsaid.IsEmpty && speech.OfAssistant == part.OfAssistant && speech.Text.Length + more.Length <= LongestSpeech)
        {
            Tell(new CallCommands.AddText(Call, speech.Id, speech.Text.Length, more, IsLast: !isOpen));
            State = State with
            {
                Speech = speech with
                {
                    Text = speech.Text + more,
                    IsOpen = isOpen,
                    Turn = Math.Max(speech.Turn, part.Turn),
                    Passages = part.Passage is { } passage ? speech.Passages.Add(passage with { End = speech.Text.Length + more.Length - part.Text.Length + passage.End }) : speech.Passages,
                },
            };
            return;
        }

        CloseSpeech();
        State = State with { Unsaid = State.Unsaid.Add(part), UnsaidIsOpen = isOpen };
    }

    /// <summary>Nothing more comes for now.</summary>
    private void CloseSpeech()
    {
        State = State with { UnsaidIsOpen = false };
        if (State.Speech is not { IsOpen: true } speech) return;
        Tell(new CallCommands.AddText(Call, speech.Id, speech.Text.Length, "", IsLast: true));
        State = State with { Speech = speech with { IsOpen = false } };
    }

    /// <summary>Says a line as soon as nobody speaks, whatever is listened for.</summary>
    private void Announce(string line, Earcon? sound = null)
    {
        if (State.Stage is ReceptionStage.Open) Tell(new CallCommands.Announce(Call, Cropped(line, LongestLine), sound));
    }

    /// <summary>A text that is not longer than so many characters, and ends with a word.</summary>
    private static string Cropped(string text, int longest)
    {
        if (text.Length <= longest) return text;
        var end = text.LastIndexOfAny([' ', '\n'], longest);
        if (end <= longest / 2) end = char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest;
        return text[..end].TrimEnd();
    }

    /// <summary>The call has taken a piece of what is said, or has not.</summary>
    public void TextTaken(CallReplies.TextTaken taken)
    {
        if (State.Speech is { } speech && speech.Id == taken.OperationId) State = State with { Speech = speech with { Taken = Math.Max(speech.Taken, taken.Length) } };
    }

    public void Spoken(CallReplies.Spoken spoken)
    {
        if (State.Speech is not { } speech || speech.Id != spoken.OperationId) return;
        State = State with { Speech = null, VoiceFailures = 0, SaidAt = now };
        Heard(speech.Passages, spoken.Interrupted ? spoken.Heard.Length : speech.Taken);
        if (spoken.Interrupted)
        {
            State = State with { Cut = speech.Turn > 0 || speech.OfAssistant ? Cut.Reply : Cut.Ours };
            if (speech.Turn > 0) Mute(speech.Turn);
        }
        else if (speech.Taken < speech.Text.Length)
        {
            // A text that paused for long was over when its next piece came.
            var rest = speech.Text[speech.Taken..];
            var passages = speech.Passages.FindLast(p => p.End > speech.Taken);
            State = State with
            {
                Unsaid = State.Unsaid.Insert(0, new Part(rest, speech.OfAssistant, speech.Turn, passages is null ? null : passages with { End = passages.End - speech.Taken })),
                UnsaidIsOpen = State.Unsaid.IsEmpty ? speech.IsOpen : State.UnsaidIsOpen,
            };
        }

        if (speech.OfAssistant) AssistantHeard(spoken);
        Settle();
    }

    /// <summary>Who cuts into a reply has heard enough of it, and waits for no other answer to what brought it.</summary>
    private void Mute(int turn)
    {
        State = State with { Unsaid = State.Unsaid.RemoveAll(p => p.Turn == turn) };
        if (State.Unsaid.IsEmpty) State = State with { UnsaidIsOpen = false };
        if (State.Place is not Place.Session session || session.Replying != turn) return;
        State = State with { Place = session with { Muted = Math.Max(session.Muted, turn), Sent = session.Sent.RemoveAll(IsGiven) } };
    }

    private static bool IsGiven(Sent sent) => sent.Stage is SubmissionStage.Typed or SubmissionStage.Taken;

    /// <summary>Begins what is due on the call: behind every message that was taken.</summary>
    private void Settle()
    {
        if (State.Stage is not (ReceptionStage.Open or ReceptionStage.Leaving)) return;
        var isLeaving = State.Stage is ReceptionStage.Leaving;
        if (isLeaving && State.Leaving is not null) return;
        var maySay = State.Speech is null && !State.Unsaid.IsEmpty;
        if (State.Hearing is { } hearing)
        {
            var mustGo = isLeaving || maySay || hearing.IsPatient != IsPatient || hearing.Situation != State.Situation;
            if (!mustGo || hearing.IsAbandoned) return;
            // Its answer says when it is out of the way: words may come at this moment.
            State = State with { Hearing = hearing with { IsAbandoned = true } };
            Tell(new CallCommands.AbandonOperation(Call, hearing.Id));
            return;
        }

        if (isLeaving)
        {
            CloseSpeech();
            State = State with { Leaving = NextOperation(), Unsaid = [] };
            Tell(new CallCommands.EndCall(Call, State.Leaving!.Value, State.Farewell!));
            return;
        }

        if (State.Workspaces is null) return;
        if (maySay) Speak();
        var operation = NextOperation();
        State = State with { Hearing = new Hearing(operation, IsPatient, State.Situation) };
        Tell(new CallCommands.Listen(Call, operation, Expects, AgentWorks: IsPatient));
    }

    /// <summary>Begins a speech of what is to be said, as far as it goes into one.</summary>
    private void Speak()
    {
        var first = State.Unsaid[0];
        var speech = new Speech(NextOperation(), "", 0, false, first.OfAssistant, 0, []);
        var count = 0;
        foreach (var part in State.Unsaid.TakeWhile(p => p.OfAssistant == first.OfAssistant))
        {
            var start = count == 0 || part.OfAssistant ? speech.Text : speech.Text + Paragraph;
            if (start.Length + part.Text.Length > LongestSpeech) break;
            speech = speech with
            {
                Text = start + part.Text,
                Turn = Math.Max(speech.Turn, part.Turn),
                Passages = part.Passage is { } passage ? speech.Passages.Add(passage with { End = start.Length + passage.End }) : speech.Passages,
            };
            count++;
        }

        var isAll = count == State.Unsaid.Count;
        speech = speech with { Taken = speech.Text.Length, IsOpen = isAll && State.UnsaidIsOpen };
        Tell(new CallCommands.Speak(Call, speech.Id, speech.Text, IsComplete: !speech.IsOpen));
        State = State with { Speech = speech, Unsaid = State.Unsaid.RemoveRange(0, count), UnsaidIsOpen = !isAll && State.UnsaidIsOpen };
    }
}

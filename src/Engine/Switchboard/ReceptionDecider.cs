using CallActors.Contracts.Assistants;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Speech;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Switchboard;

/// <summary>
/// The rules of a reception, without time, actors or speech of their own: one step takes one message in one state and collects what is to be
/// done. Protocol: docs/protocols/reception.md.
/// </summary>
/// <param name="means">What it can do besides.</param>
internal sealed partial class ReceptionDecider(ReceptionState state, ReceptionRules rules, ReceptionMeans means, DateTimeOffset now)
{
    private const string NoticeTitle = "CallActors";

    private readonly List<ReceptionEffect> _effects = [];

    public ReceptionState State { get; private set; } = state;

    public IReadOnlyList<ReceptionEffect> Effects => _effects;

    private CallId Call => State.Order.CallId;

    private PersonId Person => State.Order.Person;

    private string Language => State.Order.Language;

    private SwitchboardPhrases Phrases => SwitchboardPhrases.For(Language);

    private Briefings Briefings => new(Language);

    private void Do(ReceptionEffect effect) => _effects.Add(effect);

    /// <summary>The line is up.</summary>
    public void Begin()
    {
        var order = State.Order;
        Do(new ReceptionEffect.TellSwitchboard(new SwitchboardCommands.TakeCall(Person, Call, order.Carrier, order.From, order.Inbound)));
        Do(new ReceptionEffect.Arm(ReceptionTimer.Asking, rules.AnswerWithin));
        if (order.Inbound) Notice(Phrases.NoticeCalling);
    }

    public void Admitted(SwitchboardReplies.Admitted admitted)
    {
        if (State.Stage is not ReceptionStage.Entering) return;
        Do(new ReceptionEffect.Disarm(ReceptionTimer.Asking));
        State = State with { Remembered = admitted.CalledFor ?? admitted.Workspace };
        if (admitted.IsUnlocked) Open(Phrases.LineMoved);
        else AskPin(Phrases.AskPin);
    }

    /// <summary>An operation of ours on the call is over.</summary>
    public void Turned(CallReplies.TurnTaken turn)
    {
        if (turn.EndReason is not null)
        {
            Over();
            return;
        }

        if (turn.OperationId == State.PinAsked)
        {
            State = State with { PinAsked = null };
            PinSaid(turn.Response, turn.Source);
        }
        else if (State.Hearing is { } hearing && hearing.Id == turn.OperationId)
        {
            State = State with { Hearing = null };
            if (State.Stage is ReceptionStage.Open) Said(turn.Response, turn.Source ?? WordSource.Recognizer, turn.OperationId);
        }

        Settle();
    }

    public void Spoken(CallReplies.Spoken spoken)
    {
        if (State.Speech is not { } speech || speech.Id != spoken.OperationId) return;
        State = State with { Speech = null, SpeechFailures = 0 };
        // Who cuts into a reply has heard enough of it.
        if (spoken.Interrupted && State.Place is Place.Session { Replying: > 0 } session) State = State with { Place = session with { Muted = session.Replying } };
        if (speech.OfAssistant) AssistantHeard(spoken);
        Settle();
    }

    /// <summary>An operation of ours failed, or something else that we asked of the call was refused.</summary>
    public void Refused(CallReplies.Refused refused)
    {
        if (refused.Operation is not { } operation)
        {
            if (refused.Reason is RefusalReason.CallEnded or RefusalReason.UnknownCall) Over();
            return;
        }

        switch (refused.Reason)
        {
            case RefusalReason.Abandoned or RefusalReason.NothingHeard or RefusalReason.NotUnderstood:
                break;
            // A voice or a recogniser that fails twice in a row will fail again.
            case RefusalReason.SpeechFailed when State.SpeechFailures < 2:
                State = State with { SpeechFailures = State.SpeechFailures + 1 };
                break;
            case RefusalReason.SpeechFailed when State.Stage is ReceptionStage.Open:
                Leave(Phrases.Goodbye);
                break;
            default:
                Over();
                return;
        }

        if (State.Speech?.Id == operation) State = State with { Speech = null };
        if (State.Hearing?.Id == operation) State = State with { Hearing = null };
        if (State.Leaving == operation) Over();
        if (State.PinAsked == operation)
        {
            State = State with { PinAsked = null };
            PinMissed();
        }

        Settle();
    }

    /// <summary>The call is over.</summary>
    public void Over()
    {
        if (State.Stage is ReceptionStage.Over) return;
        var wasOpen = State.Stage is ReceptionStage.Open or ReceptionStage.Leaving;
        State = State with { Stage = ReceptionStage.Over };
        Do(new ReceptionEffect.TellSwitchboard(new SwitchboardCommands.EndCall(Person, Call)));
        if (State.Order.Inbound || wasOpen) Notice(Phrases.NoticeEnded);
        Do(new ReceptionEffect.Stop());
    }

    public void Elapsed(ReceptionTimer timer)
    {
        switch (timer)
        {
            case ReceptionTimer.Asking when State.Stage is ReceptionStage.Entering or ReceptionStage.JudgingPin:
                Leave(Phrases.NotReachable);
                break;
            case ReceptionTimer.Asking when State.Stage is ReceptionStage.Open && State.Workspaces is null:
                Listed(new WorkspaceDirectory.Listing([], [Phrases.NotReachable]));
                return;
            case ReceptionTimer.Asking when State.Query is { } query:
                State = State with { Query = null };
                Say(Phrases.DoesNotAnswer(query.Name));
                break;
            case ReceptionTimer.Progress:
                ProgressElapsed();
                break;
            case ReceptionTimer.Silent:
                SilentElapsed();
                break;
            case ReceptionTimer.Unanswered:
                UnansweredElapsed();
                break;
        }

        Settle();
    }

    private void AskPin(string prompt)
    {
        var operation = NextOperation();
        State = State with { Stage = ReceptionStage.AskingPin, PinAsked = operation };
        Tell(new CallCommands.ContinueCall(Call, operation, prompt, Expectation.Digits.Instance, rules.PinWithin, Confidential: true));
    }

    private void PinSaid(string said, WordSource? source)
    {
        // Words that were said beside the keys stand in front of them.
        var digits = source is WordSource.Keypad ? string.Concat(said.Where(char.IsAsciiDigit)) : SpokenPin.Of(said);
        if (digits is null || digits.Length < SpokenPin.Shortest || digits.Length > SpokenPin.Longest)
        {
            PinMissed();
            return;
        }

        State = State with { Stage = ReceptionStage.JudgingPin };
        Do(new ReceptionEffect.TellSwitchboard(new SwitchboardCommands.TryPin(Person, Call, digits)));
        Do(new ReceptionEffect.Arm(ReceptionTimer.Asking, rules.AnswerWithin));
    }

    private void PinMissed()
    {
        State = State with { PinMisses = State.PinMisses + 1 };
        if (State.PinMisses > 2) Leave(Phrases.Goodbye);
        else AskPin(Phrases.NoPinHeard);
    }

    public void Judged(SwitchboardReplies.PinJudged judged)
    {
        if (State.Stage is not ReceptionStage.JudgingPin) return;
        Do(new ReceptionEffect.Disarm(ReceptionTimer.Asking));
        switch (judged.Verdict)
        {
            case PinVerdict.Right:
                Open("");
                break;
            case PinVerdict.Wrong when judged.TriesLeft > 0:
                AskPin(Phrases.WrongPin(judged.TriesLeft));
                break;
            default:
                Leave(Phrases.LockedOut);
                break;
        }

        Settle();
    }

    /// <param name="words">Said before anything else; may be empty.</param>
    private void Open(string words)
    {
        State = State with { Stage = ReceptionStage.Open };
        if (words.Length > 0) Say(words);
        Do(new ReceptionEffect.TellDirectory(new WorkspaceDirectory.Observe(Person)));
        Do(new ReceptionEffect.Arm(ReceptionTimer.Asking, rules.AnswerWithin));
        if (means.HasAssistant) Do(new ReceptionEffect.TellAssistant(new AssistantCommands.Observe(Person)));
    }

    private void Leave(string words) => State = State with { Stage = ReceptionStage.Leaving, Farewell = words };

    private void Notice(string text, WorkspaceId? about = null)
    {
        if (rules.ShowsNotices) Do(new ReceptionEffect.TellDirectory(new WorkspaceDirectory.Notify(Person, new WorkspaceNotice(NoticeTitle, text, about))));
    }

    private void Note(CallDeed deed, WorkspaceId? workspace, string detail) =>
        Do(new ReceptionEffect.TellSwitchboard(new SwitchboardCommands.NoteDeed(Person, Call, deed, workspace, detail.Length <= 200 ? detail : detail[..200])));

    private OperationId NextOperation()
    {
        State = State with { Names = State.Names + 1 };
        return new OperationId($"reception-{State.Run}-{State.Names}");
    }

    private void Tell(ICallCommand command) => Do(new ReceptionEffect.TellCall(command));
}

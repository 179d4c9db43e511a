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
    private const string OperationPrefix = "reception-";

    private readonly List<ReceptionEffect> _effects = [];
    private readonly bool _wasOver = state.Stage is ReceptionStage.Over;

    public ReceptionState State { get; private set; } = state;

    public IReadOnlyList<ReceptionEffect> Effects => _effects;

    private CallId Call => State.Order.CallId;

    /// <summary>What the names of this reception's operations begin with.</summary>
    private string OwnNames => $"{OperationPrefix}{State.Run}-";

    private PersonId Person => State.Order.Person;

    private string Language => State.Order.Language;

    private SwitchboardPhrases Phrases => SwitchboardPhrases.For(Language);

    private Briefings Briefings => new(Language);

    private void Do(ReceptionEffect effect)
    {
        // What comes when the call is over changes nothing any more.
        if (!_wasOver) _effects.Add(effect);
    }

    /// <summary>The line is up.</summary>
    public void Begin()
    {
        Tell(new CallCommands.GetCall(Call));
        TakeCall();
        Do(new ReceptionEffect.Arm(ReceptionTimer.Asking, rules.AnswerWithin));
        if (State.Order.Inbound) Notice(Phrases.NoticeCalling);
    }

    /// <summary>Asked until it is answered: a switchboard that finds that another gateway was at it begins anew, and what had reached it is lost.</summary>
    private void TakeCall()
    {
        var order = State.Order;
        Do(new ReceptionEffect.TellSwitchboard(new SwitchboardCommands.TakeCall(Person, Call, order.Carrier, order.From, order.Inbound)));
        Do(new ReceptionEffect.Arm(ReceptionTimer.Entering, rules.EntersAgainAfter));
    }

    /// <summary>What the call does. After a recovery it may wait for the person on behalf of a reception that is no more: their words would be nobody's,
    /// and ours would wait behind them.</summary>
    public void Shown(CallReplies.CallView call)
    {
        foreach (var left in call.Operations.Where(o => !o.Finished && IsOfReception(o.OperationId) && !o.OperationId.Value.StartsWith(OwnNames, StringComparison.Ordinal)))
            Tell(new CallCommands.AbandonOperation(Call, left.OperationId));
    }

    private static bool IsOfReception(OperationId operation) => operation.Value.StartsWith(OperationPrefix, StringComparison.Ordinal);

    public void Admitted(SwitchboardReplies.Admitted admitted)
    {
        if (State.Stage is not ReceptionStage.Entering) return;
        Do(new ReceptionEffect.Disarm(ReceptionTimer.Asking));
        Do(new ReceptionEffect.Disarm(ReceptionTimer.Entering));
        State = State with { Remembered = admitted.CalledFor ?? admitted.Workspace, IsCalled = admitted.CalledFor is not null, About = admitted.About ?? "" };
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
            State = State with { Hearing = null, HearingFailures = 0 };
            if (State.Stage is ReceptionStage.Open) Said(turn.Response, turn.Source ?? WordSource.Recognizer, turn.OperationId);
        }

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
            case RefusalReason.CallEnded or RefusalReason.UnknownCall or RefusalReason.Stopping:
                Over();
                return;
            case RefusalReason.Abandoned:
                break;
            // A voice or a recogniser that fails twice in a row will fail again.
            case RefusalReason.NothingHeard or RefusalReason.NotUnderstood:
                State = State with { HearingFailures = 0 };
                break;
            case var _ when State.Speech?.Id == operation:
                State = State with { VoiceFailures = State.VoiceFailures + 1 };
                break;
            case var _ when State.Hearing?.Id == operation:
                State = State with { HearingFailures = State.HearingFailures + 1 };
                break;
        }

        if (State.Leaving == operation)
        {
            Over();
            return;
        }

        if (State.Speech?.Id == operation) State = State with { Speech = null };
        if (State.Hearing?.Id == operation) State = State with { Hearing = null };
        if (State.PinAsked == operation)
        {
            State = State with { PinAsked = null };
            PinMissed();
        }
        else if (State.Stage is ReceptionStage.Open && Math.Max(State.VoiceFailures, State.HearingFailures) > 2)
        {
            Leave(Phrases.Goodbye);
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
                Log("the person's switchboard does not answer", isWarning: true);
                Leave(Phrases.NotReachable);
                break;
            case ReceptionTimer.Asking when State.Stage is ReceptionStage.Open && State.Workspaces is null:
                Log("the list of workspaces does not answer", isWarning: true);
                Leave(Phrases.NotReachable);
                break;
            case ReceptionTimer.Asking when State.Stage is ReceptionStage.Open:
                Unanswered();
                break;
            case ReceptionTimer.Entering when State.Stage is ReceptionStage.Entering:
                TakeCall();
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
        var digits = source is WordSource.Keypad ? Pressed(said) : SpokenPin.Of(said);
        if (digits is null || digits.Length < SpokenPin.Shortest || digits.Length > SpokenPin.Longest)
        {
            PinMissed();
            return;
        }

        State = State with { Stage = ReceptionStage.JudgingPin };
        Do(new ReceptionEffect.TellSwitchboard(new SwitchboardCommands.TryPin(Person, Call, digits)));
        Do(new ReceptionEffect.Arm(ReceptionTimer.Asking, rules.AnswerWithin));
    }

    /// <summary>The last entry, unless it alone is too short for a PIN: then all entries at the end.</summary>
    private static string Pressed(string said)
    {
        var entries = said.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Reverse().TakeWhile(e => e.All(char.IsAsciiDigit)).ToList();
        return entries is [{ Length: >= SpokenPin.Shortest } last, ..] ? last : string.Concat(Enumerable.Reverse(entries));
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

    /// <summary>The attempt could not be written down, and was not judged.</summary>
    public void NotStored()
    {
        if (State.Stage is not ReceptionStage.JudgingPin) return;
        Do(new ReceptionEffect.Disarm(ReceptionTimer.Asking));
        State = State with { PinMisses = State.PinMisses + 1 };
        if (State.PinMisses > 2) Leave(Phrases.NotReachable);
        else AskPin(Phrases.PinNotJudged);
        Settle();
    }

    /// <param name="words">Said before anything else; may be empty.</param>
    private void Open(string words)
    {
        State = State with { Stage = ReceptionStage.Open };
        if (words.Length > 0) Say(words);
        if (State.About.Length > 0) Say(Phrases.ScheduledAbout(Sentence(State.About)));
        Do(new ReceptionEffect.TellDirectory(new WorkspaceDirectory.Observe(Person)));
        Do(new ReceptionEffect.Arm(ReceptionTimer.Asking, rules.AnswerWithin));
    }

    private void Leave(string words) => State = State with { Stage = ReceptionStage.Leaving, Farewell = words };

    private void Log(string what, bool isWarning = false) => Do(new ReceptionEffect.Log(what, isWarning));

    private void Notice(string text, WorkspaceId? about = null)
    {
        if (rules.ShowsNotices) Do(new ReceptionEffect.TellDirectory(new WorkspaceDirectory.Notify(Person, new WorkspaceNotice(Briefings.OurTitle, text, about))));
    }

    private void Note(CallDeed deed, WorkspaceId? workspace, string detail) =>
        Do(new ReceptionEffect.TellSwitchboard(new SwitchboardCommands.NoteDeed(Person, Call, deed, workspace, detail.Length <= 200 ? detail : detail[..200])));

    private OperationId NextOperation()
    {
        State = State with { Names = State.Names + 1 };
        return new OperationId($"{OwnNames}{State.Names}");
    }

    private void Tell(ICallCommand command) => Do(new ReceptionEffect.TellCall(command));
}

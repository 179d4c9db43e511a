using System.Buffers.Text;
using System.Security.Cryptography;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Engine.Calls;

/// <summary>
/// One call from placing to hang-up: a sharded, event-sourced entity. The rules are <see cref="CallDecider"/>'s; this actor routes,
/// stores, and only then acts and answers. Protocol: docs/protocols/call.md.
/// </summary>
public sealed partial class CallActor : ReceivePersistentActor, IWithTimers
{
    private readonly CallServices _services;
    private readonly Dictionary<OperationId, List<IActorRef>> _waiting = [];
    private readonly HashSet<IActorRef> _observers = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private CallState _state;
    private CallLive _live = CallLive.Fresh;
    private IActorRef _stream = ActorRefs.Nobody;
    private int _streamNumber;

    public CallActor(CallId id, CallServices services)
    {
        PersistenceId = id.Value;
        _services = services;
        _state = new CallState(id);

        Recover<ICallEvent>(e => _state = _state.Apply(e));
        Recover<RecoveryCompleted>(_ => Take(d => d.Recovered(Carrier.LegsOutliveProcess), afterRecovery: true));

        Command<ICallOperation>(o => Take(d => d.Operate(o, CarrierFor(o))));
        Command<CallCommands.AddText>(c => Take(d => d.AddText(c)));
        Command<CallCommands.ReportProgress>(c => Take(d => d.ProgressReported(c.Line)));
        Command<CallCommands.Announce>(c => Take(d => d.Announce(c)));
        Command<CallCommands.AbandonOperation>(c => Take(d => d.Abandon(c.OperationId)));
        Command<CallCommands.HangUp>(c => Take(d => d.HangUp(c)));
        Command<CallCommands.GetCall>(OnGetCall);
        Command<CallCommands.ObserveCall>(OnObserve);

        Command<CallCommands.AdmitInbound>(c => Take(d => d.Admit(c)));
        Command<CallCommands.ReportLeg>(c => Take(d => d.LegReported(c.Leg, c.News, c.Detail)));
        Command<CallCommands.ReportAnsweredBy>(c => Take(d => d.AnsweredByReported(c.Leg, c.AnsweredBy)));
        Command<CallCommands.ReportWords>(c => Take(d => d.WordsReported(c)));
        Command<CallCommands.InviteMedia>(c => Take(d => d.Invite(c.Leg, NewTicket())));
        Command<DialTaken>(m => Take(d => d.Dialled(m.Leg)));
        Command<DialRefused>(m => Take(d => d.DialFailed(m.Detail)));
        Command<LegReleased>(_ => { });

        Command<StreamEvents.Attach>(c => Take(d => d.Attach(c.Token)));
        Command<StreamEvents.Detached>(c =>
        {
            LetGo(c.Stream);
            Take(d => d.Detached(c.Stream));
        });
        Command<StreamEvents.SpeechBegun>(e => Take(d => d.SpeechBegun(e)));
        Command<StreamEvents.SpeechProgressed>(e => Take(d => d.SpeechProgressed(e)));
        Command<StreamEvents.SpeechAwaitsText>(e => Take(d => d.SpeechAwaitsText(e)));
        Command<StreamEvents.SpeechWentOn>(e => Take(d => d.SpeechWentOn(e)));
        Command<StreamEvents.SpeechFinished>(e => Take(d => d.SpeechFinished(e)));
        Command<StreamEvents.BargeInHeard>(e => Take(d => d.BargeInHeard(e)));
        Command<StreamEvents.PersonHeard>(e => Take(d => d.PersonHeard(e)));
        Command<StreamEvents.TurnFinished>(e => Take(d => d.TurnFinished(e)));
        Command<StreamEvents.RecognitionLost>(e => Take(d => d.RecognitionLost(e)));
        Command<StreamEvents.RecognitionReturned>(e => Take(d => d.RecognitionReturned(e.Stream)));
        Command<StreamEvents.VoiceBegan>(e => Take(d => d.VoiceBegan(e.Stream)));
        Command<StreamEvents.VoiceEnded>(e => Take(d => d.VoiceEnded(e.Stream)));
        Command<StreamEvents.TextIsLate>(e => Take(d => d.TextIsLate(e.Stream)));
        Command<StreamEvents.NotUnderstood>(e => Take(d => d.NotUnderstood(e)));
        Command<StreamEvents.KeyPressed>(e => Take(d => d.KeyPressed(e)));
        Command<StreamEvents.MachineHeard>(e => Take(d => d.MachineHeard(e)));

        Command<StreamEvents.RecordingStopped>(e => Take(d => d.RecordingStopped(e.Reason)));

        Command<TimeIsUp>(t => Take(d => d.Elapsed(t.Timer, t.Run)));
        Command<ReceptionFailed>(f => OnReceptionFailed(f.Reception));
        Command<ObserverGone>(g => _observers.Remove(g.Observer));
    }

    public override string PersistenceId { get; }

    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    protected override void PreStart()
    {
        base.PreStart();
        Timers.StartSingleTimer(CallTimer.Linger, new TimeIsUp(CallTimer.Linger, 0), _services.Rules.LingerFor);
    }

    /// <summary>Nobody may wait for an answer that cannot come any more.</summary>
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        RefuseAll("The call's journal could not be written.");
        base.OnPersistFailure(cause, @event, sequenceNr);
    }

    protected override void PostStop()
    {
        RefuseAll("The call was stopped.");
        base.PostStop();
    }

    /// <summary>Lets the rules judge one message, stores the events, then acts.</summary>
    private void Take(Action<CallDecider> judge, bool afterRecovery = false)
    {
        var decider = new CallDecider(_state, _live, _services.Rules, Now);
        judge(decider);
        var events = decider.Events;
        if (events.Count == 0)
        {
            Act(decider, phaseBefore: _state.Phase, afterRecovery);
            return;
        }

        var left = events.Count;
        var phaseBefore = _state.Phase;
        PersistAll(events, e =>
        {
            _state = _state.Apply(e);
            if (--left == 0) Act(decider, phaseBefore, afterRecovery);
        });
    }

    private void Act(CallDecider decider, CallPhase phaseBefore, bool afterRecovery)
    {
        _live = decider.Live;
        foreach (var effect in decider.Effects) Perform(effect);
        if (_state.Phase == phaseBefore && !afterRecovery) return;
        LogPhase(_state.Phase, _state.EndReason);
        if (_state.Phase is CallPhase.Unknown) return;
        Announce(new CallActivity.Changed(_state.Id, _state.Phase, _state.EndReason));
        _services.Index.Tell(new CallIndexMessages.CallStands(_state.Summary()), Self);
        if (_state.Phase is CallPhase.Connecting or CallPhase.Talking) StartAttendant();
    }

    private void Perform(CallEffect effect)
    {
        switch (effect)
        {
            case CallEffect.Reply e: Sender.Tell(e.Message, Self); break;
            case CallEffect.AwaitOperation e: Await(e.Operation); break;
            case CallEffect.Answer e: Answer(e); break;
            case CallEffect.Dial e: Dial(e.Order); break;
            case CallEffect.HangUpLeg e: Release(e.Leg); break;
            case CallEffect.TellStream e: if (!_stream.IsNobody()) _stream.Tell(e.Message, Self); break;
            case CallEffect.AdoptStream e: Adopt(Sender, e.Stream); break;
            case CallEffect.Arm e: Timers.StartSingleTimer(e.Timer, new TimeIsUp(e.Timer, e.Run), e.Due); break;
            case CallEffect.Disarm e: Timers.Cancel(e.Timer); break;
            case CallEffect.DisarmAll: Timers.CancelAll(); break;
            case CallEffect.Announce e: Announce(e.Activity); break;
            case CallEffect.SendText e: _services.Texts.Tell(e.Order, ActorRefs.Nobody); break;
            case CallEffect.Retire: Context.Parent.Tell(new Passivate(PoisonPill.Instance), Self); break;
            default: throw new ArgumentOutOfRangeException(nameof(effect), effect.GetType().Name, "An effect that nobody performs.");
        }
    }

    private void OnGetCall(CallCommands.GetCall query)
    {
        ICallReply reply = _state.Phase is CallPhase.Unknown
            ? new CallReplies.Refused(_state.Id, RefusalReason.UnknownCall, "There is no such call.")
            : _state.View();
        Sender.Tell(reply, Self);
    }

    private void OnObserve(CallCommands.ObserveCall command)
    {
        if (_observers.Add(Sender)) Context.WatchWith(Sender, new ObserverGone(Sender));
        Sender.Tell(new CallActivity.Changed(_state.Id, _state.Phase, _state.EndReason), Self);
        if (_state.Recording is { } recording) Sender.Tell(new CallActivity.Recording(_state.Id, _state.IsRecorded, recording.Stopped), Self);
    }

    private void Await(OperationId operation)
    {
        if (Sender.IsNobody()) return;
        if (!_waiting.TryGetValue(operation, out var waiting)) _waiting[operation] = waiting = [];
        if (!waiting.Contains(Sender)) waiting.Add(Sender);
    }

    private void Answer(CallEffect.Answer answer)
    {
        if (!_waiting.Remove(answer.Operation, out var waiting)) return;
        waiting[0].Tell(Named(answer.Message, answer.Operation), Self);
        foreach (var other in waiting.Skip(1)) other.Tell(Named(answer.Kept ?? answer.Message, answer.Operation), Self);
    }

    private static ICallReply Named(ICallReply reply, OperationId operation) => reply is CallReplies.Refused refused ? refused with { Operation = operation } : reply;

    private void RefuseAll(string detail)
    {
        // Its own attendant has gone before it.
        var self = Self.Path.ToStringWithoutAddress();
        foreach (var waiting in _waiting.Values)
            foreach (var client in waiting.Where(c => c.Path.Parent.ToStringWithoutAddress() != self))
                client.Tell(new CallReplies.Refused(_state.Id, RefusalReason.NotStored, detail), Self);
        _waiting.Clear();
    }

    /// <summary>The stream has ended, or is about to: nothing is told it any more.</summary>
    private void LetGo(int number)
    {
        if (_stream.IsNobody() || number != _streamNumber) return;
        Context.Unwatch(_stream);
        _stream = ActorRefs.Nobody;
    }

    private void Adopt(IActorRef stream, int number)
    {
        if (!_stream.IsNobody() && !_stream.Equals(stream))
        {
            Context.Unwatch(_stream);
            _stream.Tell(new StreamCommands.Close(_state.Id, "Another socket took this call."), Self);
        }

        _stream = stream;
        _streamNumber = number;
        Context.WatchWith(stream, new StreamEvents.Detached(_state.Id, number));
        stream.Tell(new StreamEvents.Attached(_state.Id, number, _state.Speech), Self);
    }

    private void Announce(CallActivity activity)
    {
        foreach (var observer in _observers) observer.Tell(activity, Self);
    }

    private string? CarrierFor(ICallOperation operation) => operation is CallCommands.PlaceCall place ? _services.Carriers.Reaching(place.To)?.Name : null;

    private ICarrier Carrier => _services.Carriers.Named(_state.Carrier);

    private void Dial(DialOrder order)
    {
        var carrier = Carrier;
        Context.System.Scheduler.WithinAsync(_services.Rules.CarrierWithin, deadline => carrier.DialAsync(order, deadline)).PipeTo(
            Self,
            Self,
            leg => new DialTaken(leg),
            e => new DialRefused(e is CarrierException known ? known.Message : $"The carrier failed ({e.GetType().Name})."));
    }

    private void Release(LegId leg)
    {
        var (log, carrier) = (_log, Carrier);
        Context.System.Scheduler.WithinAsync(_services.Rules.CarrierWithin, async deadline =>
        {
            await carrier.HangUpAsync(leg, deadline).ConfigureAwait(false);
            return new LegReleased();
        }).PipeTo(
            Self,
            Self,
            released => released,
            e =>
            {
                log.Warning("The carrier did not confirm the hang-up ({0}).", e.GetType().Name);
                return new LegReleased();
            });
    }

    private void LogPhase(CallPhase phase, CallEndReason? reason)
    {
        if (reason is { } known) _log.Info("Call {0}: {1}, {2}", _state.Id, phase, known);
        else _log.Info("Call {0}: {1}", _state.Id, phase);
    }

    private static string NewTicket() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private sealed record TimeIsUp(CallTimer Timer, int Run);

    private sealed record DialTaken(LegId Leg);

    private sealed record DialRefused(string Detail);

    /// <summary>Its call may have left memory meanwhile.</summary>
    private sealed record LegReleased : IDeadLetterSuppression;

    private sealed record ObserverGone(IActorRef Observer);
}

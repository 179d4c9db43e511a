using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Texts;

namespace CallActors.Engine.Messages;

/// <summary>
/// The texts to and from one person: a sharded, event-sourced entity. The rules are <see cref="ThreadDecider"/>'s; this actor routes, stores,
/// and only then acts and answers. Protocol: docs/protocols/message-thread.md.
/// </summary>
public sealed class MessageThreadActor : SnapshottingActor, IWithTimers
{
    private const int LinesShown = 200;
    private const int SnapshotEvery = 100;

    private readonly ThreadServices _services;
    private readonly Dictionary<OperationId, List<IActorRef>> _waiting = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private ThreadState _state = new();
    private TextAddress? _address;

    /// <param name="id">The thread's id; the address, which it does not tell, comes with every message and event.</param>
    public MessageThreadActor(string id, ThreadServices services) : base("A thread of texts", SnapshotEvery)
    {
        PersistenceId = id;
        _services = services;

        Recover<SnapshotOffer>(offer =>
        {
            var snapshot = (ThreadSnapshot)offer.Snapshot;
            (_state, _address) = (ThreadState.Of(snapshot), snapshot.Address);
        });
        Recover<IThreadEvent>(OnRecovered);
        Recover<RecoveryCompleted>(_ =>
        {
            if (_address is not null) Take(d => d.Recovered());
        });

        Command<ThreadCommands.SendText>(c => Take(c, d => d.Send(c)));
        Command<ThreadCommands.AwaitText>(c => Take(c, d => d.Await(c)));
        Command<ThreadCommands.AbandonText>(c => Take(c, d => d.Abandon(c.OperationId)));
        Command<ThreadCommands.GetThread>(OnGetThread);
        Command<ThreadCommands.TextCame>(c => Take(c, d => d.Came(c.Text, _services.CallBacks)));
        Command<ThreadCommands.TextReported>(c => Take(c, d => d.Reported(c.News)));
        Command<ThreadCommands.Wake>(_ => { });
        Command<SendTaken>(m => Take(d => d.Taken(m.Ask, m.Carrier, m.MessageId)));
        Command<SendRefused>(m => Take(d => d.NotTaken(m.Ask, m.Detail)));
        Command<ReplyIsLate>(m => Take(d => d.ReplyIsLate(m.Ask)));
        Command<LingerIsOver>(_ => Take(d => d.Linger()));
    }

    public override string PersistenceId { get; }

    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    /// <summary>Nobody may wait for an answer that cannot come any more.</summary>
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        RefuseAll("The thread's journal could not be written.");
        base.OnPersistFailure(cause, @event, sequenceNr);
    }

    protected override void PreStart()
    {
        base.PreStart();
        Timers.StartSingleTimer(nameof(LingerIsOver), LingerIsOver.Instance, _services.Rules.LingerFor);
    }

    protected override void PostStop()
    {
        RefuseAll("The thread was stopped.");
        base.PostStop();
    }

    protected override void Apply(object fact) => _state = _state.Apply((IThreadEvent)fact);

    protected override object Snapshot() => _state.Snapshot(_address!.Value);

    private void OnRecovered(IThreadEvent fact)
    {
        _address ??= fact switch
        {
            ThreadEvents.TextAsked e => e.Address,
            ThreadEvents.TextArrived e => e.Address,
            _ => null,
        };
        _state = _state.Apply(fact);
    }

    private void Take(IThreadCommand command, Action<ThreadDecider> judge)
    {
        _address ??= command.Address;
        Take(judge);
    }

    /// <summary>Lets the rules judge one message, stores the events, then acts.</summary>
    private void Take(Action<ThreadDecider> judge)
    {
        // A thread that was only looked at.
        if (_address is not { } address)
        {
            Retire();
            return;
        }

        var decider = new ThreadDecider(address, _state, _services.Rules, _services.Carriers.Count > 0, Now);
        judge(decider);
        Store(decider.Events, () => Act(decider));
    }


    private void Act(ThreadDecider decider)
    {
        foreach (var effect in decider.Effects) Perform(effect);
    }

    private void Perform(ThreadEffect effect)
    {
        switch (effect)
        {
            case ThreadEffect.Reply e: Sender.Tell(e.Message, Self); break;
            case ThreadEffect.Await e: Await(e.Ask); break;
            case ThreadEffect.Answer e: Answer(e); break;
            case ThreadEffect.Send e: Send(e); break;
            case ThreadEffect.ArmReply e: Timers.StartSingleTimer(nameof(ReplyIsLate), new ReplyIsLate(e.Ask), e.Due); break;
            case ThreadEffect.DisarmReply: Timers.Cancel(nameof(ReplyIsLate)); break;
            case ThreadEffect.ArmLinger: Timers.StartSingleTimer(nameof(LingerIsOver), LingerIsOver.Instance, _services.Rules.LingerFor); break;
            case ThreadEffect.DisarmLinger: Timers.Cancel(nameof(LingerIsOver)); break;
            case ThreadEffect.Retire: Retire(); break;
            case ThreadEffect.File e: _services.Desk.Tell(new TextDeskMessages.File(e.Carrier, e.MessageId, _address!.Value), Self); break;
            case ThreadEffect.Stand e: _services.Desk.Tell(new TextDeskMessages.ThreadStands(_address!.Value, e.IsOpen), Self); break;
            case ThreadEffect.RingBack e: _services.CallBacks?.Ring(_address!.Value, e.CallId, e.AgentWaits); break;
            default: throw new ArgumentOutOfRangeException(nameof(effect), effect.GetType().Name, "An effect that nobody performs.");
        }
    }

    private static void Retire() => Context.Parent.Tell(new Passivate(PoisonPill.Instance), Context.Self);

    private void OnGetThread(ThreadCommands.GetThread query)
    {
        var ours = _state.Asks.Where(a => a.Body.Length > 0).Select(a => new ThreadLine(Speaker.Agent, a.SentAt ?? a.AskedAt, a.Body, a.Delivery));
        var theirs = _state.Arrivals.Select(a => new ThreadLine(Speaker.Person, a.At, a.Body, null));
        Sender.Tell(new ThreadReplies.ThreadView(query.Address, [.. ours.Concat(theirs).OrderBy(l => l.At).TakeLast(LinesShown)], _state.Open), Self);
    }

    private void Await(OperationId ask)
    {
        if (Sender.IsNobody()) return;
        if (!_waiting.TryGetValue(ask, out var waiting)) _waiting[ask] = waiting = [];
        if (!waiting.Contains(Sender)) waiting.Add(Sender);
    }

    private void Answer(ThreadEffect.Answer answer)
    {
        if (!_waiting.Remove(answer.Ask, out var waiting)) return;
        foreach (var client in waiting) client.Tell(answer.Message, Self);
    }

    private void RefuseAll(string detail)
    {
        foreach (var (ask, waiting) in _waiting)
            foreach (var client in waiting)
                client.Tell(new ThreadReplies.Refused(_address!.Value, ask, TextRefusal.NotStored, detail), Self);
        _waiting.Clear();
    }

    private void Send(ThreadEffect.Send send)
    {
        var named = _services.Carriers.FirstOrDefault(c => c.Name == send.Carrier);
        if (_services.Carriers is not [var usual, ..])
        {
            Self.Tell(new SendRefused(send.Ask, "No carrier for texts is configured any more."), Self);
            return;
        }

        var log = _log;
        // What the person wrote to may not be configured any more; its number is not another carrier's.
        var carrier = named ?? usual;
        var order = named is null && send.Carrier.Length > 0 ? send.Order with { From = _services.Rules.From } : send.Order;
        Context.System.Scheduler.WithinAsync(_services.Rules.CarrierWithin, deadline => carrier.SendAsync(order, deadline)).PipeTo(
            Self,
            Self,
            id => new SendTaken(send.Ask, carrier.Name, id),
            e =>
            {
                log.Warning("A text was not taken by the carrier ({0}).", e.GetType().Name);
                return new SendRefused(send.Ask, e is CarrierException known ? known.Message : $"The carrier failed ({e.GetType().Name}).");
            });
    }

    private sealed record SendTaken(OperationId Ask, string Carrier, string MessageId);

    private sealed record SendRefused(OperationId Ask, string Detail);

    private sealed record ReplyIsLate(OperationId Ask);

    private sealed record LingerIsOver
    {
        public static LingerIsOver Instance { get; } = new();
    }
}

/// <summary>What every thread needs from its node.</summary>
/// <param name="Carriers">Send, the usual one first; none where texts cannot be sent.</param>
/// <param name="Desk">The <see cref="TextDeskActor"/>.</param>
/// <param name="CallBacks">Rings who wants to be called; null when nobody is.</param>
public sealed record ThreadServices(IReadOnlyList<ITextCarrier> Carriers, IActorRef Desk, ThreadRules Rules, ICallBackDesk? CallBacks = null);

using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;

namespace CallActors.Engine.Switchboard;

/// <summary>
/// What is remembered of a person who may call in: a sharded, event-sourced entity. The rules are <see cref="SwitchboardDecider"/>'s; this actor
/// routes, stores, and only then acts and answers. Protocol: docs/protocols/switchboard.md.
/// </summary>
public sealed class SwitchboardActor : SnapshottingActor, IWithTimers
{
    private const int SnapshotEvery = 100;

    private readonly SwitchboardServices _services;
    private readonly PersonId _person;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Queue<Asked> _waiting = new();
    private SwitchboardState _state = new();

    /// <summary>The attempt that is being judged; the digits leave memory with it.</summary>
    private Asked? _judged;

    /// <param name="id">The person's id, or that of all strangers.</param>
    public SwitchboardActor(string id, SwitchboardServices services) : base("A switchboard", SnapshotEvery)
    {
        PersistenceId = "switchboard-" + id;
        _person = PersonId.Of(id);
        _services = services;

        Recover<SnapshotOffer>(offer => _state = SwitchboardState.Of((SwitchboardSnapshot)offer.Snapshot));
        Recover<ISwitchboardEvent>(e => _state = _state.Apply(e));
        Recover<RecoveryCompleted>(_ => Take(d => d.Recovered()));

        Command<SwitchboardCommands.TakeCall>(c => Take(d => d.TakeCall(c)));
        Command<SwitchboardCommands.TryPin>(OnTryPin);
        Command<Verified>(v => Take(d => d.Verified(v.IsSame)));
        Command<SwitchboardCommands.EnterWorkspace>(c => Take(d => d.EnterWorkspace(c)));
        Command<SwitchboardCommands.NoteDeed>(c => Take(d => d.NoteDeed(c)));
        Command<SwitchboardCommands.CallWhenDone>(c => Take(d => d.CallWhenDone(c, CanCall())));
        Command<SwitchboardCommands.CallAbout>(c => Take(d => d.CallAbout(c, _services.Calls is not null)));
        Command<SwitchboardCommands.EndCall>(c => Take(d => d.EndCall(c.CallId)));
        Command<SwitchboardCommands.GetAudit>(OnGetAudit);
        Command<SwitchboardMessages.Wake>(_ => { });
        Command<WorkspaceReplies.Standing>(m => Take(d => d.Stands(m.WorkspaceId, m.State)));
        Command<WorkspaceActivity.Changed>(m => Take(d => d.Stands(m.WorkspaceId, m.State)));
        // What a workspace tells besides.
        Command<WorkspaceActivity>(_ => { });
        Command<IWorkspaceReply>(_ => { });
        Command<LookAgain>(_ => Take(d => d.LookAgain()));
        Command<LingerIsOver>(_ => OnLingerIsOver());
    }

    public override string PersistenceId { get; }

    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    /// <summary>Nobody may wait for an answer that cannot come any more.</summary>
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        // Whose attempt is judged, or waits, is answered at the stop.
        if (!Sender.Equals(Self) && !Sender.Equals(_judged?.By)) Sender.Tell(new SwitchboardReplies.NotStored(_person), Self);
        base.OnPersistFailure(cause, @event, sequenceNr);
    }

    protected override void PostStop()
    {
        if (_judged is { } judged) _waiting.Enqueue(judged);
        foreach (var asked in _waiting) asked.By.Tell(new SwitchboardReplies.NotStored(_person), Self);
        base.PostStop();
    }

    protected override void Apply(object fact) => _state = _state.Apply((ISwitchboardEvent)fact);

    protected override object Snapshot() => _state.Snapshot();

    /// <summary>Lets the rules judge one message, stores the events, then acts.</summary>
    private void Take(Action<SwitchboardDecider> judge)
    {
        var decider = new SwitchboardDecider(_person, _state, _services.Rules, Now);
        judge(decider);
        Store(decider.Events, () => Act(decider));
    }

    private void Act(SwitchboardDecider decider)
    {
        foreach (var effect in decider.Effects) Perform(effect);
        Timers.StartSingleTimer(nameof(LingerIsOver), LingerIsOver.Instance, _services.Rules.LingerFor);
        if (_state.Wishes.IsEmpty) Timers.Cancel(nameof(LookAgain));
        else if (!Timers.IsTimerActive(nameof(LookAgain))) Timers.StartPeriodicTimer(nameof(LookAgain), LookAgain.Instance, _services.Rules.LookEvery);
    }

    private void Perform(SwitchboardEffect effect)
    {
        switch (effect)
        {
            case SwitchboardEffect.Reply e: Sender.Tell(e.Message, Self); break;
            case SwitchboardEffect.Verify: Verify(); break;
            case SwitchboardEffect.Judge e: Judge(e); break;
            case SwitchboardEffect.Observe e: _services.Workspaces.Tell(new WorkspaceCommands.Observe(e.WorkspaceId), Self); break;
            case SwitchboardEffect.StopObserving e: _services.Workspaces.Tell(new WorkspaceCommands.StopObserving(e.WorkspaceId), Self); break;
            case SwitchboardEffect.Ring e: Ring(e.Order); break;
            default: throw new ArgumentOutOfRangeException(nameof(effect), effect.GetType().Name, "An effect that nobody performs.");
        }
    }

    /// <summary>One is judged at a time, so that each counts before the next is looked at.</summary>
    private void OnTryPin(SwitchboardCommands.TryPin command)
    {
        var asked = new Asked(command, Sender);
        if (_judged is null) Begin(asked);
        else if (_waiting.Count < _services.Rules.Waiting) _waiting.Enqueue(asked);
        else Sender.Tell(new SwitchboardReplies.PinJudged(_person, command.CallId, PinVerdict.LockedOut, 0), Self);
    }

    private void Begin(Asked asked)
    {
        _judged = asked;
        Take(d => d.Try(asked.Command));
    }

    /// <summary>The same work whoever it is and whether or not its result is used.</summary>
    private void Verify()
    {
        var (services, person, digits, log) = (_services, _person, _judged!.Command.Digits, _log);
        Task.Run(() =>
        {
            var hash = services.Pins(person);
            return services.Verify(hash ?? PinHash.Decoy, digits) & hash is not null;
        }).PipeTo(
            Self,
            Self,
            isSame => new Verified(isSame),
            e =>
            {
                log.Error("A PIN could not be compared ({0}).", e.GetType().Name);
                return new Verified(IsSame: false);
            });
    }

    private void Judge(SwitchboardEffect.Judge judgement)
    {
        // Nobody waits for one that was judged on recovery.
        if (_judged is not { } judged) return;
        _judged = null;
        judged.By.Tell(new SwitchboardReplies.PinJudged(_person, judgement.CallId, judgement.Verdict, judgement.TriesLeft), Self);
        if (_waiting.TryDequeue(out var next)) Begin(next);
    }

    private bool CanCall() => !_services.Workspaces.IsNobody() && _services.Calls?.CanCall(_person) is true;

    private void Ring(CallOut order)
    {
        if (_services.Calls is not { } calls) return;
        var answer = CallOutAnswer.NotNow;
        try
        {
            answer = calls.Ring(order);
        }
        catch (Exception e)
        {
            _log.Error("A person could not be called ({0}).", e.GetType().Name);
        }

        // Not before: a process that dies between rings again, under the same id, and that is one call.
        Take(d => d.Rang(order, answer));
    }

    private void OnGetAudit(SwitchboardCommands.GetAudit query) =>
        Sender.Tell(
            new SwitchboardReplies.Audit(_person, [.. _state.Audit.Reverse().Take(Math.Clamp(query.Limit, 1, SwitchboardState.AuditKept))]),
            Self);

    private void OnLingerIsOver()
    {
        if (_judged is null && _state.Wishes.IsEmpty) Context.Parent.Tell(new Passivate(PoisonPill.Instance), Self);
    }

    private sealed record Asked(SwitchboardCommands.TryPin Command, IActorRef By);

    private sealed record Verified(bool IsSame);

    private sealed record LookAgain
    {
        public static LookAgain Instance { get; } = new();
    }

    private sealed record LingerIsOver
    {
        public static LingerIsOver Instance { get; } = new();
    }
}

/// <summary>Messages of switchboards besides the commands.</summary>
public static class SwitchboardMessages
{
    /// <summary>The switchboard is to be in memory: it may have to call its person. Sent when the engine starts. No reply.</summary>
    public sealed record Wake(PersonId Person) : IWithPersonId;
}

using CallActors.Contracts.Schedules;
using CallActors.Contracts.Switchboard;

namespace CallActors.Engine.Schedules;

/// <summary>
/// The calls that a person has ordered for a time: a sharded, event-sourced entity. The rules are <see cref="ScheduleDecider"/>'s; this actor
/// routes, stores, and only then acts and answers. Protocol: docs/protocols/schedule.md.
/// </summary>
public sealed class ScheduleActor : SnapshottingActor, IWithTimers
{
    private const int SnapshotEvery = 50;

    private readonly ScheduleServices _services;
    private readonly PersonId _person;
    private ScheduleState _state = new();
    private ScheduleLive _live = new();

    /// <param name="id">The person's id.</param>
    public ScheduleActor(string id, ScheduleServices services) : base("A schedule", SnapshotEvery)
    {
        PersistenceId = "schedule-" + id;
        _person = PersonId.Of(id);
        _services = services;

        Recover<SnapshotOffer>(offer => _state = ScheduleState.Of((ScheduleSnapshot)offer.Snapshot));
        Recover<IScheduleEvent>(e => _state = _state.Apply(e));
        Recover<RecoveryCompleted>(_ => Take(d => d.Recovered()));

        Command<ScheduleCommands.Schedule>(c => Take(d => d.Schedule(c, _services.CanCall(_person))));
        Command<ScheduleCommands.Cancel>(c => Take(d => d.Cancel(c.CallId)));
        Command<ScheduleCommands.List>(_ => OnList());
        Command<SwitchboardReplies.Rang>(m => Take(d => d.Rang(m)));
        Command<ScheduleMessages.Wake>(_ => { });
        Command<LookAgain>(_ => Take(_ => { }));
        Command<LingerIsOver>(_ => OnLingerIsOver());
    }

    public override string PersistenceId { get; }

    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    /// <summary>Nobody may take for noted what is not.</summary>
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        Sender.Tell(new ScheduleReplies.Refused(_person, ScheduleRefusal.NotStored, "That could not be kept."), Self);
        base.OnPersistFailure(cause, @event, sequenceNr);
    }

    protected override void Apply(object fact) => _state = _state.Apply((IScheduleEvent)fact);

    protected override object Snapshot() => _state.Snapshot();

    /// <summary>Lets the rules judge one message and look what is due, stores the events, then acts.</summary>
    private void Take(Action<ScheduleDecider> judge)
    {
        var decider = new ScheduleDecider(_person, _state, _live, _services.Rules, Now);
        judge(decider);
        decider.Look();
        _live = decider.Live;
        Store(decider.Events, () => Act(decider));
    }

    private void Act(ScheduleDecider decider)
    {
        // First: whoever is answered may count on it.
        if (decider.NextLook is { } wait) Timers.StartSingleTimer(nameof(LookAgain), LookAgain.Instance, wait);
        else Timers.Cancel(nameof(LookAgain));
        Timers.StartSingleTimer(nameof(LingerIsOver), LingerIsOver.Instance, _services.Rules.LingerFor);
        foreach (var effect in decider.Effects) Perform(effect);
    }

    private void Perform(ScheduleEffect effect)
    {
        switch (effect)
        {
            case ScheduleEffect.Reply e: Sender.Tell(e.Message, Self); break;
            case ScheduleEffect.TellSwitchboard e: _services.Switchboards.Tell(e.Command, Self); break;
            default: throw new ArgumentOutOfRangeException(nameof(effect), effect.GetType().Name, "An effect that nobody performs.");
        }
    }

    private void OnList() => Sender.Tell(new ScheduleReplies.Listing(_person, [.. _state.Pending, .. _state.Past.Reverse()]), Self);

    private void OnLingerIsOver()
    {
        if (_state.Pending.IsEmpty) Context.Parent.Tell(new Passivate(PoisonPill.Instance), Self);
    }

    private sealed record LookAgain
    {
        public static LookAgain Instance { get; } = new();
    }

    private sealed record LingerIsOver
    {
        public static LingerIsOver Instance { get; } = new();
    }
}

/// <summary>Messages of schedules besides the commands.</summary>
public static class ScheduleMessages
{
    /// <summary>The schedule is to be in memory: it may have to call its person. Sent when the engine starts. No reply.</summary>
    public sealed record Wake(PersonId Person) : IWithPersonId;
}

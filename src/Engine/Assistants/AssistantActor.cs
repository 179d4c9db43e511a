using CallActors.Contracts.Assistants;
using CallActors.Contracts.Switchboard;
using CallActors.Engine.Assistants.Tools;

namespace CallActors.Engine.Assistants;

/// <summary>
/// A person's conversation with the assistant: a sharded, event-sourced entity. The rules are <see cref="AssistantDecider"/>'s; this actor routes,
/// stores, and only then acts and answers. Protocol: docs/protocols/assistant.md.
/// </summary>
public sealed class AssistantActor : SnapshottingActor, IWithTimers
{
    private const int SnapshotEvery = 200;

    /// <summary>Calls of one person that are told at the same time.</summary>
    private const int MostObservers = 16;

    private readonly AssistantServices _services;
    private readonly List<IActorRef> _observers = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private AssistantState _state = new();
    private AssistantLive _live = new();
    private PersonId? _person;
    private ModelRun? _run;
    private IActorRef _tool = ActorRefs.Nobody;

    /// <param name="id">The assistant's id; the person, whom it does not tell, comes with every message and turn.</param>
    public AssistantActor(string id, AssistantServices services) : base("A conversation with the assistant", SnapshotEvery)
    {
        PersistenceId = id;
        _services = services;

        Recover<SnapshotOffer>(offer =>
        {
            var snapshot = (AssistantSnapshot)offer.Snapshot;
            (_state, _person) = (AssistantState.Of(snapshot), snapshot.Person);
        });
        Recover<IAssistantEvent>(fact =>
        {
            if (fact is AssistantEvents.TurnBegun begun) _person = begun.Person;
            _state = _state.Apply(fact);
        });
        Recover<RecoveryCompleted>(_ =>
        {
            if (_person is not null) Take(d => d.Recovered());
        });

        Command<AssistantCommands.Say>(c => Take(c, d => d.Say(c)));
        Command<AssistantCommands.Cut>(c => Take(c, d => d.Cut(c)));
        Command<AssistantCommands.Forget>(c => Take(c, d => d.Forget()));
        Command<AssistantCommands.Observe>(OnObserve);
        Command<AssistantCommands.StopObserving>(_ => Leave(Sender));
        Command<ObserverGone>(gone => Leave(gone.Observer));
        Command<ModelTold>(OnModelTold);
        Command<ToolFinished>(m => Take(d => d.ToolAnswered(m.Run, m.UseId, m.Content, m.IsError)));
        Command<TimeIsUp>(OnTimeIsUp);
    }

    public override string PersistenceId { get; }

    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    /// <summary>Nobody may wait for words that cannot come any more.</summary>
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        if (Sender is { } sender && !sender.IsNobody() && @event is AssistantEvents.TurnBegun begun)
            sender.Tell(new AssistantReplies.Refused(begun.Person, begun.TurnId, AssistantRefusal.NotStored, "The journal could not be written."), Self);
        else if (_person is { } person && _state.Turns.LastOrDefault() is { } turn)
            Tell(new AssistantActivity.Ended(person, turn.Id, AssistantEnding.Broken, "The journal could not be written."));
        base.OnPersistFailure(cause, @event, sequenceNr);
    }

    protected override void PreStart()
    {
        base.PreStart();
        Arm(AssistantTimer.Linger, 0, _services.Rules.LingerFor);
    }

    protected override void PostStop()
    {
        _run?.Stop();
        if (_person is { } person && _state.Running is { } turn)
            Tell(new AssistantActivity.Ended(person, turn.Id, AssistantEnding.Broken, "The assistant was stopped."));
        base.PostStop();
    }

    protected override void Apply(object fact) => _state = _state.Apply((IAssistantEvent)fact);

    protected override object Snapshot() => _state.Snapshot(_person!.Value);

    private void Take(IAssistantCommand command, Action<AssistantDecider> judge)
    {
        _person = command.Person;
        Take(judge);
    }

    /// <summary>Lets the rules judge one message, stores the events, then acts.</summary>
    private void Take(Action<AssistantDecider> judge)
    {
        if (_person is not { } person) return;
        var decider = new AssistantDecider(person, _state, _live, _services.Rules, AssistantTools.Doing, Now);
        judge(decider);
        _live = decider.Live;
        Store(decider.Events, () => Act(decider));
    }


    private void Act(AssistantDecider decider)
    {
        foreach (var effect in decider.Effects) Perform(effect);
    }

    private void Perform(AssistantEffect effect)
    {
        switch (effect)
        {
            case AssistantEffect.Reply e: Sender.Tell(e.Message, Self); break;
            case AssistantEffect.Tell e: Tell(e.Activity); break;
            case AssistantEffect.Ask e: Ask(e); break;
            case AssistantEffect.Pull e: Pull(e.Run); break;
            case AssistantEffect.StopModel: StopModel(); break;
            case AssistantEffect.RunTool e: _tool = Context.ActorOf(ToolRunActor.PropsFor(_services, e.Run, e.Call)); break;
            case AssistantEffect.StopTool: StopTool(); break;
            case AssistantEffect.Arm e: Arm(e.Timer, e.Run, e.Due); break;
            case AssistantEffect.Disarm e: Timers.Cancel(e.Timer); break;
            case AssistantEffect.Condense: SaveSnapshot(_state.Snapshot(_person!.Value)); break;
            default: throw new ArgumentOutOfRangeException(nameof(effect), effect.GetType().Name, "An effect that nobody performs.");
        }
    }

    private void Ask(AssistantEffect.Ask ask)
    {
        StopModel();
        // Of the turn, and not of each request: what a model has noted in a turn holds for nothing else.
        var moment = TimeWords.Moment(_state.Running?.At ?? Now, _services.Zone);
        var request = new ModelRequest(AssistantHistory.Of(_state), AssistantTools.For(_services, _person!.Value), ask.MayUseTools, moment);
        _run = new ModelRun(ask.Run, _services.Model, request);
        Pull(ask.Run);
    }

    private void Pull(int run)
    {
        if (_run is { } current && current.Number == run) current.NextAsync().PipeTo(Self, Self, told => new ModelTold(run, told));
    }

    private void StopModel()
    {
        _run?.Stop();
        _run = null;
    }

    private void StopTool()
    {
        _tool.Tell(ToolRunActor.GiveUp.Instance, Self);
        _tool = ActorRefs.Nobody;
    }

    private void OnModelTold(ModelTold told)
    {
        switch (told.Event)
        {
            case ModelEvent.Failed failed when told.Run == _live.Run:
                _log.Warning("The assistant's model {0} failed ({1}): {2}", _services.Model.Name, failed.Fault, failed.Detail);
                break;
            case ModelEvent.Ended ended when told.Run == _live.Run:
                _log.Debug("The assistant's model {0} read {1} tokens, {2} of them from its cache, and wrote {3}.", _services.Model.Name, ended.InputTokens, ended.CachedTokens, ended.OutputTokens);
                break;
        }

        Take(d => d.Told(told.Run, told.Event));
    }

    private void OnTimeIsUp(TimeIsUp time)
    {
        switch (time.Timer)
        {
            case AssistantTimer.Silence: Take(d => d.IsSilent(time.Run)); break;
            case AssistantTimer.Turn: Take(d => d.TurnIsLate()); break;
            case AssistantTimer.Retry: Take(d => d.RetryIsDue(time.Run)); break;
            case AssistantTimer.Linger when _state.Running is null && _observers.Count == 0: Context.Parent.Tell(new Passivate(PoisonPill.Instance), Self); break;
        }
    }

    private void OnObserve(AssistantCommands.Observe command)
    {
        if (!_observers.Contains(Sender))
        {
            // One that forgot to stop makes room.
            if (_observers.Count == MostObservers) Leave(_observers[0]);
            _observers.Add(Sender);
            Context.WatchWith(Sender, new ObserverGone(Sender));
        }

        Sender.Tell(new AssistantReplies.Observed(command.Person, _state.Running?.Id), Self);
    }

    private void Leave(IActorRef observer)
    {
        if (!_observers.Remove(observer)) return;
        Context.Unwatch(observer);
        if (_observers.Count == 0) Arm(AssistantTimer.Linger, 0, _services.Rules.LingerFor);
    }

    private void Tell(AssistantActivity activity)
    {
        foreach (var observer in _observers) observer.Tell(activity, Self);
    }

    private void Arm(AssistantTimer timer, int run, TimeSpan due) => Timers.StartSingleTimer(timer, new TimeIsUp(timer, run), due);

    private sealed record ModelTold(int Run, ModelEvent Event) : IDeadLetterSuppression;

    private sealed record TimeIsUp(AssistantTimer Timer, int Run);

    private sealed record ObserverGone(IActorRef Observer);
}

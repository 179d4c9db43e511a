using System.Collections.Immutable;
using Kernel.Actor;
using Kernel.Event;

namespace Kernel.Cluster.Sharding;

/// <summary>
/// The parent of the entities of one shard: starts them with their first message, keeps what arrives while one stops or is
/// being remembered, and stops the idle. A child of the region.
/// </summary>
internal sealed partial class Shard : ReceiveActor, IWithTimers
{
    private readonly ShardSetup _setup;
    private readonly string _shardId;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<string, ShardEntity> _entities = new(StringComparer.Ordinal);
    private readonly Dictionary<IActorRef, ShardEntity> _byRef = [];
    private readonly Queue<string> _remembered;
    private IActorRef _memory;
    private int _waiting;

    /// <param name="setup">What all shards of the region share.</param>
    /// <param name="shardId">Which shard this is.</param>
    /// <param name="memory">The region's memory; Nobody when entities are not remembered.</param>
    /// <param name="remembered">Entities to be started without a message.</param>
    public Shard(ShardSetup setup, string shardId, IActorRef memory, IReadOnlyCollection<string> remembered)
    {
        (_setup, _shardId, _memory) = (setup, shardId, memory);

        Receive<ShardingEnvelope>(Deliver);
        Receive<ShardRegion.StartEntity>(StartWithoutMessage);
        Receive<Passivate>(passivate => Passivate(Sender, passivate.StopMessage));
        Receive<Terminated>(terminated => EntityStopped(terminated.ActorRef));
        Receive<EntityRemembered>(remembered => Remembered(remembered.EntityId));
        Receive<EntityForgotten>(forgotten => Forgotten(forgotten.EntityId));
        Receive<MemoryReturned>(returned => AskMemoryAgain(returned.Memory));
        Receive<RestPassed>(passed => EndRest(passed.EntityId));
        Receive<IdleCheck>(_ => PassivateIdle());
        Receive<NextRemembered>(_ => StartNextRemembered());
        Receive<GetShardState>(_ => Sender.Tell(new ShardState(_shardId, RunningIds())));
        Receive<GetEntityRef>(get => Sender.Tell(new EntityRef(RefOf(get.EntityId))));
        Receive<HandOff>(_ => BeginHandOff());

        _remembered = new Queue<string>(remembered);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        if (_setup.Settings.ShouldPassivateIdleEntities)
            Timers.StartPeriodicTimer(nameof(IdleCheck), IdleCheck.Instance, _setup.Settings.PassivateIdleEntityAfter / 2);
        StartNextRemembered();
    }

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    private void Deliver(ShardingEnvelope message)
    {
        if (_entities.TryGetValue(message.EntityId, out var entity) && entity.Phase == EntityPhase.Running) Hand(entity, message.Message, Sender);
        else Wake(message.EntityId, message.Message);
    }

    private void StartWithoutMessage(ShardRegion.StartEntity start)
    {
        if (_entities.TryGetValue(start.EntityId, out var entity) && entity.Phase == EntityPhase.Running) Hand(entity, new StartMark(start), Sender);
        else Wake(start.EntityId, new StartMark(start));
    }

    private void StartNextRemembered()
    {
        var tuning = _setup.Settings.TuningParameters;
        var group = tuning.RecoversAtConstantRate ? tuning.EntityRecoveryConstantRateStrategyNumberOfEntities : int.MaxValue;
        while (group > 0 && _remembered.TryDequeue(out var id))
        {
            if (_entities.ContainsKey(id)) continue;
            Start(_entities[id] = new ShardEntity(id));
            group--;
        }

        if (_remembered.Count > 0)
            Timers.StartSingleTimer(nameof(NextRemembered), NextRemembered.Instance, tuning.EntityRecoveryConstantRateStrategyFrequency);
    }

    /// <summary>Keeps a message for an entity that does not run, and sees to it that it will.</summary>
    private void Wake(string entityId, object message)
    {
        var known = _entities.TryGetValue(entityId, out var entity);
        if (!known || entity is null) _entities[entityId] = entity = new ShardEntity(entityId);
        Keep(entity, message);
        if (entity.Phase == EntityPhase.Resting) EndRest(entityId);
        else if (!known && _setup.Settings.RememberEntities) _memory.Tell(new RememberEntity(entityId), Self);
        else if (!known) Start(entity);
    }

    private void Hand(ShardEntity entity, object message, IActorRef? sender)
    {
        entity.LastMessage = Now;
        if (message is StartMark) sender?.Tell(new ShardRegion.StartEntityAck(entity.Id, _shardId), Self);
        else entity.Ref.Tell(message, sender);
    }

    private void Keep(ShardEntity entity, object message)
    {
        if (_waiting >= _setup.Settings.TuningParameters.BufferSize)
        {
            _log.Warning("Shard [{0}] of [{1}] keeps {2} messages already (buffer-size): one for [{3}] goes to dead letters.", _shardId, _setup.TypeName, _waiting, entity.Id);
            ToDeadLetters(message, Sender);
            return;
        }

        _waiting++;
        entity.Waiting.Add(new Envelope(message, Sender));
    }

    private void Start(ShardEntity entity)
    {
        entity.Phase = EntityPhase.Running;
        entity.LastMessage = Now;
        try
        {
            entity.Ref = Context.Watch(Context.ActorOf(_setup.EntityProps(entity.Id), Uri.EscapeDataString(entity.Id)));
        }
        // A recipe that fails for one id must not end the other entities with a restart of the shard.
        catch (Exception cause)
        {
            _log.Error(cause, "Entity [{0}] of [{1}] cannot be made: what waits for it goes to dead letters.", entity.Id, _setup.TypeName);
            _entities.Remove(entity.Id);
            DropWaiting(entity);
            return;
        }

        _byRef[entity.Ref] = entity;
        foreach (var envelope in entity.Waiting) Hand(entity, envelope.Message, envelope.Sender);
        _waiting -= entity.Waiting.Count;
        entity.Waiting.Clear();
    }

    private ImmutableHashSet<string> RunningIds() =>
        [.. _entities.Values.Where(entity => entity.Phase is EntityPhase.Running or EntityPhase.Passivating).Select(entity => entity.Id)];

    private IActorRef RefOf(string entityId) => _entities.TryGetValue(entityId, out var entity) ? entity.Ref : ActorRefs.Nobody;

    private void ToDeadLetters(object message, IActorRef? sender) => Context.System.DeadLetters.Tell(
        new DeadLetter(message is StartMark mark ? mark.Start : message, sender ?? Context.System.DeadLetters, Self), sender);

    /// <summary>The place of a StartEntity among the waiting messages; its sender is told when the entity runs.</summary>
    private sealed record StartMark(ShardRegion.StartEntity Start);

    private sealed class NextRemembered
    {
        public static readonly NextRemembered Instance = new();
    }

    private sealed record RestPassed(string EntityId);

    private sealed class IdleCheck : INotInfluenceReceiveTimeout
    {
        public static readonly IdleCheck Instance = new();
    }
}

/// <summary>Region to shard; answered by <see cref="EntityRef"/>.</summary>
internal sealed record GetEntityRef(string EntityId);

/// <summary>The entity's reference, or Nobody when it does not run.</summary>
internal sealed record EntityRef(IActorRef Ref);

/// <summary>What all shards of one region share.</summary>
internal sealed record ShardSetup(
    string TypeName, Func<string, Props> EntityProps, ClusterShardingSettings Settings, object HandOffStopMessage);

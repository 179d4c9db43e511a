using System.Diagnostics.CodeAnalysis;
using Kernel.Actor;
using Kernel.Event;

namespace Kernel.Cluster.Sharding;

/// <summary>
/// The one address of all entities of a type: reads from each message which entity it is for, and passes it on to the shard
/// where that entity lives. Made by <see cref="ClusterSharding"/>.
/// </summary>
public sealed partial class ShardRegion : ReceiveActor, IWithTimers
{
    private readonly ShardSetup _setup;
    private readonly IMessageExtractor _extractor;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<string, IActorRef> _shards = new(StringComparer.Ordinal);
    private readonly Queue<Envelope> _beforeMemory = new();
    private IActorRef _memory = ActorRefs.Nobody;

    internal ShardRegion(ShardSetup setup, IMessageExtractor extractor)
    {
        (_setup, _extractor) = (setup, extractor);
        if (_setup.Settings.RememberEntities) Recalling();
        else Serving();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        if (_setup.Settings.RememberEntities) StartMemory();
    }

    /// <summary>The memory is being read: everything waits, so that no entity is started twice or forgotten.</summary>
    private void Recalling()
    {
        Receive<MemoryRecovered>(recovered =>
        {
            Become(Serving);
            foreach (var shard in recovered.EntityIds.GroupBy(ShardOfRemembered))
            {
                if (shard.Key is not null) StartShard(shard.Key, [.. shard]);
            }

            while (_beforeMemory.TryDequeue(out var envelope)) Self.Tell(envelope.Message, envelope.Sender);
        });
        MemoryFailing();
        Receive<GracefulShutdown>(_ => Context.Stop(Self));
        ReceiveAny(KeepUntilRecalled);
    }

    private void Serving()
    {
        Receive<ShardingEnvelope>(envelope =>
        {
            if (TryFindShard(envelope.EntityId, envelope.Message, out var shard)) shard.Forward(envelope);
        });
        Receive<StartEntity>(start =>
        {
            if (TryFindShard(start.EntityId, start, out var shard)) shard.Forward(start);
        });
        Receive<MemoryRecovered>(_ =>
        {
            foreach (var shard in _shards.Values) shard.Tell(new MemoryReturned(_memory), Self);
        });
        MemoryFailing();
        Receive<Terminated>(terminated => ForgetShard(terminated.ActorRef));
        Receive<GracefulShutdown>(_ => HandOffAll());
        Queries();
        Receive<IShardRegionQuery>(Unhandled);
        ReceiveAny(message =>
        {
            if (!TryExtract(message, out var entityId, out var entityMessage)) return;
            if (entityId is null) Unhandled(message);
            else Route(entityId, entityMessage, message);
        });
    }

    /// <summary>All entities are stopping; the region follows the last shard.</summary>
    private void HandingOff()
    {
        Receive<Terminated>(terminated =>
        {
            ForgetShard(terminated.ActorRef);
            if (_shards.Count == 0) Context.Stop(Self);
        });
        Receive<MemoryRecovered>(_ => { });
        Receive<RetryMemory>(_ => { });
        Receive<GracefulShutdown>(_ => { });
        Queries();
        ReceiveAny(ToDeadLetters);
    }

    private void MemoryFailing()
    {
        Receive<Terminated>(
            _ =>
            {
                var pause = _setup.Settings.TuningParameters.ShardFailureBackoff;
                _log.Error("The memory of remembered entities of [{0}] stopped; it is read again in {1}.", _setup.TypeName, pause);
                Timers.StartSingleTimer(nameof(RetryMemory), RetryMemory.Instance, pause);
            },
            terminated => terminated.ActorRef.Equals(_memory));
        Receive<RetryMemory>(_ => StartMemory());
    }

    private void StartMemory()
    {
        var (typeName, settings) = (_setup.TypeName, _setup.Settings);
        _memory = Context.Watch(Context.ActorOf(Props.Create(() => new RememberedEntities(typeName, settings))));
    }

    private void KeepUntilRecalled(object message)
    {
        if (_beforeMemory.Count < _setup.Settings.TuningParameters.BufferSize)
        {
            _beforeMemory.Enqueue(new Envelope(message, Sender));
            return;
        }

        _log.Warning("Region [{0}] keeps {1} messages already (buffer-size): one goes to dead letters.", _setup.TypeName, _beforeMemory.Count);
        ToDeadLetters(message);
    }

    /// <summary>An extractor that throws at one message must not end every entity of the region with a restart.</summary>
    private bool TryExtract(object message, out string? entityId, out object entityMessage)
    {
        try
        {
            entityId = _extractor.EntityId(message);
            entityMessage = entityId is null ? message : _extractor.EntityMessage(message) ?? message;
            return true;
        }
        catch (Exception cause)
        {
            ExtractorFailed(cause, message);
            (entityId, entityMessage) = (null, message);
            return false;
        }
    }

    private void Route(string? entityId, object message, object hint)
    {
        if (TryFindShard(entityId, hint, out var shard)) shard.Forward(new ShardingEnvelope(entityId!, message));
    }

    private bool TryFindShard(string? entityId, object message, [NotNullWhen(true)] out IActorRef? shard)
    {
        shard = null;
        if (string.IsNullOrEmpty(entityId)) return Refuse(message, "entity id");
        string? shardId;
        try
        {
            shardId = _extractor.ShardId(entityId, message);
        }
        catch (Exception cause)
        {
            ExtractorFailed(cause, message);
            return false;
        }

        if (string.IsNullOrEmpty(shardId)) return Refuse(message, "shard id");
        shard = ShardFor(shardId);
        return true;
    }

    private bool Refuse(object message, string what)
    {
        _log.Warning("A message of type [{0}] for [{1}] has an empty {2} and goes to dead letters.", message.GetType(), _setup.TypeName, what);
        ToDeadLetters(message);
        return false;
    }

    private void ExtractorFailed(Exception cause, object message)
    {
        _log.Error(cause, "The extractor of [{0}] failed at a message of type [{1}], which goes to dead letters.", _setup.TypeName, message.GetType());
        ToDeadLetters(message);
    }

    private string? ShardOfRemembered(string entityId)
    {
        try
        {
            return _extractor.ShardId(entityId);
        }
        catch (Exception cause)
        {
            _log.Error(cause, "The extractor of [{0}] has no shard for the remembered entity [{1}], which is not started.", _setup.TypeName, entityId);
            return null;
        }
    }

    private void ToDeadLetters(object message) => Context.System.DeadLetters.Tell(new DeadLetter(message, Sender, Self), Sender);

    private IActorRef ShardFor(string shardId) => _shards.TryGetValue(shardId, out var shard) ? shard : StartShard(shardId, []);

    private IActorRef StartShard(string shardId, IReadOnlyCollection<string> remembered)
    {
        var (setup, memory) = (_setup, _memory);
        var shard = Context.Watch(Context.ActorOf(Props.Create(() => new Shard(setup, shardId, memory, remembered)), Uri.EscapeDataString(shardId)));
        _shards[shardId] = shard;
        return shard;
    }

    private void ForgetShard(IActorRef ended)
    {
        foreach (var (shardId, shard) in _shards)
        {
            if (!shard.Equals(ended)) continue;
            _shards.Remove(shardId);
            return;
        }
    }

    private void HandOffAll()
    {
        if (_shards.Count == 0)
        {
            Context.Stop(Self);
            return;
        }

        Become(HandingOff);
        foreach (var shard in _shards.Values) shard.Tell(new HandOff(), Self);
    }

    private sealed class RetryMemory
    {
        public static readonly RetryMemory Instance = new();
    }
}

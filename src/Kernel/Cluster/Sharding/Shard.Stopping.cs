using Kernel.Actor;
using Kernel.Event;

namespace Kernel.Cluster.Sharding;

/// <summary>How entities end: passivated, idle, dead by themselves, or handed off.</summary>
internal sealed partial class Shard
{
    private void Passivate(IActorRef who, object stopMessage)
    {
        // A second wish while the first is under way changes nothing, and a stranger has no say.
        if (!_byRef.TryGetValue(who, out var entity) || entity.Phase != EntityPhase.Running) return;
        entity.Phase = EntityPhase.Passivating;
        who.Tell(stopMessage, Self);
    }

    private void PassivateIdle()
    {
        var deadline = Now - _setup.Settings.PassivateIdleEntityAfter;
        foreach (var entity in _entities.Values.Where(entity => entity.Phase == EntityPhase.Running && entity.LastMessage <= deadline).ToList())
            Passivate(entity.Ref, _setup.HandOffStopMessage);
    }

    private void EntityStopped(IActorRef who)
    {
        if (!_byRef.Remove(who, out var entity)) return;
        entity.Ref = ActorRefs.Nobody;
        var wished = entity.Phase == EntityPhase.Passivating;
        if (entity.Waiting.Count > 0) Start(entity);
        else if (!_setup.Settings.RememberEntities) _entities.Remove(entity.Id);
        else if (wished) Forget(entity);
        else Rest(entity);
    }

    private void Forget(ShardEntity entity)
    {
        entity.Phase = EntityPhase.Forgetting;
        _memory.Tell(new ForgetEntity(entity.Id), Self);
    }

    private void Forgotten(string entityId)
    {
        if (!_entities.TryGetValue(entityId, out var entity) || entity.Phase != EntityPhase.Forgetting) return;
        if (entity.Waiting.Count == 0)
        {
            _entities.Remove(entityId);
            return;
        }

        entity.Phase = EntityPhase.Remembering;
        _memory.Tell(new RememberEntity(entityId), Self);
    }

    private void Remembered(string entityId)
    {
        if (_entities.TryGetValue(entityId, out var entity) && entity.Phase == EntityPhase.Remembering) Start(entity);
    }

    private void AskMemoryAgain(IActorRef memory)
    {
        _memory = memory;
        foreach (var entity in _entities.Values)
        {
            if (entity.Phase == EntityPhase.Remembering) _memory.Tell(new RememberEntity(entity.Id), Self);
            else if (entity.Phase == EntityPhase.Forgetting) _memory.Tell(new ForgetEntity(entity.Id), Self);
        }
    }

    private void Rest(ShardEntity entity)
    {
        entity.Phase = EntityPhase.Resting;
        Timers.StartSingleTimer(new RestPassed(entity.Id), new RestPassed(entity.Id), _setup.Settings.TuningParameters.EntityRestartBackoff);
    }

    private void EndRest(string entityId)
    {
        Timers.Cancel(new RestPassed(entityId));
        if (_entities.TryGetValue(entityId, out var entity) && entity.Phase == EntityPhase.Resting) Start(entity);
    }

    private void BeginHandOff()
    {
        Timers.CancelAll();
        foreach (var entity in _entities.Values) DropWaiting(entity);
        if (_byRef.Count == 0)
        {
            Context.Stop(Self);
            return;
        }

        Timers.StartSingleTimer(nameof(HandOff), new HandOffTimeoutElapsed(), _setup.Settings.TuningParameters.HandOffTimeout);
        Become(() =>
        {
            Receive<Terminated>(terminated =>
            {
                _byRef.Remove(terminated.ActorRef);
                if (_byRef.Count == 0) Context.Stop(Self);
            });
            Receive<HandOffTimeoutElapsed>(_ =>
            {
                _log.Warning("{0} entities of shard [{1}] of [{2}] did not stop within {3} of the hand-off message: they are stopped.", _byRef.Count, _shardId, _setup.TypeName, _setup.Settings.TuningParameters.HandOffTimeout);
                foreach (var entity in _byRef.Keys) Context.Stop(entity);
            });
            Receive<ShardingEnvelope>(message => ToDeadLetters(message.Message, Sender));
            Receive<ShardRegion.StartEntity>(start => ToDeadLetters(start, Sender));
            Receive<GetEntityRef>(get => Sender.Tell(new EntityRef(RefOf(get.EntityId))));
            Receive<GetShardState>(_ => Sender.Tell(new ShardState(_shardId, RunningIds())));
            // What else is under way has nobody to wait for it any more.
            ReceiveAny(_ => { });
        });
        foreach (var (who, entity) in _byRef)
        {
            if (entity.Phase != EntityPhase.Passivating) who.Tell(_setup.HandOffStopMessage, Self);
        }
    }

    private void DropWaiting(ShardEntity entity)
    {
        foreach (var envelope in entity.Waiting) ToDeadLetters(envelope.Message, envelope.Sender);
        _waiting -= entity.Waiting.Count;
        entity.Waiting.Clear();
    }

    private sealed record HandOffTimeoutElapsed;
}

using Kernel.Actor;

namespace Kernel.Persistence;

/// <summary>Lets so many entities recover at a time, the others in order of asking, so that a mass start drowns nobody.</summary>
internal sealed class RecoveryPermits(int limit)
{
    private readonly Lock _gate = new();
    private readonly HashSet<IActorRef> _holders = [];
    private readonly LinkedList<(IActorRef Actor, object Grant)> _waiting = new();

    public void Request(IActorRef actor, object grant)
    {
        lock (_gate)
        {
            if (_holders.Count >= limit)
            {
                _waiting.AddLast((actor, grant));
                return;
            }

            _holders.Add(actor);
        }

        actor.Tell(grant, actor);
    }

    /// <summary>Gives a permit back, or stops waiting for one; nothing happens when the actor has neither.</summary>
    public void Return(IActorRef actor)
    {
        (IActorRef Actor, object Grant) next;
        lock (_gate)
        {
            if (!_holders.Remove(actor))
            {
                for (var node = _waiting.First; node is not null; node = node.Next)
                {
                    if (!node.Value.Actor.Equals(actor)) continue;
                    _waiting.Remove(node);
                    break;
                }

                return;
            }

            if (_waiting.First is not { } first) return;
            next = first.Value;
            _waiting.RemoveFirst();
            _holders.Add(next.Actor);
        }

        next.Actor.Tell(next.Grant, next.Actor);
    }
}

using Kernel.Dispatch;

namespace Kernel.Actor;

/// <summary>An actor with a stash.</summary>
public interface IActorStash
{
    /// <summary>Set by the runtime after the constructor has run.</summary>
    IStash Stash { get; set; }
}

/// <summary>A stash whose bound comes from its deployment or configuration.</summary>
public interface IWithUnrestrictedStash : IActorStash;

/// <summary>A stash without bound.</summary>
public interface IWithUnboundedStash : IWithUnrestrictedStash, IRequiresMessageQueue<IUnboundedDequeBasedMessageQueueSemantics>;

/// <summary>A stash with the capacity of <see cref="Props.WithStashCapacity"/> or <c>kernel.actor.default-mailbox.stash-capacity</c>.</summary>
public interface IWithStash : IWithUnrestrictedStash, IRequiresMessageQueue<IDequeBasedMessageQueueSemantics>;

/// <summary>Sets messages aside to be processed later, before all others, in their order.</summary>
public interface IStash
{
    int Count { get; }

    /// <summary>−1 when unbounded.</summary>
    int Capacity { get; }

    bool IsEmpty { get; }

    bool IsFull { get; }

    bool NonEmpty { get; }

    /// <summary>Sets the current message aside.</summary>
    /// <exception cref="IllegalActorStateException">The same message twice in a row.</exception>
    /// <exception cref="StashOverflowException">The stash is full.</exception>
    void Stash();

    /// <summary>Puts the oldest one back at the front of the mailbox.</summary>
    void Unstash();

    /// <summary>Puts all of them back at the front of the mailbox.</summary>
    void UnstashAll();

    /// <summary>Puts those back that satisfy the predicate, and drops the others.</summary>
    void UnstashAll(Func<Envelope, bool> predicate);

    /// <summary>Takes everything out.</summary>
    IEnumerable<Envelope> ClearStash();

    /// <summary>Adds envelopes before those that are there.</summary>
    void Prepend(IEnumerable<Envelope> envelopes);
}

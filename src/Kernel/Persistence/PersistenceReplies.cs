using Kernel.Actor;
using Kernel.Event;
using Kernel.Persistence.Journal;

namespace Kernel.Persistence;

/// <summary>Answers <see cref="Eventsourced.LoadSnapshot"/>; without a snapshot when none matches.</summary>
public sealed record LoadSnapshotResult(SelectedSnapshot? Snapshot, long ToSequenceNr);

/// <summary>Answers <see cref="Eventsourced.LoadSnapshot"/> when the store could not look.</summary>
public sealed record LoadSnapshotFailed(Exception Cause);

/// <summary>From journal, snapshot store, permits or scheduler to the one instance that asked.</summary>
internal abstract class PersistenceReply(int instanceId) : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public int InstanceId { get; } = instanceId;
}

internal sealed class RecoveryPermitGranted(int instanceId) : PersistenceReply(instanceId);

internal sealed class OwnSnapshotLoaded(int instanceId, SelectedSnapshot? snapshot) : PersistenceReply(instanceId)
{
    public SelectedSnapshot? Snapshot { get; } = snapshot;
}

internal sealed class EventsRead(int instanceId, EventPage page) : PersistenceReply(instanceId)
{
    public EventPage Page { get; } = page;
}

internal sealed class RecoveryReadFailed(int instanceId, Exception cause) : PersistenceReply(instanceId)
{
    public Exception Cause { get; } = cause;
}

/// <summary>The journal has been silent since that step of the recovery.</summary>
internal sealed class RecoveryTick(int instanceId, int step) : PersistenceReply(instanceId), INotInfluenceReceiveTimeout
{
    public int Step { get; } = step;
}

internal enum EventOutcome
{
    Stored,
    Rejected,
    Failed,
}

/// <summary>What became of one event.</summary>
internal sealed class EventReply(int instanceId, object @event, long sequenceNr, EventOutcome outcome, Exception? cause, bool endsWrite)
    : PersistenceReply(instanceId)
{
    public object Event { get; } = @event;

    public long SequenceNr { get; } = sequenceNr;

    public EventOutcome Outcome { get; } = outcome;

    public Exception? Cause { get; } = cause;

    public bool EndsWrite { get; } = endsWrite;
}

/// <summary>Recovery waited longer than <c>recovery-event-timeout</c> for journal or snapshot store.</summary>
public sealed class RecoveryTimedOutException(string message) : AkkaException(message);

using Kernel.Actor;
using Kernel.Configuration;
using Kernel.Persistence.Journal;

namespace Kernel.Tests.Persistence;

/// <summary>Where the storage lets an entity down.</summary>
public enum Crash
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>Nothing is stored.</summary>
    BeforeWrite,

    /// <summary>All is stored, and nobody is told.</summary>
    AfterWrite,

    /// <summary>The past cannot be read.</summary>
    Recovery,
}

/// <summary>Passes everything on to the journal that its section names as <c>inner</c>, unless the spec has armed it.</summary>
public sealed class CrashingJournal(ExtendedActorSystem system, Config section, string path) : EventJournal
{
    private readonly EventJournal _inner = Kernel.Persistence.Persistence.Instance.Apply(system).JournalFor(section.GetString("inner"));
    private int _armed;

    public string Path { get; } = path;

    /// <summary>For the next request of its kind.</summary>
    public void Arm(Crash crash) => Volatile.Write(ref _armed, (int)crash);

    public override void Write(EventWrite write)
    {
        switch (Disarm(Crash.BeforeWrite, Crash.AfterWrite))
        {
            case Crash.BeforeWrite: write.Complete(new IOException("The journal died before it wrote.")); break;
            case Crash.AfterWrite: _inner.Write(new Unacknowledged(write)); break;
            default: _inner.Write(write); break;
        }
    }

    public override Task<EventPage> ReadAsync(string persistenceId, long from, long to, int max) =>
        Disarm(Crash.Recovery) == Crash.Recovery
            ? Task.FromException<EventPage>(new IOException("The journal died while it read."))
            : _inner.ReadAsync(persistenceId, from, to, max);

    public override Task DeleteAsync(string persistenceId, long toSequenceNr) => _inner.DeleteAsync(persistenceId, toSequenceNr);

    public override Task<IReadOnlyList<string>> PersistenceIdsAsync(string after, int max) => _inner.PersistenceIdsAsync(after, max);

    public override Task<TaggedPage> ReadTaggedAsync(string tag, long after, int max) => _inner.ReadTaggedAsync(tag, after, max);

    // The circuit breaker has its own specs.
    public override bool IsOutage(Exception cause) => false;

    private Crash Disarm(params ReadOnlySpan<Crash> kinds)
    {
        foreach (var kind in kinds)
        {
            if (Interlocked.CompareExchange(ref _armed, 0, (int)kind) == (int)kind) return kind;
        }

        return Crash.None;
    }

    private sealed class Unacknowledged(EventWrite write) : EventWrite
    {
        public override string PersistenceId => write.PersistenceId;

        public override IReadOnlyList<EventGroup> Groups => write.Groups;

        public override void Complete(Exception? failure) =>
            write.Complete(failure ?? new IOException("The journal died before it told."));
    }
}

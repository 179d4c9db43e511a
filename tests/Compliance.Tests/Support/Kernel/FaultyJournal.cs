using Kernel.Persistence.Journal;

namespace CallActors.Compliance.Tests.Support;

/// <summary>A journal in memory that fails for <see cref="Unstorable"/> and rejects <see cref="Unacceptable"/>.</summary>
public sealed class FaultyJournal : EventJournal
{
    private readonly MemoryJournal _stored = new();

    public override void Write(EventWrite write)
    {
        if (write.Groups.Any(Holds<Unstorable>))
        {
            write.Complete(new IOException("The journal is down."));
            return;
        }

        foreach (var refused in write.Groups.Where(Holds<Unacceptable>))
            refused.Rejection = new InvalidOperationException("The journal does not take this.");
        _stored.Write(write);
    }

    public override Task<EventPage> ReadAsync(string persistenceId, long from, long to, int max) =>
        _stored.ReadAsync(persistenceId, from, to, max);

    public override Task DeleteAsync(string persistenceId, long toSequenceNr) => _stored.DeleteAsync(persistenceId, toSequenceNr);

    public override Task<IReadOnlyList<string>> PersistenceIdsAsync(string after, int max) => _stored.PersistenceIdsAsync(after, max);

    public override Task<TaggedPage> ReadTaggedAsync(string tag, long after, int max) => _stored.ReadTaggedAsync(tag, after, max);

    private static bool Holds<T>(EventGroup group) => group.Events.Any(one => one.Payload is T);
}

using System.Collections.Immutable;
using Akka.Persistence.Journal;

namespace CallActors.Compliance.Tests.Support;

/// <summary>A journal in memory that fails for <see cref="Unstorable"/> and rejects <see cref="Unacceptable"/>.</summary>
public sealed class FaultyJournal : MemoryJournal
{
    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages)
    {
        var writes = messages.ToArray();
        if (writes.Any(Holds<Unstorable>))
            throw new IOException("The journal is down.");
        await base.WriteMessagesAsync(writes.Where(write => !Holds<Unacceptable>(write)));
        return writes
            .Select(write => Holds<Unacceptable>(write) ? new InvalidOperationException("The journal does not take this.") : null!)
            .ToImmutableList<Exception>();
    }

    private static bool Holds<T>(AtomicWrite write) =>
        ((IEnumerable<IPersistentRepresentation>)write.Payload).Any(one => one.Payload is T);
}

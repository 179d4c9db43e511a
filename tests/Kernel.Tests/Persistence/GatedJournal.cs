using System.Collections.Concurrent;
using Kernel.Actor;
using Kernel.Persistence.Journal;

namespace Kernel.Tests.Persistence;

/// <summary>A journal that stores in memory, but only when the spec says so; a plugin by its class name.</summary>
public sealed class GatedJournal : EventJournal
{
    public const string Hocon = """
        kernel.persistence.journal {
          plugin = "kernel.persistence.journal.gated"
          gated { class = "Kernel.Tests.Persistence.GatedJournal, CallActors.Kernel.Tests", max-message-batch-size = 3, recovery-event-timeout = 5s }
        }

        """;

    private readonly MemoryJournal _stored = new();
    private readonly BlockingCollection<EventWrite> _held = [];

    /// <summary>Reads are never answered.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Which failures are the entity's own.</summary>
    public Func<Exception, bool> Own { get; set; } = _ => false;

    public int HeldCount => _held.Count;

    public static GatedJournal Of(ActorSystem system) => (GatedJournal)Kernel.Persistence.Persistence.Instance.Apply(system).JournalFor(null);

    /// <summary>Waits for the next write without letting it through.</summary>
    public EventWrite Held() => _held.TryTake(out var write, TimeSpan.FromSeconds(20)) ? write : throw new TimeoutException("Nothing was written.");

    public void LetThrough(EventWrite write) => _stored.Write(write);

    public override void Write(EventWrite write) => _held.Add(write);

    public override Task<EventPage> ReadAsync(string persistenceId, long from, long to, int max) =>
        IsSilent ? new TaskCompletionSource<EventPage>().Task : _stored.ReadAsync(persistenceId, from, to, max);

    public override Task DeleteAsync(string persistenceId, long toSequenceNr) => _stored.DeleteAsync(persistenceId, toSequenceNr);

    public override Task<IReadOnlyList<string>> PersistenceIdsAsync(string after, int max) => _stored.PersistenceIdsAsync(after, max);

    public override Task<TaggedPage> ReadTaggedAsync(string tag, long after, int max) => _stored.ReadTaggedAsync(tag, after, max);

    public override bool IsOutage(Exception cause) => !Own(cause);

    protected override void Dispose(bool disposing)
    {
        if (disposing) _held.Dispose();
        base.Dispose(disposing);
    }
}

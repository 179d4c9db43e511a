using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Kernel.Persistence.Snapshot;

/// <summary>Keeps snapshots as the objects they are, for as long as the actor system lives. The default.</summary>
public sealed class MemorySnapshotStore : SnapshotStore
{
    private readonly ConcurrentDictionary<string, ImmutableList<SelectedSnapshot>> _snapshots = new(StringComparer.Ordinal);

    public override Task<SelectedSnapshot?> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria) =>
        Task.FromResult(_snapshots.TryGetValue(persistenceId, out var kept)
            ? kept.Where(snapshot => criteria.IsMatch(snapshot.Metadata)).MaxBy(snapshot => snapshot.Metadata.SequenceNr)
            : null);

    public override Task SaveAsync(SnapshotMetadata metadata, object snapshot)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        var added = new SelectedSnapshot(metadata, snapshot);
        _snapshots.AddOrUpdate(
            metadata.PersistenceId,
            static (_, next) => [next],
            static (_, kept, next) => kept.RemoveAll(old => old.Metadata.SequenceNr == next.Metadata.SequenceNr).Add(next),
            added);
        return Task.CompletedTask;
    }

    public override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria)
    {
        if (_snapshots.ContainsKey(persistenceId))
            _snapshots.AddOrUpdate(persistenceId, [], (_, kept) => kept.RemoveAll(snapshot => criteria.IsMatch(snapshot.Metadata)));
        return Task.CompletedTask;
    }
}

using Kernel.Actor;
using Kernel.Persistence;

namespace Kernel.Cluster.Sharding;

/// <summary>
/// The memory of one region: which entities shall come back by themselves. A child of the region, which it tells what it
/// remembers after recovery; shards ask it to remember and to forget, and go on when that is stored.
/// </summary>
internal sealed class RememberedEntities : ReceivePersistentActor
{
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly int _snapshotAfter;

    public RememberedEntities(string typeName, ClusterShardingSettings settings)
    {
        PersistenceId = $"/sharding/{typeName}Entities";
        JournalPluginId = settings.JournalPluginId;
        SnapshotPluginId = settings.SnapshotPluginId;
        _snapshotAfter = settings.TuningParameters.SnapshotAfter;

        Recover<EntityRemembered>(e => _ids.Add(e.EntityId));
        Recover<EntityForgotten>(e => _ids.Remove(e.EntityId));
        Recover<SnapshotOffer>(offer => _ids.UnionWith(((RememberedEntityIds)offer.Snapshot).EntityIds));
        Recover<RecoveryCompleted>(_ => Context.Parent.Tell(new MemoryRecovered([.. _ids])));

        Command<RememberEntity>(command => PersistAsync(new EntityRemembered(command.EntityId), remembered =>
        {
            _ids.Add(remembered.EntityId);
            Answer(remembered);
        }));
        Command<ForgetEntity>(command => PersistAsync(new EntityForgotten(command.EntityId), forgotten =>
        {
            _ids.Remove(forgotten.EntityId);
            Answer(forgotten);
        }));
        Command<SaveSnapshotSuccess>(saved =>
        {
            DeleteMessages(saved.Metadata.SequenceNr);
            DeleteSnapshots(new SnapshotSelectionCriteria(saved.Metadata.SequenceNr - 1));
        });
        Command<DeleteMessagesSuccess>(_ => { });
        Command<DeleteSnapshotsSuccess>(_ => { });
    }

    public override string PersistenceId { get; }

    private void Answer(object stored)
    {
        Sender.Tell(stored);
        if (LastSequenceNr % _snapshotAfter == 0) SaveSnapshot(new RememberedEntityIds([.. _ids]));
    }
}

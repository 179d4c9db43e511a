using System.Collections.Immutable;

namespace CallActors.Compliance.Tests.Journal;

/// <summary>A persistent actor of the specs: notes texts and shows what it was told, in the order in which it was.</summary>
public sealed class Notebook : ReceivePersistentActor
{
    private readonly IActorRef? _observer;
    private ImmutableList<string> _seen = [];

    public Notebook(string id, IActorRef? observer = null, Recovery? recovery = null)
    {
        PersistenceId = id;
        _observer = observer;
        Recovery = recovery ?? Recovery.Default;

        Recover<Noted>(noted => _seen = _seen.Add(noted.Text), noted => noted.Text != "poison");
        Recover<Noted>(_ => throw new InvalidOperationException("This event cannot be applied."));
        Recover<SnapshotOffer>(offer => _seen = ((Notes)offer.Snapshot).Texts.Add($"offer {offer.Metadata.SequenceNr}"));
        Recover<RecoveryCompleted>(_ => _observer?.Tell($"recovered {string.Join(',', _seen)}"));

        Command<Note>(note => Persist(new Noted(note.Text), stored => Keep(stored.Text)));
        Command<NoteAll>(all => PersistAll(all.Texts.Select(text => new Noted(text)), stored => Keep(stored.Text)));
        Command<NoteAsync>(note => PersistAsync(new Noted(note.Text), stored => Keep(stored.Text)));
        Command<NoteThenDefer>(note =>
        {
            PersistAsync(new Noted(note.Text), stored => Keep(stored.Text));
            DeferAsync("deferred", text => Keep(text));
        });
        Command<NoteNested>(note => Persist(new Noted(note.Text), outer =>
        {
            Keep(outer.Text);
            Persist(new Noted(note.Text + "'"), inner => Keep(inner.Text));
        }));
        CommandAsync<NoteLater>(async note =>
        {
            await note.Gate;
            Persist(new Noted(note.Text), stored => Keep(stored.Text));
        });
        Command<NoteUnwritable>(note => Persist(new Unwritable(note.Text), stored => Keep(stored.Text)));
        Command<ThrowAfter>(command => Persist(new Noted(command.Text), _ => throw new InvalidOperationException("The handler fails.")));
        Command<Show>(_ => Sender.Tell(new Shown(_seen, LastSequenceNr)));
        Command<Save>(_ => SaveSnapshot(new Notes(_seen)));
        Command<Forget>(forget => DeleteMessages(forget.To));
        Command<ForgetSnapshots>(forget => DeleteSnapshots(forget.Criteria));
        Command<SaveSnapshotSuccess>(reply => _observer?.Tell(reply));
        Command<SaveSnapshotFailure>(reply => _observer?.Tell(reply));
        Command<DeleteMessagesSuccess>(reply => _observer?.Tell(reply));
        Command<DeleteMessagesFailure>(reply => _observer?.Tell(reply));
        Command<DeleteSnapshotsSuccess>(reply => _observer?.Tell(reply));
        Command<Stay>(_ => Stash.Stash());
        Command<Return>(_ =>
        {
            Become(() => Command<Stay>(stay => Keep(stay.Text)));
            Stash.UnstashAll();
        });
    }

    public override string PersistenceId { get; }

    public override Recovery Recovery { get; }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) => _observer?.Tell($"failure {sequenceNr}");

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) => _observer?.Tell($"rejected {sequenceNr}");

    protected override void OnRecoveryFailure(Exception reason, object? message = null) => _observer?.Tell($"recovery failure at {LastSequenceNr}");

    private void Keep(string text)
    {
        _seen = _seen.Add(text);
        Sender.Tell(text);
    }

    public sealed record Note(string Text);

    public sealed record NoteAll(params string[] Texts);

    public sealed record NoteAsync(string Text);

    public sealed record NoteThenDefer(string Text);

    public sealed record NoteNested(string Text);

    public sealed record NoteLater(string Text, Task Gate);

    public sealed record NoteUnwritable(string Text);

    public sealed record ThrowAfter(string Text);

    public sealed record Show;

    public sealed record Shown(ImmutableList<string> Texts, long LastSequenceNr);

    public sealed record Save;

    public sealed record Forget(long To);

    public sealed record ForgetSnapshots(SnapshotSelectionCriteria Criteria);

    public sealed record Stay(string Text);

    public sealed record Return;
}

using System.Collections.Immutable;

namespace CallActors.Compliance.Tests.Persistence;

/// <summary>A persistent actor of the specs: writes what it is told and remembers the texts.</summary>
public sealed class Ledger : ReceivePersistentActor
{
    private readonly IActorRef _observer;
    private ImmutableList<string> _texts = [];

    public Ledger(string id, IActorRef observer)
    {
        (PersistenceId, _observer) = (id, observer);
        Recover<Written>(written => _texts = _texts.Add(written.Text));
        Recover<Unacceptable>(refused => _texts = _texts.Add($"refused {refused.Text}"));
        Recover<SnapshotOffer>(offer => _texts = ((ImmutableList<string>)offer.Snapshot).Add($"from snapshot {offer.Metadata.SequenceNr}"));
        Recover<RecoveryCompleted>(_ => observer.Tell(new Recovered(string.Join(',', _texts), LastSequenceNr)));

        Command<Write>(write => Persist(new Written(write.Text), Keep));
        Command<WriteAll>(all => PersistAll(all.Texts.Select(text => new Written(text)), Keep));
        Command<WriteAsync>(write => PersistAsync(new Written(write.Text), Keep));
        Command<WriteAsyncThenDefer>(write =>
        {
            PersistAsync(new Written(write.Text), Keep);
            DeferAsync("deferred", text => Sender.Tell(text));
        });
        Command<WriteNested>(write => Persist(new Written(write.Text), outer =>
        {
            Keep(outer);
            Persist(new Written(outer.Text + "'"), Keep);
        }));
        Command<Defer>(_ =>
        {
            DeferAsync("deferred", text => Sender.Tell(text));
            Sender.Tell("after it");
        });
        Command<WriteUnstorable>(write => Persist(new Unstorable(write.Text), _ => Sender.Tell("never")));
        Command<WriteUnacceptable>(write => Persist(new Unacceptable(write.Text), _ => Sender.Tell("never")));
        Command<WriteHalfUnacceptable>(write => PersistAll<object>([new Written(write.Text), new Unacceptable(write.Text)], _ => Sender.Tell("never")));
        Command<WriteAndFail>(write => Persist(new Written(write.Text), _ => throw new FormatException("handler")));
        Command<Delete>(delete => DeleteMessages(delete.To));
        Command<Save>(_ => SaveSnapshot(_texts));
        Command<Show>(_ => Sender.Tell(string.Join(',', _texts)));
        Command<StashUntilOpen>(_ => Stash.Stash());
        Command<Open>(_ =>
        {
            Become(() => Command<StashUntilOpen>(late => Sender.Tell(late.Text)));
            Stash.UnstashAll();
        });
        Command<DeleteMessagesSuccess>(reply => observer.Tell(reply));
        Command<DeleteMessagesFailure>(reply => observer.Tell(reply));
        Command<SaveSnapshotSuccess>(reply => observer.Tell(reply));
    }

    public override string PersistenceId { get; }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        _observer.Tell($"failure {cause.Message} {@event.GetType().Name} {sequenceNr}");

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) =>
        _observer.Tell($"rejection {cause.Message} {@event.GetType().Name} {sequenceNr}");

    protected override void PreRestart(Exception reason, object? message)
    {
        _observer.Tell($"restart for {reason.GetType().Name}");
        base.PreRestart(reason, message);
    }

    private void Keep(Written written)
    {
        _texts = _texts.Add(written.Text);
        Sender.Tell(written.Text);
    }

    /// <summary>The event.</summary>
    public sealed record Written(string Text);

    public sealed record Recovered(string Texts, long LastSequenceNr);

    public sealed record Write(string Text);

    public sealed record WriteAll(params string[] Texts);

    public sealed record WriteAsync(string Text);

    public sealed record WriteAsyncThenDefer(string Text);

    public sealed record WriteNested(string Text);

    public sealed record WriteUnstorable(string Text);

    public sealed record WriteUnacceptable(string Text);

    /// <summary>Two events together, of which the journal takes the first alone.</summary>
    public sealed record WriteHalfUnacceptable(string Text);

    public sealed record WriteAndFail(string Text);

    public sealed record Defer;

    public sealed record Delete(long To);

    public sealed record Save;

    public sealed record Show;

    public sealed record StashUntilOpen(string Text);

    public sealed record Open;
}

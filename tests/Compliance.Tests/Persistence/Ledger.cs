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
        Recover<RecoveryCompleted>(_ => observer.Tell(new Recovered(string.Join(',', _texts), LastSequenceNr)));

        Command<Write>(write => Persist(new Written(write.Text), Keep));
        Command<Defer>(_ =>
        {
            DeferAsync("deferred", text => Sender.Tell(text));
            Sender.Tell("after it");
        });
        Command<WriteUnstorable>(write => Persist(new Unstorable(write.Text), _ => Sender.Tell("never")));
        Command<WriteUnacceptable>(write => Persist(new Unacceptable(write.Text), _ => Sender.Tell("never")));
        Command<WriteHalfUnacceptable>(write => PersistAll<object>([new Written(write.Text), new Unacceptable(write.Text)], _ => Sender.Tell("never")));
        Command<Show>(_ => Sender.Tell(string.Join(',', _texts)));
    }

    public override string PersistenceId { get; }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        _observer.Tell($"failure {cause.Message} {@event.GetType().Name} {sequenceNr}");

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) =>
        _observer.Tell($"rejection {cause.Message} {@event.GetType().Name} {sequenceNr}");

    private void Keep(Written written)
    {
        _texts = _texts.Add(written.Text);
        Sender.Tell(written.Text);
    }

    /// <summary>The event.</summary>
    public sealed record Written(string Text);

    public sealed record Recovered(string Texts, long LastSequenceNr);

    public sealed record Write(string Text);

    public sealed record WriteUnstorable(string Text);

    public sealed record WriteUnacceptable(string Text);

    /// <summary>Two events together, of which the journal takes the first alone.</summary>
    public sealed record WriteHalfUnacceptable(string Text);

    public sealed record Defer;

    public sealed record Show;
}

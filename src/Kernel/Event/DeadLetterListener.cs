using Kernel.Actor;

namespace Kernel.Event;

/// <summary>Writes the first <c>kernel.log-dead-letters</c> dead letters to the log, and unhandled messages at debug level.</summary>
internal sealed class DeadLetterListener(ActorSystemImpl system) : MinimalActorRef
{
    private int _count;

    public override ActorPath Path { get; } = system.Provider.RootPath / "system" / "deadLetterListener";

    public override IActorRefProvider Provider => system.Provider;

    protected override void TellInternal(object message, IActorRef? sender)
    {
        switch (message)
        {
            case UnhandledMessage unhandled:
                system.EventStream.Publish(new Debug(
                    unhandled.Recipient.Path.ToString(), GetType(), $"Unhandled message {unhandled.Message.GetType()} from {unhandled.Sender}"));
                break;
            case DeadLetter or Dropped when ShouldLog(out var count):
                Log((AllDeadLetters)message, count);
                break;
        }
    }

    private bool ShouldLog(out int count)
    {
        var most = system.Settings.LogDeadLetters;
        count = Interlocked.Increment(ref _count);
        return count <= most && (system.Settings.LogDeadLettersDuringShutdown || !system.IsTerminating);
    }

    // The message's type alone: its content may be private.
    private void Log(AllDeadLetters letter, int count)
    {
        var reason = letter is Dropped dropped ? $"was dropped: {dropped.Reason}." : "was not delivered.";
        var last = count == system.Settings.LogDeadLetters ? ", no more dead letters will be logged" : string.Empty;
        system.EventStream.Publish(new Info(
            letter.Recipient.Path.ToString(),
            letter.Recipient.GetType(),
            $"Message [{letter.Message.GetType().Name}] from {letter.Sender} to {letter.Recipient} {reason} [{count}] dead letters encountered{last}. "
            + "This logging can be turned off or adjusted with the configuration settings 'kernel.log-dead-letters' and 'kernel.log-dead-letters-during-shutdown'."));
    }
}

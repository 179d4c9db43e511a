using Kernel.Actor;

namespace Kernel.TestKit;

/// <summary>A message that a test actor received, with its sender; or that there was none.</summary>
public abstract class MessageEnvelope
{
    public abstract object? Message { get; }

    public abstract IActorRef Sender { get; }
}

/// <summary>A message that was received.</summary>
public class RealMessageEnvelope(object message, IActorRef sender) : MessageEnvelope
{
    public override object Message => message;

    public override IActorRef Sender => sender;

    public override string ToString() => $"<{message}> from {sender}";
}

/// <summary>Nothing was received.</summary>
public sealed class NullMessageEnvelope : MessageEnvelope
{
    public static readonly NullMessageEnvelope Instance = new();

    private NullMessageEnvelope()
    {
    }

    public override object? Message => null;

    public override IActorRef Sender => ActorRefs.Nobody;

    public override string ToString() => "<no message>";
}

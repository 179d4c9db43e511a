using Kernel.Actor;

namespace Kernel.Persistence;

/// <summary>A message that was sent and not confirmed yet.</summary>
public sealed record UnconfirmedDelivery
{
    public UnconfirmedDelivery(long deliveryId, ActorPath destination, object message)
    {
        DeliveryId = deliveryId;
        Destination = destination;
        Message = message;
    }

    public long DeliveryId { get; }

    public ActorPath Destination { get; }

    public object Message { get; }
}

/// <summary>To the sending actor itself: these were sent <c>warn-after-number-of-unconfirmed-attempts</c> times in vain. They are sent on.</summary>
public sealed class UnconfirmedWarning(UnconfirmedDelivery[] unconfirmedDeliveries) : IEquatable<UnconfirmedWarning>
{
    public UnconfirmedDelivery[] UnconfirmedDeliveries { get; } = unconfirmedDeliveries ?? throw new ArgumentNullException(nameof(unconfirmedDeliveries));

    public bool Equals(UnconfirmedWarning? other) => other is not null && UnconfirmedDeliveries.SequenceEqual(other.UnconfirmedDeliveries);

    public override bool Equals(object? obj) => Equals(obj as UnconfirmedWarning);

    public override int GetHashCode() => UnconfirmedDeliveries.Length;

    public override string ToString() => $"UnconfirmedWarning<unconfirmedDeliveries: {UnconfirmedDeliveries.Length}>";
}

/// <summary>The delivering state of an actor, to be part of its snapshot.</summary>
public sealed class AtLeastOnceDeliverySnapshot(long currentDeliveryId, UnconfirmedDelivery[] unconfirmedDeliveries) : IEquatable<AtLeastOnceDeliverySnapshot>
{
    /// <summary>The last number that was given.</summary>
    public long CurrentDeliveryId { get; } = currentDeliveryId;

    public UnconfirmedDelivery[] UnconfirmedDeliveries { get; } = unconfirmedDeliveries ?? throw new ArgumentNullException(nameof(unconfirmedDeliveries));

    public bool Equals(AtLeastOnceDeliverySnapshot? other) =>
        other is not null && CurrentDeliveryId == other.CurrentDeliveryId && UnconfirmedDeliveries.SequenceEqual(other.UnconfirmedDeliveries);

    public override bool Equals(object? obj) => Equals(obj as AtLeastOnceDeliverySnapshot);

    public override int GetHashCode() => CurrentDeliveryId.GetHashCode();

    public override string ToString() =>
        $"AtLeastOnceDeliverySnapshot<currentDeliveryId: {CurrentDeliveryId}, unconfirmedDeliveries: {UnconfirmedDeliveries.Length}>";
}

/// <summary>Thrown by <c>Deliver</c>: as many messages wait for their confirmation as <c>max-unconfirmed-messages</c> allows.</summary>
public class MaxUnconfirmedMessagesExceededException : Exception
{
    public MaxUnconfirmedMessagesExceededException()
    {
    }

    public MaxUnconfirmedMessagesExceededException(string message) : base(message)
    {
    }

    public MaxUnconfirmedMessagesExceededException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

using Kernel.Actor;

namespace Kernel.Persistence;

/// <summary>
/// A persistent actor with a table of handlers whose messages arrive.
/// Deliver sends a message again and again until ConfirmDelivery: it arrives at least once, maybe more often and in
/// another order. Both calls must follow from persisted events, so that recovery makes them again.
/// </summary>
public abstract class AtLeastOnceDeliveryReceiveActor : ReceivePersistentActor
{
    private readonly AtLeastOnceDeliverySemantic _delivery;

    protected AtLeastOnceDeliveryReceiveActor() => _delivery = new AtLeastOnceDeliverySemantic(Context, Extension.Settings.AtLeastOnceDelivery);

    protected AtLeastOnceDeliveryReceiveActor(PersistenceSettings.AtLeastOnceDeliverySettings settings) =>
        _delivery = new AtLeastOnceDeliverySemantic(Context, settings);

    protected AtLeastOnceDeliveryReceiveActor(
        Func<PersistenceSettings.AtLeastOnceDeliverySettings, PersistenceSettings.AtLeastOnceDeliverySettings> overrideSettings)
    {
        ArgumentNullException.ThrowIfNull(overrideSettings);
        _delivery = new AtLeastOnceDeliverySemantic(Context, overrideSettings(Extension.Settings.AtLeastOnceDelivery));
    }

    /// <summary>After so long without a confirmation a message is sent again.</summary>
    public TimeSpan RedeliverInterval => _delivery.RedeliverInterval;

    /// <summary>So many are sent again at one time at most.</summary>
    public int RedeliveryBurstLimit => _delivery.RedeliveryBurstLimit;

    /// <summary>After so many attempts this actor is sent an <see cref="UnconfirmedWarning"/>.</summary>
    public int WarnAfterNumberOfUnconfirmedAttempts => _delivery.WarnAfterNumberOfUnconfirmedAttempts;

    /// <summary>So many may wait for their confirmation.</summary>
    public int MaxUnconfirmedMessages => _delivery.MaxUnconfirmedMessages;

    /// <summary>So many do.</summary>
    public int UnconfirmedCount => _delivery.UnconfirmedCount;

    public override void AroundPreRestart(Exception cause, object? message)
    {
        _delivery.Cancel();
        base.AroundPreRestart(cause, message);
    }

    public override void AroundPostStop()
    {
        _delivery.Cancel();
        base.AroundPostStop();
    }

    /// <inheritdoc cref="AtLeastOnceDeliverySemantic.Deliver"/>
    public void Deliver(ActorPath destination, Func<long, object> deliveryMessageMapper) =>
        _delivery.Deliver(destination, deliveryMessageMapper, IsRecovering);

    /// <inheritdoc cref="AtLeastOnceDeliverySemantic.Deliver"/>
    /// <exception cref="NotSupportedException">The selection has a wildcard: one confirmation cannot speak for several actors.</exception>
    public void Deliver(ActorSelection destination, Func<long, object> deliveryMessageMapper)
    {
        ArgumentNullException.ThrowIfNull(destination);
        if (destination.PathString.Contains('*', StringComparison.Ordinal))
            throw new NotSupportedException($"Deliver does not take a selection with a wildcard: {destination}");
        Deliver(ActorPath.Parse(destination.Anchor.Path.ToString().TrimEnd('/') + destination.PathString), deliveryMessageMapper);
    }

    /// <inheritdoc cref="AtLeastOnceDeliverySemantic.ConfirmDelivery"/>
    public bool ConfirmDelivery(long deliveryId) => _delivery.ConfirmDelivery(deliveryId);

    /// <inheritdoc cref="AtLeastOnceDeliverySemantic.GetDeliverySnapshot"/>
    public AtLeastOnceDeliverySnapshot GetDeliverySnapshot() => _delivery.GetDeliverySnapshot();

    /// <inheritdoc cref="AtLeastOnceDeliverySemantic.SetDeliverySnapshot"/>
    public void SetDeliverySnapshot(AtLeastOnceDeliverySnapshot snapshot) => _delivery.SetDeliverySnapshot(snapshot);

    protected override void OnReplaySuccess()
    {
        _delivery.OnReplaySuccess();
        base.OnReplaySuccess();
    }

    protected internal override bool AroundReceive(Receive receive, object message) =>
        _delivery.AroundReceive(receive, message) || base.AroundReceive(receive, message);
}

using Kernel.Actor;
using Kernel.Event;

namespace Kernel.Persistence;

/// <summary>
/// Sends messages again until they are confirmed. Its state is in memory: the actor persists what lets it call
/// <see cref="Deliver"/> and <see cref="ConfirmDelivery"/> again, in the same order, when it recovers.
/// </summary>
public class AtLeastOnceDeliverySemantic
{
    private readonly IActorContext _context;
    private readonly PersistenceSettings.AtLeastOnceDeliverySettings _settings;
    private readonly SortedDictionary<long, Delivery> _unconfirmed = [];
    private long _deliveryId;
    private ICancelable? _redelivering;

    public AtLeastOnceDeliverySemantic(IActorContext context, PersistenceSettings.AtLeastOnceDeliverySettings settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(settings);
        (_context, _settings) = (context, settings);
    }

    public virtual TimeSpan RedeliverInterval => _settings.RedeliverInterval;

    public virtual int RedeliveryBurstLimit => _settings.RedeliveryBurstLimit;

    public virtual int WarnAfterNumberOfUnconfirmedAttempts => _settings.WarnAfterNumberOfUnconfirmedAttempts;

    public virtual int MaxUnconfirmedMessages => _settings.MaxUnconfirmedMessages;

    public int UnconfirmedCount => _unconfirmed.Count;

    private DateTimeOffset Now => _context.System.Scheduler.Now;

    /// <summary>Gives the message its number and sends it; during recovery it is sent at the end, unless it is confirmed by then.</summary>
    /// <exception cref="MaxUnconfirmedMessagesExceededException">Too many wait for their confirmation.</exception>
    public void Deliver(ActorPath destination, Func<long, object> deliveryMessageMapper, bool isRecovering)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(deliveryMessageMapper);
        if (_unconfirmed.Count >= MaxUnconfirmedMessages)
            throw new MaxUnconfirmedMessagesExceededException($"{_context.Self} has too many unconfirmed messages. Maximum allowed is {MaxUnconfirmedMessages}");

        var id = ++_deliveryId;
        var message = deliveryMessageMapper(id);
        if (isRecovering) _unconfirmed[id] = new Delivery(destination, message, Now - RedeliverInterval, 0);
        else Send(id, new Delivery(destination, message, Now, 0));
    }

    /// <summary>The message arrived, or shall not be sent any more. True the first time for each number.</summary>
    public bool ConfirmDelivery(long deliveryId) => _unconfirmed.Remove(deliveryId);

    /// <summary>Number and unconfirmed messages as they are now.</summary>
    public AtLeastOnceDeliverySnapshot GetDeliverySnapshot() => new(_deliveryId, [.. _unconfirmed.Select(Told)]);

    /// <summary>Takes what <see cref="GetDeliverySnapshot"/> gave; to be called when the snapshot is offered.</summary>
    public void SetDeliverySnapshot(AtLeastOnceDeliverySnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        _deliveryId = snapshot.CurrentDeliveryId;
        _unconfirmed.Clear();
        foreach (var one in snapshot.UnconfirmedDeliveries) _unconfirmed[one.DeliveryId] = new Delivery(one.Destination, one.Message, Now, 0);
    }

    /// <summary>Sends nothing any more; the instance ends.</summary>
    public void Cancel() => _redelivering?.Cancel();

    /// <summary>Sends what recovery left unconfirmed, and begins to look after it.</summary>
    public void OnReplaySuccess()
    {
        RedeliverOverdue();
        var interval = RedeliverInterval / 2;
        _redelivering = _context.System.Scheduler.ScheduleTellRepeatedlyCancelable(interval, interval, _context.Self, RedeliveryTick.Instance, _context.Self);
    }

    /// <summary>True for a message of its own.</summary>
    public bool AroundReceive(Receive receive, object message)
    {
        if (message is not RedeliveryTick) return false;
        RedeliverOverdue();
        return true;
    }

    private static UnconfirmedDelivery Told(KeyValuePair<long, Delivery> entry) => new(entry.Key, entry.Value.Destination, entry.Value.Message);

    private void RedeliverOverdue()
    {
        var deadline = Now - RedeliverInterval;
        var warnings = new List<UnconfirmedDelivery>();
        foreach (var entry in _unconfirmed.Where(one => one.Value.SentAt <= deadline).Take(RedeliveryBurstLimit).ToList())
        {
            Send(entry.Key, entry.Value);
            if (entry.Value.Attempts == WarnAfterNumberOfUnconfirmedAttempts) warnings.Add(Told(entry));
        }

        if (warnings.Count > 0) _context.Self.Tell(new UnconfirmedWarning([.. warnings]), _context.Self);
    }

    private void Send(long id, Delivery delivery)
    {
        _context.ActorSelection(delivery.Destination).Tell(delivery.Message, _context.Self);
        _unconfirmed[id] = delivery with { SentAt = Now, Attempts = delivery.Attempts + 1 };
    }

    private readonly record struct Delivery(ActorPath Destination, object Message, DateTimeOffset SentAt, int Attempts);

    private sealed class RedeliveryTick : INotInfluenceReceiveTimeout, IDeadLetterSuppression
    {
        public static readonly RedeliveryTick Instance = new();
    }
}

using CallActors.Carriers.Orders;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Twilio;

/// <summary>
/// Rings phones over Twilio. A call is never dialled twice: see docs/carriers-twilio.md for how an order whose fate is unknown is settled.
/// News of the legs comes by <see cref="TwilioWebhook"/>. Thread-safe.
/// </summary>
public sealed partial class TwilioCarrier : ICarrier
{
    /// <summary>Its name in configuration, events and logs.</summary>
    public const string CarrierName = "twilio";

    private readonly TwilioOptions _options;
    private readonly TwilioRest _rest;
    private readonly TimeProvider _time;
    private readonly CallPacer _pacer;
    private readonly OutboundLegs _legs = new();

    /// <param name="time"><see cref="TimeProvider.System"/> when null.</param>
    public TwilioCarrier(TwilioOptions options, TwilioRest rest, TimeProvider? time = null)
    {
        _options = options;
        _rest = rest;
        _time = time ?? TimeProvider.System;
        _pacer = new CallPacer(TimeSpan.FromSeconds(1 / options.CallsPerSecond), _time);
    }

    /// <inheritdoc/>
    public string Name => CarrierName;

    /// <inheritdoc/>
    public bool LegsOutliveProcess => true;

    /// <inheritdoc/>
    /// <remarks>Two orders of one call in one process are one order, also when the first is still under way.</remarks>
    public async Task<LegId> DialAsync(DialOrder order, CancellationToken cancellationToken)
    {
        if (!E164.IsNumber(order.To.Address)) throw new CarrierException(TwilioErrors.Describe(21211));
        var leg = _legs.GetOrAdd(order.CallId, leg => OrderAsync(leg, order));
        try
        {
            return await leg.Ordered.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            // What has been sent cannot be called back. When the leg shows itself after all, it is hung up.
            if (leg.GiveUp() is { } known) Release(known);
            throw new CarrierException("Twilio did not take the call in time.", e);
        }
    }

    /// <inheritdoc/>
    public async Task HangUpAsync(LegId leg, CancellationToken cancellationToken)
    {
        try
        {
            if (_legs.Find(leg) is { IsAnswered: false } && await CancelAsync(leg, cancellationToken).ConfigureAwait(false)) return;
            var reply = await _rest.UpdateCallAsync(leg, "Status", "completed", cancellationToken).ConfigureAwait(false);
            if (reply is not (TwilioReply.Done or TwilioReply.Refused { Code: CallIsOver } or TwilioReply.Refused { Status: NotFound }))
                throw new CarrierException(reply.Failure);
        }
        catch (OperationCanceledException e)
        {
            throw new CarrierException("Twilio did not confirm in time that the call was ended.", e);
        }
    }

    /// <summary>Makes a live leg ask the gateway anew: its media socket is closed, and another is opened where the answer says.</summary>
    /// <exception cref="CarrierException">It could not be done; the message says why.</exception>
    public async Task RedirectAsync(CallId call, LegId leg, CancellationToken cancellationToken)
    {
        var reply = await _rest.UpdateCallAsync(leg, "Url", CallUrls.Voice(_options.PublicUrl, call), cancellationToken).ConfigureAwait(false);
        if (reply is not TwilioReply.Done) throw new CarrierException(reply.Failure);
    }

    /// <summary>Asks Twilio how a leg stands; null for one that does not ring yet.</summary>
    /// <exception cref="CarrierException">Twilio does not know it, or does not answer; the message says which.</exception>
    public async Task<LegNews?> LookUpAsync(LegId leg, CancellationToken cancellationToken)
    {
        var reply = await _rest.GetCallAsync(leg, cancellationToken).ConfigureAwait(false);
        return reply is TwilioReply.Done done
            ? CallStatus.News(TwilioRest.Read(done, TwilioJson.Default.TwilioCall).Status ?? "")
            : throw new CarrierException(reply.Failure);
    }

    /// <summary>A leg is heard of, by a genuine request of Twilio's, perhaps before its order is answered.</summary>
    /// <param name="status">Its status, or empty.</param>
    /// <returns>False for a leg that nobody wants: a second one of the call, or one whose order was given up. It is hung up.</returns>
    internal bool Takes(CallId call, LegId leg, string status)
    {
        if (_legs.Find(call) is not { } order) return true;
        var wanted = order.Takes(leg) && !order.IsGivenUp;
        if (wanted && status == CallStatus.InProgress) order.PickedUp();
        if (!wanted && !CallStatus.IsFinal(status)) Release(leg);
        return wanted;
    }

    /// <summary>Ends a leg that has not been answered.</summary>
    /// <returns>False when it must be ended as one that is: somebody has picked up meanwhile.</returns>
    private async Task<bool> CancelAsync(LegId leg, CancellationToken cancellationToken) =>
        await _rest.UpdateCallAsync(leg, "Status", "canceled", cancellationToken).ConfigureAwait(false) is TwilioReply.Done done
        && TwilioRest.Read(done, TwilioJson.Default.TwilioCall).Status != CallStatus.InProgress;

    /// <summary>Ends a leg that no call waits for.</summary>
    private void Release(LegId leg) => _ = ReleaseAsync(leg);

    private async Task ReleaseAsync(LegId leg)
    {
        using var deadline = new CancellationTokenSource(_options.OrderWithin, _time);
        try
        {
            await HangUpAsync(leg, deadline.Token).ConfigureAwait(false);
        }
        catch (CarrierException)
        {
            // Its next news, or its own question what to do, brings it here again.
        }
    }
}

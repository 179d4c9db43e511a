using CallActors.Carriers.Orders;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Telnyx;

/// <summary>
/// Places calls by TeXML, each once. An order has no name of ours that would make its repeat harmless, and its answer names no leg. So it is
/// sent again only when Telnyx has certainly not taken it, and the leg is the first that one of the order's addresses hears of. Thread-safe.
/// </summary>
/// <param name="hangUp">Ends a leg.</param>
internal sealed class TexmlOrders(TelnyxClient client, TelnyxOptions options, TimeProvider time, Func<LegId, CancellationToken, Task> hangUp)
{
    private const string What = "place the call";
    private const string FateUnknown = "Telnyx did not say which call it has placed, if any. It was not dialled a second time; should the phone ring after all, it is hung up.";
    private const int ShortestRing = 5;
    private const int LongestRing = 120;

    private readonly OutboundLegs _legs = new();

    /// <summary>Has the call placed. Two orders of one call are one.</summary>
    /// <exception cref="CarrierException">It was refused, or nobody knows.</exception>
    public async Task<LegId> DialAsync(DialOrder order, CancellationToken cancellationToken)
    {
        var leg = _legs.GetOrAdd(order.CallId, leg => OrderAsync(leg, order));
        try
        {
            return await leg.Ordered.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // What has been sent cannot be called back. When the leg shows itself after all, it is hung up.
            if (leg.GiveUp() is { } known) Release(known);
            throw;
        }
    }

    /// <summary>A leg is heard of, by a genuine request of Telnyx'.</summary>
    /// <returns>False for a leg that nobody wants: a second one of the call, or one whose order was given up. It is hung up.</returns>
    public bool Takes(CallId call, LegId leg, bool isOver)
    {
        if (_legs.Find(call) is not { } order) return true;
        var wanted = order.Takes(leg) && !order.IsGivenUp;
        if (!wanted && !isOver) Release(leg);
        return wanted;
    }

    private async Task<LegId> OrderAsync(OutboundLeg leg, DialOrder order)
    {
        using var deadline = new CancellationTokenSource(options.OrderWithin, time);
        var mayExist = true;
        try
        {
            var (reply, failure) = await client.TryPostAsync(
                $"texml/Accounts/{Uri.EscapeDataString(options.TexmlAccount!)}/Calls", RequestOf(order), TexmlJson.Default.TexmlCallRequest, What,
                TelnyxClient.Repeat.WhenNotTaken, deadline.Token).ConfigureAwait(false);
            mayExist = failure is null ? reply is not null : failure.MayBeTaken;
            if (!mayExist) throw failure?.Exception ?? TelnyxFaults.Refused(What, 422, TelnyxFaults.CallEnded);
            return await leg.Known.WaitAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is CarrierException or OperationCanceledException)
        {
            if (!mayExist) _legs.Forget(leg);
            else if (leg.GiveUp() is { } unwanted) Release(unwanted);
            throw e as CarrierException ?? new CarrierException(FateUnknown);
        }
    }

    private TexmlCallRequest RequestOf(DialOrder order)
    {
        var (webhook, call) = (options.WebhookUrl, order.CallId);
        var request = new TexmlCallRequest(
            options.ConnectionId,
            order.To.Address,
            options.From,
            new TexmlAddress(call).Under(webhook),
            "POST",
            new TexmlAddress(call, TexmlAddress.Status).Under(webhook),
            "POST",
            "initiated ringing answered completed",
            Math.Clamp((int)Math.Ceiling(order.RingFor.TotalSeconds), ShortestRing, LongestRing));
        return options.Detection is TelnyxDetection.Off ? request : request with
        {
            MachineDetection = options.Detection is TelnyxDetection.Detect or TelnyxDetection.DetectWords ? "Enable" : "DetectMessageEnd",
            DetectionMode = options.Detection is TelnyxDetection.Premium ? "Premium" : "Regular",
            // Synchronous detection would let the person wait in silence until Telnyx is sure.
            AsyncAmd = true,
            AsyncAmdStatusCallback = new TexmlAddress(call, TexmlAddress.Machine).Under(webhook),
            AsyncAmdStatusCallbackMethod = "POST",
        };
    }

    /// <summary>Ends a leg that no call waits for.</summary>
    private void Release(LegId leg) => _ = ReleaseAsync(leg);

    private async Task ReleaseAsync(LegId leg)
    {
        using var deadline = new CancellationTokenSource(options.OrderWithin, time);
        try
        {
            await hangUp(leg, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is CarrierException or OperationCanceledException)
        {
            // Its next news, or its own question what to do, brings it here again.
        }
    }
}

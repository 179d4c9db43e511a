using System.Globalization;
using CallActors.Carriers.Orders;
using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Twilio;

public sealed partial class TwilioCarrier
{
    private const int CallIsOver = 21220;
    private const int NotFound = 404;
    private const string TooManyWait = "Twilio starts only so many calls a second for this account, and too many wait: try again later.";
    private const string FateUnknown = "Twilio did not say whether it took the call. It was not dialled a second time; should the phone ring after all, it is hung up.";

    private static readonly string[] StatusEvents = ["initiated", "ringing", "answered", "completed"];

    /// <summary>How long after a fault of Twilio's its list of calls is asked: the call, should there be one, is in it by then.</summary>
    private static readonly TimeSpan ListAfter = TimeSpan.FromSeconds(1);

    /// <summary>Times of Twilio's are whole seconds, and its machines' clocks differ.</summary>
    private static readonly TimeSpan ClockMargin = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Has the call placed, once. What is known not to have been placed is ordered again; what may have been is not: its leg shows itself,
    /// because the addresses that Twilio was given name the call.
    /// </summary>
    private async Task<LegId> OrderAsync(OutboundLeg leg, DialOrder order)
    {
        using var deadline = new CancellationTokenSource(_options.OrderWithin, _time);
        var mayExist = false;
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                if (_pacer.Wait >= _options.OrderWithin) throw new CarrierException(TooManyWait);
                await _pacer.EnterAsync(deadline.Token).ConfigureAwait(false);
                if (leg.IsGivenUp) throw new CarrierException("The call was given up before it was dialled.");
                if (leg.Id is { } heardOf) return heardOf;
                var sentAt = _time.GetUtcNow();
                // Its own time limits it: what was sent is not abandoned half-way.
                var reply = await _rest.PlaceCallAsync(Form(order), CancellationToken.None).ConfigureAwait(false);
                mayExist |= reply is TwilioReply.Done or TwilioReply.Faulty or TwilioReply.Unanswered;
                switch (reply)
                {
                    case TwilioReply.Done done:
                        return Placed(leg, TwilioRest.Read(done, TwilioJson.Default.TwilioCall));
                    case TwilioReply.Refused refused:
                        throw new CarrierException(refused.Sentence);
                    case TwilioReply.Unanswered:
                        return await leg.Known.WaitAsync(deadline.Token).ConfigureAwait(false);
                    case TwilioReply.Faulty when await MayBePlacedAsync(leg, order, sentAt, deadline.Token).ConfigureAwait(false):
                        return await leg.Known.WaitAsync(deadline.Token).ConfigureAwait(false);
                }

                if (attempt >= _options.Attempts) throw new CarrierException(reply.Failure);
                await _rest.PauseAsync(reply, attempt, deadline.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is CarrierException or OperationCanceledException)
        {
            if (!mayExist) _legs.Forget(leg);
            else if (leg.GiveUp() is { } unwanted) Release(unwanted);
            throw e as CarrierException ?? new CarrierException(mayExist ? FateUnknown : "Twilio could not take the call in time: it is busy, or cannot be reached.");
        }
    }

    private LegId Placed(OutboundLeg leg, TwilioCall call)
    {
        if (call.Sid is not { Length: > 0 and <= LegId.MaxLength } sid) throw new CarrierException("Twilio's answer names no call: is the base URL Twilio's?");
        var placed = new LegId(sid);
        // Only if Twilio had made two calls of one order could this be another than the one that was heard of.
        if (!leg.Takes(placed) || leg.IsGivenUp) Release(placed);
        return leg.Id!.Value;
    }

    /// <summary>Twilio said that it failed. Whether there is a call all the same: heard of by now, or in Twilio's list and nobody's.</summary>
    private async Task<bool> MayBePlacedAsync(OutboundLeg leg, DialOrder order, DateTimeOffset sentAt, CancellationToken cancellationToken)
    {
        await Task.Delay(ListAfter, _time, cancellationToken).ConfigureAwait(false);
        if (leg.Id is not null) return true;
        if (await _rest.ListCallsAsync(order.To.Address, _options.From, cancellationToken).ConfigureAwait(false) is not TwilioReply.Done list) return true;
        // Counted back from Twilio's own clock, where it is told.
        var now = _time.GetUtcNow();
        var since = (list.Date ?? now) - (now - sentAt) - ClockMargin;
        var calls = TwilioRest.Read(list, TwilioJson.Default.TwilioCallPage).Calls ?? [];
        return leg.Id is not null || calls.Any(call => TwilioTime.IsSince(call.DateCreated, since) && !IsKnown(call.Sid));
    }

    private bool IsKnown(string? sid) => sid is { Length: > 0 and <= LegId.MaxLength } && _legs.Find(new LegId(sid)) is not null;

    private List<KeyValuePair<string, string>> Form(DialOrder order)
    {
        var url = _options.PublicUrl;
        var form = new List<KeyValuePair<string, string>>
        {
            new("To", order.To.Address),
            new("From", _options.From),
            new("Url", CallUrls.Voice(url, order.CallId)),
            new("Method", "POST"),
            new("StatusCallback", CallUrls.About(url, order.CallId, CallUrls.Status)),
            new("StatusCallbackMethod", "POST"),
        };
        form.AddRange(StatusEvents.Select(name => KeyValuePair.Create("StatusCallbackEvent", name)));
        form.Add(new("Timeout", Seconds(order.RingFor, 5, 600)));
        if (_options.Detection is MachineDetection.Off) return form;
        form.Add(new("MachineDetection", _options.Detection is MachineDetection.Detect ? "Enable" : "DetectMessageEnd"));
        form.Add(new("MachineDetectionTimeout", Seconds(_options.DetectionTimeout, 3, 59)));
        // Synchronous detection would let the person wait in silence until Twilio is sure.
        form.Add(new("AsyncAmd", "true"));
        form.Add(new("AsyncAmdStatusCallback", CallUrls.About(url, order.CallId, CallUrls.Machine)));
        form.Add(new("AsyncAmdStatusCallbackMethod", "POST"));
        return form;
    }

    private static string Seconds(TimeSpan time, int least, int most) =>
        Math.Clamp((int)Math.Ceiling(time.TotalSeconds), least, most).ToString(CultureInfo.InvariantCulture);
}

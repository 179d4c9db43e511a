using System.Globalization;
using CallActors.Simulators.Media;

namespace CallActors.Simulators.Twilio;

/// <summary>A call's way from ringing to its end.</summary>
public sealed partial class TwilioCall
{
    private static readonly TimeSpan LongestCall = TimeSpan.FromHours(4);

    private async Task RunAsync()
    {
        try
        {
            if (Direction == "inbound") await RunInboundAsync().ConfigureAwait(false);
            else await RunOutboundAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The call is over.
        }
        End("completed");
        await Callbacks.FlushAsync().ConfigureAwait(false);
    }

    private async Task RunOutboundAsync()
    {
        if (!_twilio.Queue.TryTakeTurn(out var wait))
        {
            _twilio.Alert(TwilioCodes.ConcurrencyExceeded, "more calls at once than the account may have", Sid);
            End("failed", 486);
            return;
        }
        using var turn = new CallQueueTurn(_twilio.Queue);
        if (wait > TimeSpan.Zero) await Task.Delay(wait, _twilio.Options.Time, _over.Token).ConfigureAwait(false);
        Queued = wait;
        Report("initiated", "initiated");
        if (await RingAsync().ConfigureAwait(false) is RingOutcome.Failed failed)
        {
            End(failed.Status, failed.SipCode);
            return;
        }
        using var limit = After(_order.TimeLimit ?? LongestCall, () => End("completed"));
        if (_handset!.Plan is HandsetPlan.Voicemail machine) _ = _handset.GreetAsync(machine);
        if (_order.SendDigits.Length > 0) _twilio.Alert(TwilioAlert.NotSimulated, "SendDigits", Sid);
        else if (_order.Detection is { } detection) await DetectAsync(detection).ConfigureAwait(false);
        await InterpretAsync(_order.Url is { } url
            ? new Instruction.Fetch(url, _order.Method, [], _order.FallbackUrl, _order.FallbackMethod)
            : new Instruction.Inline(_order.Twiml!)).ConfigureAwait(false);
    }

    private async Task RunInboundAsync()
    {
        if (_twilio.Options.Numbers.FirstOrDefault(number => number.Number == To) is not { } number)
        {
            End("failed", 404);
            return;
        }
        ChangeStatusCallback(number);
        _watch.Change(() => Status = "ringing");
        if (number.VoiceUrl is { } url)
            await InterpretAsync(new Instruction.Fetch(url, number.VoiceMethod, [], number.VoiceFallbackUrl, "POST")).ConfigureAwait(false);
        else _twilio.Alert(TwilioCodes.InvalidUrlFormat, "the number has no voice URL", Sid);
        // A document that never answered: the caller hears that nobody picks up.
        if (!IsInProgress) End("no-answer", 480);
    }

    private void ChangeStatusCallback(TwilioNumber number)
    {
        if (number.StatusCallback is { } callback) ChangeStatusCallback(callback, "POST");
    }

    private async Task<RingOutcome> RingAsync()
    {
        if (_twilio.Find(To) is not { } handset) return new RingOutcome.Failed("failed", 404);
        if (handset.Plan is HandsetPlan.Unreachable unreachable) return new RingOutcome.Failed("failed", unreachable.SipCode);
        if (handset.Plan is HandsetPlan.Busy || !handset.Take(this)) return new RingOutcome.Failed("busy", 486);
        _handset = handset;
        handset.Forget();
        using var giveUp = After(_order.Timeout, () => Settle(new RingOutcome.Failed("no-answer", 487)));
        using var plan = handset.Plan switch
        {
            HandsetPlan.Answers answers => After(answers.After, () => PickUp()),
            HandsetPlan.Voicemail machine => After(machine.After, () => PickUp()),
            HandsetPlan.Declines declines => After(declines.After, () => Settle(handset.Declined)),
            _ => null,
        };
        Report("ringing", "ringing");
        _watch.Change(() =>
        {
            if (Status == "queued") Status = "ringing";
        });
        return await _ring.Task.ConfigureAwait(false);
    }

    /// <summary>Waits for the verdict, or lets it come while the call goes on.</summary>
    private async Task DetectAsync(MachineDetection detection)
    {
        var verdict = detection.Judge(_handset!.Plan, _handset.Verdict);
        if (!detection.Asynchronous)
        {
            await Task.Delay(verdict.After, _twilio.Options.Time, _over.Token).ConfigureAwait(false);
            AnsweredBy = verdict.AnsweredBy;
        }
        else _ = DetectLaterAsync(detection, verdict);
    }

    private async Task DetectLaterAsync(MachineDetection detection, MachineVerdict verdict)
    {
        try
        {
            await Task.Delay(verdict.After, _twilio.Options.Time, _twilio.Options.Disorder.LateDetection ? _twilio.Off : _over.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        AnsweredBy = verdict.AnsweredBy;
        if (detection.Callback is not { } callback) return;
        Callbacks.Send(callback, detection.CallbackMethod,
        [
            new("CallSid", Sid), new("AccountSid", _twilio.Options.AccountSid), new("AnsweredBy", verdict.AnsweredBy),
            new("MachineDetectionDuration", verdict.After.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)),
        ]);
        if (IsOver) await Callbacks.FlushAsync().ConfigureAwait(false);
    }

    private ITimer After(TimeSpan duration, Action work) => _twilio.Options.Time.CreateTimer(_ => work(), null, duration, Timeout.InfiniteTimeSpan);
}

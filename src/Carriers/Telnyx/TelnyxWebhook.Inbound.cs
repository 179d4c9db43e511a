using System.Collections.Concurrent;
using CallActors.Carriers.Webhooks;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Telnyx;

public sealed partial class TelnyxWebhook
{
    private const int MostFarewells = 100;

    private static readonly TimeSpan AdmitWithin = TimeSpan.FromSeconds(10);

    /// <summary>Longer than one sentence takes. What is answered is charged.</summary>
    private static readonly TimeSpan FarewellWithin = TimeSpan.FromSeconds(40);

    /// <summary>Legs that are told one sentence and hung up: nobody's calls. Should the process die meanwhile, the next one knows no call of that
    /// leg's, and hangs up.</summary>
    private readonly ConcurrentDictionary<LegId, Farewell> _farewells = new();

    private async Task AdmitAsync(LegId leg, TelnyxInboundCall inbound, CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(AdmitWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        InboundDecision decision = new InboundDecision.Reject();
        try
        {
            decision = await DecideAsync(leg, inbound, either.Token).ConfigureAwait(false);
        }
        finally
        {
            // Also when the calls did not answer: a caller is not left ringing.
            if (decision is InboundDecision.Reject or InboundDecision.Busy && !stopping.IsCancellationRequested)
                await carrier.RejectAsync(leg, busy: decision is InboundDecision.Busy, stopping).ConfigureAwait(false);
        }

        if (decision is InboundDecision.Admit) await carrier.AnswerAsync(leg, CallOf(leg), stopping).ConfigureAwait(false);
        if (decision is InboundDecision.Say say) await BidFarewellAsync(leg, say, stopping).ConfigureAwait(false);
    }

    /// <summary>Asks the policy, and of those whom it admits the calls.</summary>
    private async Task<InboundDecision> DecideAsync(LegId leg, TelnyxInboundCall inbound, CancellationToken cancellationToken)
    {
        var decision = await policy.DecideOrRejectAsync(Carrier, inbound.From, inbound.Dialled, inbound.Attestation, time, cancellationToken).ConfigureAwait(false);
        if (decision is not InboundDecision.Admit { Person: var person }) return decision;
        var reply = await desk().AdmitAsync(
            new CallCommands.AdmitInbound(CallOf(leg), leg, Carrier, inbound.From, inbound.Dialled, person), cancellationToken).ConfigureAwait(false);
        // Taken already: by an earlier process, or by another that had the same event.
        return reply is CallReplies.Admitted or CallReplies.Refused { Reason: RefusalReason.AlreadyPlaced } ? decision : new InboundDecision.Reject();
    }

    private async Task BidFarewellAsync(LegId leg, InboundDecision.Say say, CancellationToken stopping)
    {
        var farewell = new Farewell(say);
        if (_farewells.Count >= MostFarewells || !_farewells.TryAdd(leg, farewell))
        {
            await carrier.RejectAsync(leg, busy: false, stopping).ConfigureAwait(false);
            return;
        }

        try
        {
            await carrier.AnswerAsync(leg, CallOf(leg), stopping).ConfigureAwait(false);
            await farewell.Over.Task.WaitAsync(FarewellWithin, time, stopping).ConfigureAwait(false);
        }
        finally
        {
            _farewells.TryRemove(leg, out _);
            if (!farewell.HungUp && !stopping.IsCancellationRequested) await carrier.HangUpAsync(leg, stopping).ConfigureAwait(false);
        }
    }

    /// <summary>News of a leg that is told one sentence.</summary>
    /// <returns>False for any other leg.</returns>
    private bool IsFarewell(string type, LegId leg)
    {
        if (!_farewells.TryGetValue(leg, out var farewell)) return false;
        switch (type)
        {
            case "call.answered":
                streams.Begin(token => SpeakAsync(leg, farewell, token));
                break;
            case "call.speak.ended":
                farewell.Over.TrySetResult();
                break;
            case "call.hangup":
                farewell.HungUp = true;
                farewell.Over.TrySetResult();
                break;
        }

        return true;
    }

    private async Task SpeakAsync(LegId leg, Farewell farewell, CancellationToken cancellationToken)
    {
        try
        {
            await carrier.SpeakAsync(leg, farewell.Say.Text, farewell.Say.Language, cancellationToken).ConfigureAwait(false);
        }
        catch (CarrierException)
        {
            // In a language that Telnyx does not speak, for one: it is over without a word.
            farewell.Over.TrySetResult();
        }
    }

    /// <summary>The call of an inbound leg is named after the leg: whichever process has its events names it alike.</summary>
    private static CallId CallOf(LegId leg) => CallId.ForIdempotencyKey("telnyx leg " + leg.Value);

    private sealed class Farewell(InboundDecision.Say say)
    {
        public InboundDecision.Say Say => say;

        public TaskCompletionSource Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public volatile bool HungUp;
    }
}

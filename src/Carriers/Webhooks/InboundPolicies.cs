using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Webhooks;

/// <summary>How carriers ask who is let in: nobody without a policy, and nobody when it fails or has not decided in five seconds.</summary>
internal static class InboundPolicies
{
    /// <summary>A caller hears it ring meanwhile.</summary>
    public static readonly TimeSpan DecidedWithin = TimeSpan.FromSeconds(5);

    private static readonly InboundDecision Rejected = new InboundDecision.Reject();

    /// <exception cref="OperationCanceledException">Only when it was cancelled from outside.</exception>
    public static async Task<InboundDecision> DecideOrRejectAsync(
        this IInboundPolicy? policy, string carrier, string from, string dialled, CallerAttestation attestation, TimeProvider time, CancellationToken cancellationToken)
    {
        if (policy is null) return Rejected;
        using var deadline = new CancellationTokenSource(DecidedWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await policy.DecideAsync(carrier, from, dialled, attestation, either.Token).AsTask().WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return Rejected;
        }
    }
}

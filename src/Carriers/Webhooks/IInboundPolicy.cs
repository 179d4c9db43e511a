namespace CallActors.Carriers.Webhooks;

/// <summary>Decides which inbound calls are let in at all, before the engine is asked. Without one every inbound call is turned away, which
/// costs nothing.</summary>
public interface IInboundPolicy
{
    /// <param name="carrier">The carrier's name.</param>
    /// <param name="from">The caller's number as the carrier tells it; may be withheld or forged.</param>
    /// <param name="dialled">The number of ours.</param>
    ValueTask<bool> AdmitsAsync(string carrier, string from, string dialled, CancellationToken cancellationToken);
}

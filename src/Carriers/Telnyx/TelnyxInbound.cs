namespace CallActors.Carriers.Telnyx;

/// <summary>A call that comes in.</summary>
/// <param name="From">The caller's number as Telnyx gives it: E.164, or <c>anonymous</c>. Not proven to be the caller's.</param>
/// <param name="Dialled">The number of ours that was dialled.</param>
public sealed record TelnyxInboundCall(string From, string Dialled);

/// <summary>Decides who may ring us.</summary>
public delegate ValueTask<bool> TelnyxInboundPolicy(TelnyxInboundCall call, CancellationToken cancellationToken);

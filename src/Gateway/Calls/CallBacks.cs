using System.Collections.Concurrent;
using CallActors.Contracts.Calls;
using CallActors.Engine.Agents;

namespace CallActors.Gateway.Calls;

/// <summary>The latest call to each person who asked for one by text. An agent that does not know of it, and rings the person for itself,
/// would find the line engaged: it goes on with that call instead.</summary>
public sealed class CallBacks
{
    // Only who may be called comes so far: the list is the bound.
    private readonly ConcurrentDictionary<string, CallId> _latest = new(StringComparer.Ordinal);

    /// <summary>A person is being rung.</summary>
    public void Add(string address, CallId callId) => _latest[address] = callId;

    /// <summary>The order to go on with the call that the person is being rung by, or is on, when no agent uses that; null when there is none.</summary>
    /// <param name="recent">Which call an operation that is asked again belongs to.</param>
    public async Task<CallCommands.ContinueCall?> JoinAsync(
        CallCommands.PlaceCall order, Func<OperationId, CallId?> recent, ICallService calls, CancellationToken cancellationToken)
    {
        if (!_latest.TryGetValue(order.To.Address, out var latest)) return null;
        if (recent(order.OperationId) is { } known)
        {
            if (known != latest) return null;
        }
        else if (await calls.GetAsync(new CallCommands.GetCall(latest), cancellationToken).ConfigureAwait(false) is not CallReplies.CallView call
            || call.Phase is CallPhase.Ended
            || !call.Operations.All(o => CallBackAttendantActor.IsOwn(o.OperationId)))
        {
            return null;
        }

        return new CallCommands.ContinueCall(latest, order.OperationId, order.Message, order.Expects, order.ListenFor, order.Interruptible);
    }
}

using System.Collections.Concurrent;
using System.Threading.Channels;
using CallActors.Contracts.Calls;
using CallActors.Engine.Agents;

namespace CallActors.Gateway.Calls;

/// <summary>The latest call to each person who asked for one by text, and whether it is over. An agent that does not know of it, and rings
/// the person for itself, would find the line engaged: it goes on with that call instead.</summary>
public sealed class CallBacks
{
    // Only who may be called comes so far: the list is the bound.
    private readonly ConcurrentDictionary<string, CallBack> _latest = new(StringComparer.Ordinal);

    /// <summary>A person is being rung. The call is followed until it is over.</summary>
    public void Add(string address, CallId callId, ICallEvents events)
    {
        var added = new CallBack(callId);
        _latest[address] = added;
        added.Follow(events);
    }

    /// <summary>Whether a call of these is known to be over.</summary>
    public bool IsOver(CallId callId) => _latest.Values.Any(latest => latest.CallId == callId && latest.IsOver);

    /// <summary>The order to go on with the call that the person is being rung by, or is on, when no agent uses that; null when there is none.</summary>
    /// <param name="recent">Which call an operation that is asked again belongs to.</param>
    public async Task<CallCommands.ContinueCall?> JoinAsync(
        CallCommands.PlaceCall order, Func<OperationId, CallId?> recent, ICallService calls, CancellationToken cancellationToken)
    {
        if (!_latest.TryGetValue(order.To.Address, out var latest)) return null;
        if (recent(order.OperationId) is { } known)
        {
            if (known != latest.CallId) return null;
        }
        else if (await calls.GetAsync(new CallCommands.GetCall(latest.CallId), cancellationToken).ConfigureAwait(false) is not CallReplies.CallView call
            || call.Phase is CallPhase.Ended
            || !call.Operations.All(o => CallBackAttendantActor.IsOwn(o.OperationId)))
        {
            return null;
        }

        return new CallCommands.ContinueCall(latest.CallId, order.OperationId, order.Message, order.Expects, order.ListenFor, order.Interruptible);
    }

    /// <summary>One of them: of what happens in the call it takes the end alone.</summary>
    private sealed class CallBack(CallId callId) : ChannelWriter<CallActivity>
    {
        private volatile bool _isOver;
        private volatile ICallFollowing? _following;

        public CallId CallId => callId;

        public bool IsOver => _isOver;

        public void Follow(ICallEvents events)
        {
            _following = events.Follow(callId, this);
            if (_isOver) _following.Dispose();
        }

        public override bool TryWrite(CallActivity item)
        {
            if (item is not CallActivity.Changed { Phase: CallPhase.Ended }) return true;
            _isOver = true;
            _following?.Dispose();
            return true;
        }

        public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult(true);
    }
}

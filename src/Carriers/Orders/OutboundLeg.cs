using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Orders;

/// <summary>One order of a call, and what is known of its leg. Thread-safe.</summary>
internal sealed class OutboundLeg(CallId callId)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource<LegId> _ordered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<LegId> _known = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LegId? _id;
    private bool _isGivenUp;
    private bool _isAnswered;

    public CallId CallId => callId;

    /// <summary>Done when the order is: every dial of this call waits for the same.</summary>
    public Task<LegId> Ordered => _ordered.Task;

    /// <summary>Done as soon as the leg's name is known, from the order's answer or from the first news of it.</summary>
    public Task<LegId> Known => _known.Task;

    /// <summary>The leg, when it is known.</summary>
    public LegId? Id
    {
        get
        {
            lock (_lock) return _id;
        }
    }

    /// <summary>Nobody waits for the order any more, or wants its leg.</summary>
    public bool IsGivenUp
    {
        get
        {
            lock (_lock) return _isGivenUp;
        }
    }

    /// <summary>Somebody picked up, as far as has been told.</summary>
    public bool IsAnswered
    {
        get
        {
            lock (_lock) return _isAnswered;
        }
    }

    /// <summary>Has the call ordered.</summary>
    public async Task OrderAsync(Func<OutboundLeg, Task<LegId>> order)
    {
        try
        {
            _ordered.TrySetResult(await order(this).ConfigureAwait(false));
        }
        catch (Exception e)
        {
            _ordered.TrySetException(e);
        }
    }

    /// <summary>A leg of this call is heard of: the first is the call's for ever.</summary>
    /// <returns>Whether it is the call's.</returns>
    public bool Takes(LegId leg)
    {
        lock (_lock)
        {
            if (_id is { } id) return id == leg;
            _id = leg;
        }
        _known.TrySetResult(leg);
        return true;
    }

    public void PickedUp()
    {
        lock (_lock) _isAnswered = true;
    }

    /// <summary>Gives the order up.</summary>
    /// <returns>The leg, when it is known already.</returns>
    public LegId? GiveUp()
    {
        lock (_lock)
        {
            _isGivenUp = true;
            return _id;
        }
    }
}

using Kernel.Actor;

namespace Kernel.Dispatch;

/// <summary>
/// The user queue: many producers append to one array under a spin lock of a few instructions; the one consumer swaps
/// that array for its emptied one and reads without a lock. The slots are reused, so a steady flow allocates nothing,
/// and an idle cell holds two arrays of two slots at most.
/// </summary>
internal sealed partial class Mailbox
{
    private const int FirstCapacity = 2;
    private const int KeptCapacity = 256;

    private Envelope[]? _incoming;
    private int _incomingCount;
    private int _gate;
    private bool _sealed;
    private Envelope[]? _batch;
    private int _head;
    private int _end;

    /// <summary>Messages waiting. Exact for the consumer, a glance for everyone else.</summary>
    public int NumberOfMessages => Volatile.Read(ref _end) - Volatile.Read(ref _head) + Volatile.Read(ref _incomingCount);

    // Takes the gate, so that a producer which has just appended and read the old status is seen.
    public bool HasMessages
    {
        get
        {
            if (_end != _head)
                return true;
            EnterGate();
            var count = _incomingCount;
            LeaveGate();
            return count > 0;
        }
    }

    /// <summary>Puts an envelope before all others. For the consumer alone, as stashes do.</summary>
    public void EnqueueFirst(in Envelope envelope)
    {
        if (_head == 0)
            MakeRoomInFront();
        _batch![--_head] = envelope;
    }

    private bool TryEnqueue(in Envelope envelope)
    {
        EnterGate();
        if (_sealed)
        {
            LeaveGate();
            return false;
        }

        var slots = _incoming;
        var count = _incomingCount;
        if (slots is null || count == slots.Length)
            slots = Grow(slots);
        slots[count] = envelope;
        _incomingCount = count + 1;
        LeaveGate();
        return true;
    }

    private bool TryDequeue(out Envelope envelope)
    {
        if (_head == _end && !SwapBatch())
        {
            envelope = default;
            return false;
        }

        ref var slot = ref _batch![_head++];
        envelope = slot;
        slot = default;
        return true;
    }

    private bool SwapBatch()
    {
        var emptied = _batch;
        EnterGate();
        var count = _incomingCount;
        if (count == 0)
        {
            LeaveGate();
            return false;
        }

        // An array that a burst has grown is let go once the flow is small again.
        if (emptied is { Length: > KeptCapacity } && count < emptied.Length / 8)
            emptied = null;
        _batch = _incoming;
        _incoming = emptied;
        _incomingCount = 0;
        LeaveGate();
        _head = 0;
        _end = count;
        return true;
    }

    private Envelope[] Grow(Envelope[]? slots)
    {
        var capacity = slots is null ? FirstCapacity : slots.Length < KeptCapacity ? slots.Length * 4 : slots.Length * 2;
        try
        {
            Array.Resize(ref slots, capacity);
        }
        catch
        {
            LeaveGate();
            throw;
        }

        return _incoming = slots;
    }

    private void MakeRoomInFront()
    {
        var waiting = _end - _head;
        var room = Math.Max(FirstCapacity, waiting);
        var larger = new Envelope[room + waiting];
        if (waiting > 0)
            Array.Copy(_batch!, _head, larger, room, waiting);
        _batch = larger;
        _head = room;
        _end = room + waiting;
    }

    private void SealUserQueue()
    {
        EnterGate();
        _sealed = true;
        LeaveGate();
    }

    private void EnterGate()
    {
        if (Interlocked.CompareExchange(ref _gate, 1, 0) != 0)
            WaitForGate();
    }

    private void WaitForGate()
    {
        var spin = default(SpinWait);
        do
        {
            // Never sleeps: the holder is a few instructions from letting go, or has been preempted.
            spin.SpinOnce(sleep1Threshold: -1);
        }
        while (Volatile.Read(ref _gate) != 0 || Interlocked.CompareExchange(ref _gate, 1, 0) != 0);
    }

    private void LeaveGate() => Volatile.Write(ref _gate, 0);
}

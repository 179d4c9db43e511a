using Kernel.Actor;

namespace Kernel.Dispatch;

/// <summary>
/// The user queue. The oldest message that has come since the last batch lies in a slot of its own, so that an actor with never
/// more than one message waiting needs no array; what comes behind it is appended to an array. The consumer takes slot and
/// array together, gives the emptied array back in exchange, and reads its batch without the gate. Slots are reused: a steady
/// flow allocates nothing.
/// </summary>
internal sealed partial class Mailbox
{
    private const int FirstCapacity = 4;
    private const int KeptCapacity = 256;

    // Under the gate. The array holds something only while the slot does.
    private Envelope _oldest;
    private Envelope[]? _incoming;
    private int _incomingCount;

    private bool HasUserMessages => _cell.Turn.Head != _cell.Turn.End || _oldest.Message is not null;

    /// <summary>Puts an envelope before all others. For the consumer alone, as stashes do.</summary>
    public void EnqueueFirst(in Envelope envelope)
    {
        ref var turn = ref _cell.Turn;
        if (turn.Head == 0)
            MakeRoomInFront(ref turn);
        turn.Batch![--turn.Head] = envelope;
    }

    private void Append(in Envelope envelope)
    {
        if (_oldest.Message is null)
        {
            _oldest = envelope;
            return;
        }

        var slots = _incoming;
        var count = _incomingCount;
        if (slots is null || count == slots.Length)
            slots = Grow(slots);
        slots[count] = envelope;
        _incomingCount = count + 1;
    }

    private bool TryDequeue(out Envelope envelope)
    {
        if (!HasUserMessages)
        {
            envelope = default;
            return false;
        }

        TakeIncoming(out envelope);
        return true;
    }

    private static Envelope TakeFromBatch(ref TurnState turn)
    {
        ref var slot = ref turn.Batch![turn.Head++];
        var envelope = slot;
        slot = default;
        return envelope;
    }

    /// <summary>Takes the next of the batch, or else the slot, with what has come behind it as the new batch. Under the gate.</summary>
    private void TakeIncoming(out Envelope envelope)
    {
        ref var turn = ref _cell.Turn;
        if (turn.Head != turn.End)
        {
            envelope = TakeFromBatch(ref turn);
            return;
        }

        envelope = _oldest;
        _oldest = default;
        var count = _incomingCount;
        turn.Head = 0;
        turn.End = count;
        if (count == 0)
            return;

        // An array that a burst has grown is let go once the flow is small again.
        var emptied = turn.Batch;
        if (emptied is { Length: > KeptCapacity } && count < emptied.Length / 8)
            emptied = null;
        turn.Batch = _incoming;
        _incoming = emptied;
        _incomingCount = 0;
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

    private static void MakeRoomInFront(ref TurnState turn)
    {
        var waiting = turn.End - turn.Head;
        var room = Math.Max(FirstCapacity, waiting);
        var larger = new Envelope[room + waiting];
        if (waiting > 0)
            Array.Copy(turn.Batch!, turn.Head, larger, room, waiting);
        turn.Batch = larger;
        turn.Head = room;
        turn.End = room + waiting;
    }
}

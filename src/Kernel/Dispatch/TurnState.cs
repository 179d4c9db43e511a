using Kernel.Actor;
using Kernel.Dispatch.SysMsg;

namespace Kernel.Dispatch;

/// <summary>
/// What a mailbox's turn looks at for every message. It lies in the cell and not in the mailbox, whose memory senders write at
/// every message: else the two processors would take one cache line from each other again and again.
/// </summary>
internal struct TurnState
{
    /// <summary>Messages that the turn has taken from the queue, between <see cref="Head"/> and <see cref="End"/>.</summary>
    public Envelope[]? Batch;

    public int Head;
    public int End;

    /// <summary>Why user messages are held back; 0 when they are not. The mailbox's status without the bits that senders write.</summary>
    public int Holds;

    /// <summary>Counts the user messages that were begun.</summary>
    public int Begun;

    /// <summary>The newest system message, written under the mailbox's gate by those who send one, which is seldom.</summary>
    public SystemMessage? SystemTail;
}

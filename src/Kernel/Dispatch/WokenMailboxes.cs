using System.Collections.Concurrent;

namespace Kernel.Dispatch;

/// <summary>
/// Mailboxes woken by one thread in one go, kept to be run by it, and by whoever helps it, instead of going through the thread
/// pool one by one.
/// </summary>
internal sealed class WokenMailboxes
{
    [ThreadStatic]
    private static WokenMailboxes? _collecting;

    private readonly ConcurrentQueue<Mailbox> _mailboxes = new();

    public bool IsEmpty => _mailboxes.IsEmpty;

    /// <summary>False when this thread does not collect: the mailbox has to be dispatched by itself.</summary>
    public static bool TryAdd(Mailbox mailbox)
    {
        if (_collecting is not { } collecting)
            return false;
        collecting._mailboxes.Enqueue(mailbox);
        return true;
    }

    public void BeginCollecting() => _collecting = this;

    public static void EndCollecting() => _collecting = null;

    /// <summary>Gives the next of them a turn; false when there is none.</summary>
    public bool TryRunNext()
    {
        if (!_mailboxes.TryDequeue(out var mailbox))
            return false;
        mailbox.Run();
        return true;
    }
}

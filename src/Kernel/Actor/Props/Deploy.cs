namespace Kernel.Actor;

/// <summary>Where and on what an actor runs.</summary>
public sealed class Deploy
{
    public const int NoStashSize = -1;

    public static readonly string NoDispatcherGiven = string.Empty;

    public static readonly string NoMailboxGiven = string.Empty;

    public static readonly Deploy Local = new(string.Empty, string.Empty, NoStashSize);

    private Deploy(string dispatcher, string mailbox, int stashCapacity)
    {
        Dispatcher = dispatcher;
        Mailbox = mailbox;
        StashCapacity = stashCapacity;
    }

    public string Dispatcher { get; }

    public string Mailbox { get; }

    /// <summary>Messages that a bounded stash may hold; −1 means no bound.</summary>
    public int StashCapacity { get; }

    public Deploy WithDispatcher(string dispatcher) => new(dispatcher, Mailbox, StashCapacity);

    public Deploy WithMailbox(string mailbox) => new(Dispatcher, mailbox, StashCapacity);

    public Deploy WithStashCapacity(int stashCapacity) => new(Dispatcher, Mailbox, stashCapacity);
}

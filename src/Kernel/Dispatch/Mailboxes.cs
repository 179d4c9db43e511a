using Kernel.Actor;
using Kernel.Configuration;

namespace Kernel.Dispatch;

/// <summary>The mailbox types of a system. There is one: unbounded, with a writable front.</summary>
public sealed class Mailboxes
{
    public static readonly string DefaultMailboxId = "kernel.actor.default-mailbox";

    private readonly ActorSystem _system;

    internal Mailboxes(ActorSystem system) => _system = system;

    public bool HasMailbox(string id) => id == DefaultMailboxId || _system.Settings.Config.HasPath(id);

    /// <exception cref="ConfigurationException">No such mailbox is configured.</exception>
    internal void Check(string? id)
    {
        if (!string.IsNullOrEmpty(id) && !HasMailbox(id))
            throw new ConfigurationException($"Mailbox type [{id}] not configured.");
    }
}

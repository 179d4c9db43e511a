using CallActors.Contracts.Calls;
using CallActors.Contracts.Workspaces;

namespace CallActors.Contracts.Switchboard;

/// <summary>Something that happened at a person's switchboard. Stored; nothing of a PIN is in it, and of a caller's number two digits at most.</summary>
public interface ISwitchboardEvent
{
    DateTimeOffset At { get; }
}

/// <summary>The events of a person's switchboard.</summary>
public static class SwitchboardEvents
{
    /// <param name="Book">In which book wrong PINs of this call are counted: empty for a person's; among strangers one for some hundreds of
    /// numbers each, which names none of them.</param>
    /// <param name="Detail">The carrier, and the number's last two digits.</param>
    public sealed record CallTaken(DateTimeOffset At, CallId CallId, bool Inbound, string Book, string Detail) : ISwitchboardEvent;

    /// <summary>A PIN was given. Stored before it is looked at: it counts as wrong until it was found right.</summary>
    /// <param name="Counts">False where no PIN is looked at.</param>
    public sealed record PinTried(DateTimeOffset At, CallId CallId, bool Counts) : ISwitchboardEvent;

    public sealed record PinPassed(DateTimeOffset At, CallId CallId) : ISwitchboardEvent;

    /// <param name="Looked">False where it was not looked at.</param>
    /// <param name="LockedUntil">Set when no further PIN is looked at until then.</param>
    public sealed record PinFailed(DateTimeOffset At, CallId CallId, bool Looked, DateTimeOffset? LockedUntil = null) : ISwitchboardEvent;

    public sealed record WorkspaceEntered(DateTimeOffset At, CallId CallId, WorkspaceId WorkspaceId, string Name) : ISwitchboardEvent;

    public sealed record DeedNoted(DateTimeOffset At, CallId CallId, CallDeed Deed, WorkspaceId? WorkspaceId, string Detail) : ISwitchboardEvent;

    /// <param name="CallBack">The call that it will be.</param>
    public sealed record CallWanted(DateTimeOffset At, CallId CallId, WorkspaceId WorkspaceId, string Name, CallId CallBack) : ISwitchboardEvent;

    /// <summary>The person is being called, as wanted.</summary>
    public sealed record CalledBack(DateTimeOffset At, WorkspaceId WorkspaceId, CallId CallBack, WorkEnd End) : ISwitchboardEvent;

    /// <summary>The person is not called after all.</summary>
    public sealed record CallGivenUp(DateTimeOffset At, WorkspaceId WorkspaceId, CallId CallBack, string Detail) : ISwitchboardEvent;

    /// <summary>The person is being called, as they had ordered for this time.</summary>
    /// <param name="About">What the call is about: the person's.</param>
    public sealed record CalledAsScheduled(DateTimeOffset At, CallId CallId, string About) : ISwitchboardEvent;

    public sealed record CallOver(DateTimeOffset At, CallId CallId) : ISwitchboardEvent;
}

using CallActors.Contracts.Calls;
using CallActors.Contracts.Workspaces;

namespace CallActors.Contracts.Switchboard;

/// <summary>A message that asks something of a person's switchboard.</summary>
public interface ISwitchboardCommand : IWithPersonId;

/// <summary>What the receptions of calls ask of a person's switchboard, which remembers: attempts at the PIN, the workspace, what calls did.</summary>
public static class SwitchboardCommands
{
    /// <summary>A call of this person's is up, for the first time or again after a restart. Answered by <see cref="SwitchboardReplies.Admitted"/>.</summary>
    /// <param name="Carrier">The carrier's name.</param>
    /// <param name="From">The caller's address as the carrier tells it; not proven.</param>
    /// <param name="Inbound">False for a call that we placed to the person.</param>
    public sealed record TakeCall(PersonId Person, CallId CallId, string Carrier, string From, bool Inbound) : ISwitchboardCommand;

    /// <summary>Tries a PIN. Answered by <see cref="SwitchboardReplies.PinJudged"/>, after the same time whether it is right, wrong, or there is none
    /// to compare with. The digits are neither stored nor logged.</summary>
    public sealed record TryPin(PersonId Person, CallId CallId, string Digits) : ISwitchboardCommand
    {
        /// <summary>Prints without the digits: what prints it may be a log.</summary>
        public override string ToString() => $"TryPin {{ {CallId} }}";
    }

    /// <summary>The person talks to this workspace from now on, and will again when they call next. Refused silently on a call that is not
    /// unlocked. No reply.</summary>
    /// <param name="Name">What the workspace was called then.</param>
    public sealed record EnterWorkspace(PersonId Person, CallId CallId, WorkspaceId WorkspaceId, string Name) : ISwitchboardCommand;

    /// <summary>The call did something: for the audit. No reply.</summary>
    /// <param name="Detail">A name, a tool, a number of characters: never what was said. At most 200 characters.</param>
    public sealed record NoteDeed(PersonId Person, CallId CallId, CallDeed Deed, WorkspaceId? WorkspaceId, string Detail) : ISwitchboardCommand;

    /// <summary>Rings the person when the workspace's agent has done what it does now, or needs them. Kept over restarts; the next such order for
    /// the same workspace replaces it. Answered by <see cref="SwitchboardReplies.WillCall"/> or <see cref="SwitchboardReplies.CannotCall"/>.</summary>
    public sealed record CallWhenDone(PersonId Person, CallId CallId, WorkspaceId WorkspaceId, string Name) : ISwitchboardCommand;

    /// <summary>Calls the person, as they have ordered for this time, unless they are on the phone. Asked by the person's schedule. Answered by
    /// <see cref="SwitchboardReplies.Rang"/>; the same call again is one call.</summary>
    /// <param name="CallId">The call that it will be.</param>
    /// <param name="About">What it is about: said behind the PIN. At most 500 characters.</param>
    public sealed record CallAbout(PersonId Person, CallId CallId, string About) : ISwitchboardCommand
    {
        /// <summary>Prints without the person's words.</summary>
        public override string ToString() => $"CallAbout {{ {CallId} }}";
    }

    /// <summary>The call is over. No reply.</summary>
    public sealed record EndCall(PersonId Person, CallId CallId) : ISwitchboardCommand;

    /// <summary>Asks for the newest audit entries. Answered by <see cref="SwitchboardReplies.Audit"/>.</summary>
    /// <param name="Limit">1–1,000.</param>
    public sealed record GetAudit(PersonId Person, int Limit) : ISwitchboardCommand;
}

/// <summary>Something that a call did.</summary>
public enum CallDeed
{
    /// <summary>A caller was turned away before the call was answered.</summary>
    TurnedAway,

    CameIn,

    PinRight,

    PinWrong,

    /// <summary>After too many wrong PINs the person's PIN is not looked at for a while.</summary>
    LockedOut,

    /// <summary>The person talks to a workspace.</summary>
    Entered,

    /// <summary>A text was submitted.</summary>
    Submitted,

    /// <summary>The agent was interrupted.</summary>
    Interrupted,

    /// <summary>A question of the agent's was answered with yes, or a choice.</summary>
    Granted,

    /// <summary>It was answered with no.</summary>
    Denied,

    /// <summary>A workspace was made.</summary>
    Created,

    /// <summary>A workspace was closed.</summary>
    Closed,

    /// <summary>The person wants to be called when the work is done.</summary>
    WantsCall,

    /// <summary>The person was called because of that.</summary>
    CalledBack,

    Ended,

    /// <summary>The person wants to be called at a time.</summary>
    Scheduled,

    /// <summary>The person was called at that time.</summary>
    CalledAsScheduled,

    /// <summary>They were not.</summary>
    ScheduleMissed,

    /// <summary>They do not want it any more.</summary>
    Unscheduled,
}

/// <summary>One line of the audit.</summary>
public sealed record AuditEntry(DateTimeOffset At, CallId CallId, CallDeed Deed, WorkspaceId? WorkspaceId, string Detail);

/// <summary>How an attempt at the PIN went.</summary>
public enum PinVerdict
{
    Right,

    Wrong,

    /// <summary>Too many wrong ones, in this call or before it: no PIN is looked at until the time is over.</summary>
    LockedOut,
}

/// <summary>A reply of a person's switchboard.</summary>
public interface ISwitchboardReply : IWithPersonId;

/// <summary>What a person's switchboard answers.</summary>
public static class SwitchboardReplies
{
    /// <param name="IsUnlocked">This call has given the PIN already.</param>
    /// <param name="Workspace">The workspace that the person talked to last; null for none.</param>
    /// <param name="CalledFor">Set on a call that we placed because work was done: its workspace.</param>
    /// <param name="About">Set on a call that the person had ordered for this time, until they talk to a workspace: what it is about.</param>
    public sealed record Admitted(PersonId Person, CallId CallId, bool IsUnlocked, WorkspaceId? Workspace, WorkspaceId? CalledFor, string? About = null) : ISwitchboardReply
    {
        /// <summary>Prints without the person's words.</summary>
        public override string ToString() => $"Admitted {{ {CallId} }}";
    }

    /// <param name="TriesLeft">In this call.</param>
    public sealed record PinJudged(PersonId Person, CallId CallId, PinVerdict Verdict, int TriesLeft) : ISwitchboardReply;

    /// <summary>What was asked could not be stored, and nothing was done: another gateway that has the same journal was at it, or the journal cannot be
    /// written. It may be asked again.</summary>
    public sealed record NotStored(PersonId Person) : ISwitchboardReply;

    public sealed record WillCall(PersonId Person, WorkspaceId WorkspaceId) : ISwitchboardReply;

    /// <summary>What was done about <see cref="SwitchboardCommands.CallAbout"/>.</summary>
    public sealed record Rang(PersonId Person, CallId CallId, CallOutAnswer Answer) : ISwitchboardReply;

    /// <param name="Detail">A sentence fit for the person.</param>
    public sealed record CannotCall(PersonId Person, WorkspaceId WorkspaceId, string Detail) : ISwitchboardReply;

    public sealed record Audit(PersonId Person, IReadOnlyList<AuditEntry> Entries) : ISwitchboardReply;
}

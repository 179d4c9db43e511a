using CallActors.Contracts.Calls;
using CallActors.Contracts.Workspaces;

namespace CallActors.Contracts.Switchboard;

/// <summary>Calls a person who wants to be called.</summary>
public interface ICallOut
{
    /// <summary>Whether this person could be called at all. Must return at once.</summary>
    bool CanCall(PersonId person);

    /// <summary>Calls. The same call's id twice is one call. Must return at once.</summary>
    CallOutAnswer Ring(CallOut order);
}

/// <summary>A call to be placed.</summary>
public sealed record CallOut(PersonId Person, CallId CallId, CallOutReason Why);

/// <summary>Why a person is called. Nothing of it is said before they have shown their PIN.</summary>
public abstract record CallOutReason
{
    private CallOutReason()
    {
    }

    /// <summary>Work is done, or needs the person.</summary>
    /// <param name="Workspace">What the workspace is called.</param>
    public sealed record WorkEnded(WorkspaceId WorkspaceId, string Workspace, WorkEnd End) : CallOutReason;

    /// <summary>The person has ordered the call for this time.</summary>
    /// <param name="About">What it is about: the person's.</param>
    public sealed record Scheduled(string About) : CallOutReason
    {
        /// <summary>Prints without the person's words.</summary>
        public override string ToString() => nameof(Scheduled);
    }
}

/// <summary>What became of the work that a person wants to be called about.</summary>
public enum WorkEnd
{
    /// <summary>The agent is idle again.</summary>
    Finished,

    /// <summary>The agent asks something.</summary>
    NeedsPerson,

    /// <summary>The agent's turn failed.</summary>
    Failed,

    /// <summary>The agent, or the workspace, is gone.</summary>
    Gone,
}

/// <summary>What was done about a call.</summary>
public enum CallOutAnswer
{
    /// <summary>The person is being called.</summary>
    Placed,

    /// <summary>Not now: too many calls, or the gateway is stopping. To be asked again.</summary>
    NotNow,

    /// <summary>This person is not called.</summary>
    Never,
}

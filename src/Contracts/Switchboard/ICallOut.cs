using CallActors.Contracts.Calls;
using CallActors.Contracts.Workspaces;

namespace CallActors.Contracts.Switchboard;

/// <summary>Calls a person whose work is done.</summary>
public interface ICallOut
{
    /// <summary>Whether this person could be called at all. Must return at once.</summary>
    bool CanCall(PersonId person);

    /// <summary>Calls. The same call's id twice is one call. Must return at once.</summary>
    CallOutAnswer Ring(CallOut order);
}

/// <summary>A call to be placed.</summary>
/// <param name="Workspace">What the workspace is called.</param>
public sealed record CallOut(PersonId Person, CallId CallId, WorkspaceId WorkspaceId, string Workspace, WorkEnd End);

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

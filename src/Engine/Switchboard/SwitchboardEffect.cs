using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;

namespace CallActors.Engine.Switchboard;

/// <summary>Something a switchboard's actor does after its events are stored. A closed set.</summary>
internal abstract record SwitchboardEffect
{
    /// <summary>Answers the sender of the command.</summary>
    internal sealed record Reply(ISwitchboardReply Message) : SwitchboardEffect;

    /// <summary>Compares the attempt that is being judged.</summary>
    internal sealed record Verify : SwitchboardEffect;

    /// <summary>Answers the attempt that was being judged, and takes the next.</summary>
    internal sealed record Judge(CallId CallId, PinVerdict Verdict, int TriesLeft) : SwitchboardEffect;

    /// <summary>Asks how a workspace stands, and to be told of changes.</summary>
    internal sealed record Observe(WorkspaceId WorkspaceId) : SwitchboardEffect;

    internal sealed record StopObserving(WorkspaceId WorkspaceId) : SwitchboardEffect;

    /// <summary>Calls the person.</summary>
    internal sealed record Ring(CallOut Order) : SwitchboardEffect;
}

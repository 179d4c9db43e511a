using CallActors.Contracts.Assistants;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;

namespace CallActors.Engine.Switchboard;

/// <summary>Something that a reception does. A closed set.</summary>
internal abstract record ReceptionEffect
{
    internal sealed record TellCall(ICallCommand Command) : ReceptionEffect;

    internal sealed record TellSwitchboard(ISwitchboardCommand Command) : ReceptionEffect;

    internal sealed record TellWorkspace(IWorkspaceCommand Command) : ReceptionEffect;

    internal sealed record TellDirectory(object Message) : ReceptionEffect;

    internal sealed record TellAssistant(IAssistantCommand Command) : ReceptionEffect;

    internal sealed record Arm(ReceptionTimer Timer, TimeSpan Due) : ReceptionEffect;

    internal sealed record Disarm(ReceptionTimer Timer) : ReceptionEffect;

    /// <summary>For the log: what a person was told that is out of the ordinary. No names, and nothing that was said.</summary>
    /// <param name="IsWarning">Something that somebody may have to mend.</param>
    internal sealed record Log(string What, bool IsWarning) : ReceptionEffect;

    /// <summary>The reception's work is done.</summary>
    internal sealed record Stop : ReceptionEffect;
}

internal enum ReceptionTimer
{
    Progress,
    Silent,
    Unanswered,
    Asking,
    Entering,
}

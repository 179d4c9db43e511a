using CallActors.Contracts.Assistants;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Texts;

namespace CallActors.Engine.Assistants;

/// <summary>What every assistant needs from its node.</summary>
/// <param name="Directory">Takes <see cref="Contracts.Workspaces.WorkspaceDirectory.List"/>.</param>
/// <param name="Workspaces">Takes every <see cref="Contracts.Workspaces.IWorkspaceCommand"/>.</param>
/// <param name="Switchboards">Takes every <see cref="ISwitchboardCommand"/>.</param>
/// <param name="Texts">Takes every <see cref="IThreadCommand"/>.</param>
public sealed record AssistantServices(IAssistantModel Model, IActorRef Directory, IActorRef Workspaces, IActorRef Switchboards, IActorRef Texts, AssistantRules Rules)
{
    /// <summary>The person's own number, for texts; null for people without one, who are sent none. Default: nobody has one.</summary>
    public Func<PersonId, TextAddress?> NumberOf { get; init; } = _ => null;

    /// <summary>Files that may be read; null for none.</summary>
    public IAllowedFiles? Files { get; init; }

    /// <summary>Takes every <see cref="Contracts.Schedules.IScheduleCommand"/>; nobody where nobody is called at a time.</summary>
    public IActorRef Schedules { get; init; } = ActorRefs.Nobody;

    /// <summary>In which people are told the time, and tell it. Default UTC.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;
}

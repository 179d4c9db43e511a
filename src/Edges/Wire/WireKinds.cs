using System.Text.Json.Serialization.Metadata;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Edges.Wire;

/// <summary>How the records of the contracts are told apart on the wire.</summary>
internal static class WireKinds
{
    private static readonly Dictionary<Type, (Type Type, string Name)[]> Kinds = new()
    {
        [typeof(WorkspaceNews)] =
        [
            (typeof(WorkspaceNews.Listed), "listed"),
            (typeof(WorkspaceNews.Wrote), "wrote"),
            (typeof(WorkspaceNews.Skipped), "skipped"),
            (typeof(WorkspaceNews.FactsChanged), "facts-changed"),
        ],
        [typeof(AgentNews)] =
        [
            (typeof(AgentNews.Observed), "observed"),
            (typeof(AgentNews.Replied), "replied"),
        ],
        [typeof(AgentReply)] =
        [
            (typeof(AgentReply.Text), "text"),
            (typeof(AgentReply.Ended), "ended"),
        ],
        [typeof(AgentState)] =
        [
            (typeof(AgentState.Starting), "starting"),
            (typeof(AgentState.Idle), "idle"),
            (typeof(AgentState.Thinking), "thinking"),
            (typeof(AgentState.UsingTool), "using-tool"),
            (typeof(AgentState.Waiting), "waiting"),
            (typeof(AgentState.Compacting), "compacting"),
            (typeof(AgentState.Failed), "failed"),
            (typeof(AgentState.Gone), "gone"),
        ],
        [typeof(AgentObservation)] =
        [
            (typeof(AgentObservation.SessionStarted), "session-started"),
            (typeof(AgentObservation.SessionEnded), "session-ended"),
            (typeof(AgentObservation.PromptTaken), "prompt-taken"),
            (typeof(AgentObservation.ToolStarted), "tool-started"),
            (typeof(AgentObservation.ToolFinished), "tool-finished"),
            (typeof(AgentObservation.Asked), "asked"),
            (typeof(AgentObservation.StillAsks), "still-asks"),
            (typeof(AgentObservation.Answered), "answered"),
            (typeof(AgentObservation.StillIdle), "still-idle"),
            (typeof(AgentObservation.TurnEnded), "turn-ended"),
            (typeof(AgentObservation.TurnFailed), "turn-failed"),
            (typeof(AgentObservation.Interrupted), "interrupted"),
            (typeof(AgentObservation.EscapePressed), "escape-pressed"),
            (typeof(AgentObservation.CompactionStarted), "compaction-started"),
            (typeof(AgentObservation.CompactionFinished), "compaction-finished"),
            (typeof(AgentObservation.ShowedLife), "showed-life"),
            (typeof(AgentObservation.Looks), "looks"),
            (typeof(AgentObservation.NewsLost), "news-lost"),
            (typeof(AgentObservation.ProcessExited), "process-exited"),
        ],
    };

    /// <summary>The kinds of a family that have a name.</summary>
    public static IEnumerable<Type> Of(Type family) => Kinds[family].Select(kind => kind.Type);

    /// <summary>A modifier of the generated metadata.</summary>
    public static void Name(JsonTypeInfo info)
    {
        if (!Kinds.TryGetValue(info.Type, out var kinds)) return;
        info.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "type" };
        foreach (var (type, name) in kinds) info.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(type, name));
    }
}

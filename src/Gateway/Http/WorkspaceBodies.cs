using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Gateway.Http;

/// <summary>Answer to <c>GET /api/workspaces</c>.</summary>
/// <param name="Workspaces">By name.</param>
/// <param name="Faults">What is wrong with hosts of terminals that cannot be reached, as sentences.</param>
public sealed record WorkspaceListResponse(string Person, IReadOnlyList<WorkspaceBody> Workspaces, IReadOnlyList<string> Faults);

/// <summary>A workspace in the list.</summary>
/// <param name="Name">What people call it. Not unique.</param>
/// <param name="Directory">Where its program works; empty when its host does not say.</param>
/// <param name="Program">The program in the foreground; empty when its host does not say.</param>
/// <param name="Reachable">False while its host is away: submitted texts wait.</param>
/// <param name="State">What the agent does: <c>starting</c>, <c>idle</c>, <c>thinking</c>, <c>using-tool</c>, <c>waiting</c>, <c>compacting</c>, <c>failed</c>, <c>gone</c>.</param>
/// <param name="Since">When that began.</param>
/// <param name="About">The tool that it uses and what for, or why it failed or went; left out when there is nothing to say.</param>
/// <param name="Question">What it waits for; left out when it waits for nothing.</param>
/// <param name="Queued">Texts that were not typed yet.</param>
public sealed record WorkspaceBody(
    string Id,
    string Name,
    string Directory,
    string Program,
    bool Reachable,
    string State,
    DateTimeOffset Since,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? About,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] WorkspaceQuestionBody? Question,
    int Queued)
{
    public static WorkspaceBody Of(WorkspaceSummary summary) => new(
        summary.Workspace.Id.Value,
        summary.Workspace.Name,
        summary.Workspace.Directory,
        summary.Workspace.Program,
        summary.IsReachable,
        WorkspaceWords.StateOf(summary.Agent),
        summary.Since,
        WorkspaceWords.AboutOf(summary.Agent),
        WorkspaceQuestionBody.Of(summary.Question),
        summary.Queued);
}

/// <summary>A question that an agent waits with. Its answers are not told: they are given on the telephone, or at the terminal.</summary>
/// <param name="For"><c>permission</c>, <c>choice</c>, <c>plan</c> or <c>input</c>.</param>
/// <param name="Tool">The tool that it wants to use; may be empty.</param>
/// <param name="About">The command, the file or the question itself; may be empty.</param>
public sealed record WorkspaceQuestionBody(string For, string Tool, string About)
{
    public static WorkspaceQuestionBody? Of(OpenQuestion? question) =>
        question is null ? null : new WorkspaceQuestionBody(KebabCase.Of(question.For), question.Tool, question.About);
}

/// <summary>Answer to <c>GET /api/workspaces/{id}</c>.</summary>
/// <param name="StateBy">Who says so, from the least to the most certain: <c>screen</c>, <c>process</c>, <c>host</c>, <c>transcript</c>, <c>hook</c>.</param>
/// <param name="Settled">False for an agent that has just become idle, and may yet go on by itself.</param>
/// <param name="Branch">The git branch; left out when the host does not say.</param>
/// <param name="LastReply">The agent's latest words, bounded; left out when none are known.</param>
public sealed record WorkspaceResponse(
    WorkspaceBody Workspace,
    string StateBy,
    bool Settled,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Branch,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LastReplyBody? LastReply)
{
    /// <param name="known">As the list has it, for what the standing leaves out.</param>
    public static WorkspaceResponse Of(WorkspaceSummary known, WorkspaceStanding state) => new(
        WorkspaceBody.Of(known with
        {
            Workspace = state.Workspace ?? known.Workspace,
            IsReachable = state.Reach is WorkspaceReach.Here,
            Agent = state.Agent,
            Since = state.Since,
            Question = state.Question,
            Queued = state.Queued,
        }),
        KebabCase.Of(state.AgentSource),
        state.IsSettled,
        state.Facts.Branch is { Length: > 0 } branch ? branch : null,
        state.LastReply.Length > 0 ? new LastReplyBody(state.LastReply, KebabCase.Of(state.LastReplyBy), state.LastReplyAt) : null);
}

/// <param name="By">Where the words were found: <c>screen</c> words are read off the terminal, and may be incomplete.</param>
public sealed record LastReplyBody(string Text, string By, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? At);

/// <summary>Body of <c>POST /api/workspaces/{id}/submit</c>.</summary>
public sealed record SubmitRequest : IMessageRequest
{
    [Required, MinLength(1), MaxLength(IMessageRequest.MaxMessageLength)]
    [Description("What is typed into the agent's terminal and entered.")]
    public string Text { get; init; } = "";

    [MaxLength(SubmissionId.MaxLength)]
    [Description("The client's own name for this text: 1 to 64 letters, digits and hyphens. Under one name a text is typed once. Left out: the Idempotency-Key, or one is made.")]
    public string? Id { get; init; }

    string IMessageRequest.Message => Text;

    string IMessageRequest.MessageMember => "text";
}

/// <summary>The text is stored, and typed when its turn comes.</summary>
/// <param name="Ahead">Texts that are typed before it.</param>
public sealed record SubmittedResponse(string SubmissionId, int Ahead);

/// <summary>How an agent's state is worded.</summary>
internal static class WorkspaceWords
{
    public static string StateOf(AgentState state) => state switch
    {
        AgentState.Starting => "starting",
        AgentState.Idle => "idle",
        AgentState.Thinking => "thinking",
        AgentState.UsingTool => "using-tool",
        AgentState.Waiting => "waiting",
        AgentState.Compacting => "compacting",
        AgentState.Failed => "failed",
        AgentState.Gone => "gone",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state.GetType().Name),
    };

    public static string? AboutOf(AgentState state) => state switch
    {
        AgentState.UsingTool { About.Length: > 0 } use => $"{use.Tool}: {use.About}",
        AgentState.UsingTool use => use.Tool,
        AgentState.Failed { Reason.Length: > 0 } failed => failed.Reason,
        AgentState.Gone { Reason.Length: > 0 } gone => gone.Reason,
        _ => null,
    };
}

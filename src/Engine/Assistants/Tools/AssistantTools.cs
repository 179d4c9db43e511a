using CallActors.Contracts.Assistants;
using CallActors.Contracts.Schedules;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;

namespace CallActors.Engine.Assistants.Tools;

/// <summary>All that the assistant can do.</summary>
internal static class AssistantTools
{
    private const int LongestName = WorkspaceId.MaxLength;

    private static readonly ToolField Workspace = new("workspace", "The workspace's name, or its id as list_workspaces tells it.", 1, LongestName);

    private static readonly AssistantTool List = new(
        "list_workspaces",
        "looking at your workspaces",
        "Lists the person's workspaces: terminals in which coding agents run. Tells for each its id, its name, what its agent is doing, and whether it waits for the person.",
        [],
        _ => new ToolOrder.ListWorkspaces());

    private static readonly AssistantTool Status = new(
        "workspace_status",
        "looking at a workspace",
        "Tells how one workspace stands: what its agent does and since when, what it asks, its progress, branch and log, and its latest reply. Does not disturb the agent.",
        [Workspace],
        f => new ToolOrder.Status(f["workspace"].GetString()!));

    private static readonly AssistantTool Submit = new(
        "submit_to_workspace",
        "passing that on",
        "Types an instruction into a workspace, for the coding agent that runs there. Only when the person wants that agent to do something. It is queued; what comes of it is seen later by workspace_status.",
        [Workspace, new ToolField("text", "The instruction, as the person would type it.", 1, 16_000)],
        f => new ToolOrder.Submit(f["workspace"].GetString()!, f["text"].GetString()!));

    private static readonly AssistantTool SendText = new(
        "send_text",
        "sending you a text",
        "Sends a text message to the person's own phone: for what is better read than heard, such as an address or a command. Only when the person wants it.",
        [new ToolField("body", "The message.", 1, 1600)],
        f => new ToolOrder.SendText(f["body"].GetString()!));

    private static readonly AssistantTool ScheduleCall = new(
        "schedule_call",
        "noting the call",
        "Calls the person at a later time, once. Only when the person wants it. Give either at or in_minutes. Tell the person the time that it answers.",
        [
            new ToolField("at", "Date and time by ISO 8601, best with the offset from UTC: 2026-11-22T09:00+01:00. Without one it is the person's time zone's.", 16, 40, IsOptional: true),
            new ToolField("in_minutes", "Minutes from now, instead of at.", 1, 60 * 24 * 366, IsNumber: true, IsOptional: true),
            new ToolField("about", "What the call is about, as it will be said to the person behind \"It is about\".", 1, ScheduleCommands.LongestAbout),
        ],
        f => new ToolOrder.ScheduleCall(
            f.TryGetValue("in_minutes", out var minutes) ? TimeSpan.FromMinutes(minutes.GetInt32()) : null,
            f.TryGetValue("at", out var at) ? at.GetString() : null,
            f["about"].GetString()!));

    private static readonly AssistantTool ScheduledCalls = new(
        "scheduled_calls",
        "looking at your calls",
        "Lists the calls that the person has scheduled: for each its id, its time, and what it is about; also those that were made, missed or cancelled lately.",
        [],
        _ => new ToolOrder.ScheduledCalls());

    private static readonly AssistantTool CancelCall = new(
        "cancel_call",
        "cancelling the call",
        "Cancels a scheduled call. Only when the person wants it.",
        [new ToolField("id", "The call's id, as scheduled_calls or schedule_call tells it.", 1, 64)],
        f => new ToolOrder.CancelCall(f["id"].GetString()!));

    private static readonly AssistantTool ReadFile = new(
        "read_file",
        "reading a file",
        "Reads a text file of at most 64 KB from the folders that the person has allowed. The path is absolute, or relative to one of those folders.",
        [new ToolField("path", "The file's path.", 1, 1000)],
        f => new ToolOrder.ReadFile(f["path"].GetString()!));

    private static readonly AssistantTool[] All = [List, Status, Submit, SendText, ScheduleCall, ScheduledCalls, CancelCall, ReadFile];

    /// <summary>What is offered to a model for this person, always in the same order.</summary>
    public static IReadOnlyList<ModelTool> For(AssistantServices services, PersonId person) => [.. All.Where(t => IsOffered(t, services, person)).Select(t => t.Offer)];

    /// <summary>A tool in words that can be spoken.</summary>
    public static string Doing(string name) => All.FirstOrDefault(t => t.Name == name)?.Doing ?? "trying something";

    /// <summary>Reads a use of a tool.</summary>
    /// <returns>The order, or what is wrong as a sentence for the model.</returns>
    public static (ToolOrder? Order, string Fault) Read(ToolCall call, AssistantServices services) =>
        All.FirstOrDefault(t => t.Name == call.Name) is { } tool && IsOffered(tool, services, call.Person) ? tool.Read(call.Input) : (null, "There is no such tool.");

    private static bool IsOffered(AssistantTool tool, AssistantServices services, PersonId person) =>
        tool == SendText ? services.NumberOf(person) is not null && !services.Texts.IsNobody()
        : tool == ScheduleCall || tool == ScheduledCalls || tool == CancelCall ? !services.Schedules.IsNobody()
        : tool != ReadFile || services.Files is { Folders.Count: > 0 };
}

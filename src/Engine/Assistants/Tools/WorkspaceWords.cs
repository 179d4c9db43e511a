using System.Globalization;
using System.Text;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Engine.Assistants.Tools;

/// <summary>Workspaces in words for a model.</summary>
internal static class WorkspaceWords
{
    private const int MostListed = 100;
    private const int LongestReply = 4000;
    private const int MostLines = 10;

    public static string Of(WorkspaceDirectory.Listing listing, DateTimeOffset now)
    {
        var words = new StringBuilder();
        if (listing.Workspaces.Count == 0) words.AppendLine("There are no workspaces.");
        foreach (var one in listing.Workspaces.Take(MostListed))
        {
            words.Append(CultureInfo.InvariantCulture, $"{Named(one)}: {(one.IsReachable ? Of(one.Agent) : "out of reach")}, for {For(now - one.Since)}");
            if (one.Question is { } question) words.Append(CultureInfo.InvariantCulture, $"; asks: {Of(question)}");
            if (one.Queued > 0) words.Append(CultureInfo.InvariantCulture, $"; {one.Queued} instructions wait");
            words.AppendLine();
        }

        if (listing.Workspaces.Count > MostListed) words.AppendLine(CultureInfo.InvariantCulture, $"… and {listing.Workspaces.Count - MostListed} more.");
        foreach (var fault in listing.Faults) words.AppendLine(fault);
        return words.ToString().TrimEnd();
    }

    public static string Of(WorkspaceSummary summary, WorkspaceStanding standing, DateTimeOffset now)
    {
        var (facts, words) = (standing.Facts, new StringBuilder());
        words.AppendLine(CultureInfo.InvariantCulture, $"{Named(summary)}: {Reach(standing.Reach)}{Of(standing.Agent)}, for {For(now - standing.Since)}");
        if (standing.Question is { } question) words.AppendLine(CultureInfo.InvariantCulture, $"Asks the person: {Of(question)}");
        if (standing.Workspace is { Directory.Length: > 0 } workspace) words.AppendLine(CultureInfo.InvariantCulture, $"Folder: {workspace.Directory}");
        if (facts.Branch.Length > 0) words.AppendLine(CultureInfo.InvariantCulture, $"Branch: {facts.Branch}{(facts.HasChanges ? ", with changes that are not committed" : "")}");
        if (facts.PullRequest is { } request) words.AppendLine(CultureInfo.InvariantCulture, $"Pull request: {(request.Number > 0 ? $"{request.Number}, " : "")}{request.State}");
        if (facts.Progress is { } progress) words.AppendLine(CultureInfo.InvariantCulture, $"Progress: {Math.Round(progress.Share * 100)} percent {progress.Label}");
        foreach (var note in facts.Status.Take(MostLines)) words.AppendLine(CultureInfo.InvariantCulture, $"Status {note.Key}: {note.Value}");
        foreach (var line in facts.Log.TakeLast(MostLines)) words.AppendLine(CultureInfo.InvariantCulture, $"Log ({line.Level.ToString().ToLowerInvariant()}): {line.Text}");
        if (standing.Queued > 0) words.AppendLine(CultureInfo.InvariantCulture, $"Instructions that wait: {standing.Queued}");
        if (standing.LastReply.Length > 0) words.Append("Its latest reply").Append(standing.LastReplyAt is { } at ? $", {For(now - at)} ago" : "").AppendLine(":").AppendLine(End(standing.LastReply));
        return words.ToString().TrimEnd();
    }

    private static string Named(WorkspaceSummary summary) => $"{summary.Workspace.Name} (id {summary.Workspace.Id.Value})";

    private static string Reach(WorkspaceReach reach) => reach switch
    {
        WorkspaceReach.Away => "out of reach; before that ",
        WorkspaceReach.Gone => "gone; before that ",
        _ => "",
    };

    private static string Of(AgentState state) => state switch
    {
        AgentState.Starting => "starting",
        AgentState.Idle => "idle",
        AgentState.Thinking => "working",
        AgentState.UsingTool s => $"working, using {s.Tool}{(s.About.Length > 0 ? $": {Start(s.About)}" : "")}",
        AgentState.Waiting => "waiting for the person",
        AgentState.Compacting => "summing up its conversation",
        AgentState.Failed s => $"failed: {s.Reason}",
        AgentState.Gone => "ended",
        _ => "in a state that is not known",
    };

    private static string Of(OpenQuestion question)
    {
        var words = question.For is AgentQuestion.Permission ? $"permission to use {(question.Tool.Length > 0 ? question.Tool : "a tool")}" : question.For.ToString().ToLowerInvariant();
        if (question.About.Length > 0) words += $": {Start(question.About)}";
        return question.Options.Count > 0 ? $"{words} (answers: {string.Join("; ", question.Options.Select(o => $"{o.Number} {Start(o.Text)}"))})" : words;
    }

    private static string For(TimeSpan time) => time switch
    {
        { TotalMinutes: < 1 } => $"{Math.Max(0, (int)time.TotalSeconds)} seconds",
        { TotalHours: < 2 } => $"{(int)time.TotalMinutes} minutes",
        { TotalDays: < 2 } => $"{(int)time.TotalHours} hours",
        _ => $"{(int)time.TotalDays} days",
    };

    private static string Start(string text) => text.Length <= 400 ? text : text[..400] + "…";

    /// <summary>An agent says at the end what came of its work.</summary>
    private static string End(string text) => text.Length <= LongestReply ? text : "…" + text[^LongestReply..];
}

namespace CallActors.Engine.Assistants.Tools;

/// <summary>What a model wants done, checked. A closed set.</summary>
internal abstract record ToolOrder
{
    internal sealed record ListWorkspaces : ToolOrder;

    /// <param name="Workspace">Its id, or its name.</param>
    internal sealed record Status(string Workspace) : ToolOrder;

    /// <param name="Workspace">Its id, or its name.</param>
    internal sealed record Submit(string Workspace, string Text) : ToolOrder;

    internal sealed record SendText(string Body) : ToolOrder;

    /// <param name="In">From now; null when <paramref name="At"/> is given.</param>
    /// <param name="At">As the model has written it; null when <paramref name="In"/> is given.</param>
    internal sealed record ScheduleCall(TimeSpan? In, string? At, string About) : ToolOrder;

    internal sealed record ScheduledCalls : ToolOrder;

    /// <param name="Id">As <see cref="ScheduledCalls"/> tells it.</param>
    internal sealed record CancelCall(string Id) : ToolOrder;

    internal sealed record ReadFile(string Path) : ToolOrder;
}

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

    internal sealed record ScheduleCall(TimeSpan In, string About) : ToolOrder;

    internal sealed record ReadFile(string Path) : ToolOrder;
}

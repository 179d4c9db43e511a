namespace CallActors.McpEdge;

/// <summary>The edge's own version, as it introduces itself to clients and to the gateway.</summary>
internal static class EdgeVersion
{
    public static string Text { get; } = typeof(EdgeVersion).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}

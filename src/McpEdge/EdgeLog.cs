namespace CallActors.McpEdge;

/// <summary>The edge's log: standard error, because standard output belongs to the protocol. Carries no key and no words of the
/// agent or the person.</summary>
internal sealed class EdgeLog(TextWriter writer)
{
    private readonly Lock _gate = new();

    public void Write(string line)
    {
        lock (_gate) writer.WriteLine($"callactors-mcp: {line}");
    }
}

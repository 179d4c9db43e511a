using CallActors.Edges.Borrowing;

namespace CallActors.Gateway.Edges;

/// <summary>What became of edges, in the gateway's log.</summary>
internal sealed partial class EdgeLinkLog(ILogger<EdgeLinkLog> log) : IEdgeLog
{
    public void Came(string edge, int hosts, bool isResumed)
    {
        if (isResumed) LogResumed(edge);
        else LogCame(edge, hosts);
    }

    public void Left(string edge, string why) => LogLeft(edge, why);

    public void Refused(string why) => LogRefused(why);

    [LoggerMessage(Level = LogLevel.Information, Message = "The edge {Edge} lends {Hosts} hosts.")]
    private partial void LogCame(string edge, int hosts);

    [LoggerMessage(Level = LogLevel.Information, Message = "The edge {Edge} is back.")]
    private partial void LogResumed(string edge);

    [LoggerMessage(Level = LogLevel.Information, Message = "The edge {Edge} is gone: {Why}.")]
    private partial void LogLeft(string edge, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An edge was refused: {Why}.")]
    private partial void LogRefused(string why);
}

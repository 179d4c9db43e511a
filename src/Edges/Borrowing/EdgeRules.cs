using CallActors.Edges.Links;

namespace CallActors.Edges.Borrowing;

/// <summary>How a gateway deals with edges.</summary>
public sealed record EdgeRules
{
    /// <summary>Bounds of each link.</summary>
    public LinkLimits Link { get; init; } = new();

    /// <summary>An edge whose socket is lost is taken to be there for so long: orders wait, and nobody is told. Then its hosts' connections end.</summary>
    public TimeSpan MissedAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>An edge that is away for so long is forgotten, its session with it, and its hosts are withdrawn.</summary>
    public TimeSpan AwayFor { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long an order may take, its way there and back included.</summary>
    public TimeSpan OrderWithin { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>An edge that is thought to be there has so long to show it, when another comes under its name.</summary>
    public TimeSpan ProbeWithin { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Edges of one person at a time.</summary>
    public int MostOfPerson { get; init; } = 4;

    /// <summary>Hosts of one edge.</summary>
    public int MostHosts { get; init; } = 8;

    /// <summary>Orders of one edge that are not answered.</summary>
    public int MostOrders { get; init; } = 64;
}

/// <summary>Where hosts that edges lend are announced. Its methods return at once.</summary>
public interface IEdgeDesk
{
    /// <summary>A host has come, or is back. One of the same name is replaced.</summary>
    void Lend(Contracts.Workspaces.LentHost host);

    /// <summary>A host has gone for good.</summary>
    void Withdraw(string host);
}

/// <summary>Whose an edge's name is, for ever: texts that wait for a workspace are found again by it.</summary>
public interface IEdgeNames
{
    /// <summary>Takes a name for a person.</summary>
    /// <returns>Whether it is theirs now.</returns>
    bool TryClaim(EdgeName name, Contracts.Switchboard.PersonId person);
}

/// <summary>What became of edges, for a log: names, counts and reasons, no texts.</summary>
public interface IEdgeLog
{
    void Came(string edge, int hosts, bool isResumed);

    void Left(string edge, string why);

    void Refused(string why);
}

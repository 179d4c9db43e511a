using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Engine.Workspaces;

/// <summary>What the actors of workspaces need from their node.</summary>
/// <param name="Hosts">Lend their workspaces from the start.</param>
/// <param name="Feed">What agents tell beside their terminals; null for nothing. It is started by the engine and not disposed of by it.</param>
/// <param name="Screens">Read agents' screens: the first that recognises a workspace's program does.</param>
public sealed record WorkspaceServices(IReadOnlyList<LentHost> Hosts, IAgentFeed? Feed, IReadOnlyList<IAgentScreen> Screens, WorkspaceRules Rules)
{
    /// <summary>0 to below 1, at random: spreads the attempts to connect to hosts.</summary>
    public Func<double> Jitter { get; init; } = Random.Shared.NextDouble;
}

/// <summary>The limits and times of workspaces.</summary>
public sealed record WorkspaceRules
{
    public static WorkspaceRules Default { get; } = new();

    /// <summary>How long what is known of an agent is waited for and believed.</summary>
    public AgentTimes Agent { get; init; } = new();

    /// <summary>Texts that may wait for one workspace; one more is refused. 1–1,000, default 32.</summary>
    public int QueueLimit { get; init; } = 32;

    /// <summary>Whether a text is typed while the agent works: Claude Code queues it by itself. Without, it waits until the agent rests. Default true.</summary>
    public bool TypesWhileBusy { get; init; } = true;

    /// <summary>Between two attempts to type, when a person types there or the agent takes nothing. 0.1–60 s, default 2 s.</summary>
    public TimeSpan OrdersAgainAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often in a row a host may fail to say in time whether a text was typed, before it is given up. 1–100, default 5.</summary>
    public int TimeoutsAllowed { get; init; } = 5;

    /// <summary>Between Enter and the look whether the agent took the text, while it has shown nothing. 0.5–60 s, default 3 s.</summary>
    public TimeSpan ConfirmWithin { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How often Enter is pressed again for a text that still stands where it was typed. 0–10, default 3.</summary>
    public int EntersAgain { get; init; } = 3;

    /// <summary>When a text of which nothing is seen is given up; or taken to be taken, where nothing can be seen. 5–600 s, default 30 s.</summary>
    public TimeSpan GivesUpAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The least time between two looks at a screen that changes. 0.1–60 s, default 1 s.</summary>
    public TimeSpan LooksEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Between the look that shows a change and the one that makes it believed. 0.1–5 s, default 300 ms.</summary>
    public TimeSpan LooksAgainAfter { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Between two looks at an agent that tells nothing, at a host that does not tell what programs write. 1–600 s, default 5 s.</summary>
    public TimeSpan LooksAnywayEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Deadline of an order that does not type: a key, a screen. 1–60 s, default 5 s.</summary>
    public TimeSpan HostWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Deadline of a submission: hosts type, wait, and press Enter. 1–120 s, default 20 s.</summary>
    public TimeSpan SubmitWithin { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Deadline of a connection to a host. 1–60 s, default 10 s.</summary>
    public TimeSpan ConnectWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Before the first attempt to connect again; doubled after each that failed. 50 ms–10 s, default 0.2 s.</summary>
    public TimeSpan ConnectsAgainAfter { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The most between two attempts, and between all to a host that does not let us in. 1–300 s, default 10 s.</summary>
    public TimeSpan ConnectsAgainAtLeastEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>News of a host is taken together for this long: a program that floods its terminal costs no more than this allows. 10–1,000 ms,
    /// default 50 ms.</summary>
    public TimeSpan NewsEvery { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a workspace that is gone, with nothing queued, stays in memory. 1–3,600 s, default 60 s.</summary>
    public TimeSpan LingerFor { get; init; } = TimeSpan.FromSeconds(60);
}

namespace CallActors.Simulators.Cmux;

/// <summary>Who may connect, as cmux' settings call it.</summary>
public enum CmuxAccessMode
{
    /// <summary>Nobody: there is no socket.</summary>
    Off,

    /// <summary>Programs started in cmux' terminals.</summary>
    CmuxOnly,

    /// <summary>Programs of the same user.</summary>
    Automation,

    /// <summary>Who says the password.</summary>
    Password,

    AllowAll,
}

/// <summary>Which cmux is simulated.</summary>
public sealed record CmuxSimulatorOptions
{
    /// <summary>Where its socket is made.</summary>
    public required string SocketPath { get; init; }

    public CmuxAccessMode Access { get; init; } = CmuxAccessMode.Automation;

    /// <summary>Asked for in password mode; empty when none was set in the settings.</summary>
    public string Password { get; init; } = "";

    /// <summary>Whether who connects was started in one of its terminals.</summary>
    public bool ClientsAreDescendants { get; init; }

    /// <summary>A refusal closes before it says anything: who writes at once sees only that.</summary>
    public bool RefusesSilently { get; init; }

    /// <summary>0.64.20 makes no socket in password mode.</summary>
    public bool MakesNoSocketForPasswords { get; init; }

    /// <summary>v2 methods that this build does not have. Newer ones are missing by default: <c>workspace.agent_submit</c>.</summary>
    public IReadOnlySet<string> MissingMethods { get; init; } = new HashSet<string> { "workspace.agent_submit" };

    /// <summary>v1 commands that this build does not have.</summary>
    public IReadOnlySet<string> MissingCommands { get; init; } = new HashSet<string>();

    /// <summary>Before March 2026: no arrows and other named keys.</summary>
    public bool KnowsFewKeys { get; init; }

    /// <summary>Older builds leave out <c>color</c>, <c>pr</c> and <c>meta_block_count</c>.</summary>
    public bool HasOldSidebar { get; init; }

    /// <summary>The last line of a v1 answer comes without its end.</summary>
    public bool AnswersWithoutLineEnd { get; init; }

    /// <summary>Status lines come between the answers of a v2 connection.</summary>
    public bool WritesStatusLines { get; init; }

    /// <summary>So many Enters behind a paste are swallowed.</summary>
    public int SwallowedEnters { get; init; }

    /// <summary>Texts of more bytes are a paste: an Enter in it is none.</summary>
    public int PasteBytes { get; init; } = 150;

    /// <summary>Terminals start only when they are asked to.</summary>
    public bool TerminalsStartLate { get; init; }

    /// <summary>Rows come without the blanks that fill them up.</summary>
    public bool TrimsRows { get; init; }

    public int Columns { get; init; } = 80;

    public int Rows { get; init; } = 24;

    /// <summary>So many events can be replayed.</summary>
    public int EventRing { get; init; } = 4096;

    /// <summary>Who is so many events behind is dropped.</summary>
    public int SlowestConsumer { get; init; } = 1024;

    /// <summary>What ids are made from.</summary>
    public int Seed { get; init; } = 1;
}

/// <summary>What goes wrong with a request.</summary>
public enum CmuxMishap
{
    /// <summary>The connection is cut before it is done.</summary>
    CutBefore,

    /// <summary>It is done, and the connection cut before it is answered.</summary>
    CutAfter,

    /// <summary>It is done, and never answered.</summary>
    Unanswered,
}

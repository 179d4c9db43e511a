using CallActors.Contracts.Workspaces;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Switchboard;

/// <summary>Times and words of receptions.</summary>
public sealed record ReceptionRules
{
    public static ReceptionRules Default { get; } = new();

    /// <summary>What is put behind an instruction, so that the agent answers in a form that can be heard. Empty for nothing; at most 1,000
    /// characters.</summary>
    public string VoiceNote { get; init; } = SwitchboardPhrases.DefaultVoiceNote;

    /// <summary>How long a PIN is waited for. Range 5–120 s, default 30 s.</summary>
    public TimeSpan PinWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Least distance of two progress lines. Range 5–600 s, default 15 s.</summary>
    public TimeSpan ProgressEvery { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the person may hear nothing new of an agent at work before they are told that it still is. Range 15–600 s, default 60 s.</summary>
    public TimeSpan StillEvery { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a reply may be missing after the agent has become idle. Range 1–60 s, default 4 s.</summary>
    public TimeSpan SilentAfter { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long an agent may show nothing at all of an instruction. Range 10–3,600 s, default 90 s.</summary>
    public TimeSpan UnansweredAfter { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>How long a workspace, the directory or the switchboard may take to answer. Range 1–60 s, default 10 s.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the switchboard may take to let a call in before it is asked again. Range 0.1–10 s, default 1 s.</summary>
    public TimeSpan EntersAgainAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What needs the word of the moment besides what always does: words, or regular expressions between slashes.</summary>
    public IReadOnlyList<string> Dangerous { get; init; } = [];

    /// <summary>Whether these are patterns as <see cref="Dangerous"/> takes them.</summary>
    public static bool AreDangerous(IReadOnlyList<string> patterns)
    {
        try
        {
            _ = new DangerousActions("en", patterns);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Whether calls are shown on the person's desktop. Default true.</summary>
    public bool ShowsNotices { get; init; } = true;
}

/// <summary>What a reception can do, besides talking.</summary>
/// <param name="Dangers">What needs the word of the moment.</param>
/// <param name="Chance">A number from 0 to one less than the given one.</param>
/// <param name="NewWorkspace">How a workspace is made that a caller asks for by name; null where none can be made.</param>
/// <param name="HasAssistant">There is an assistant.</param>
internal sealed record ReceptionMeans(DangerousActions Dangers, Func<int, int> Chance, Func<string, NewWorkspace>? NewWorkspace, bool HasAssistant);

/// <summary>What every reception needs from its node.</summary>
/// <param name="Switchboards">The persons' switchboards: takes <see cref="Contracts.Switchboard.ISwitchboardCommand"/>.</param>
/// <param name="Workspaces">The workspaces: takes <see cref="IWorkspaceCommand"/>.</param>
/// <param name="Directory">The list of them: takes the messages of <see cref="WorkspaceDirectory"/>.</param>
public sealed record ReceptionServices(IActorRef Switchboards, IActorRef Workspaces, IActorRef Directory, ReceptionRules Rules)
{
    /// <summary>The persons' assistants; nobody where none is configured.</summary>
    public IActorRef Assistants { get; init; } = ActorRefs.Nobody;

    /// <summary>How a workspace for an agent is made that a caller asks for by name; null where none can be made.</summary>
    public Func<string, NewWorkspace>? NewWorkspace { get; init; }

    /// <summary>A number from 0 to one less than the given one, for the word of the moment.</summary>
    public required Func<int, int> Chance { get; init; }
}

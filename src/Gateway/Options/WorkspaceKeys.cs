using CallActors.Cmux.ClaudeCode;
using CallActors.Contracts.Switchboard;
using CallActors.Engine.Switchboard;
using CallActors.Gateway.People;

namespace CallActors.Gateway.Options;

/// <summary>The terminals with agents in them, and how callers use them.</summary>
public sealed record WorkspaceOptions
{
    /// <summary>tmux' panes are workspaces (<c>workspaces.tmux</c>).</summary>
    public bool Tmux { get; init; } = true;

    /// <summary>tmux' socket (<c>workspaces.tmux-socket</c>); empty for tmux' own choice.</summary>
    public string TmuxSocket { get; init; } = "";

    /// <summary>cmux' terminals are workspaces (<c>workspaces.cmux</c>).</summary>
    public bool Cmux { get; init; } = true;

    /// <summary>cmux' socket (<c>workspaces.cmux-socket</c>); empty to look for it.</summary>
    public string CmuxSocket { get; init; } = "";

    /// <summary>cmux' password (<c>workspaces.cmux-password</c>); empty for the one that cmux has stored. Never printed.</summary>
    public string CmuxPassword { get; init; } = "";

    /// <summary>Where agents' hooks write (<c>workspaces.hooks</c>).</summary>
    public string HooksFolder { get; init; } = HookOptions.UsualFolder;

    /// <summary>The program of an agent that a caller has started (<c>workspaces.agent</c>), in words.</summary>
    public string Agent { get; init; } = "claude";

    /// <summary>Where it is started (<c>workspaces.folder</c>); empty for the host's own choice.</summary>
    public string Folder { get; init; } = "";

    /// <summary>What is put behind an instruction by voice (<c>workspaces.voice-note</c>).</summary>
    public string VoiceNote { get; init; } = ReceptionRules.Default.VoiceNote;

    /// <summary>What needs a word of confirmation besides what always does (<c>workspaces.dangerous</c>).</summary>
    public IReadOnlyList<string> Dangerous { get; init; } = [];

    /// <summary>Whose these terminals are (<c>workspaces.owner</c>), by the name in the list of people; empty for everybody who may call in.</summary>
    public string Owner { get; init; } = "";

    /// <summary>Calls are shown on the desktop (<c>workspaces.notices</c>).</summary>
    public bool Notices { get; init; } = true;

    /// <summary>Prints without the password.</summary>
    public override string ToString() => $"WorkspaceOptions {{ tmux {Tmux}, cmux {Cmux} }}";
}

/// <summary>The keys of the section <c>workspaces</c>.</summary>
internal static class WorkspaceKeys
{
    private const int LongestPath = 1000;
    private const int LongestNote = 1000;

    public static IReadOnlyList<OptionKey> All { get; } =
    [
        Key("tmux", null, "on or off", (w, v) => OnOff(v) is { } on ? w with { Tmux = on } : null),
        Key("tmux-socket", "CALLACTORS_TMUX_SOCKET", "a path, or empty", (w, v) => IsPath(v) ? w with { TmuxSocket = v } : null),
        Key("cmux", null, "on or off", (w, v) => OnOff(v) is { } on ? w with { Cmux = on } : null),
        Key("cmux-socket", "CMUX_SOCKET_PATH", "a path, or empty", (w, v) => IsPath(v) ? w with { CmuxSocket = v } : null),
        Key("cmux-password", "CMUX_SOCKET_PASSWORD", "a password, or empty", (w, v) => v.Length <= 256 && !v.Any(char.IsControl) ? w with { CmuxPassword = v } : null),
        Key("hooks", "CALLACTORS_HOOKS", "a folder's path, or empty for the usual one", (w, v) => IsPath(v) ? w with { HooksFolder = v.Length > 0 ? v : HookOptions.UsualFolder } : null),
        Key("agent", null, "a program and its arguments, separated by blanks", (w, v) => IsPath(v) && v.Trim().Length > 0 ? w with { Agent = v } : null),
        Key("folder", null, "a folder's path, or empty", (w, v) => IsPath(v) ? w with { Folder = v } : null),
        Key("voice-note", null, "a text of at most 1000 characters", (w, v) => v.Length <= LongestNote ? w with { VoiceNote = v } : null),
        Key("dangerous", null, "words, or regular expressions between slashes, separated by commas", (w, v) =>
            Patterns(v) is var patterns && ReceptionRules.AreDangerous(patterns) ? w with { Dangerous = patterns.Length > 0 ? patterns : [] } : null) with { TakesList = true },
        Key("owner", null, "a person's name, or empty", (w, v) => v.Length == 0 || PersonId.TryParse(v, out _) ? w with { Owner = v } : null),
        Key("notices", null, "on or off", (w, v) => OnOff(v) is { } on ? w with { Notices = on } : null),
    ];

    /// <summary>What does not fit together.</summary>
    public static IEnumerable<OptionFault> Faults(GatewayOptions options)
    {
        if (options.Workspaces.Owner is { Length: > 0 } owner && !Pins.Of(options).Names.Contains(PersonId.Of(owner)))
            yield return new OptionFault("workspaces.owner", "configuration", "names nobody on the list of people.", "Add the person under people, or leave it empty.");
    }

    private static string[] Patterns(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool? OnOff(string text) => text switch { "on" or "true" => true, "off" or "false" => false, _ => null };

    private static bool IsPath(string text) => text.Length <= LongestPath && !text.Any(char.IsControl);

    private static OptionKey Key(string name, string? variable, string shape, Func<WorkspaceOptions, string, WorkspaceOptions?> set) =>
        new($"workspaces.{name}", variable, null, shape, (o, v) => set(o.Workspaces, v) is { } workspaces ? o with { Workspaces = workspaces } : null);
}

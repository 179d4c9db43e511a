using CallActors.Cmux.ClaudeCode;
using CallActors.Cmux.Screens;
using CallActors.Cmux.Socket;
using CallActors.Cmux.Tmux;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Gateway.Options;

namespace CallActors.Gateway.Workspaces;

/// <summary>The terminals of this machine, and what Claude Code tells beside them.</summary>
public sealed class LocalTerminals
{
    private const int LongestName = 64;

    private readonly WorkspaceOptions _options;
    private int _made;

    public LocalTerminals(WorkspaceOptions options, TimeProvider time)
    {
        _options = options;
        var tmux = options.Tmux ? new TmuxHost(new TmuxOptions { Socket = options.TmuxSocket }, time) : null;
        Feed = new ClaudeCodeFeed(new HookOptions { Folder = options.HooksFolder }, tmux is null ? [] : [tmux], time: time);
        List<IWorkspaceHost> hosts = [];
        if (tmux is not null) hosts.Add(tmux);
        if (options.Cmux) hosts.Add(new CmuxHost(new CmuxOptions { SocketPath = options.CmuxSocket, Password = options.CmuxPassword }, machine: null, time));
        Hosts = [.. hosts.Select(host => new HookedHost(host, Feed))];
    }

    public IReadOnlyList<IWorkspaceHost> Hosts { get; }

    /// <summary>Whose they are; null for everybody who may call in.</summary>
    public PersonId? Owner => _options.Owner.Length > 0 ? PersonId.Of(_options.Owner) : null;

    /// <summary>To be disposed of by who starts it.</summary>
    public ClaudeCodeFeed Feed { get; }

    /// <summary>Read the screens of the agents that are known; the last one any program's with a prompt.</summary>
    public static IReadOnlyList<IAgentScreen> Screens { get; } =
        [new UnnamedScreen(new ClaudeScreen(), new CodexScreen(), PromptScreen.Usual), new ClaudeScreen(), new CodexScreen(), PromptScreen.Usual];

    /// <summary>A workspace that a caller wants to have.</summary>
    /// <param name="name">As it was said; may be empty.</param>
    public NewWorkspace Prepare(string name)
    {
        var number = Interlocked.Increment(ref _made);
        var called = string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (called.Length == 0) called = $"session {number}";
        if (called.Length > LongestName) called = called[..LongestName];
        return new NewWorkspace(called, _options.Folder, _options.Agent.Split(' ', StringSplitOptions.RemoveEmptyEntries), new Dictionary<string, string>());
    }
}

namespace CallActors.Cmux.ClaudeCode;

/// <summary>What comes of the hooks.</summary>
/// <param name="Session">The session's name, as it was opened.</param>
public abstract record HookNews(string Session)
{
    /// <summary>Claude Code told something.</summary>
    /// <param name="Id">Names the event within its session. An event may be told again under it after this process was killed.</param>
    /// <param name="At">When Claude Code told it, by the clock of the file system.</param>
    public sealed record Told(string Session, string Id, DateTimeOffset At, HookPlace Place, HookEvent Event) : HookNews(Session);

    /// <summary>Some of what it told was lost: nobody read for too long, or the disk was full. Other sources have to be asked.</summary>
    public sealed record Lost(string Session) : HookNews(Session);
}

/// <summary>Where a Claude Code runs, by the variables that its terminal gave it; empty when it has none.</summary>
/// <param name="ProcessId">Claude Code's own process; 0 when not known.</param>
/// <param name="Workspace">What was given to it by us in <c>CALLACTORS_WORKSPACE</c>.</param>
/// <param name="Tmux">tmux' socket, process and session, separated by commas.</param>
/// <param name="TmuxPane">The pane, <c>%3</c>.</param>
public sealed record HookPlace(int ProcessId, string Workspace, string Tmux, string TmuxPane, string CmuxWorkspace, string CmuxSurface, string CmuxSocket);

/// <summary>Gets what comes of the hooks, in order for each session, one at a time. Must return at once, and not fail.</summary>
public interface IHookObserver
{
    void On(HookNews news);
}

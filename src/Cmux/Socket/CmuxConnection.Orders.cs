using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Socket;

internal sealed partial class CmuxConnection
{
    /// <summary>So many rows a screen is taken to have whose size is not told.</summary>
    private const int UsualRows = 60;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Workspace>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await ListAsync(isFirst: false, cancellationToken).ConfigureAwait(false)).Select(surface => surface.Workspace)];

    /// <inheritdoc/>
    public async Task<Workspace> CreateAsync(NewWorkspace order, CancellationToken cancellationToken)
    {
        var made = await _link.AskAsync(
            new CmuxRequest("workspace.create").With("title", order.Name).With("cwd", order.Directory)
                .With("initial_command", string.Join(' ', order.Command.Select(TerminalText.ShellWord)))
                .With("workspace_env", order.Environment)
                // The person's window shows what it showed.
                .With("focus", false),
            cancellationToken).ConfigureAwait(false);
        if (!made.Result().TryId("workspace_id", out var tab)) throw CmuxFaults.Of(new CmuxReply(CmuxFaults.InternalError, default));
        var surfaces = await ListAsync(isFirst: false, cancellationToken).ConfigureAwait(false);
        return surfaces.FirstOrDefault(surface => surface.Tab == tab)?.Workspace
            ?? throw new WorkspaceException(WorkspaceFault.Refused, "The program of the new cmux workspace ended at once.");
    }

    /// <inheritdoc/>
    public async Task CloseAsync(WorkspaceId id, CancellationToken cancellationToken)
    {
        try
        {
            // Looked at anew: the last terminal of a tab goes with its tab, and nothing else may.
            await ListAsync(isFirst: false, cancellationToken).ConfigureAwait(false);
            var reply = await AskAsync(
                id,
                surface => surface.Neighbours == 0 ? new CmuxRequest("workspace.close").With("workspace_id", surface.Tab) : new CmuxRequest("surface.close").To(surface),
                cancellationToken).ConfigureAwait(false);
            reply.Result();
        }
        catch (WorkspaceException e) when (e.Fault is WorkspaceFault.NotFound)
        {
            // As wanted.
        }
        Resync();
    }

    /// <inheritdoc/>
    public async Task RenameAsync(WorkspaceId id, string name, CancellationToken cancellationToken)
    {
        // What its name is taken from, as things are now.
        await ListAsync(isFirst: false, cancellationToken).ConfigureAwait(false);
        var reply = await AskAsync(
            id,
            surface => HasFellows(surface)
                ? new CmuxRequest("tab.action").With("action", "rename").To(surface).With("title", name)
                : new CmuxRequest("workspace.rename").With("workspace_id", surface.Tab).With("title", name),
            cancellationToken).ConfigureAwait(false);
        reply.Result();
        Resync();
    }

    /// <inheritdoc/>
    public async Task PressAsync(WorkspaceId id, WorkspaceKey key, CancellationToken cancellationToken)
    {
        var name = CmuxKeys.Name(key);
        if (name.Length > 0)
        {
            var reply = await AskAsync(id, surface => new CmuxRequest("surface.send_key").To(surface).With("key", name), cancellationToken).ConfigureAwait(false);
            // Builds before March 2026 know few keys. What was refused was not pressed.
            if (reply.Code is not CmuxFaults.InvalidParams)
            {
                reply.Result();
                return;
            }
        }
        (await AskAsync(id, surface => new CmuxRequest("surface.send_text").To(surface).With("text", CmuxKeys.Bytes(key)), cancellationToken).ConfigureAwait(false)).Result();
    }

    /// <inheritdoc/>
    public async Task<Screen> ReadScreenAsync(WorkspaceId id, int history, CancellationToken cancellationToken)
    {
        var surface = await FindAsync(id, cancellationToken).ConfigureAwait(false);
        var panes = await _link.AskAsync(new CmuxRequest("pane.list").With("workspace_id", surface.Tab), cancellationToken).ConfigureAwait(false);
        var pane = panes.Body.Items("panes").FirstOrDefault(pane => pane.TryId("id", out var paneId) && paneId == surface.Pane);
        var rows = pane.Number("rows") is > 0 and < 1000 and var known ? (int)known : UsualRows;
        return new Screen(await ReadLinesAsync(id, history > 0 ? rows + Math.Min(history, 100_000) : 0, (int)Math.Clamp(pane.Number("columns"), 0, 10_000), cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async Task NotifyAsync(WorkspaceNotice notice, CancellationToken cancellationToken)
    {
        var about = notice.About is { } id ? await FindAsync(id, cancellationToken).ConfigureAwait(false) : null;
        var text = TerminalText.Typable(notice.Text).ReplaceLineEndings(" ");
        var request = new CmuxRequest("notification.create").With("title", notice.Title).With("body", text);
        var reply = await _link.AskAsync(about is null ? request : request.To(about), cancellationToken).ConfigureAwait(false);
        if (reply.Code is not CmuxFaults.MethodNotFound)
        {
            reply.Result();
            return;
        }
        // The old dialect's parts are divided by bars.
        var words = CmuxPlainCommand.Word($"{Plain(notice.Title)}||{Plain(text)}");
        await CommandAsync(
            about is null ? $"notify {words}" : $"notify_target {CmuxJson.Of(about.Tab)} {CmuxJson.Of(about.Id)} {words}", lines => lines.Count > 0, cancellationToken).ConfigureAwait(false);

        static string Plain(string text) => text.Replace('|', '/');
    }

    /// <param name="count">How many lines from the end; 0 for the screen.</param>
    private async Task<IReadOnlyList<string>> ReadLinesAsync(WorkspaceId id, int count, int columns, CancellationToken cancellationToken)
    {
        var reply = await AskAsync(id, surface => Read(surface), cancellationToken).ConfigureAwait(false);
        // A terminal that was never shown has not started.
        if (reply.Code is CmuxFaults.TerminalNotReady or CmuxFaults.InternalError)
            reply = await AskAsync(id, surface => Read(surface).With("start_if_needed", true), cancellationToken).ConfigureAwait(false);
        return ScreenRows.Join(reply.Result().Text("text"), columns);

        CmuxRequest Read(CmuxSurface surface)
        {
            var request = new CmuxRequest("surface.read_text").To(surface);
            return count > 0 ? request.With("scrollback", true).With("lines", count) : request;
        }
    }

    /// <summary>Asks something of one terminal. It may have moved, or cmux have been started again: then it has another tab.</summary>
    private async Task<CmuxReply> AskAsync(WorkspaceId id, Func<CmuxSurface, CmuxRequest> request, CancellationToken cancellationToken)
    {
        var surface = await FindAsync(id, cancellationToken).ConfigureAwait(false);
        var reply = await _link.AskAsync(request(surface), cancellationToken).ConfigureAwait(false);
        if (reply.Code is not CmuxFaults.NotFound) return reply;
        var again = (await ListAsync(isFirst: false, cancellationToken).ConfigureAwait(false)).FirstOrDefault(known => known.Id == surface.Id);
        return again is null || again.Tab == surface.Tab ? reply : await _link.AskAsync(request(again), cancellationToken).ConfigureAwait(false);
    }

    private async Task<CmuxSurface> FindAsync(WorkspaceId id, CancellationToken cancellationToken) =>
        Known(id) ?? (await ListAsync(isFirst: false, cancellationToken).ConfigureAwait(false)).FirstOrDefault(surface => surface.Workspace.Id == id)
            ?? throw CmuxFaults.Of(new CmuxReply(CmuxFaults.NotFound, default));

    private CmuxSurface? Known(WorkspaceId id)
    {
        lock (_lock) return _surfaces.FirstOrDefault(surface => surface.Workspace.Id == id);
    }

    private bool HasFellows(CmuxSurface surface)
    {
        lock (_lock) return _surfaces.Any(other => other.Tab == surface.Tab && other.Id != surface.Id);
    }
}

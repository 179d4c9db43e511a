using System.Globalization;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tmux;

internal sealed partial class TmuxConnection
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<Workspace>> ListAsync(CancellationToken cancellationToken) =>
        (await ListPanesAsync(cancellationToken).ConfigureAwait(false)).Select(pane => pane.Workspace).ToArray();

    /// <inheritdoc/>
    public async Task<Workspace> CreateAsync(NewWorkspace order, CancellationToken cancellationToken)
    {
        // Wide and high enough for a screen that is read aloud; a person who attaches gives it their own size.
        List<string> words = ["new-session", "-d", "-P", "-F", PaneList.Format, "-x", "160", "-y", "48", "-s", order.Name];
        if (order.Directory.Length > 0) words.AddRange(["-c", order.Directory]);
        foreach (var (name, value) in order.Environment) words.AddRange(["-e", $"{name}={value}"]);
        words.Add("--");
        // tmux gives a single word to a shell, and runs several as they are.
        if (order.Command is [var program]) words.Add(TerminalText.ShellWord(program));
        else words.AddRange(order.Command);
        var lines = AnyClient() is { } client
            ? await client.RunAsync(string.Join(' ', words.Select(TmuxText.Quote)), cancellationToken).ConfigureAwait(false)
            : await _server.RunAsync(words, cancellationToken).ConfigureAwait(false);
        Change();
        return PaneList.Read(_options.Name, lines) is [var pane]
            // Its process may not have got there yet.
            ? pane.Workspace with { Directory = pane.Workspace.Directory.Length > 0 ? pane.Workspace.Directory : order.Directory }
            : throw new WorkspaceException(WorkspaceFault.Refused, "The program of the new tmux session ended at once.");
    }

    /// <inheritdoc/>
    public async Task CloseAsync(WorkspaceId id, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(id, pane => $"kill-pane -t {pane}", cancellationToken).ConfigureAwait(false);
        }
        catch (WorkspaceException e) when (e.Fault is WorkspaceFault.NotFound)
        {
            // As wanted.
        }
        catch (WorkspaceException e) when (e.Fault is WorkspaceFault.HostGone)
        {
            // With its last pane a session ends, and with it the client that was to answer.
            if ((await ListPanesAsync(cancellationToken).ConfigureAwait(false)).Any(pane => pane.Workspace.Id == id)) throw;
        }
        Change();
    }

    /// <inheritdoc/>
    public async Task RenameAsync(WorkspaceId id, string name, CancellationToken cancellationToken)
    {
        // What its name is taken from: the session when it has one pane, else the window. A name that tmux made itself would come back.
        var word = TmuxText.Quote(name);
        await RunAsync(
            id,
            pane => $"if-shell -F -t {pane} \"#{{==:#{{session_windows}}#{{window_panes}},11}}\" {TmuxText.Quote($"rename-session -t {pane} {word}")} "
                + TmuxText.Quote($"set-option -w -t {pane} automatic-rename off ; rename-window -t {pane} {word}"),
            cancellationToken).ConfigureAwait(false);
        Change();
    }

    /// <inheritdoc/>
    public Task PressAsync(WorkspaceId id, WorkspaceKey key, CancellationToken cancellationToken) =>
        RunAsync(id, pane => $"{LeaveMode(pane)} ; send-keys -t {pane} {KeyName(key)}", cancellationToken);

    /// <inheritdoc/>
    public async Task<Screen> ReadScreenAsync(WorkspaceId id, int history, CancellationToken cancellationToken)
    {
        var above = Math.Clamp(history, 0, 100_000).ToString(CultureInfo.InvariantCulture);
        return StyledText.Read(await RunAsync(id, pane => $"capture-pane -p -e -J -t {pane} -S -{above}", cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public Task<WorkspaceFacts> ReadFactsAsync(WorkspaceId id, CancellationToken cancellationToken)
    {
        // tmux shows nothing beside a pane. One that is gone is still told.
        _ = Find(id);
        return Task.FromResult(WorkspaceFacts.None);
    }

    /// <inheritdoc/>
    public async Task NotifyAsync(WorkspaceNotice notice, CancellationToken cancellationToken)
    {
        if (AnyClient() is not { } client) return;
        var session = notice.About is { } about ? Find(about).Session : null;
        var words = TmuxText.QuotePlain(notice.Text.Length == 0 ? notice.Title : $"{notice.Title}: {TerminalText.Typable(notice.Text).ReplaceLineEndings(" ")}");
        foreach (var line in await client.RunAsync("list-clients -F \"#{client_control_mode}\\t#{session_id}\\t#{client_name}\"", cancellationToken).ConfigureAwait(false))
        {
            if (line.Split('\t', 3) is ["0", var attached, var name] && (session is null || attached == session))
                await client.RunAsync($"display-message -c {TmuxText.Quote(name)} -d 5000 {words}", cancellationToken).ConfigureAwait(false);
        }
    }

    private static string KeyName(WorkspaceKey key) => key switch
    {
        WorkspaceKey.Enter => "Enter",
        WorkspaceKey.Escape => "Escape",
        WorkspaceKey.Tab => "Tab",
        WorkspaceKey.ShiftTab => "BTab",
        WorkspaceKey.Space => "Space",
        WorkspaceKey.Backspace => "BSpace",
        WorkspaceKey.Up => "Up",
        WorkspaceKey.Down => "Down",
        WorkspaceKey.Left => "Left",
        WorkspaceKey.Right => "Right",
        WorkspaceKey.PageUp => "PPage",
        WorkspaceKey.PageDown => "NPage",
        WorkspaceKey.Home => "Home",
        WorkspaceKey.End => "End",
        WorkspaceKey.Interrupt => "C-c",
        WorkspaceKey.EndOfInput => "C-d",
        WorkspaceKey.ClearLine => "C-u",
        _ => throw new ArgumentOutOfRangeException(nameof(key)),
    };

    /// <summary>A person may have left the pane scrolled back: its program would get nothing then.</summary>
    private static string LeaveMode(string pane) => $"if-shell -F -t {pane} \"#{{pane_in_mode}}\" {TmuxText.Quote($"copy-mode -q -t {pane}")}";

    private async Task<IReadOnlyList<string>> RunAsync(WorkspaceId id, Func<string, string> command, CancellationToken cancellationToken)
    {
        var pane = Find(id);
        return await ClientOf(pane).RunAsync(command(pane.Id), cancellationToken).ConfigureAwait(false);
    }

    private Pane Find(WorkspaceId id)
    {
        lock (_lock)
            foreach (var pane in _panes.Values)
                if (pane.Workspace.Id == id) return pane;
        throw new WorkspaceException(WorkspaceFault.NotFound, "The workspace is gone.");
    }

    /// <summary>The client of the pane's own session: there, commands and output come in one order.</summary>
    private ControlClient ClientOf(Pane pane)
    {
        lock (_lock)
            return _clients.GetValueOrDefault(pane.Session) ?? _clients.Values.FirstOrDefault()
                ?? throw new WorkspaceException(WorkspaceFault.HostGone, "The connection to tmux has just been lost.");
    }
}

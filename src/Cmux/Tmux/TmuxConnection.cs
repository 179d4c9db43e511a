using System.Threading.Channels;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tmux;

/// <summary>
/// The workspaces of a tmux server. A client in control mode is attached to each session: tmux pushes what happens, and only to who is
/// attached. Ends only when it is disposed: a tmux server that ends, or has not begun, is one without workspaces.
/// </summary>
internal sealed partial class TmuxConnection : IWorkspaceConnection
{
    /// <summary>Before a session is attached to again whose client has ended: tmux may be about to end the session.</summary>
    private static readonly TimeSpan AgainAfter = TimeSpan.FromMilliseconds(100);

    /// <summary>Sessions that come and go without a pause are attached to all the same.</summary>
    private const int MostLooks = 50;

    private readonly TmuxOptions _options;
    private readonly TmuxServer _server;
    private readonly IWorkspaceObserver _observer;
    private readonly Action<IReadOnlyList<Pane>> _listed;
    private readonly TimeProvider _time;
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _disposal = new();
    private readonly Lock _lock = new();
    private readonly Lock _telling = new();
    private readonly Dictionary<string, ControlClient> _clients = [];
    private readonly Dictionary<string, Pane> _panes = [];
    private readonly Dictionary<string, PaneOutput> _outputs = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _following = Task.CompletedTask;

    /// <summary>The panes have changed, and a look that failed has not told it.</summary>
    private bool _isUntold;

    /// <summary>A session has come or gone since this was cleared.</summary>
    private volatile bool _isUnsettled;

    /// <param name="listed">Gets the panes, before the observer hears of a change to them.</param>
    public TmuxConnection(TmuxOptions options, IWorkspaceObserver observer, Action<IReadOnlyList<Pane>> listed, TimeProvider time)
    {
        _options = options;
        _server = new TmuxServer(options, time);
        _observer = observer;
        _listed = listed;
        _time = time;
    }

    /// <inheritdoc/>
    public Task Ended => _ended.Task;

    /// <summary>Finds what there is, tells it, and goes on following it.</summary>
    /// <exception cref="WorkspaceException">There is no tmux, or its server does not let us in.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await LookAsync(isFirst: true, cancellationToken).ConfigureAwait(false);
        _following = Task.Run(FollowAsync, CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _disposal.CancelAsync().ConfigureAwait(false);
        await _following.ConfigureAwait(false);
        ControlClient[] clients;
        lock (_lock)
        {
            clients = [.. _clients.Values];
            _clients.Clear();
            foreach (var output in _outputs.Values) output.Dispose();
            _outputs.Clear();
            _panes.Clear();
        }
        await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask())).ConfigureAwait(false);
        _ended.TrySetResult();
    }

    private async Task FollowAsync()
    {
        while (!_disposal.IsCancellationRequested)
        {
            try
            {
                await ChangeAsync().ConfigureAwait(false);
                // What happens together is looked at together.
                await Task.Delay(_options.TellEvery, _time, _disposal.Token).ConfigureAwait(false);
                await LookAsync(isFirst: false, _disposal.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_disposal.IsCancellationRequested)
            {
                return;
            }
            catch (WorkspaceException)
            {
                // tmux is restarting, or busy: it is looked again.
                Change();
                await Task.Delay(AgainAfter, _time, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task ChangeAsync()
    {
        bool hasClients;
        lock (_lock) hasClients = _clients.Count > 0;
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(_disposal.Token);
        var change = _changes.Reader.ReadAsync(waiting.Token).AsTask();
        if (hasClients)
        {
            await change.ConfigureAwait(false);
            return;
        }
        // Nobody tells of the first session of all.
        await Task.WhenAny(change, Task.Delay(_options.ServerEvery, _time, waiting.Token)).ConfigureAwait(false);
        // A reader that was left behind would take the next change for itself.
        await waiting.CancelAsync().ConfigureAwait(false);
    }

    private void Change() => _changes.Writer.TryWrite(true);

    /// <summary>Lists the panes, attaches to new sessions and leaves those that are gone.</summary>
    private async Task LookAsync(bool isFirst, CancellationToken cancellationToken)
    {
        var panes = await SettledPanesAsync(cancellationToken).ConfigureAwait(false);
        _isUntold |= Keep(panes, out var left);
        foreach (var client in left) await client.DisposeAsync().ConfigureAwait(false);
        foreach (var session in NewSessions(panes))
        {
            // Another one has come or gone: the rest is for the next look, which is due.
            if (_isUnsettled) break;
            await AttachAsync(session, cancellationToken).ConfigureAwait(false);
        }
        await WatchAsync(panes, cancellationToken).ConfigureAwait(false);
        if (!_isUntold && !isFirst) return;
        _listed(panes);
        Tell(new WorkspaceNews.Listed(panes.Select(pane => pane.Workspace).ToArray()));
        _isUntold = false;
    }

    /// <summary>Waits until no more sessions come, before one is attached to: tmux (3.3 to 3.5 at least) fails, with all that runs in it, when it tells of a
    /// session while a client in control mode is introducing itself.</summary>
    private async Task<IReadOnlyList<Pane>> SettledPanesAsync(CancellationToken cancellationToken)
    {
        var panes = await ListPanesAsync(cancellationToken).ConfigureAwait(false);
        for (var looks = 0; looks < MostLooks && NewSessions(panes).Length > 0; looks++)
        {
            _isUnsettled = false;
            await Task.Delay(_options.AttachAfter, _time, cancellationToken).ConfigureAwait(false);
            var before = panes;
            panes = await ListPanesAsync(cancellationToken).ConfigureAwait(false);
            if (!_isUnsettled && SessionsOf(panes).SetEquals(SessionsOf(before))) return panes;
        }
        _isUnsettled = false;
        return panes;
    }

    private string[] NewSessions(IReadOnlyList<Pane> panes)
    {
        lock (_lock) return [.. SessionsOf(panes).Where(session => !_clients.ContainsKey(session))];
    }

    private static HashSet<string> SessionsOf(IReadOnlyList<Pane> panes) => [.. panes.Select(pane => pane.Session)];

    private async Task<IReadOnlyList<Pane>> ListPanesAsync(CancellationToken cancellationToken)
    {
        if (AnyClient() is { } client)
        {
            try
            {
                return PaneList.Read(_options.Name, await client.RunAsync($"list-panes -a -F {TmuxText.Quote(PaneList.Format)}", cancellationToken).ConfigureAwait(false));
            }
            catch (WorkspaceException e) when (e.Fault is WorkspaceFault.HostGone)
            {
                // That a client of ours has ended does not say that the server has.
            }
        }
        try
        {
            return PaneList.Read(_options.Name, await _server.RunAsync(["list-panes", "-a", "-F", PaneList.Format], cancellationToken).ConfigureAwait(false));
        }
        catch (WorkspaceException e) when (e.Fault is WorkspaceFault.HostGone && _server.IsInstalled)
        {
            return [];
        }
    }

    /// <returns>Whether anything is other than before.</returns>
    private bool Keep(IReadOnlyList<Pane> panes, out List<ControlClient> left)
    {
        lock (_lock)
        {
            var hasChanged = panes.Count != _panes.Count || panes.Any(pane => !_panes.TryGetValue(pane.Id, out var known) || known != pane);
            foreach (var gone in _outputs.Keys.Except(panes.Select(pane => pane.Id)).ToArray())
            {
                _outputs[gone].Dispose();
                _outputs.Remove(gone);
            }
            _panes.Clear();
            foreach (var pane in panes)
            {
                _panes.Add(pane.Id, pane);
                if (!_outputs.ContainsKey(pane.Id)) _outputs.Add(pane.Id, new PaneOutput(pane.Workspace.Id, _options, Tell, _time));
            }
            left = _clients.Values.Where(client => panes.All(pane => pane.Session != client.Session)).ToList();
            foreach (var client in left) _clients.Remove(client.Session);
            return hasChanged;
        }
    }

    private async Task AttachAsync(string session, CancellationToken cancellationToken)
    {
        ControlClient client;
        try
        {
            client = await ControlClient.AttachAsync(_server, session, Wrote, Noticed, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (WorkspaceException e) when (e.Fault is WorkspaceFault.NotFound or WorkspaceFault.HostGone)
        {
            // It ended meanwhile: the next look does not find it.
            Change();
            return;
        }
        lock (_lock) _clients[session] = client;
        _ = LeaveAsync(client);
    }

    private async Task WatchAsync(IReadOnlyList<Pane> panes, CancellationToken cancellationToken)
    {
        ControlClient[] clients;
        lock (_lock) clients = [.. _clients.Values];
        foreach (var client in clients)
        {
            try
            {
                await client.WatchAsync([.. panes.Where(pane => pane.Session == client.Session).Select(pane => pane.Id)], cancellationToken).ConfigureAwait(false);
            }
            catch (WorkspaceException e) when (e.Fault is WorkspaceFault.HostGone)
            {
                // It has just ended, and is attached again.
            }
        }
    }

    private async Task LeaveAsync(ControlClient client)
    {
        await client.Ended.ConfigureAwait(false);
        lock (_lock)
        {
            if (!_clients.TryGetValue(client.Session, out var current) || current != client) return;
            _clients.Remove(client.Session);
        }
        await client.DisposeAsync().ConfigureAwait(false);
        if (_disposal.IsCancellationRequested) return;
        await Task.Delay(AgainAfter, _time, CancellationToken.None).ConfigureAwait(false);
        Change();
    }

    private void Wrote(string pane, ReadOnlySpan<byte> bytes)
    {
        PaneOutput? output;
        lock (_lock) output = _outputs.GetValueOrDefault(pane);
        if (output is null) Change();
        else output.Write(bytes);
    }

    private void Noticed(ControlClient client, string name, string rest)
    {
        switch (name)
        {
            case "pause":
                _ = GoOnAsync(client, rest);
                break;
            case "sessions-changed":
                _isUnsettled = true;
                Change();
                break;
            case "session-renamed" or "layout-change" or "subscription-changed":
            case "window-add" or "window-close" or "window-renamed" or "unlinked-window-add" or "unlinked-window-close" or "unlinked-window-renamed":
                Change();
                break;
        }
    }

    /// <summary>We were too slow for a pane, and tmux drops what its program writes until it is told to go on.</summary>
    private async Task GoOnAsync(ControlClient client, string pane)
    {
        try
        {
            await client.RunAsync($"refresh-client -A {TmuxText.Quote($"{pane}:continue")}", CancellationToken.None).ConfigureAwait(false);
            PaneOutput? output;
            lock (_lock) output = _outputs.GetValueOrDefault(pane);
            output?.Skip();
        }
        catch (WorkspaceException)
        {
            // The pane is gone, or the client: its end is told elsewhere.
        }
    }

    private void Tell(WorkspaceNews news)
    {
        lock (_telling) _observer.On(news);
    }

    private ControlClient? AnyClient()
    {
        lock (_lock) return _clients.Values.FirstOrDefault();
    }
}

using System.Text.Json;
using System.Threading.Channels;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Socket;

/// <summary>The terminals of a running cmux: one connection for requests, one for events, and a short one for every command of the old dialect.</summary>
internal sealed partial class CmuxConnection : IWorkspaceConnection
{
    /// <summary>Before it is looked again after a look that failed.</summary>
    private static readonly TimeSpan AgainAfter = TimeSpan.FromMilliseconds(250);

    private readonly CmuxLink _link;
    private readonly CmuxOptions _options;
    private readonly SubmissionLog _log;
    private readonly IWorkspaceObserver _observer;
    private readonly TimeProvider _time;
    private readonly CmuxEvents _events;
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _disposal = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly HashSet<Guid> _changedTabs = [];
    private IReadOnlyList<CmuxSurface> _surfaces = [];
    private HashSet<string>? _methods;
    private bool _hasListChanged;
    private bool _haveAllChanged;
    private bool _isPolling;
    private Task _following = Task.CompletedTask;

    public CmuxConnection(CmuxLink link, CmuxOptions options, SubmissionLog log, IWorkspaceObserver observer, TimeProvider time)
    {
        _link = link;
        _options = options;
        _log = log;
        _observer = observer;
        _time = time;
        _events = new CmuxEvents(link, options, time, Happened, Resync);
    }

    /// <inheritdoc/>
    public Task Ended => _ended.Task;

    /// <summary>Finds what there is, tells it, and goes on following it.</summary>
    /// <exception cref="WorkspaceException">cmux went away, or refused.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        // Not every build has them.
        var capabilities = await _link.AskAsync(new CmuxRequest("system.capabilities"), cancellationToken).ConfigureAwait(false);
        var methods = capabilities.Body.Items("methods").Where(method => method.ValueKind is JsonValueKind.String).Select(method => method.GetString()!).ToHashSet();
        if (methods.Count > 0) _methods = methods;
        // Listening begins before looking: nothing falls between.
        var listening = Task.Run(() => _events.RunAsync(_disposal.Token), CancellationToken.None);
        _following = EndAsync(listening);
        _isPolling = !await _events.Started.WaitAsync(cancellationToken).ConfigureAwait(false);
        await ListAsync(isFirst: true, cancellationToken).ConfigureAwait(false);
        lock (_lock) _haveAllChanged = true;
        Signal();
        _following = Task.WhenAll(_following, Task.Run(FollowAsync, CancellationToken.None));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _disposal.CancelAsync().ConfigureAwait(false);
        await _link.DisposeAsync().ConfigureAwait(false);
        await _following.ConfigureAwait(false);
        _ended.TrySetResult();
    }

    private async Task EndAsync(Task listening)
    {
        await _link.Ended.ConfigureAwait(false);
        await _disposal.CancelAsync().ConfigureAwait(false);
        await listening.ConfigureAwait(false);
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
                await LookAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // The connection has ended.
            }
            catch (WorkspaceException)
            {
                // cmux is busy, or about to go: it is looked again.
                Resync();
                await Task.WhenAny(Task.Delay(AgainAfter, _time, _disposal.Token)).ConfigureAwait(false);
            }
        }
    }

    private async Task ChangeAsync()
    {
        if (!_isPolling)
        {
            await _changes.Reader.ReadAsync(_disposal.Token).ConfigureAwait(false);
            return;
        }
        // This cmux tells nothing by itself.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_disposal.Token);
        await Task.WhenAny(_changes.Reader.ReadAsync(either.Token).AsTask(), Task.Delay(_options.PollEvery, _time, either.Token)).ConfigureAwait(false);
        await either.CancelAsync().ConfigureAwait(false);
        lock (_lock) (_hasListChanged, _haveAllChanged) = (true, true);
    }

    private async Task LookAsync()
    {
        bool list;
        lock (_lock) (list, _hasListChanged) = (_hasListChanged, false);
        if (list) await ListAsync(isFirst: false, _disposal.Token).ConfigureAwait(false);
        await TellFactsAsync(_disposal.Token).ConfigureAwait(false);
    }

    /// <summary>Looks what there is, and tells it when it is other than before.</summary>
    private async Task<IReadOnlyList<CmuxSurface>> ListAsync(bool isFirst, CancellationToken cancellationToken)
    {
        var surfaces = await CmuxSurfaces.ListAsync(_link, _options.Name, cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            foreach (var surface in surfaces)
                if (!_surfaces.Any(known => known.Id == surface.Id && known.Tab == surface.Tab)) _changedTabs.Add(surface.Tab);
            var hasChanged = isFirst || !surfaces.Select(surface => surface.Workspace).SequenceEqual(_surfaces.Select(surface => surface.Workspace));
            _surfaces = surfaces;
            // Within the lock, so that what is told last is what is.
            if (hasChanged) _observer.On(new WorkspaceNews.Listed([.. surfaces.Select(surface => surface.Workspace)]));
        }
        if (!isFirst) Signal();
        return surfaces;
    }

    /// <summary>An event says that something changed, not what to: that is read, once for however many events.</summary>
    private void Happened(string name, Guid tab)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        lock (_lock)
        {
            switch (dot < 0 ? name : name[..dot])
            {
                case "workspace" or "window" or "pane":
                case "surface" when name is not ("surface.input_sent" or "surface.key_sent" or "surface.focused"):
                    _hasListChanged = true;
                    break;
                case "sidebar" or "notification" or "agent" or "feed" when tab != default:
                    _changedTabs.Add(tab);
                    break;
                case "sidebar" or "notification":
                    _haveAllChanged = true;
                    break;
                default:
                    return;
            }
        }
        Signal();
    }

    private void Resync()
    {
        lock (_lock) (_hasListChanged, _haveAllChanged) = (true, true);
        Signal();
    }

    private void Signal() => _changes.Writer.TryWrite(true);
}

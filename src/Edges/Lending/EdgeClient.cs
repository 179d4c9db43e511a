using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;
using CallActors.Edges.Links;
using CallActors.Edges.Wire;

namespace CallActors.Edges.Lending;

/// <summary>
/// An edge: dials its gateway, lends it this machine's workspaces, and dials again whenever the socket is lost, at once after a sleep.
/// Protocol: docs/protocols/edge-link.md.
/// </summary>
/// <param name="feed">Disposed with the client.</param>
/// <param name="log">Gets sentences without texts and keys.</param>
/// <param name="chance">0 up to 1, for the back-off.</param>
public sealed class EdgeClient(
    EdgeClientOptions options, IReadOnlyList<IWorkspaceHost> hosts, IAgentFeed feed, Action<string> log, Func<double> chance, TimeProvider time)
{
    private readonly Lender _lender = new(hosts, feed, options.Lender, options.Link, time);
    private readonly BackOff _backOff = new(options.AgainAfter, options.AgainAtLeastEvery, chance);
    private readonly Lock _lock = new();
    private LentSession? _session;
    private TaskCompletionSource _wokeUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _hasFailed;
    private bool _isKnown;

    /// <summary>Lends until it is told to stop, or told that it is of no use to go on.</summary>
    /// <returns>Null when it was told to stop; else why it gave up, as a sentence.</returns>
    public async Task<string?> RunAsync(CancellationToken stop)
    {
        _lender.Start();
        using var watch = new SleepWatch(time, WakeUp);
        try
        {
            while (!stop.IsCancellationRequested)
            {
                if (await LendAsync(stop).ConfigureAwait(false) is { } why) return why;
                if (stop.IsCancellationRequested) break;
                await PauseAsync(stop).ConfigureAwait(false);
            }
            return null;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            await _lender.EndAsync().ConfigureAwait(false);
            await feed.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>One socket, from dialling to its end.</summary>
    /// <returns>Why it is of no use to go on; null when it is.</returns>
    private async Task<string?> LendAsync(CancellationToken stop)
    {
        switch (await EdgeDialer.DialAsync(options, _isKnown, time, stop).ConfigureAwait(false))
        {
            case Dialled.Failed when stop.IsCancellationRequested:
                return null;
            case Dialled.Failed { IsFinal: true } failed:
                return failed.Why;
            case Dialled.Failed failed:
                Complain(failed.Why);
                return null;
            case Dialled.Open open:
                using (var socket = new LinkSocket(open.Socket, options.Link, time)) return await GreetAsync(socket, stop).ConfigureAwait(false);
            default:
                throw new InvalidOperationException("Dialling has two ends.");
        }
    }

    private async Task<string?> GreetAsync(LinkSocket socket, CancellationToken stop)
    {
        var session = _session is { Link.IsOver: false } ? _session : null;
        // What we got is not known before the old socket's last frame was taken: it was, its run has ended.
        var got = session?.Link.Got ?? 0;
        LinkFrame? answer;
        await using (stop.UnsafeRegister(static s => ((LinkSocket)s!).Abort(), socket).ConfigureAwait(false))
        await using (time.CreateTimer(static s => ((LinkSocket)s!).Abort(), socket, options.ConnectWithin, Timeout.InfiniteTimeSpan).ConfigureAwait(false))
        {
            await socket.SendAsync(LinkWire.Write(new LinkFrame.Hello(LinkFrame.CurrentVersion, options.Name.Value, _lender.HostNames, session?.Name ?? "", got))).ConfigureAwait(false);
            var received = await socket.ReadAsync(options.Link.HelloBytes).ConfigureAwait(false);
            answer = received is { IsEnd: false, Fault: null } ? LinkWire.TryRead(received.Text.Span) : null;
        }
        if (answer is not LinkFrame.Welcome welcome)
        {
            if (stop.IsCancellationRequested) return null;
            await socket.CloseOutputAsync(EdgeClosing.BadFrame).ConfigureAwait(false);
            return AfterEnd(socket.PeerClosing);
        }
        var isResumed = session is not null && welcome.Session == session.Name;
        if (session is null || !isResumed)
        {
            session = await _lender.BeginAsync().ConfigureAwait(false);
            session.Name = welcome.Session;
            lock (_lock) _session = session;
        }
        if (!session.Link.TryBegin(welcome.Got, out _))
        {
            // We have lost count of one another: all begins anew.
            lock (_lock) _session = null;
            await socket.CloseOutputAsync(EdgeClosing.SessionOver).ConfigureAwait(false);
            return null;
        }
        log(isResumed
            ? $"{options.Gateway.Authority} is back: the session goes on."
            : $"{options.Gateway.Authority} is lent {string.Join(", ", _lender.HostNames.Select(options.Name.HostHere))}.");
        (_hasFailed, _isKnown) = (false, true);
        return await ServeAsync(socket, session, stop).ConfigureAwait(false);
    }

    private async Task<string?> ServeAsync(LinkSocket socket, LentSession session, CancellationToken stop)
    {
        var began = time.GetTimestamp();
        LinkEnd end;
        var running = session.Link.StartAsync(socket, session);
        await using (stop.UnsafeRegister(static s => ((LentSession)s!).Link.Close(EdgeClosing.Leaving, withBye: true), session).ConfigureAwait(false))
            end = await running.ConfigureAwait(false);
        if (stop.IsCancellationRequested) return null;
        // One that ends as soon as it began is no better than none.
        if (time.GetElapsedTime(began) >= options.AgainAtLeastEvery) _backOff.Reset();
        if (end.SaidBye || end.Ours is not null || end.Theirs is EdgeClosing.SessionOver or EdgeClosing.BadFrame or EdgeClosing.ForeignHost)
            lock (_lock) _session = null;
        return AfterEnd(end.Theirs ?? end.Ours);
    }

    /// <returns>Why it is of no use to go on; null when it is.</returns>
    private string? AfterEnd(EdgeClosing? closing)
    {
        var where = options.Gateway.Authority;
        switch (closing)
        {
            case EdgeClosing.KeyReplaced:
                return $"{where} has another key for this person since: give the new one by --key-file or CALLACTORS_EDGE_KEY.";
            case EdgeClosing.NameTaken:
                return $"{where} knows another edge by the name {options.Name}: choose another with --name.";
            case EdgeClosing.TooManyEdges:
                return $"{where} has as many edges of this person as it takes: end one of them.";
            case EdgeClosing.Version:
                return $"{where} speaks another version of the edge's protocol: both programs have to be of the same release.";
            case null:
                Complain($"The connection to {where} was lost.");
                return null;
            default:
                Complain($"{where} closed the connection ({closing}).");
                return null;
        }
    }

    /// <summary>Once for each time that it goes wrong.</summary>
    private void Complain(string why)
    {
        if (!_hasFailed) log($"{why} It is tried again.");
        _hasFailed = true;
    }

    private async Task PauseAsync(CancellationToken stop)
    {
        Task wokeUp;
        lock (_lock) wokeUp = _wokeUp.Task;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(wokeUp, Task.Delay(_backOff.Next(), time, over.Token)).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        stop.ThrowIfCancellationRequested();
    }

    private void WakeUp()
    {
        LentSession? session;
        TaskCompletionSource wokeUp;
        lock (_lock)
        {
            (session, wokeUp) = (_session, _wokeUp);
            _wokeUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        _backOff.Reset();
        _ = session?.Link.CutAsync();
        wokeUp.TrySetResult();
    }
}

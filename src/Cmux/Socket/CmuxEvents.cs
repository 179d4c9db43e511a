using System.Text.Json;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Socket;

/// <summary>
/// cmux' stream of events, over a connection of its own. When it breaks, it goes on behind the last event that came; when that is not
/// possible, because cmux was started again or has forgotten, everything has to be looked at anew.
/// </summary>
/// <param name="happened">Gets an event's name and its cmux workspace, empty for none; must return at once.</param>
/// <param name="resync">Events were missed.</param>
internal sealed class CmuxEvents(CmuxLink link, CmuxOptions options, TimeProvider time, Action<string, Guid> happened, Action resync)
{
    private static readonly TimeSpan FirstAgain = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LastAgain = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan UsualHeartbeat = TimeSpan.FromSeconds(15);

    /// <summary>So many heartbeats may be missed.</summary>
    private const int Patience = 3;

    private readonly TaskCompletionSource<bool> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _bootId = "";
    private long _lastSeq = -1;
    private bool _isUnknown;
    private bool _isRefused;
    private bool _wasAcknowledged;

    /// <summary>Whether this cmux has events. Known once it has answered; never fails.</summary>
    public Task<bool> Started => _started.Task;

    /// <summary>Listens until it is cancelled, or it turns out that this cmux has no events.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var again = FirstAgain;
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                _wasAcknowledged = false;
                await ListenAsync(cancellationToken).ConfigureAwait(false);
                if (_isUnknown) return;
                // It may have been a passing fault: until events come, it is as if they were missed.
                _started.TrySetResult(true);
                again = _wasAcknowledged ? FirstAgain : again * 2 < LastAgain ? again * 2 : LastAgain;
                await Task.Delay(again, time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // As wanted.
        }
        finally
        {
            _started.TrySetResult(false);
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        try
        {
            var stream = await CmuxSocket.ConnectAsync(link.Path, options.GreetingWithin, time, cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                using var leave = cancellationToken.Register(stream.Dispose);
                var silence = options.RequestWithin;
                using var watch = time.CreateTimer(_ => stream.Dispose(), null, silence, Timeout.InfiniteTimeSpan);
                if (link.Password.Length > 0) await CmuxSocket.WriteLineAsync(stream, new CmuxRequest("auth.login").With("password", link.Password).Line("login")).ConfigureAwait(false);
                var request = new CmuxRequest("events.stream").With("include_heartbeats", true);
                if (_lastSeq >= 0) request.With("after_seq", _lastSeq);
                await CmuxSocket.WriteLineAsync(stream, request.Line("events")).ConfigureAwait(false);
                _isRefused = false;
                await CmuxSocket.ReadLinesAsync(stream, line =>
                {
                    if (!CmuxJson.TryRead(line, out var frame)) return;
                    if (Take(frame) is { } heartbeat) silence = heartbeat * Patience;
                    if (_isRefused) stream.Dispose();
                    else watch.Change(silence, Timeout.InfiniteTimeSpan);
                }).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is WorkspaceException or IOException or ObjectDisposedException)
        {
            // It is tried again.
        }
    }

    /// <returns>How often a sign of life will come, when the frame says so.</returns>
    private TimeSpan? Take(JsonElement frame)
    {
        switch (frame.Text("type"))
        {
            case "ack":
                Acknowledge(frame);
                var seconds = frame.Number("heartbeat_interval_seconds");
                return seconds is > 0 and < 3600 ? TimeSpan.FromSeconds(seconds) : UsualHeartbeat;
            case "event":
                Happen(frame);
                break;
            case "" when frame.Text("id").Length > 0 && !frame.Flag("ok"):
                _isUnknown = frame.Member("error").Text("code") is CmuxFaults.MethodNotFound or "not_supported";
                _isRefused = true;
                break;
            case "error":
                // We were too slow, for one: it goes on behind the last event.
                _isRefused = true;
                break;
        }
        return null;
    }

    private void Acknowledge(JsonElement frame)
    {
        var (boot, resume) = (frame.Text("boot_id"), frame.Member("resume"));
        var isOther = boot != _bootId;
        // One that was started again counts from its own beginning; what it replays comes behind this.
        if (isOther) _lastSeq = frame.Number("replay_count") == 0 ? resume.Number("latest_seq") : -1;
        _bootId = boot;
        // Who has just begun to listen looks at everything anyway.
        if (_started.Task.IsCompleted && (isOther || resume.Flag("gap"))) resync();
        _wasAcknowledged = true;
        _started.TrySetResult(true);
    }

    private void Happen(JsonElement frame)
    {
        var seq = frame.Number("seq");
        if (seq <= _lastSeq) return;
        _lastSeq = seq;
        frame.TryId("workspace_id", out var tab);
        happened(frame.Text("name"), tab);
    }
}

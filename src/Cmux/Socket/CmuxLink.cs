using System.Globalization;
using System.Net.Sockets;
using System.Text;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Socket;

/// <summary>
/// One connection to cmux in its v2 dialect: requests are written one behind the other, and answered by their ids. No request is ever
/// written twice. Thread-safe.
/// </summary>
internal sealed class CmuxLink : IAsyncDisposable
{
    /// <summary>So many requests in a row without any sign of life, and the connection is given up.</summary>
    private const int MostTimeouts = 2;

    private readonly NetworkStream _stream;
    private readonly CmuxOptions _options;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TaskCompletionSource<CmuxReply>> _waiting = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastId;
    private int _timeouts;
    private bool _isGone;
    private bool _wasAnswered;
    private string _otherWords = "";

    private CmuxLink(string path, NetworkStream stream, CmuxOptions options, TimeProvider time)
    {
        Path = path;
        _stream = stream;
        _options = options;
        _time = time;
    }

    /// <summary>The socket.</summary>
    public string Path { get; }

    /// <summary>What every further connection has to say first; empty when cmux does not ask.</summary>
    public string Password { get; private set; } = "";

    /// <summary>Done when the connection has ended. Never fails.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Connects and finds out whether somebody is there and lets us in.</summary>
    /// <exception cref="WorkspaceException">Nobody, or not us.</exception>
    public static async Task<CmuxLink> OpenAsync(string path, string password, CmuxOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var stream = await CmuxSocket.ConnectAsync(path, options.GreetingWithin, time, cancellationToken).ConfigureAwait(false);
        var link = new CmuxLink(path, stream, options, time);
        _ = Task.Run(link.ReadAllAsync, CancellationToken.None);
        try
        {
            await link.GreetAsync(password, cancellationToken).ConfigureAwait(false);
            return link;
        }
        catch
        {
            await link.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <exception cref="WorkspaceException">cmux went away, or did not answer in time.</exception>
    public Task<CmuxReply> AskAsync(CmuxRequest request, CancellationToken cancellationToken) => AskAsync(request, _options.RequestWithin, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync().ConfigureAwait(false);
        await _ended.Task.ConfigureAwait(false);
    }

    private async Task GreetAsync(string password, CancellationToken cancellationToken)
    {
        var greeting = await AskAsync(new CmuxRequest("system.ping"), _options.GreetingWithin, cancellationToken).ConfigureAwait(false);
        if (greeting.Code == CmuxFaults.AuthRequired && password.Length > 0)
        {
            var login = await AskAsync(new CmuxRequest("auth.login").With("password", password), _options.GreetingWithin, cancellationToken).ConfigureAwait(false);
            // Whatever is wrong with the request is wrong with the password.
            _ = login.Code == CmuxFaults.InvalidParams ? throw CmuxFaults.Of(new CmuxReply("auth_failed", default)) : login.Result();
            Password = password;
        }
        else
        {
            greeting.Result();
        }
    }

    private async Task<CmuxReply> AskAsync(CmuxRequest request, TimeSpan within, CancellationToken cancellationToken)
    {
        var answered = new TaskCompletionSource<CmuxReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        string id;
        lock (_lock)
        {
            if (_isGone) throw Gone();
            id = (++_lastId).ToString(CultureInfo.InvariantCulture);
            _waiting.Add(id, answered);
        }
        try
        {
            // The time runs from before the request is there.
            var answer = answered.Task.WaitAsync(within, _time, cancellationToken);
            _ = WriteAsync(request.Line(id));
            return await answer.ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            // A cmux that hangs is left: whoever needs it connects again.
            if (Interlocked.Increment(ref _timeouts) >= MostTimeouts) await _stream.DisposeAsync().ConfigureAwait(false);
            throw CmuxFaults.TimedOut(e);
        }
        finally
        {
            lock (_lock) _waiting.Remove(id);
        }
    }

    /// <summary>Not cancelled half-way: what was written in part would spoil the next request.</summary>
    private async Task WriteAsync(string line)
    {
        await _writing.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            await CmuxSocket.WriteLineAsync(_stream, line).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The reader sees the end too, and what was said before it.
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ReadAllAsync()
    {
        await CmuxSocket.ReadLinesAsync(_stream, Take).ConfigureAwait(false);
        TaskCompletionSource<CmuxReply>[] unanswered;
        WorkspaceException reason;
        lock (_lock)
        {
            _isGone = true;
            unanswered = [.. _waiting.Values];
            reason = Gone();
        }
        foreach (var answered in unanswered) answered.TrySetException(reason);
        await _stream.DisposeAsync().ConfigureAwait(false);
        _ended.TrySetResult();
    }

    private void Take(ReadOnlyMemory<byte> line)
    {
        Interlocked.Exchange(ref _timeouts, 0);
        if (CmuxReply.TryRead(line, out var id, out var reply))
        {
            TaskCompletionSource<CmuxReply>? answered;
            lock (_lock)
            {
                _wasAnswered = true;
                _waiting.TryGetValue(id, out answered);
            }
            answered?.TrySetResult(reply);
        }
        else if (line.Span.StartsWith("ERROR"u8))
        {
            lock (_lock) _otherWords = Encoding.UTF8.GetString(line.Span[..Math.Min(line.Length, 500)]);
        }
    }

    private WorkspaceException Gone() => _wasAnswered ? CmuxFaults.Gone() : CmuxFaults.Refused(_otherWords);
}

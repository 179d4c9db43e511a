using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Text;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tmux;

/// <summary>
/// One tmux client in control mode, attached to one session: it gives commands, and hears of everything that happens. Commands are answered
/// in their order. Thread-safe.
/// </summary>
internal sealed class ControlClient : IAsyncDisposable, IControlListener
{
    /// <summary>Longest line that is read: an answer's line may be a whole history line, output comes in pieces of some KB.</summary>
    private const int LongestLine = 4 * 1024 * 1024;

    /// <summary>Each client holds as much while it waits.</summary>
    private const int ReadAtOnce = 16 * 1024;

    /// <summary>Follows a command, because one command may have several answers; what this prints is the last.</summary>
    private const string Sentinel = "callactors-done";

    private readonly Process _process;
    private readonly Action<string, ReadOnlySpan<byte>> _wrote;
    private readonly Action<ControlClient, string, string> _noticed;
    private readonly TimeSpan _within;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Lock _lock = new();
    private readonly Queue<Command> _commands = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HashSet<string> _watched = [];
    private bool _isGone;

    private ControlClient(
        Process process, string session, Action<string, ReadOnlySpan<byte>> wrote, Action<ControlClient, string, string> noticed, TimeSpan within, TimeProvider time)
    {
        _process = process;
        Session = session;
        _wrote = wrote;
        _noticed = noticed;
        _within = within;
        _time = time;
    }

    /// <summary>The session's id, <c>$1</c>.</summary>
    public string Session { get; }

    /// <summary>Done when tmux has ended the client, or it was disposed. Never fails.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Attaches to a session.</summary>
    /// <param name="wrote">Gets a pane and what its program wrote, valid until it returns; on the client's own thread.</param>
    /// <param name="noticed">Gets the name and the rest of every other notice; on the client's own thread.</param>
    /// <exception cref="WorkspaceException">tmux cannot be started, or does not attach in time.</exception>
    public static async Task<ControlClient> AttachAsync(
        TmuxServer server, string session, Action<string, ReadOnlySpan<byte>> wrote, Action<ControlClient, string, string> noticed, TimeProvider time,
        CancellationToken cancellationToken)
    {
        // -E: the session's programs keep the environment of whoever attached last. ignore-size: a person's window keeps its size. pause-after: tmux drops
        // what we are too slow for, and never waits for us.
        var process = server.Start(["-C", "attach-session", "-E", "-t", session, "-f", "ignore-size,pause-after=1"]);
        var client = new ControlClient(process, session, wrote, noticed, server.Options.CommandWithin, time);
        _ = Task.Run(client.ReadAllAsync, CancellationToken.None);
        _ = Task.Run(client.DrainErrorsAsync, CancellationToken.None);
        try
        {
            await client._attached.Task.WaitAsync(server.Options.CommandWithin, time, cancellationToken).ConfigureAwait(false);
            return client;
        }
        catch (Exception e)
        {
            await client.DisposeAsync().ConfigureAwait(false);
            throw e as WorkspaceException ?? (e is TimeoutException ? new WorkspaceException(WorkspaceFault.TimedOut, "tmux did not let us attach in time.", e) : e);
        }
    }

    /// <summary>
    /// Has tmux tell when the program, the folder or the end of one of these panes is something else: it looks once a second. Each pane is asked for by
    /// itself, and not all at once (<c>%*</c>): over that tmux (3.3 at least) fails, with all that runs in it, when a session has ended and its client
    /// has not left yet. Not for several threads.
    /// </summary>
    /// <param name="panes">All of the session.</param>
    /// <exception cref="WorkspaceException">As <see cref="RunAsync"/>.</exception>
    public async Task WatchAsync(HashSet<string> panes, CancellationToken cancellationToken)
    {
        if (_watched.SetEquals(panes)) return;
        var changes = panes.Except(_watched).Select(pane => $"facts{pane}:{pane}:#{{pane_current_command}} #{{pane_current_path}} #{{pane_dead}}")
            .Concat(_watched.Except(panes).Select(pane => $"facts{pane}"));
        await RunAsync(string.Join(" ; ", changes.Select(change => $"refresh-client -B {TmuxText.Quote(change)}")), cancellationToken).ConfigureAwait(false);
        _watched = panes;
    }

    /// <summary>Gives a command, which may be several, separated by semicolons.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="WorkspaceException">It failed, for the reason that tmux gives; or tmux went away, or did not answer in time.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(string command, CancellationToken cancellationToken)
    {
        var pending = new Command();
        var line = Encoding.UTF8.GetBytes($"{command}\ndisplay-message -p {Sentinel}\n");
        if (!await EnterAsync(cancellationToken).ConfigureAwait(false)) throw Late();
        try
        {
            lock (_lock)
            {
                if (_isGone) throw Gone();
                _commands.Enqueue(pending);
            }
            // Not cancelled half-way: what was written in part would spoil the next command.
            await WriteAsync(line).WaitAsync(_within, _time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            // tmux has stopped reading: nothing can follow what is half written.
            Kill();
            throw Late(e);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw Gone(e);
        }
        finally
        {
            _writing.Release();
        }
        try
        {
            return await pending.Answered.Task.WaitAsync(_within, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw Late(e);
        }
    }

    void IControlListener.BlockEnded(bool failed, IReadOnlyList<string> lines)
    {
        // The first answer is the attachment's own.
        if (!_attached.Task.IsCompleted)
        {
            if (failed) _attached.TrySetException(new WorkspaceException(WorkspaceFault.NotFound, "The tmux session is gone."));
            else _attached.TrySetResult();
            return;
        }
        Command? done = null;
        lock (_lock)
        {
            if (!_commands.TryPeek(out var command)) return;
            if (!failed && lines is [Sentinel])
            {
                done = _commands.Dequeue();
            }
            else
            {
                command.HasFailed |= failed;
                command.Lines.AddRange(lines);
            }
        }
        if (done is null) return;
        if (done.HasFailed) done.Answered.TrySetException(TmuxFaults.Of(done.Lines));
        else done.Answered.TrySetResult(done.Lines);
    }

    void IControlListener.Wrote(string pane, ReadOnlySpan<byte> bytes) => _wrote(pane, bytes);

    void IControlListener.Noticed(string name, string rest) => _noticed(this, name, rest);

    /// <summary>Detaches. The session and its programs stay.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            // The end of its input ends the client.
            _process.StandardInput.Close();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2), _time);
            await _process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException)
        {
            Kill();
        }
        await _ended.Task.ConfigureAwait(false);
        _process.Dispose();
    }

    private async Task<bool> EnterAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_within, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await _writing.WaitAsync(either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task WriteAsync(byte[] line)
    {
        await _process.StandardInput.BaseStream.WriteAsync(line, CancellationToken.None).ConfigureAwait(false);
        await _process.StandardInput.BaseStream.FlushAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended meanwhile.
        }
    }

    private async Task ReadAllAsync()
    {
        var parser = new ControlParser(this);
        var reader = PipeReader.Create(_process.StandardOutput.BaseStream, new StreamPipeReaderOptions(bufferSize: ReadAtOnce));
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync().ConfigureAwait(false);
                var buffer = read.Buffer;
                while (TryReadLine(ref buffer, out var line)) Parse(parser, line);
                reader.AdvanceTo(buffer.Start, buffer.End);
                if (read.IsCompleted || buffer.Length > LongestLine) break;
            }
        }
        catch (IOException)
        {
            // tmux is gone.
        }
        finally
        {
            await reader.CompleteAsync().ConfigureAwait(false);
            End();
        }
    }

    private static bool TryReadLine(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> line)
    {
        if (buffer.PositionOf((byte)'\n') is not { } end)
        {
            line = default;
            return false;
        }
        line = buffer.Slice(0, end);
        buffer = buffer.Slice(buffer.GetPosition(1, end));
        return true;
    }

    private static void Parse(ControlParser parser, in ReadOnlySequence<byte> line)
    {
        if (line.IsSingleSegment)
        {
            parser.Read(line.FirstSpan);
            return;
        }
        var whole = ArrayPool<byte>.Shared.Rent((int)line.Length);
        line.CopyTo(whole);
        parser.Read(whole.AsSpan(0, (int)line.Length));
        ArrayPool<byte>.Shared.Return(whole);
    }

    private async Task DrainErrorsAsync()
    {
        try
        {
            // tmux says next to nothing there, and the buffer is held for as long as the client lives: the usual one has 128 KiB.
            await _process.StandardError.BaseStream.CopyToAsync(Stream.Null, bufferSize: 256).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The client has ended.
        }
    }

    private void End()
    {
        Command[] unanswered;
        lock (_lock)
        {
            _isGone = true;
            unanswered = [.. _commands];
            _commands.Clear();
        }
        _attached.TrySetException(new WorkspaceException(WorkspaceFault.NotFound, "The tmux session is gone."));
        // Nobody may be waiting for it.
        _ = _attached.Task.Exception;
        foreach (var command in unanswered) command.Answered.TrySetException(Gone());
        _ended.TrySetResult();
    }

    private static WorkspaceException Late(Exception? inner = null) => new(WorkspaceFault.TimedOut, "tmux did not answer in time.", inner);

    private static WorkspaceException Gone(Exception? inner = null) =>
        new(WorkspaceFault.HostGone, "tmux ended the connection; what was asked may have been done.", inner);

    private sealed class Command
    {
        public List<string> Lines { get; } = [];

        public bool HasFailed { get; set; }

        public TaskCompletionSource<IReadOnlyList<string>> Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

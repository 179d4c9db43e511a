using System.Threading.Channels;
using CallActors.Contracts.Agents;

namespace CallActors.Cmux.ClaudeCode;

/// <summary>Gets what a transcript says, in order, one at a time. Must return at once, and not fail.</summary>
public interface ITranscriptObserver
{
    void On(AgentSession session, TranscriptEntry entry);
}

/// <summary>Where in a transcript to begin.</summary>
public enum TranscriptStart
{
    /// <summary>At its first line: the conversation begins.</summary>
    Beginning,

    /// <summary>Behind what is there: the conversation was begun before we came.</summary>
    End,
}

/// <summary>Follows the transcript of one agent, of one conversation after the other. Thread-safe.</summary>
public sealed class TranscriptFollower : IAsyncDisposable
{
    private readonly ITranscriptObserver _observer;
    private readonly TimeSpan _lookEvery;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Task _reading;
    private AgentSession? _session;
    private long _from;
    private FolderWatch? _watch;
    private bool _isDisposed;

    /// <param name="lookEvery">The file is looked at this often whether or not the system tells of changes. 0.1–60 s.</param>
    /// <param name="time"><see cref="TimeProvider.System"/> when null.</param>
    public TranscriptFollower(ITranscriptObserver observer, TimeSpan lookEvery, TimeProvider? time = null)
    {
        _observer = observer;
        _lookEvery = lookEvery;
        _time = time ?? TimeProvider.System;
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>Follows this conversation from now on. What the one before has said until now is told first. The same again changes nothing.</summary>
    public void Follow(AgentSession session, TranscriptStart start)
    {
        if (session.Transcript.Length == 0) return;
        lock (_lock)
        {
            if (_session == session || _isDisposed) return;
            _session = session;
            // What is written from now on is read, however late that is done.
            _from = start == TranscriptStart.End ? LengthOf(session.Transcript) : 0;
            _watch?.Dispose();
            // Claude Code makes the folder with the first prompt.
            _watch = new FolderWatch(Path.GetDirectoryName(session.Transcript) ?? "/", isDeep: false, _lookEvery, _time, changed => LookAt(session, changed));
        }
        Look();
    }

    /// <summary>Looks now: something else says that there is more.</summary>
    public void Look()
    {
        // The folder may have come meanwhile, and what is written there next is to be told at once.
        lock (_lock) _watch?.Watch();
        Wake();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _watch?.Dispose();
        }
        _wake.Writer.TryComplete();
        await _reading.ConfigureAwait(false);
    }

    private void LookAt(AgentSession session, string changed)
    {
        // In the folder are the transcripts of other agents too.
        if (changed.Length == 0 || changed == session.Transcript) Wake();
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    private static long LengthOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? file.Length : 0;
    }

    private async Task ReadAsync()
    {
        TranscriptTail? tail = null;
        AgentSession? followed = null;
        await foreach (var _ in _wake.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            AgentSession? session;
            long from;
            lock (_lock) (session, from) = (_session, _from);
            if (session is null) continue;
            if (followed is not null) tail?.Read(entry => _observer.On(followed, entry));
            if (session == followed) continue;
            // The same file under another name of the conversation goes on where it is.
            var isSame = tail?.Path == session.Transcript;
            followed = session;
            if (isSame) continue;
            tail = new TranscriptTail(session.Transcript);
            if (from > 0) tail.SkipTo(from);
            tail.Read(entry => _observer.On(session, entry));
        }
    }
}

using System.Threading.Channels;

namespace CallActors.Cmux.ClaudeCode;

/// <summary>
/// Hears the hooks of every Claude Code that was started with a session's settings, those too that were started, or spoke, while this process
/// did not run. Thread-safe.
/// </summary>
public sealed class HookReceiver : IAsyncDisposable
{
    /// <summary>Stands for all sessions.</summary>
    private const string All = "";

    private readonly HookOptions _options;
    private readonly IHookObserver _observer;
    private readonly TimeProvider _time;
    private readonly FolderWatch _watch;
    private readonly ITimer _again;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HookSpool> _spools = [];
    private readonly HashSet<string> _changed = [All];
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Task _reading;

    /// <summary>An event is told once, so the folder has one reader. A process that is killed lets go.</summary>
    private readonly FileStream _hold;

    /// <param name="time"><see cref="TimeProvider.System"/> when null.</param>
    /// <exception cref="IOException">The folder cannot be made, or another process hears the hooks there.</exception>
    public HookReceiver(HookOptions options, IHookObserver observer, TimeProvider? time = null)
    {
        _options = options;
        _observer = observer;
        _time = time ?? TimeProvider.System;
        HookSession.MakeFolder(options.Folder);
        _hold = Hold(options.Folder);
        _again = _time.CreateTimer(_ => Wake(All), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _watch = new FolderWatch(options.Folder, isDeep: true, options.LookEvery, _time, path => Wake(NameOf(path)));
        foreach (var folder in Directory.GetDirectories(options.Folder))
            if (HookSession.Find(Path.GetFileName(folder), options) is { } session) _spools.Add(session.Name, new HookSpool(session, options, _time));
        _wake.Writer.TryWrite(true);
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>Prepares a Claude Code to be heard: it is to be started as <c>claude --settings &lt;SettingsFile&gt;</c>. A name that is open
    /// already stays as it is.</summary>
    /// <param name="name">1–64 letters, digits and hyphens.</param>
    /// <exception cref="ArgumentException">No name.</exception>
    /// <exception cref="IOException">Its files cannot be made.</exception>
    public HookSession Open(string name)
    {
        lock (_lock)
        {
            var session = HookSession.Open(name, _options);
            if (!_spools.ContainsKey(name)) _spools.Add(name, new HookSpool(session, _options, _time));
            return session;
        }
    }

    /// <summary>Hears a session no longer, and deletes its files. A Claude Code that runs with them goes on unharmed.</summary>
    public void Close(string name)
    {
        lock (_lock)
        {
            if (!_spools.Remove(name)) return;
            try
            {
                Directory.Delete(Path.Combine(_options.Folder, name), recursive: true);
            }
            catch (IOException)
            {
                // A hook writes there at this moment. What remains is heard by nobody.
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _watch.Dispose();
        await _again.DisposeAsync().ConfigureAwait(false);
        _wake.Writer.TryComplete();
        await _reading.ConfigureAwait(false);
        await _hold.DisposeAsync().ConfigureAwait(false);
    }

    private static FileStream Hold(string folder)
    {
        var path = Path.Combine(folder, "receiver.lock");
        var how = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            return new FileStream(path, how);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new IOException($"Another process hears the hooks in {folder} already.", e);
        }
    }

    private string NameOf(string path)
    {
        if (path.Length == 0) return All;
        var below = Path.GetRelativePath(_options.Folder, path);
        var end = below.IndexOf(Path.DirectorySeparatorChar, StringComparison.Ordinal);
        return end < 0 ? below : below[..end];
    }

    private void Wake(string name)
    {
        lock (_lock) _changed.Add(name);
        _wake.Writer.TryWrite(true);
    }

    private async Task ReadAsync()
    {
        await foreach (var _ in _wake.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            TimeSpan? again = null;
            foreach (var spool in Changed())
            {
                if (spool.Read(_observer.On) is { } wait && !(again < wait)) again = wait;
            }
            if (again is { } soon) _again.Change(soon, Timeout.InfiniteTimeSpan);
        }
    }

    private HookSpool[] Changed()
    {
        lock (_lock)
        {
            var spools = _changed.Contains(All) ? _spools.Values.ToArray() : _spools.Where(spool => _changed.Contains(spool.Key)).Select(spool => spool.Value).ToArray();
            _changed.Clear();
            return spools;
        }
    }
}

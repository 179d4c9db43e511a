namespace CallActors.Cmux.ClaudeCode;

/// <summary>
/// Tells when something in a folder may have changed: when the system says so, and now and then in case it does not. Several changes may be
/// told as one. A folder that is not there yet is watched once it is.
/// </summary>
internal sealed class FolderWatch : IDisposable
{
    private readonly string _folder;
    private readonly bool _isDeep;
    private readonly Action<string> _changed;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private FileSystemWatcher? _watcher;
    private bool _isDisposed;

    /// <param name="changed">Gets the path that changed; empty for any. Must return at once.</param>
    public FolderWatch(string folder, bool isDeep, TimeSpan lookEvery, TimeProvider time, Action<string> changed)
    {
        _folder = folder;
        _isDeep = isDeep;
        _changed = changed;
        Watch();
        _timer = time.CreateTimer(_ => Look(), null, lookEvery, lookEvery);
    }

    /// <summary>Begins to watch, if the folder is there by now.</summary>
    public void Watch()
    {
        lock (_lock)
        {
            if (_isDisposed) return;
            if (_watcher is not null && Directory.Exists(_folder)) return;
            _watcher?.Dispose();
            _watcher = null;
            if (!Directory.Exists(_folder)) return;
            FileSystemWatcher? watcher = null;
            try
            {
                watcher = new FileSystemWatcher(_folder)
                {
                    IncludeSubdirectories = _isDeep,
                    NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
                };
                watcher.Created += (_, change) => _changed(change.FullPath);
                watcher.Changed += (_, change) => _changed(change.FullPath);
                watcher.Renamed += (_, change) => _changed(change.FullPath);
                watcher.Error += (_, _) => Fail();
                watcher.EnableRaisingEvents = true;
                _watcher = watcher;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                // The system has no more watches to give, or the folder went away: the timer looks.
                watcher?.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        FileSystemWatcher? watcher;
        lock (_lock)
        {
            _isDisposed = true;
            watcher = _watcher;
            _watcher = null;
        }
        _timer.Dispose();
        watcher?.Dispose();
    }

    private void Look()
    {
        Watch();
        _changed("");
    }

    /// <summary>Too much at a time for the system to tell: it is watched anew, and looked at.</summary>
    private void Fail()
    {
        lock (_lock)
        {
            _watcher?.Dispose();
            _watcher = null;
        }
        Look();
    }
}

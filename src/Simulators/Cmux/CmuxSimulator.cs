using System.Net.Sockets;

namespace CallActors.Simulators.Cmux;

/// <summary>
/// cmux' socket, without the application: both dialects on every connection, the access modes with their refusals, events with replay, and
/// terminals with simple programs. It is started, ended and started again; what is done to its world from outside is told by its events.
/// </summary>
public sealed class CmuxSimulator : IAsyncDisposable
{
    private readonly CmuxSimulatorOptions _options;
    private readonly Random _random;
    private readonly Lock _lock = new();
    private readonly List<SimulatedTab> _tabs = [];
    private readonly List<SimulatedNotification> _notifications = [];
    private readonly List<string> _lines = [];
    private readonly Dictionary<string, Queue<(CmuxMishap? Mishap, string Code)>> _mishaps = [];
    private readonly HashSet<CmuxSession> _sessions = [];
    private Socket? _listener;
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CmuxSimulator(CmuxSimulatorOptions options)
    {
        _options = options;
        _random = new Random(options.Seed);
        WindowId = NewId();
        Events = new EventRing(options, "boot-0");
    }

    /// <summary>The only window.</summary>
    public Guid WindowId { get; }

    public CmuxSimulatorOptions Options => _options;

    /// <summary>How often it was started.</summary>
    public int Boots { get; private set; }

    /// <summary>Every line that came, with passwords and all.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock) return [.. _lines];
        }
    }

    public IReadOnlyList<SimulatedTab> Tabs
    {
        get
        {
            lock (World) return [.. _tabs];
        }
    }

    public IReadOnlyList<SimulatedNotification> Notifications
    {
        get
        {
            lock (_lock) return [.. _notifications];
        }
    }

    /// <summary>The application does what it is asked and answers nothing.</summary>
    public bool Hangs { get; set; }

    /// <summary>How many listen to the events.</summary>
    public int Listeners => Events.Listeners;

    internal EventRing Events { get; private set; }

    internal object World => _tabs;

    /// <summary>Starts the application: its socket is there, unless its access mode has none. Tabs get new ids, terminals keep theirs.</summary>
    public void Start()
    {
        lock (World)
        {
            Boots++;
            Events = new EventRing(_options, $"boot-{Boots}");
            if (Boots > 1)
                foreach (var tab in _tabs) tab.Id = NewId();
        }
        if (_options.Access is CmuxAccessMode.Off || (_options is { Access: CmuxAccessMode.Password, MakesNoSocketForPasswords: true })) return;
        File.Delete(_options.SocketPath);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(_options.SocketPath));
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            const UnixFileMode All = Own | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
            File.SetUnixFileMode(_options.SocketPath, _options.Access is CmuxAccessMode.AllowAll ? All : Own);
        }
        listener.Listen(128);
        _listener = listener;
        _ = Task.Run(() => AcceptAsync(listener));
    }

    /// <summary>Ends the application. The socket's file stays, as after a crash.</summary>
    public async Task StopAsync()
    {
        _listener?.Dispose();
        _listener = null;
        CmuxSession[] sessions;
        lock (_lock) sessions = [.. _sessions];
        foreach (var session in sessions) session.Cut();
        await Task.WhenAll(sessions.Select(session => session.Ended)).ConfigureAwait(false);
        // The file is removed with the socket by the runtime; a crash leaves it.
        if (!File.Exists(_options.SocketPath)) LeaveSocketFile(_options.SocketPath);
    }

    /// <summary>The application is started again behind a socket that is forwarded: connections stay, but those to events carry nothing more.</summary>
    public void RestartBehindForwarder()
    {
        lock (World)
        {
            Boots++;
            Events = new EventRing(_options, $"boot-{Boots}");
            foreach (var tab in _tabs) tab.Id = NewId();
        }
    }

    /// <summary>A socket's file with nobody behind it.</summary>
    public static void LeaveSocketFile(string path)
    {
        var aside = path + ".x";
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            socket.Bind(new UnixDomainSocketEndPoint(aside));
            File.Move(aside, path, overwrite: true);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        File.Delete(_options.SocketPath);
    }

    /// <summary>Cuts all connections; the application stays.</summary>
    /// <param name="eventsOnly">Only those that listen to events.</param>
    public void Cut(bool eventsOnly = false)
    {
        CmuxSession[] sessions;
        lock (_lock) sessions = [.. _sessions];
        foreach (var session in sessions)
            if (!eventsOnly || session.IsListening) session.Cut();
    }

    /// <summary>Something goes wrong with the next request of a method.</summary>
    public void Next(string method, CmuxMishap mishap)
    {
        lock (_lock) Mishaps(method).Enqueue((mishap, ""));
    }

    /// <summary>The next request of a method is refused.</summary>
    public void NextRefusal(string method, string code)
    {
        lock (_lock) Mishaps(method).Enqueue((null, code));
    }

    /// <summary>The person opens a tab with a terminal.</summary>
    public SimulatedTab AddTab(string title, SimulatedProgram program = SimulatedProgram.Agent, string directory = "/code")
    {
        lock (World)
        {
            var tab = new SimulatedTab(NewId(), title, directory);
            _tabs.Add(tab);
            Events.Publish("workspace.created", tab.Id, null);
            AddSurface(tab, "", program);
            return tab;
        }
    }

    /// <summary>The person opens a further terminal in a tab, or with no program a browser.</summary>
    public SimulatedSurface AddSurface(SimulatedTab tab, string title, SimulatedProgram? program = SimulatedProgram.Agent)
    {
        lock (World)
        {
            var surface = new SimulatedSurface(NewId(), NewId(), title, program is { } kind ? new SimulatedTerminal(_options, kind) : null);
            tab.Add(surface);
            Events.Publish("surface.created", tab.Id, surface.Id);
            return surface;
        }
    }

    /// <summary>A tab is closed.</summary>
    public void Close(SimulatedTab tab)
    {
        lock (World)
        {
            _tabs.Remove(tab);
            Events.Publish("workspace.closed", tab.Id, null);
        }
    }

    /// <summary>A v1 command, as the person's own programs give it.</summary>
    /// <returns>The answer.</returns>
    public string Command(string line)
    {
        lock (World) return new PlainDialect(this).Answer(line);
    }

    /// <summary>Something happened.</summary>
    public void Publish(string name, SimulatedTab? tab = null) => Events.Publish(name, tab?.Id, null);

    /// <summary>A sign of life to who listens.</summary>
    public void Heartbeat() => Events.Heartbeat();

    /// <summary>Waits until something is so, looked at whenever a line has come.</summary>
    public async Task UntilAsync(Func<bool> isSo)
    {
        while (true)
        {
            Task more;
            lock (_lock) more = _more.Task;
            if (isSo()) return;
            await more.WaitAsync(TimeSpan.FromSeconds(20)).ConfigureAwait(false);
        }
    }

    internal Guid NewId()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes);
    }

    internal void Noted(string line)
    {
        TaskCompletionSource more;
        lock (_lock)
        {
            _lines.Add(line);
            more = _more;
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        more.SetResult();
    }

    internal (CmuxMishap? Mishap, string Code) Take(string method)
    {
        lock (_lock) return _mishaps.TryGetValue(method, out var queue) && queue.TryDequeue(out var mishap) ? mishap : (null, "");
    }

    internal void Remove(SimulatedTab tab)
    {
        _tabs.Remove(tab);
        Events.Publish("workspace.closed", tab.Id, null);
    }

    internal void Notify(SimulatedNotification notification)
    {
        lock (_lock) _notifications.Add(notification);
        Events.Publish("notification.created", notification.Tab, notification.Surface);
    }

    internal void ClearNotifications(Guid? tab)
    {
        lock (_lock) _notifications.RemoveAll(notification => tab is null || notification.Tab == tab);
        Events.Publish("notification.cleared", tab, null);
    }

    private Queue<(CmuxMishap? Mishap, string Code)> Mishaps(string method)
    {
        if (!_mishaps.TryGetValue(method, out var queue)) _mishaps.Add(method, queue = new Queue<(CmuxMishap?, string)>());
        return queue;
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                var session = new CmuxSession(this, await listener.AcceptAsync().ConfigureAwait(false));
                lock (_lock) _sessions.Add(session);
                _ = Task.Run(async () =>
                {
                    await session.RunAsync().ConfigureAwait(false);
                    lock (_lock) _sessions.Remove(session);
                });
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The application ends.
        }
    }
}

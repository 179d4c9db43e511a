using CallActors.Cmux.Socket;
using CallActors.Cmux.Tests.Tmux;
using CallActors.Contracts.Workspaces;
using CallActors.Simulators.Cmux;

namespace CallActors.Cmux.Tests.Socket;

/// <summary>A simulated cmux of the test's own, on a machine of the test's own.</summary>
public abstract class CmuxTest : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ca-cmux-");
    private readonly List<IAsyncDisposable> _connections = [];
    private readonly List<CmuxSimulator> _simulators = [];

    internal FakeMachine Machine { get; private set; } = null!;

    internal string SocketPath => Path.Combine(_folder.FullName, "s");

    internal CmuxOptions Options => new() { SocketPath = SocketPath, EnterAfter = TimeSpan.FromMilliseconds(15), TellEvery = TimeSpan.FromMilliseconds(1) };

    internal CmuxSimulatorOptions Build => new() { SocketPath = SocketPath };

    protected string Folder => _folder.FullName;

    public Task InitializeAsync()
    {
        Machine = new FakeMachine(_folder.FullName);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        foreach (var connection in _connections) await connection.DisposeAsync();
        foreach (var simulator in _simulators) await simulator.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    internal CmuxSimulator Start(CmuxSimulatorOptions? build = null)
    {
        var simulator = new CmuxSimulator(build ?? Build);
        _simulators.Add(simulator);
        simulator.Start();
        return simulator;
    }

    internal async Task<(IWorkspaceConnection Connection, NewsLog News)> ConnectAsync(CmuxOptions? options = null, TimeProvider? time = null) =>
        await ConnectAsync(new CmuxHost(options ?? Options, Machine, time));

    internal async Task<(IWorkspaceConnection Connection, NewsLog News)> ConnectAsync(CmuxHost host)
    {
        var news = new NewsLog();
        var connection = await host.ConnectAsync(news, CancellationToken.None);
        _connections.Add(connection);
        return (connection, news);
    }

    /// <summary>A terminal with a program, and a connection to it.</summary>
    internal async Task<(CmuxSimulator Cmux, SimulatedTerminal Terminal, IWorkspaceConnection Connection, WorkspaceId Id)> TerminalAsync(
        SimulatedProgram program = SimulatedProgram.Agent, CmuxSimulatorOptions? build = null)
    {
        var cmux = Start(build);
        var tab = cmux.AddTab("kunduz", program);
        var (connection, news) = await ConnectAsync();
        return (cmux, tab.Surfaces[0].Terminal!, connection, news.Workspaces[0].Id);
    }

    internal static Submission Text(string text, string name = "s-1") => new(new SubmissionId(name), text);

    internal static WorkspaceId IdOf(SimulatedSurface surface) => WorkspaceId.Of("cmux", surface.Id.ToString("D").ToUpperInvariant());
}

/// <summary>A machine that is a folder: home and all.</summary>
internal sealed class FakeMachine(string root) : ICmuxMachine
{
    public Dictionary<string, string> Variables { get; } = [];

    public string Home { get; } = Directory.CreateDirectory(Path.Combine(root, "h")).FullName;

    public string TemporaryFolder { get; } = Directory.CreateDirectory(Path.Combine(root, "t")).FullName;

    public uint UserId => 501;

    public string Variable(string name) => Variables.GetValueOrDefault(name, "");

    public string ReadText(string path) => File.Exists(path) ? File.ReadAllText(path) : "";

    public IReadOnlyList<string> Files(string folder, string pattern) => Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal)] : [];

    public string Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}

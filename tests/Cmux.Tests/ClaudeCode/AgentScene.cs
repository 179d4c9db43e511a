using System.Diagnostics;
using CallActors.Cmux.ClaudeCode;
using CallActors.Cmux.Screens;
using CallActors.Cmux.Tests.Tmux;
using CallActors.Cmux.Tmux;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tests.ClaudeCode;

/// <summary>Agents in a real tmux, and a feed that hears them: wired as the engine wires them.</summary>
internal sealed class AgentScene : IWorkspaceObserver, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TmuxHost _host;
    private IWorkspaceConnection? _connection;

    public AgentScene(TmuxOptions options, string hooks)
    {
        _host = new TmuxHost(options);
        Feed = new ClaudeCodeFeed(new HookOptions { Folder = hooks }, [_host]);
        Feed.Start(Log);
    }

    public ClaudeCodeFeed Feed { get; }

    public FeedLog Log { get; } = new();

    public NewsLog News { get; } = new();

    public IWorkspaceConnection Connection => _connection!;

    public async Task ConnectAsync() => _connection = await _host.ConnectAsync(this, CancellationToken.None);

    public void On(WorkspaceNews news)
    {
        News.On(news);
        if (news is WorkspaceNews.Listed listed) Feed.Know(_host.Name, listed.Workspaces);
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null) await _connection.DisposeAsync();
        await Feed.DisposeAsync();
    }

    /// <summary>Waits for a state; when it does not come, shows what the screen has.</summary>
    public async Task StateAsync(WorkspaceId id, Func<AgentState, bool> isSo)
    {
        try
        {
            await Log.UntilAsync(() => isSo(Log.State(id)));
        }
        catch (TimeoutException)
        {
            var screen = await Connection.ReadScreenAsync(id, 0, CancellationToken.None);
            Assert.Fail($"{Log.State(id)}; {string.Join(" / ", Log.Told(id))}; the screen shows:\n{string.Join('\n', screen.Lines)}");
        }
    }

    public async Task<ScreenReading> ScreenAsync(WorkspaceId id, Func<ScreenReading, bool> isSo)
    {
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            var screen = await Connection.ReadScreenAsync(id, 0, CancellationToken.None);
            var reading = new ClaudeScreen().Read(screen);
            if (isSo(reading)) return reading;
            Assert.True(clock.Elapsed < Patience, string.Join('\n', screen.Lines));
        }
    }

    public Task SubmitAsync(WorkspaceId id, string name, string text) => Connection.SubmitAsync(id, new Submission(new SubmissionId(name), text), CancellationToken.None);

    public Task PressAsync(WorkspaceId id, WorkspaceKey key) => Connection.PressAsync(id, key, CancellationToken.None);
}

using CallActors.Cmux.Tests;
using CallActors.Contracts.Workspaces;
using CallActors.Edges.Lending;

namespace CallActors.Edges.Tests.Support;

/// <summary>An edge in this process; its log is kept.</summary>
internal sealed class RunningEdge : Kept<string>, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();

    public RunningEdge(int port, IReadOnlyList<IWorkspaceHost> hosts, string key = "anna", string name = "laptop", Func<EdgeClientOptions, EdgeClientOptions>? options = null)
    {
        Assert.True(EdgeName.TryParse(name, out var edge));
        var told = new EdgeClientOptions(new Uri($"http://127.0.0.1:{port}/"), edge, key) { AgainAfter = TimeSpan.FromMilliseconds(20), AgainAtLeastEvery = TimeSpan.FromMilliseconds(200) };
        Running = new EdgeClient((options ?? (o => o))(told), hosts, Feed, On, () => 0.5, TimeProvider.System).RunAsync(_stop.Token);
    }

    public FakeFeed Feed { get; } = new();

    /// <summary>Why it gave up.</summary>
    public Task<string?> Running { get; }

    /// <summary>In an orderly way.</summary>
    public async Task<string?> StopAsync()
    {
        await _stop.CancelAsync();
        return await Running.WaitAsync(TimeSpan.FromSeconds(20));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }
}

using System.Diagnostics;
using CallActors.Contracts.Workspaces;

namespace CallActors.Benchmarks.Workspaces;

/// <summary>A host, and when it told what.</summary>
internal sealed class WatchedHost(IWorkspaceHost host) : IWorkspaceHost
{
    public Sightings<WorkspaceNews> News { get; } = new();

    /// <summary>The one that the engine has.</summary>
    public IWorkspaceConnection? Connection { get; private set; }

    public string Name => host.Name;

    public async Task<IWorkspaceConnection> ConnectAsync(IWorkspaceObserver observer, CancellationToken cancellationToken) =>
        Connection = await host.ConnectAsync(new Observer(this, observer), cancellationToken);

    private sealed class Observer(WatchedHost watched, IWorkspaceObserver behind) : IWorkspaceObserver
    {
        public void On(WorkspaceNews news)
        {
            var at = Stopwatch.GetTimestamp();
            behind.On(news);
            watched.News.Tell(news, at);
        }
    }
}

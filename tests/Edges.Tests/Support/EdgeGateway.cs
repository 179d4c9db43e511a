using System.Collections.Concurrent;
using System.Net.WebSockets;
using CallActors.Cmux.Tests;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Edges.Borrowing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CallActors.Edges.Tests.Support;

/// <summary>The gateway's end on a real server: keys are people's names, and the desk keeps what it is told.</summary>
internal sealed class EdgeGateway : Kept<string>, IEdgeDesk, IEdgeNames, IEdgeLog, IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, LentHost> _lent = [];
    private readonly ConcurrentDictionary<EdgeName, PersonId> _names = [];

    private EdgeGateway(EdgeRules rules)
    {
        Registry = new EdgeRegistry(this, this, rules, this, TimeProvider.System);
        Registry.Feed.Start(Agents);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Map("/edge", ServeAsync);
    }

    public EdgeRegistry Registry { get; }

    public Heard Agents { get; } = new();

    public int Port => new Uri(_app.Urls.Single()).Port;

    /// <summary>Keys that are not taken any more.</summary>
    public ConcurrentDictionary<string, bool> Replaced { get; } = [];

    public static async Task<EdgeGateway> StartAsync(EdgeRules? rules = null)
    {
        var gateway = new EdgeGateway(rules ?? new EdgeRules());
        await gateway._app.StartAsync();
        return gateway;
    }

    /// <summary>A host as it was lent last, when it is.</summary>
    public async Task<LentHost> HostAsync(string name)
    {
        await UntilAsync(() => _lent.ContainsKey(name));
        return _lent[name];
    }

    public bool IsLent(string name) => _lent.ContainsKey(name);

    /// <summary>How often something was told to the desk or the log.</summary>
    public int Times(string what) => News.Count(told => told == what);

    public void Stop() => _stopping.Cancel();

    void IEdgeDesk.Lend(LentHost host)
    {
        _lent[host.Host.Name] = host;
        On($"lend {host.Host.Name} of {host.Owner}");
    }

    void IEdgeDesk.Withdraw(string host)
    {
        _lent.TryRemove(host, out _);
        On($"withdraw {host}");
    }

    bool IEdgeNames.TryClaim(EdgeName name, PersonId person) => _names.GetOrAdd(name, person) == person;

    void IEdgeLog.Came(string edge, int hosts, bool isResumed) => On(isResumed ? $"{edge} resumed" : $"{edge} came");

    void IEdgeLog.Left(string edge, string why) => On($"{edge} left: {why}");

    void IEdgeLog.Refused(string why) => On($"refused: {why}");

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        Registry.Dispose();
        _stopping.Dispose();
    }

    private async Task ServeAsync(HttpContext http)
    {
        var key = http.Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);
        if (!PersonId.TryParse(key, out var person) || Replaced.ContainsKey(key) || !http.WebSockets.IsWebSocketRequest)
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        using WebSocket socket = await http.WebSockets.AcceptWebSocketAsync();
        await Registry.ServeAsync(socket, person, () => !Replaced.ContainsKey(key), _stopping.Token);
    }
}

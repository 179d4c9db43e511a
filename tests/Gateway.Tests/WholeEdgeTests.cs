using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Edges;
using CallActors.Edges.Lending;
using CallActors.Edges.Tests.Support;
using CallActors.Engine;
using CallActors.Gateway.Edges;
using CallActors.Gateway.Options;
using CallActors.Gateway.People;
using Microsoft.Extensions.DependencyInjection;

namespace CallActors.Gateway.Tests;

/// <summary>A whole gateway, and an edge that lends it a host.</summary>
public sealed class WholeEdgeTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-edges-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_text_for_a_workspace_on_a_laptop_is_typed_there_for_its_own_person_alone()
    {
        var options = new GatewayOptions { Port = 0, DataFolder = _folder, People = [new Person("Anna", "softphone"), new Person("Ben", "softphone")] };
        await using var gateway = Composition.Build(options, "key-of-the-test-gateway");
        await gateway.StartAsync();
        Assert.True(EdgeName.TryParse("laptop", out var name));
        var host = new FakeHost();
        using var stop = new CancellationTokenSource();
        var edge = new EdgeClient(
            new EdgeClientOptions(new Uri(gateway.Urls.Single()), name, gateway.Services.GetRequiredService<EdgeKeys>().Create("anna")!), [host], new FeedOf([]), _ => { }, () => 0.5, TimeProvider.System);
        var lending = edge.RunAsync(stop.Token);

        var engine = gateway.Services.GetRequiredService<EngineHandle>();
        var listed = await ListedAsync(engine, "anna");
        Assert.Equal("tmux@laptop:%1", listed.Workspace.Id.Value);
        Assert.Empty((await ListAsync(engine, "ben")).Workspaces);

        var queued = await engine.Workspaces.Ask<IWorkspaceReply>(new WorkspaceCommands.Submit(listed.Workspace.Id, new SubmissionId("s-1"), "run the tests", "call-1"), Patience);
        Assert.IsType<WorkspaceReplies.Queued>(queued);
        await UntilAsync(() => Task.FromResult(host.Done.Contains("submit tmux:%1 s-1 run the tests")));

        await stop.CancelAsync();
        Assert.Null(await lending.WaitAsync(Patience));
        await UntilAsync(async () => !(await ListAsync(engine, "anna")).Workspaces.Any(workspace => workspace.IsReachable));
        Assert.Single(host.Done, done => done.StartsWith("submit", StringComparison.Ordinal));
        await gateway.StopAsync();
    }

    private static async Task<WorkspaceSummary> ListedAsync(EngineHandle engine, string person)
    {
        IReadOnlyList<WorkspaceSummary> listed = [];
        await UntilAsync(async () => (listed = (await ListAsync(engine, person)).Workspaces).Count > 0);
        return listed[0];
    }

    private static Task<WorkspaceDirectory.Listing> ListAsync(EngineHandle engine, string person) =>
        engine.Directory.Ask<WorkspaceDirectory.Listing>(new WorkspaceDirectory.List(PersonId.Of(person)), Patience);

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await isSo()) await Task.Delay(20, patience.Token);
    }
}

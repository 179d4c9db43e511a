using System.Collections.Concurrent;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine;
using CallActors.Engine.Runtime;
using CallActors.Engine.Workspaces;
using CallActors.Gateway.Calls;
using CallActors.Gateway.Tests.Fakes;
using CallActors.Gateway.Workspaces;
using Microsoft.Extensions.DependencyInjection;

namespace CallActors.Gateway.Tests;

/// <summary>The workspaces of the REST API through the whole engine: directory, link, region, journal.</summary>
public sealed class ActorWorkspacesSpec : IAsyncLifetime
{
    private static readonly PersonId Ada = PersonId.Of("ada");

    private readonly ActorSystem _system = EngineSystem.Create("workspaces", ConfigurationFactory.ParseString("kernel.loglevel = WARNING"));
    private readonly OneTerminal _host = new();
    private EngineHandle _engine = null!;
    private TestGateway _gateway = null!;

    public async Task InitializeAsync()
    {
        _engine = CallEngine.Start(_system, QuietEngine.Services() with { Workspaces = new WorkspaceServices([new LentHost(_host, Ada)], null, LocalTerminals.Screens, WorkspaceRules.Default) });
        var workspaces = new ActorWorkspaces(_engine, TimeProvider.System);
        _gateway = await TestGateway.StartAsync(
            services => services.AddSingleton<IWorkspaces>(workspaces), o => o with { People = [new People.Person("Ada", "+15550100001"), new People.Person("Bob", "+15550100002")] });
        await ListedAsync();
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _system.Terminate();
        _system.Dispose();
    }

    [Fact]
    public async Task A_text_that_is_posted_twice_under_one_key_is_typed_once_into_its_owners_terminal_alone()
    {
        const string submit = "/api/workspaces/hall:1/submit?person=";
        await (await _gateway.PostAsync(submit + "bob", """{"text":"mine"}""")).ProblemAsync(404, "unknown-workspace");
        var first = await _gateway.PostAsync(submit + "ada", """{"text":"run the tests"}""", key: "key-1");
        Assert.Equal("""{"submissionId":"key-1","ahead":0}""", await first.Content.ReadAsStringAsync());
        Assert.Equal("run the tests", await _host.Typed.WaitAsync(TestGateway.Patience));
        Assert.Equal(202, (int)(await _gateway.PostAsync(submit + "ada", """{"text":"run the tests"}""", key: "key-1")).StatusCode);
        Assert.Equal(["run the tests"], _host.Submitted);

        var one = await (await _gateway.Client.GetAsync(new Uri("/api/workspaces/hall:1?person=ada", UriKind.Relative))).JsonAsync();
        Assert.Equal("kunduz", one.GetProperty("workspace").GetProperty("name").GetString());
    }

    /// <summary>Waits until the host has told what it has.</summary>
    private async Task ListedAsync()
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var directory = _engine.Directory;
        _system.ActorOf(Props.Create(() => new Watcher(directory, told)));
        await told.Task.WaitAsync(TestGateway.Patience);
    }

    private sealed class Watcher : ReceiveActor
    {
        public Watcher(IActorRef directory, TaskCompletionSource told)
        {
            Receive<WorkspaceDirectory.Listing>(listing =>
            {
                if (listing.Workspaces.Count > 0) told.TrySetResult();
            });
            Receive<WorkspaceDirectory.Changed>(_ => told.TrySetResult());
            directory.Tell(new WorkspaceDirectory.Observe(Ada), Self);
        }
    }

    /// <summary>A host with one terminal, at a prompt.</summary>
    private sealed class OneTerminal : IWorkspaceHost, IWorkspaceConnection
    {
        private static readonly Workspace Kunduz = new(WorkspaceId.Of("hall", "1"), "kunduz", "/code", "bash", 1);

        private readonly TaskCompletionSource<string> _typed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _ended = new();

        public string Name => "hall";

        public Task<string> Typed => _typed.Task;

        public ConcurrentQueue<string> Submitted { get; } = new();

        public Task Ended => _ended.Task;

        public Task<IWorkspaceConnection> ConnectAsync(IWorkspaceObserver observer, CancellationToken cancellationToken)
        {
            observer.On(new WorkspaceNews.Listed([Kunduz]));
            return Task.FromResult<IWorkspaceConnection>(this);
        }

        public Task<IReadOnlyList<Workspace>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Workspace>>([Kunduz]);

        public Task<Workspace> CreateAsync(NewWorkspace order, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task CloseAsync(WorkspaceId id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task RenameAsync(WorkspaceId id, string name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<SubmissionState> SubmitAsync(WorkspaceId id, Submission submission, CancellationToken cancellationToken)
        {
            Submitted.Enqueue(submission.Text);
            _typed.TrySetResult(submission.Text);
            return Task.FromResult(SubmissionState.Accepted);
        }

        public Task PressAsync(WorkspaceId id, WorkspaceKey key, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<Screen> ReadScreenAsync(WorkspaceId id, int history, CancellationToken cancellationToken) => Task.FromResult(new Screen(["$ "]));

        public Task<WorkspaceFacts> ReadFactsAsync(WorkspaceId id, CancellationToken cancellationToken) => Task.FromResult(WorkspaceFacts.None);

        public Task NotifyAsync(WorkspaceNotice notice, CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask DisposeAsync()
        {
            _ended.TrySetResult();
            return ValueTask.CompletedTask;
        }
    }
}

using CallActors.Contracts.Agents;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine;
using CallActors.Gateway.Options;
using CallActors.Gateway.People;
using CallActors.Gateway.Tests.Fakes;
using CallActors.Gateway.Workspaces;
using Microsoft.Extensions.Logging;

namespace CallActors.Gateway.Tests;

/// <summary>When this machine's terminals are lent, and what of an agent is heard.</summary>
public sealed class TerminalLendingSpec : TestKit
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-tests-").FullName;
    private readonly FakeFeed _feed = new();
    private readonly LogLines _log = new();

    private Pins Pins => new([new Person("Ada", "softphone")], "softphone", Path.Combine(_folder, "pins"));

    [Fact]
    public async Task Nobody_is_attached_to_the_terminals_of_who_has_given_out_no_pin()
    {
        await Lending().StartAsync(CancellationToken.None);
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Assert.Equal(0, _feed.Starts);
    }

    [Fact]
    public async Task With_a_pin_they_are_lent_at_the_start_and_once()
    {
        Pins.Keep(PersonId.Of("Ada"), PinHash.Make("271828", PinHash.FewestIterations));
        var lending = Lending();
        await lending.StartAsync(CancellationToken.None);
        Assert.Null(ExpectMsg<WorkspaceDirectory.Lend>().Host.Owner);
        lending.Lend();
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Assert.Equal(1, _feed.Starts);
    }

    [Theory]
    [InlineData("ada", 1)]
    [InlineData("?", 0)]
    public async Task A_pin_that_is_set_later_counts_when_its_person_is_let_in_and_a_stranger_counts_never(string person, int lent)
    {
        var policy = new LendingPolicy(new Admits(person == "?" ? PersonId.Unknown : PersonId.Of(person)), Lending());
        await policy.DecideAsync("softphone", "softphone", "1", default, CancellationToken.None);
        Assert.Equal(lent, _feed.Starts);
    }

    [Fact]
    public void Hooks_that_cannot_be_heard_are_logged_and_keep_nobody_from_the_screens()
    {
        _feed.Fault = new IOException("Another process hears the hooks there already.");
        Lending().Lend();
        ExpectMsg<WorkspaceDirectory.Lend>();
        Assert.Contains(_log.Lines, l => l.Contains("screens are read instead", StringComparison.Ordinal));
    }

    [Fact]
    public void An_agent_that_a_caller_asks_for_has_the_name_that_was_said()
    {
        var terminals = new LocalTerminals(new WorkspaceOptions { HooksFolder = Path.Combine(_folder, "hooks"), Cmux = false }, TimeProvider.System);
        var order = terminals.Prepare("  api   server ");
        Assert.Equal("api server", order.Name);
        Assert.Equal(["claude"], order.Command);
        Assert.NotEqual("", terminals.Prepare("").Name);
    }

    [Fact]
    public void Another_program_is_started_as_it_is_configured()
    {
        var terminals = new LocalTerminals(new WorkspaceOptions { HooksFolder = Path.Combine(_folder, "hooks"), Cmux = false, Agent = "codex --full-auto", Folder = "/work" }, TimeProvider.System);
        var order = terminals.Prepare(new string('x', 200));
        Assert.Equal((64, "/work"), (order.Name.Length, order.Directory));
        Assert.Equal(["codex", "--full-auto"], order.Command);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        Directory.Delete(_folder, recursive: true);
    }

    private TerminalLending Lending()
    {
        var terminals = new LocalTerminals(new WorkspaceOptions { HooksFolder = Path.Combine(_folder, "hooks"), Cmux = false }, TimeProvider.System);
        var feed = new LocalFeed(_feed, new LoggerFactory([_log]).CreateLogger<LocalFeed>());
        feed.Start(new Ear());
        return new TerminalLending(terminals, feed, Pins, () => new EngineHandle(TestActor, TestActor, TestActor) { Directory = TestActor });
    }

    private sealed class Ear : IAgentFeedObserver
    {
        public void On(WorkspaceId id, AgentNews news)
        {
        }
    }

    private sealed class Admits(PersonId person) : IInboundPolicy
    {
        public ValueTask<InboundDecision> DecideAsync(string carrier, string from, string dialled, CallerAttestation attestation, CancellationToken cancellationToken) =>
            ValueTask.FromResult<InboundDecision>(new InboundDecision.Admit(person));
    }

    private sealed class FakeFeed : IAgentFeed
    {
        public int Starts { get; private set; }

        public Exception? Fault { get; set; }

        public void Start(IAgentFeedObserver observer)
        {
            Starts++;
            if (Fault is not null) throw Fault;
        }

        public void Know(string host, IReadOnlyList<Workspace> workspaces)
        {
        }

        public void Tell(WorkspaceId id, AgentObservation seen)
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

using System.Net;
using System.Text.Json;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Gateway.Calls;
using CallActors.Gateway.People;
using CallActors.Gateway.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace CallActors.Gateway.Tests;

/// <summary><c>/api/workspaces</c>, in front of a fake directory.</summary>
public sealed class WorkspaceTests : IAsyncLifetime
{
    private const string Kunduz = "/api/workspaces/tmux:%253@7";

    private static readonly WorkspaceId Id = WorkspaceId.Of("tmux", "%3@7");

    private readonly FakeWorkspaces _workspaces = new();
    private TestGateway _gateway = null!;

    public async Task InitializeAsync() =>
        _gateway = await TestGateway.StartAsync(services => services.AddSingleton<IWorkspaces>(_workspaces), o => o with { People = [new Person("Ada", "+15550100001")] });

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task The_list_tells_what_each_agent_does_and_waits_for_but_not_the_answers_that_it_offers()
    {
        var answer = await GetAsync("/api/workspaces?person=Ada");
        Assert.DoesNotContain("keep-this", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var body = await answer.JsonAsync();
        Assert.Equal("ada", body.GetProperty("person").GetString());
        Assert.Equal(["cmux asks for its socket password."], body.GetProperty("faults").EnumerateArray().Select(f => f.GetString()));
        var kunduz = Assert.Single(body.GetProperty("workspaces").EnumerateArray());
        Assert.Equal(["id", "name", "directory", "program", "reachable", "state", "since", "question", "queued"], kunduz.Members());
        Assert.Equal(("tmux:%3@7", "kunduz", "/code", "claude", "waiting", 2),
            (Text(kunduz, "id"), Text(kunduz, "name"), Text(kunduz, "directory"), Text(kunduz, "program"), Text(kunduz, "state"), kunduz.GetProperty("queued").GetInt32()));
        var question = kunduz.GetProperty("question");
        Assert.Equal(("permission", "Bash", "git push"), (Text(question, "for"), Text(question, "tool"), Text(question, "about")));
    }

    [Theory]
    [InlineData("", "you")]
    [InlineData("?person=you", "you")]
    [InlineData("?person=ADA", "ada")]
    public async Task Who_is_not_named_is_the_person_at_the_softphone(string query, string asked)
    {
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/api/workspaces" + query)).StatusCode);
        Assert.Equal(PersonId.Of(asked), _workspaces.Asked);
    }

    [Theory]
    [InlineData("?person=", 400, "bad-request")]
    [InlineData("?person=carol", 404, "unknown-person")]
    [InlineData("?person=%3F", 404, "unknown-person")]
    public async Task A_person_who_is_not_on_the_list_has_no_workspaces(string query, int status, string reason)
    {
        await (await GetAsync("/api/workspaces" + query)).ProblemAsync(status, reason);
        Assert.Null(_workspaces.Asked);
    }

    [Fact]
    public async Task One_workspace_is_told_with_the_agents_last_words()
    {
        _workspaces.Reply = _ => new WorkspaceReplies.Standing(Id, new WorkspaceStanding(
            WorkspaceReach.Here, null, new AgentState.UsingTool("Bash", "dotnet test"), AgentSource.Hook, DateTimeOffset.UnixEpoch, true, null,
            new WorkspaceFacts { Branch = "main" }, "All green.", AgentSource.Transcript, DateTimeOffset.UnixEpoch, 1));
        var body = await (await GetAsync(Kunduz)).JsonAsync();
        var workspace = body.GetProperty("workspace");
        Assert.Equal(("kunduz", "using-tool", "Bash: dotnet test", 1), (Text(workspace, "name"), Text(workspace, "state"), Text(workspace, "about"), workspace.GetProperty("queued").GetInt32()));
        Assert.False(workspace.TryGetProperty("question", out _));
        Assert.Equal(("hook", "main"), (Text(body, "stateBy"), Text(body, "branch")));
        Assert.Equal(("All green.", "transcript"), (Text(body.GetProperty("lastReply"), "text"), Text(body.GetProperty("lastReply"), "by")));
    }

    [Fact]
    public async Task A_text_is_submitted_under_the_key_and_the_same_key_joins()
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var answer = await _gateway.PostAsync(Kunduz + "/submit", """{"text":"run the tests"}""", key: "key-1");
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            Assert.Equal("""{"submissionId":"key-1","ahead":0}""", await answer.Content.ReadAsStringAsync());
        }
        Assert.Equal(new WorkspaceCommands.Submit(Id, new SubmissionId("key-1"), "run the tests", "api"), Assert.Single(_workspaces.Commands.Distinct()));
    }

    [Fact]
    public async Task A_text_may_be_named_in_the_body_and_has_a_name_of_its_own_otherwise()
    {
        await _gateway.PostAsync(Kunduz + "/submit", """{"text":"a","id":"mine-1"}""");
        await _gateway.PostAsync(Kunduz + "/submit", """{"text":"a"}""");
        await _gateway.PostAsync(Kunduz + "/submit", """{"text":"a"}""");
        var names = _workspaces.Commands.Cast<WorkspaceCommands.Submit>().Select(s => s.SubmissionId.Value).ToList();
        Assert.Equal("mine-1", names[0]);
        Assert.Equal(3, names.Distinct().Count());
    }

    [Theory]
    [InlineData("""{"text":"a"}""", "with.dot")]
    [InlineData("""{"text":"a","id":"two"}""", "one")]
    [InlineData("""{"text":"a","id":""}""", null)]
    [InlineData("""{"text":"a","id":"with blank"}""", null)]
    [InlineData("""{"text":" "}""", null)]
    [InlineData("""{}""", null)]
    public async Task A_submission_that_is_wrong_is_refused_and_types_nothing(string body, string? key)
    {
        await (await _gateway.PostAsync(Kunduz + "/submit", body, key)).ProblemAsync(400, "bad-request");
        await (await _gateway.PostAsync(Kunduz + "/submit", $$"""{"text":"{{new string('x', 16_385)}}"}""")).ProblemAsync(400, "bad-request");
        Assert.Empty(_workspaces.Commands);
    }

    [Fact]
    public async Task An_agent_is_interrupted()
    {
        Assert.Equal(HttpStatusCode.NoContent, (await _gateway.PostAsync(Kunduz + "/interrupt", "")).StatusCode);
        Assert.Equal(new WorkspaceCommands.Interrupt(Id, "api"), Assert.Single(_workspaces.Commands));
    }

    [Theory]
    [InlineData(WorkspaceRefusal.Gone, 404, "unknown-workspace")]
    [InlineData(WorkspaceRefusal.NothingToInterrupt, 409, "nothing-to-interrupt")]
    [InlineData(WorkspaceRefusal.HostAway, 409, "host-away")]
    [InlineData(WorkspaceRefusal.HostRefused, 409, "host-refused")]
    [InlineData(WorkspaceRefusal.QueueFull, 409, "queue-full")]
    [InlineData(WorkspaceRefusal.NotFit, 400, "not-fit")]
    [InlineData(WorkspaceRefusal.NotStored, 503, "not-stored")]
    public async Task What_a_workspace_refuses_is_told(WorkspaceRefusal refusal, int status, string reason)
    {
        _workspaces.Reply = _ => new WorkspaceReplies.Refused(Id, refusal, "It says why.");
        await (await _gateway.PostAsync(Kunduz + "/interrupt", "")).ProblemAsync(status, reason);
        await (await _gateway.PostAsync(Kunduz + "/submit", """{"text":"a"}""")).ProblemAsync(status, reason);
    }

    [Theory]
    [InlineData("/api/workspaces/tmux:%254@7")]
    [InlineData("/api/workspaces/nonsense")]
    [InlineData("/api/workspaces/tmux:%253@7", "?person=ada")]
    public async Task A_workspace_that_is_not_the_persons_is_not_there(string path, string person = "")
    {
        _workspaces.Owner = PersonId.Of("you");
        await (await GetAsync(path + person)).ProblemAsync(404, "unknown-workspace");
        await (await _gateway.PostAsync($"{path}/submit{person}", """{"text":"a"}""")).ProblemAsync(404, "unknown-workspace");
        await (await _gateway.PostAsync($"{path}/interrupt{person}", "")).ProblemAsync(404, "unknown-workspace");
        Assert.Empty(_workspaces.Commands);
    }

    [Fact]
    public async Task The_key_is_needed()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await _gateway.Anonymous.GetAsync(new Uri("/api/workspaces", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _gateway.Anonymous.PostAsync(new Uri(Kunduz + "/interrupt", UriKind.Relative), null)).StatusCode);
        Assert.Empty(_workspaces.Commands);
    }

    [Fact]
    public async Task A_gateway_that_stops_takes_no_order()
    {
        _gateway.Services.GetRequiredService<ShutdownGate>().Close();
        await (await _gateway.PostAsync(Kunduz + "/submit", """{"text":"a"}""")).ProblemAsync(503, "stopping");
        await (await _gateway.PostAsync(Kunduz + "/interrupt", "")).ProblemAsync(503, "stopping");
        Assert.Empty(_workspaces.Commands);
    }

    private static string? Text(JsonElement element, string member) => element.GetProperty(member).GetString();

    private Task<HttpResponseMessage> GetAsync(string path) => _gateway.Client.GetAsync(new Uri(path, UriKind.Relative));

    private sealed class FakeWorkspaces : IWorkspaces
    {
        private static readonly OpenQuestion Question = new(4, AgentQuestion.Permission, "Bash", "git push", [new ScreenOption(1, "Yes, and keep-this in mind", false)]);

        public PersonId? Asked { get; private set; }

        /// <summary>Null for everybody's.</summary>
        public PersonId? Owner { get; set; }

        public List<IWorkspaceCommand> Commands { get; } = [];

        public Func<IWorkspaceCommand, IWorkspaceReply>? Reply { get; set; }

        public Task<WorkspaceDirectory.Listing> ListAsync(PersonId person, CancellationToken cancellationToken)
        {
            Asked = person;
            var kunduz = new WorkspaceSummary(new Workspace(Id, "kunduz", "/code", "claude", 1), Owner, true, new AgentState.Waiting(AgentQuestion.Permission, "Bash", "git push"), DateTimeOffset.UnixEpoch, true, Question, 2);
            return Task.FromResult(new WorkspaceDirectory.Listing(Owner is null || Owner == person ? [kunduz] : [], ["cmux asks for its socket password."]));
        }

        public Task<IWorkspaceReply> AskAsync(IWorkspaceCommand command, CancellationToken cancellationToken)
        {
            Commands.Add(command);
            return Task.FromResult(Reply?.Invoke(command) ?? (command is WorkspaceCommands.Submit submit
                ? new WorkspaceReplies.Queued(submit.WorkspaceId, submit.SubmissionId, 0)
                : new WorkspaceReplies.Done(command.WorkspaceId)));
        }
    }
}

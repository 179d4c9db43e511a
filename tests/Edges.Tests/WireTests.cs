using System.Text;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;
using CallActors.Edges.Wire;

namespace CallActors.Edges.Tests;

/// <summary>The bytes on the wire: an edge and a gateway of different builds meet there.</summary>
public sealed class WireTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly WorkspaceId Id = WorkspaceId.Of("tmux", "%3@17");
    private static readonly Workspace Pane = new(Id, "api", "/src/api", "claude", 4242);

    public static TheoryData<string, string> Golden => new()
    {
        { "hello", """{"type":"hello","version":1,"edge":"laptop","hosts":["tmux","cmux"],"session":"5e55","got":7}""" },
        { "welcome", """{"type":"welcome","session":"5e55","got":9}""" },
        { "beat", """{"type":"beat","ack":3}""" },
        { "ping", """{"type":"ping","ack":3}""" },
        { "bye", """{"type":"bye"}""" },
        { "connect", """{"type":"kept","number":1,"ack":0,"body":{"type":"order","request":2,"connection":1,"what":{"type":"connect","host":"tmux"}}}""" },
        { "disconnect", """{"type":"kept","number":1,"ack":0,"body":{"type":"order","request":0,"connection":1,"what":{"type":"disconnect"}}}""" },
        { "list", """{"type":"kept","number":1,"ack":0,"body":{"type":"order","request":2,"connection":1,"what":{"type":"list"}}}""" },
        { "create", """{"type":"kept","number":1,"ack":0,"body":{"type":"order","request":2,"connection":1,"what":{"type":"create","workspace":{"name":"web","directory":"/src","command":["claude","-c"],"environment":{"A":"b"}}}}}""" },
        { "close", """{"type":"kept","number":1,"ack":0,"body":{"type":"order","request":2,"connection":1,"what":{"type":"close","workspace":"tmux:%3@17"}}}""" },
        { "rename", """{"type":"kept","number":1,"ack":0,"body":{"type":"order","request":2,"connection":1,"what":{"type":"rename","workspace":"tmux:%3@17","name":"web"}}}""" },
        { "submit", """{"type":"kept","number":1,"ack":0,"body":{"type":"order","request":2,"connection":1,"what":{"type":"submit","workspace":"tmux:%3@17","submission":"s-1","text":"run the tests"}}}""" },
        { "press", """{"type":"kept","number":1,"ack":0,"body":{"type":"order","request":2,"connection":1,"what":{"type":"press","workspace":"tmux:%3@17","key":"shift-tab"}}}""" },
        { "read-screen", """{"type":"kept","number":1,"ack":0,"body":{"type":"order","request":2,"connection":1,"what":{"type":"read-screen","workspace":"tmux:%3@17","history":50}}}""" },
        { "read-facts", """{"type":"kept","number":1,"ack":0,"body":{"type":"order","request":2,"connection":1,"what":{"type":"read-facts","workspace":"tmux:%3@17"}}}""" },
        { "notify", """{"type":"kept","number":1,"ack":0,"body":{"type":"order","request":2,"connection":1,"what":{"type":"notify","notice":{"title":"Call","text":"ended","about":null}}}}""" },
        { "tell", """{"type":"kept","number":1,"ack":0,"body":{"type":"tell","workspace":"tmux:%3@17","seen":{"type":"escape-pressed","source":"host","at":"2026-03-01T12:00:00+00:00","session":null}}}""" },
        { "done", """{"type":"kept","number":1,"ack":0,"body":{"type":"result","request":2,"how":{"type":"done"}}}""" },
        { "created", """{"type":"kept","number":1,"ack":0,"body":{"type":"result","request":2,"how":{"type":"created","workspace":{"id":"tmux:%3@17","name":"api","directory":"/src/api","program":"claude","processId":4242}}}}""" },
        { "submitted", """{"type":"kept","number":1,"ack":0,"body":{"type":"result","request":2,"how":{"type":"submitted","state":"person-is-typing"}}}""" },
        { "shown", """{"type":"kept","number":1,"ack":0,"body":{"type":"result","request":2,"how":{"type":"shown","lines":["$ make","ok"]}}}""" },
        { "shown-faint", """{"type":"kept","number":1,"ack":0,"body":{"type":"result","request":2,"how":{"type":"shown","lines":["$ Try it"],"faint":[{"line":0,"start":2,"length":6}]}}}""" },
        { "failed", """{"type":"kept","number":1,"ack":0,"body":{"type":"result","request":2,"how":{"type":"failed","fault":"access-denied","message":"Set the mode."}}}""" },
        { "listed", """{"type":"kept","number":1,"ack":0,"body":{"type":"news","connection":1,"what":{"type":"listed","workspaces":[{"id":"tmux:%3@17","name":"api","directory":"/src/api","program":"claude","processId":4242}]}}}""" },
        { "ended", """{"type":"kept","number":1,"ack":0,"body":{"type":"ended","connection":1}}""" },
        { "nothing", """{"type":"kept","number":1,"ack":0,"body":{"type":"nothing"}}""" },
        { "wrote", """{"type":"passing","ack":3,"body":{"type":"news","connection":1,"what":{"type":"wrote","id":"tmux:%3@17","text":"ok"}}}""" },
        { "skipped", """{"type":"passing","ack":3,"body":{"type":"news","connection":1,"what":{"type":"skipped","id":"tmux:%3@17"}}}""" },
        { "asked", """{"type":"kept","number":1,"ack":0,"body":{"type":"agent","workspace":"tmux:%3@17","what":{"type":"observed","observation":{"type":"asked","for":"permission","tool":"Bash","about":"make","source":"hook","at":"2026-03-01T12:00:00+00:00","session":{"id":"c-1","transcript":"/t.jsonl"}}}}}""" },
        { "replied", """{"type":"kept","number":1,"ack":0,"body":{"type":"agent","workspace":"tmux:%3@17","what":{"type":"replied","reply":{"type":"text","words":"Done.","source":"transcript","turn":2}}}}""" },
    };

    private static LinkFrame Made(string name) => name switch
    {
        "hello" => new LinkFrame.Hello(1, "laptop", ["tmux", "cmux"], "5e55", 7),
        "welcome" => new LinkFrame.Welcome("5e55", 9),
        "beat" => new LinkFrame.Beat(3),
        "ping" => new LinkFrame.Ping(3),
        "bye" => new LinkFrame.Bye(),
        "connect" => Order(new EdgeOrder.Connect("tmux")),
        "disconnect" => new LinkFrame.Kept(1, 0, new LinkBody.Order(0, 1, new EdgeOrder.Disconnect())),
        "list" => Order(new EdgeOrder.List()),
        "create" => Order(new EdgeOrder.Create(new NewWorkspace("web", "/src", ["claude", "-c"], new Dictionary<string, string> { ["A"] = "b" }))),
        "close" => Order(new EdgeOrder.Close(Id)),
        "rename" => Order(new EdgeOrder.Rename(Id, "web")),
        "submit" => Order(new EdgeOrder.Submit(Id, new SubmissionId("s-1"), "run the tests")),
        "press" => Order(new EdgeOrder.Press(Id, WorkspaceKey.ShiftTab)),
        "read-screen" => Order(new EdgeOrder.ReadScreen(Id, 50)),
        "read-facts" => Order(new EdgeOrder.ReadFacts(Id)),
        "notify" => Order(new EdgeOrder.Notify(new WorkspaceNotice("Call", "ended", null))),
        "tell" => new LinkFrame.Kept(1, 0, new LinkBody.Tell(Id, new AgentObservation.EscapePressed(AgentSource.Host, At))),
        "done" => Result(new EdgeResult.Done()),
        "created" => Result(new EdgeResult.Created(Pane)),
        "submitted" => Result(new EdgeResult.Submitted(SubmissionState.PersonIsTyping)),
        "shown" => Result(new EdgeResult.Shown(["$ make", "ok"])),
        "shown-faint" => Result(new EdgeResult.Shown(["$ Try it"]) { Faint = [new FaintText(0, 2, 6)] }),
        "failed" => Result(new EdgeResult.Failed(WorkspaceFault.AccessDenied, "Set the mode.")),
        "listed" => new LinkFrame.Kept(1, 0, new LinkBody.News(1, new WorkspaceNews.Listed([Pane]))),
        "ended" => new LinkFrame.Kept(1, 0, new LinkBody.ConnectionEnded(1)),
        "nothing" => new LinkFrame.Kept(1, 0, new LinkBody.Nothing()),
        "wrote" => new LinkFrame.Passing(3, new LinkBody.News(1, new WorkspaceNews.Wrote(Id, "ok"))),
        "skipped" => new LinkFrame.Passing(3, new LinkBody.News(1, new WorkspaceNews.Skipped(Id))),
        "asked" => Agent(new AgentNews.Observed(new AgentObservation.Asked(AgentSource.Hook, At, AgentQuestion.Permission, "Bash", "make") { Session = Session })),
        "replied" => Agent(new AgentNews.Replied(new AgentReply.Text(2, "Done.", AgentSource.Transcript))),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static AgentSession Session => AgentSessionId.TryParse("c-1", out var id) ? new AgentSession(id, "/t.jsonl") : throw new InvalidOperationException();

    [Theory]
    [MemberData(nameof(Golden))]
    public void The_bytes_of_a_frame_stay_what_they_are(string name, string bytes)
    {
        Assert.Equal(bytes, Encoding.UTF8.GetString(LinkWire.Write(Made(name))));
        var read = LinkWire.TryRead(Encoding.UTF8.GetBytes(bytes));
        Assert.NotNull(read);
        Assert.Equal(bytes, Encoding.UTF8.GetString(LinkWire.Write(read)));
    }

    [Fact]
    public void A_body_that_was_written_before_is_framed_as_the_serializer_frames_it()
    {
        var body = new LinkBody.ConnectionEnded(1);
        Assert.Equal(LinkWire.Write(new LinkFrame.Kept(12, 34, body)), LinkWire.Kept(12, 34, LinkWire.Write(body)));
        Assert.True(LinkWire.Kept(long.MaxValue, long.MaxValue, []).Length <= LinkWire.EnvelopeBytes);
    }

    public static TheoryData<AgentObservation> Observations => new(
        new AgentObservation.SessionStarted(AgentSource.Hook, At, SessionStart.Resume) { Session = Session },
        new AgentObservation.SessionEnded(AgentSource.Hook, At, "clear", true),
        new AgentObservation.PromptTaken(AgentSource.Hook, At),
        new AgentObservation.ToolStarted(AgentSource.Hook, At, "c", "Bash", "make"),
        new AgentObservation.ToolFinished(AgentSource.Hook, At, "c", true),
        new AgentObservation.Asked(AgentSource.Hook, At, AgentQuestion.Plan, "", "?"),
        new AgentObservation.StillAsks(AgentSource.Hook, At, AgentQuestion.Input, "?"),
        new AgentObservation.Answered(AgentSource.Host, At, true),
        new AgentObservation.StillIdle(AgentSource.Hook, At),
        new AgentObservation.TurnEnded(AgentSource.Transcript, At),
        new AgentObservation.TurnFailed(AgentSource.Hook, At, "rate_limit"),
        new AgentObservation.Interrupted(AgentSource.Transcript, At),
        new AgentObservation.EscapePressed(AgentSource.Host, At),
        new AgentObservation.CompactionStarted(AgentSource.Hook, At),
        new AgentObservation.CompactionFinished(AgentSource.Hook, At),
        new AgentObservation.ShowedLife(AgentSource.Hook, At),
        new AgentObservation.Looks(AgentSource.Screen, At, new AgentState.Waiting(AgentQuestion.Choice, "Bash", "x")),
        new AgentObservation.Looks(AgentSource.Screen, At, new AgentState.Starting()),
        new AgentObservation.Looks(AgentSource.Screen, At, new AgentState.Idle()),
        new AgentObservation.Looks(AgentSource.Screen, At, new AgentState.Thinking()),
        new AgentObservation.Looks(AgentSource.Screen, At, new AgentState.UsingTool("Bash", "make")),
        new AgentObservation.Looks(AgentSource.Screen, At, new AgentState.Compacting()),
        new AgentObservation.Looks(AgentSource.Screen, At, new AgentState.Failed("overloaded")),
        new AgentObservation.Looks(AgentSource.Screen, At, new AgentState.Gone("exit")),
        new AgentObservation.NewsLost(AgentSource.Hook, At),
        new AgentObservation.ProcessExited(AgentSource.Process, At));

    [Theory]
    [MemberData(nameof(Observations))]
    public void Everything_that_can_be_observed_of_an_agent_arrives_as_it_was(AgentObservation seen)
    {
        var read = Assert.IsType<LinkFrame.Kept>(LinkWire.TryRead(LinkWire.Write(Agent(new AgentNews.Observed(seen)))));
        Assert.Equal(seen, Assert.IsType<AgentNews.Observed>(Assert.IsType<LinkBody.Agent>(read.Body).What).Observation);
    }

    /// <summary>A kind that is added to the contracts and forgotten here would end every session.</summary>
    [Theory]
    [InlineData(typeof(AgentObservation))]
    [InlineData(typeof(AgentState))]
    [InlineData(typeof(AgentReply))]
    [InlineData(typeof(AgentNews))]
    [InlineData(typeof(WorkspaceNews))]
    public void Every_kind_of_the_contracts_has_its_name_on_the_wire(Type family)
    {
        var kinds = family.GetNestedTypes().Where(type => type.IsSubclassOf(family)).ToArray();
        Assert.NotEmpty(kinds);
        Assert.Equal(kinds.Select(kind => kind.Name).Order(), WireKinds.Of(family).Select(kind => kind.Name).Order());
    }

    [Fact]
    public void Facts_arrive_as_they_were()
    {
        var facts = new WorkspaceFacts
        {
            Branch = "main",
            HasChanges = true,
            PullRequest = new PullRequest(12, "open", "https://x"),
            Ports = [3000],
            Progress = new WorkProgress(0.5, "half"),
            Status = [new StatusNote("build", "green", 2)],
            Log = [new LogLine(LogLineLevel.Warning, "lint", "two")],
            Unread = [new UnreadNotification("a", "b", "c")],
            Agent = new AgentHint(AgentHintState.UsingTool, "Bash"),
        };
        var frame = new LinkFrame.Kept(1, 0, new LinkBody.News(1, new WorkspaceNews.FactsChanged(Id, facts)));
        var bytes = LinkWire.Write(frame);
        var read = Assert.IsType<LinkFrame.Kept>(LinkWire.TryRead(bytes));
        Assert.Equal(bytes, LinkWire.Write(read));
        Assert.Equal("main", Assert.IsType<WorkspaceNews.FactsChanged>(Assert.IsType<LinkBody.News>(read.Body).What).Facts.Branch);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("nonsense")]
    [InlineData("{}")]
    [InlineData("""{"type":"other"}""")]
    [InlineData("""{"type":"welcome","session":null,"got":9}""")]
    [InlineData("""{"type":"welcome","got":9}""")]
    [InlineData("""{"type":"kept","number":1,"ack":0,"body":{"type":"agent","workspace":"TMUX:%3","what":{"type":"observed","observation":{"type":"still-idle","source":"hook","at":"2026-03-01T12:00:00Z"}}}}""")]
    [InlineData("""{"type":"kept","number":1,"ack":0,"body":{"type":"order","request":2,"connection":1,"what":{"type":"submit","workspace":"tmux:%3","submission":"a b","text":"x"}}}""")]
    [InlineData("""{"type":"kept","number":1,"ack":0,"body":{"type":"order","request":2,"connection":1,"what":{"type":"press","workspace":"tmux:%3","key":3}}}""")]
    [InlineData("""{"type":"kept","number":1,"ack":0,"body":{"type":"order","request":2,"connection":1,"what":{"type":"press","workspace":"tmux:%3","key":"any"}}}""")]
    [InlineData("""{"type":"kept","number":1,"ack":0,"body":{"type":"news","connection":1,"what":{"type":"listed","workspaces":null}}}""")]
    [InlineData("""{"type":"kept","number":1,"ack":0,"body":null}""")]
    [InlineData("""{"type":"beat","ack":1e99}""")]
    public void What_is_not_exactly_a_frame_is_none(string text) => Assert.Null(LinkWire.TryRead(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Unknown_fields_and_any_order_of_fields_are_taken() =>
        Assert.Equal(new LinkFrame.Beat(3), LinkWire.TryRead("""{"since":"later","ack":3,"type":"beat"}"""u8));

    private static LinkFrame.Kept Order(EdgeOrder what) => new(1, 0, new LinkBody.Order(2, 1, what));

    private static LinkFrame.Kept Result(EdgeResult how) => new(1, 0, new LinkBody.Result(2, how));

    private static LinkFrame.Kept Agent(AgentNews what) => new(1, 0, new LinkBody.Agent(Id, what));
}

using System.Net;
using System.Net.Sockets;
using CallActors.Assistants.Claude;
using CallActors.Contracts.Assistants;
using CallActors.Simulators.Claude;
using CallActors.Simulators.Server;

namespace CallActors.Assistants.Tests.Claude;

public sealed class ClaudeModelTests : ClaudeTest
{
    private const string Long = "The build is green, and three agents are at work on the rest of it.";

    [Fact]
    public async Task Words_come_in_pieces_and_the_end_tells_why_and_how_much()
    {
        Vendor.Answers(ClaudeAnswer.Saying(Long));
        var events = await AskAsync(Saying("How is the build?"));
        Assert.Equal(Long, Words(events));
        Assert.True(events.OfType<ModelEvent.Text>().Count() > 3);
        var ended = Assert.IsType<ModelEvent.Ended>(events[^1]);
        Assert.Equal(ModelStop.EndOfTurn, ended.Stop);
        Assert.True(ended.InputTokens > 0 && ended.OutputTokens > 0);
    }

    [Fact]
    public async Task What_is_configured_is_what_the_vendor_gets()
    {
        await AskAsync(Saying("Hello?"), Options with { MaxTokens = 77, Model = "claude-haiku-4-5", System = "Be a pirate.", Version = "2023-01-01" });
        Assert.True(Vendor.Requests.TryDequeue(out var request));
        Assert.True(Vendor.Headers.TryDequeue(out var headers));
        Assert.Equal(("claude-haiku-4-5", 77, true), (request["model"]!.GetValue<string>(), request["max_tokens"]!.GetValue<int>(), request["stream"]!.GetValue<bool>()));
        Assert.Equal("Be a pirate.", request["system"]![0]!["text"]!.GetValue<string>());
        Assert.Null(request["thinking"]);
        Assert.Equal(("Bearer sk-ant-simulated", "2023-01-01"), (headers["authorization"], headers["anthropic-version"]));
        Assert.Equal(Status.Schema, request["tools"]![0]!["input_schema"]!.ToJsonString());
    }

    [Fact]
    public async Task The_newest_sonnet_is_told_to_speak_before_it_thinks()
    {
        Assert.IsType<ModelEvent.Ended>((await AskAsync(Saying("Hello?")))[^1]);
        Assert.True(Vendor.Requests.TryDequeue(out var request));
        Assert.Equal(("between_tools", "low"), (request["thinking"]!["type"]!.GetValue<string>(), request["output_config"]!["effort"]!.GetValue<string>()));
    }

    [Fact]
    public async Task System_and_tools_are_read_from_the_cache_the_second_time()
    {
        var first = (ModelEvent.Ended)(await AskAsync(Saying("Hello?")))[^1];
        var second = (ModelEvent.Ended)(await AskAsync(Saying("And now?")))[^1];
        Assert.Equal(0, first.CachedTokens);
        Assert.True(second.CachedTokens > 50);
        // What comes from the cache was read all the same.
        Assert.True(second.InputTokens > second.CachedTokens);
    }

    [Fact]
    public async Task The_moment_is_told_behind_what_is_cached()
    {
        var first = (ModelEvent.Ended)(await AskAsync(Saying("Hello?") with { Moment = "It is nine." }))[^1];
        var second = (ModelEvent.Ended)(await AskAsync(Saying("And now?") with { Moment = "It is ten." }))[^1];
        Assert.Equal(0, first.CachedTokens);
        Assert.True(second.CachedTokens > 50);
        var system = Vendor.Requests.Last()["system"]!.AsArray();
        Assert.Equal((2, "It is ten.", true, false), (system.Count, system[1]!["text"]!.GetValue<string>(), system[0]!["cache_control"] is not null, system[1]!["cache_control"] is not null));
        await AskAsync(Saying("And now?") with { Moment = "It is ten." }, Options with { System = "" });
        Assert.Equal("It is ten.", Assert.Single(Vendor.Requests.Last()["system"]!.AsArray())!["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_tool_is_used_with_its_whole_input_and_its_answer_is_taken()
    {
        Vendor.Answers(
            new ClaudeAnswer(new ClaudeBlock.Text("Let me look."), new ClaudeBlock.ToolUse("toolu_1", "workspace_status", """{"workspace":"kunduz \"two\""}""")),
            ClaudeAnswer.Saying("It is idle."));
        var events = await AskAsync(Saying("How is kunduz?"));
        Assert.Equal(new ModelEvent.UsedTool("toolu_1", "workspace_status", """{"workspace":"kunduz \"two\""}"""), Assert.Single(events.OfType<ModelEvent.UsedTool>()));
        Assert.Equal(ModelStop.ToolUse, ((ModelEvent.Ended)events[^1]).Stop);

        var next = new ModelRequest(
            [
                Person("How is kunduz?"),
                Assistant(new ModelPart.Text("Let me look."), new ModelPart.ToolUse("toolu_1", "workspace_status", """{"workspace":"kunduz \"two\""}""")),
                Person(new ModelPart.ToolResult("toolu_1", "idle", false)),
            ],
            [Status]);
        Assert.Equal("It is idle.", Words(await AskAsync(next)));
    }

    [Fact]
    public async Task A_tool_without_input_has_an_empty_object()
    {
        Vendor.Answers(new ClaudeAnswer(new ClaudeBlock.ToolUse("toolu_1", "list_workspaces", "{}")));
        Assert.Equal("{}", Assert.Single((await AskAsync(Saying("What runs?"))).OfType<ModelEvent.UsedTool>()).Input);
    }

    [Fact]
    public async Task The_models_own_notes_go_back_as_they_came_and_not_otherwise()
    {
        Vendor.Answers(new ClaudeAnswer(new ClaudeBlock.Thinking("I should look at the build first."), new ClaudeBlock.ToolUse("toolu_1", "workspace_status", """{"workspace":"a"}""")));
        var note = Assert.Single((await AskAsync(Saying("How is a?"))).OfType<ModelEvent.Noted>()).Data;
        ModelRequest Back(string words, string data) => new(
            [
                Person(words),
                Assistant(new ModelPart.Note(data), new ModelPart.ToolUse("toolu_1", "workspace_status", """{"workspace":"a"}""")),
                Person(new ModelPart.ToolResult("toolu_1", "idle", false)),
            ],
            [Status]);
        Assert.IsType<ModelEvent.Ended>((await AskAsync(Back("How is a?", note)))[^1]);
        Assert.Equal(ModelFault.RequestRefused, ((ModelEvent.Failed)(await AskAsync(Back("How is b?", note)))[^1]).Fault);
        Assert.Equal(ModelFault.RequestRefused, ((ModelEvent.Failed)(await AskAsync(Back("How is a?", note.Replace("first", "last", StringComparison.Ordinal))))[^1]).Fault);
    }

    [Fact]
    public async Task Where_no_tool_may_be_used_the_tools_are_listed_and_the_choice_is_none()
    {
        await AskAsync(Saying("Hello?") with { MayUseTools = false });
        Assert.True(Vendor.Requests.TryDequeue(out var request));
        Assert.Equal(("none", 1), (request["tool_choice"]!["type"]!.GetValue<string>(), request["tools"]!.AsArray().Count));
    }

    [Theory]
    [InlineData("max_tokens", ModelStop.MaxTokens)]
    [InlineData("refusal", ModelStop.Refusal)]
    [InlineData("model_context_window_exceeded", ModelStop.ContextFull)]
    [InlineData("stop_sequence", ModelStop.EndOfTurn)]
    [InlineData("something_new", ModelStop.EndOfTurn)]
    public async Task Every_reason_to_stop_is_told(string reason, ModelStop stop)
    {
        Vendor.Answers(ClaudeAnswer.Saying("So far.") with { StopReason = reason });
        Assert.Equal(stop, ((ModelEvent.Ended)(await AskAsync(Saying("Hello?")))[^1]).Stop);
    }

    [Theory]
    [InlineData(429, 7, ModelFault.RateLimited)]
    [InlineData(529, null, ModelFault.Overloaded)]
    [InlineData(500, null, ModelFault.VendorFailed)]
    [InlineData(503, 2, ModelFault.VendorFailed)]
    [InlineData(401, null, ModelFault.KeyRefused)]
    [InlineData(402, null, ModelFault.KeyRefused)]
    [InlineData(403, null, ModelFault.KeyRefused)]
    [InlineData(413, null, ModelFault.TooLong)]
    [InlineData(400, null, ModelFault.RequestRefused)]
    public async Task A_refusal_is_told_once_with_the_wait_that_the_vendor_named(int status, int? after, ModelFault fault)
    {
        Vendor.RefuseNext(status, after is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        var failed = Assert.IsType<ModelEvent.Failed>(Assert.Single(await AskAsync(Saying("Hello?"))));
        Assert.Equal((fault, after), (failed.Fault, (int?)failed.RetryAfter?.TotalSeconds));
        // It does not try again by itself.
        Assert.Empty(Vendor.Requests);
    }

    [Fact]
    public async Task A_wrong_key_version_or_model_is_a_refusal_without_a_secret()
    {
        var key = Assert.IsType<ModelEvent.Failed>((await AskAsync(Saying("Hello?"), Options with { ApiKey = "sk-ant-wrong" }))[^1]);
        Assert.Equal(ModelFault.KeyRefused, key.Fault);
        Assert.DoesNotContain("sk-ant", key.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-ant", Options.ToString(), StringComparison.Ordinal);
        Assert.Equal(ModelFault.RequestRefused, ((ModelEvent.Failed)(await AskAsync(Saying("Hello?"), Options with { Version = "2019-01-01" }))[^1]).Fault);
        Assert.Equal(ModelFault.RequestRefused, ((ModelEvent.Failed)(await AskAsync(Saying("Hello?"), Options with { Model = "claude-of-yore" }))[^1]).Fault);
    }

    [Fact]
    public async Task A_conversation_that_the_model_cannot_hold_is_too_long()
    {
        await using var small = await ClaudeSimulator.StartAsync(new ClaudeSimulatorOptions { ContextTokens = 1000 });
        var failed = (ModelEvent.Failed)(await AskAsync(Saying(new string('a', 9000)), Options with { BaseUrl = small.Address }))[^1];
        Assert.Equal(ModelFault.TooLong, failed.Fault);
        Assert.DoesNotContain("aaaa", failed.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("overloaded_error", ModelFault.Overloaded)]
    [InlineData("rate_limit_error", ModelFault.RateLimited)]
    [InlineData("api_error", ModelFault.VendorFailed)]
    public async Task An_error_in_the_middle_comes_after_the_words_before_it(string type, ModelFault fault)
    {
        Vendor.Answers(ClaudeAnswer.Saying(Long) with { Error = (2, type) });
        var events = await AskAsync(Saying("Hello?"));
        Assert.Equal(Long[..24], Words(events));
        Assert.Equal(fault, Assert.IsType<ModelEvent.Failed>(events[^1]).Fault);
    }

    [Fact]
    public async Task A_connection_that_breaks_or_is_refused_is_the_networks_fault()
    {
        Vendor.Answers(ClaudeAnswer.Saying(Long) with { BreaksAfter = 2 });
        Assert.Equal(ModelFault.Network, Assert.IsType<ModelEvent.Failed>((await AskAsync(Saying("Hello?")))[^1]).Fault);
        Vendor.Faults.Next("/v1/messages", new SimulatedFault.Reset());
        Assert.Equal(ModelFault.Network, Assert.IsType<ModelEvent.Failed>((await AskAsync(Saying("Hello?")))[^1]).Fault);

        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var nobody = new Uri($"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}");
        taken.Stop();
        Assert.Equal(ModelFault.Network, Assert.IsType<ModelEvent.Failed>(Assert.Single(await AskAsync(Saying("Hello?"), Options with { BaseUrl = nobody }))).Fault);
    }

    [Fact]
    public async Task Giving_a_response_up_ends_the_connection()
    {
        Vendor.Answers(ClaudeAnswer.Saying(Long) with { StallsAfter = 1 });
        using var model = new ClaudeModel(Options, TimeProvider.System);
        using var cancel = new CancellationTokenSource();
        var events = model.AnswerAsync(Saying("Hello?"), cancel.Token).GetAsyncEnumerator(CancellationToken.None);
        do Assert.True(await events.MoveNextAsync());
        while (events.Current is not ModelEvent.Text);
        var next = events.MoveNextAsync();
        Assert.Equal(1, Vendor.Open);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
        await events.DisposeAsync();
        Assert.True(SpinWait.SpinUntil(() => Vendor.Open == 0, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_proxy_that_answers_in_its_own_way_is_a_failure_of_the_vendors()
    {
        Vendor.Faults.Next("/v1/messages", new SimulatedFault.Status(502, "<html>Bad gateway</html>", ContentType: "text/html"));
        Assert.Equal(ModelFault.VendorFailed, Assert.IsType<ModelEvent.Failed>((await AskAsync(Saying("Hello?")))[^1]).Fault);
    }
}

using System.Text.Json.Nodes;
using CallActors.Simulators.Claude;

namespace CallActors.EndToEnd.Tests.Inbound;

/// <summary>A caller asks the assistant to be called at a time; the phone rings then, and what it is about is heard behind the PIN.</summary>
public sealed class ScheduledCallTests
{
    private const string About = "the release of version three";

    /// <summary>Little more than the least. Where the caller has not hung up by then, or the gateway is not back, it rings a little later.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan RingsWithin = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_phone_rings_at_the_time_and_the_caller_talks_with_the_assistant_about_it()
    {
        await using var model = await ClaudeSimulator.StartAsync();
        await using var world = await StartAsync(model);
        await using var caller = await world.CallerAsync();
        var due = await OrderAsync(model, world, caller, Soon);

        var ring = await caller.Phone.WaitForRingAsync(RingsWithin);
        Assert.True(DateTimeOffset.UtcNow >= due, "It rang before its time.");
        Assert.Equal(Assert.Single(await CallsAsync(world)).CallId, ring.CallId);
        await caller.Phone.AnswerAsync();
        await caller.HearsAfterRingAsync("You asked to be called at this time");
        await caller.HearsAsync("your PIN");
        await caller.KeysAsync(InboundWorld.WrongPin);
        await caller.HearsAsync("You have 2 more tries");
        // Before the PIN nothing is said of what it is about.
        Assert.DoesNotContain(caller.SaidInThisCall, said => said.Contains("release", StringComparison.OrdinalIgnoreCase));
        await caller.KeysAsync(InboundWorld.Pin);
        await caller.HearsAsync($"It is about: {About}.");
        await caller.HearsAsync("You are talking to the assistant");

        model.Answers(ClaudeAnswer.Saying("It is ready to ship."));
        await caller.TypesAsync("please tell me more of it");
        await caller.HearsAsync("It is ready to ship.");
        Assert.Contains(About, WordsOf(model.Requests.Last()), StringComparison.Ordinal);
        await caller.Phone.HangUpAsync();
        Assert.Equal([("rung", ring.CallId)], (await CallsAsync(world)).Select(c => (c.State, c.CallId)));
        Assert.Equal(["came-in", "pin-right", "scheduled", "ended", "called-as-scheduled", "came-in", "pin-wrong", "pin-right"], (await world.DeedsAsync()).Take(8));
        Assert.DoesNotContain("release", world.Gateway.Process.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_gateway_that_is_killed_before_the_time_rings_all_the_same_and_once()
    {
        await using var model = await ClaudeSimulator.StartAsync();
        await using var world = await StartAsync(model);
        await using var caller = await world.CallerAsync();
        await OrderAsync(model, world, caller, Soon);
        await world.Gateway.Process.KillAsync();
        await world.Gateway.Process.StartAgainAsync(CancellationToken.None);

        var ring = await caller.Phone.WaitForRingAsync(RingsWithin);
        Assert.Equal(Assert.Single(await CallsAsync(world)).CallId, ring.CallId);
        await caller.Phone.AnswerAsync();
        await caller.HearsAfterRingAsync("your PIN");
        await caller.KeysAsync(InboundWorld.Pin);
        await caller.HearsAsync($"It is about: {About}.");

        // And in mid-call: who has shown the PIN hears it once more, from a gateway that may have died before it was heard.
        await world.KillAndStartAgainAsync(caller);
        await caller.HearsAsync("The line was moved");
        await caller.HearsAsync($"It is about: {About}.");
        await caller.Phone.HangUpAsync();
        Assert.Single(await world.DeedsAsync(), d => d == "called-as-scheduled");
    }

    [Fact]
    public async Task Who_takes_the_order_back_is_not_called()
    {
        await using var model = await ClaudeSimulator.StartAsync();
        await using var world = await StartAsync(model);
        await using var caller = await world.CallerAsync();
        await OrderAsync(model, world, caller, TimeSpan.FromHours(1));
        var call = Assert.Single(await CallsAsync(world));
        Assert.Equal("pending", call.State);
        Assert.Equal(204, await world.Gateway.DeleteAsync($"/api/schedules/{call.CallId}?person=you"));
        Assert.Equal("cancelled", Assert.Single(await CallsAsync(world)).State);
        Assert.Equal("unscheduled", (await world.DeedsAsync())[^1]);
    }

    private static Task<InboundWorld> StartAsync(ClaudeSimulator model) =>
        InboundWorld.StartAsync($$"""assistant { key = "sk-ant-simulated", url = "{{model.Address}}", time-zone = "Europe/Berlin" }""");

    /// <summary>Calls in, asks the assistant to be called, and hangs up.</summary>
    /// <returns>When the call is due.</returns>
    private static async Task<DateTimeOffset> OrderAsync(ClaudeSimulator model, InboundWorld world, Caller caller, TimeSpan ahead)
    {
        var due = default(DateTimeOffset);
        model.AnswersBy(request =>
        {
            // It knows the moment, and what it may do.
            Assert.Contains("The person's time zone is Europe/Berlin", string.Concat(request["system"]!.AsArray().Select(b => b!["text"]!.GetValue<string>())), StringComparison.Ordinal);
            Assert.Contains("schedule_call", request["tools"]!.AsArray().Select(t => t!["name"]!.GetValue<string>()));
            due = DateTimeOffset.UtcNow + ahead;
            due = due.AddTicks(-(due.UtcTicks % TimeSpan.TicksPerSecond));
            return new ClaudeAnswer(new ClaudeBlock.ToolUse("toolu_1", "schedule_call", $$"""{"at":"{{due:yyyy-MM-dd'T'HH:mm:sszzz}}","about":"{{About}}"}"""));
        });
        model.AnswersBy(request => ClaudeAnswer.Saying(request["messages"]!.ToJsonString().Contains("The call is noted for", StringComparison.Ordinal) ? "I will call you." : "That did not work."));
        await caller.DialAsync();
        await caller.HearsAsync("your PIN");
        await caller.KeysAsync(InboundWorld.Pin);
        await caller.IsToHearAsync("Whom do you want to talk to");
        await caller.TypesAsync("please remind me of the release in a moment");
        await caller.IsToHearAsync("I will call you.");
        await caller.Phone.HangUpAsync();
        // Who is on the phone is not called; the switchboard hears of the end a moment later.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var patience = new CancellationTokenSource(AgentTerminals.Patience);
        while (await world.DeedsAsync() is not [.., "ended"]) await timer.WaitForNextTickAsync(patience.Token);
        return due;
    }

    private static async Task<IReadOnlyList<(string CallId, string State)>> CallsAsync(InboundWorld world) =>
    [
        .. (await world.Gateway.GetAsync("/api/schedules?person=you")).GetProperty("calls").EnumerateArray()
            .Select(c => (c.GetProperty("callId").GetString()!, c.GetProperty("state").GetString()!)),
    ];

    private static string WordsOf(JsonObject request) => string.Concat(request["messages"]!.AsArray()[^1]!["content"]!.AsArray().Select(p => p!["text"]?.GetValue<string>()));
}

using System.Net;
using System.Text.Json;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Recordings;
using CallActors.Gateway.Http;
using CallActors.Gateway.Tests.Fakes;

namespace CallActors.Gateway.Tests;

/// <summary>A call as server-sent events.</summary>
public sealed class CallEventsTests
{
    [Fact]
    public async Task A_client_is_told_phase_transcript_captions_and_barge_in_and_the_end_closes_the_stream()
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        using var stream = await EventStream.OpenAsync(gateway, id);
        var state = await stream.NextAsync();
        Assert.Equal(("state", "", "talking"), (state.Name, state.Id, state.Text("phase")));
        Assert.Equal(("transcript", "1", "Shall I"), (await stream.NextAsync()) is var first ? (first.Name, first.Id, first.Text("heard")) : default);
        Assert.Equal("2", (await stream.NextAsync()).Id);

        gateway.Calls.Happen(new CallActivity.AgentSays(id, 2, "And now?", 4, Finished: false, Interrupted: false));
        var caption = await stream.NextAsync();
        Assert.Equal(("caption", "", "agent", 4, false), (caption.Name, caption.Id, caption.Text("speaker"), caption.Data.GetProperty("heardLength").GetInt32(), caption.Data.GetProperty("final").GetBoolean()));
        gateway.Calls.Happen(new CallActivity.PersonSpeaks(id, true));
        Assert.True((await stream.NextAsync()) is { Name: "speaking" } speaking && speaking.Data.GetProperty("speaking").GetBoolean());
        gateway.Calls.Happen(new CallActivity.BargeIn(id, BargeInStep.FalseAlarm));
        Assert.Equal("false-alarm", (await stream.NextAsync()).Text("step"));
        gateway.Calls.Happen(new CallActivity.Recording(id, IsOn: false, RecordingStop.DiskSlow));
        var recording = await stream.NextAsync();
        Assert.Equal(("recording", false, "disk-slow"), (recording.Name, recording.Data.GetProperty("on").GetBoolean(), recording.Text("stopped")));

        gateway.Calls.Say(id, Speaker.Person, "Line one\nand \u2028 two");
        gateway.Calls.Happen(new CallActivity.PersonSays(id, "Line one", IsFinal: true));
        Assert.Equal("caption", (await stream.NextAsync()).Name);
        Assert.Equal(("transcript", "3", "Line one\nand \u2028 two"), (await stream.NextAsync()) is var line ? (line.Name, line.Id, line.Text("text")) : default);

        gateway.Calls.Say(id, Speaker.Agent, "Goodbye.");
        gateway.Calls.End(id, CallEndReason.AgentEnded);
        Assert.Equal("4", (await stream.NextAsync()).Id);
        var end = await stream.NextAsync();
        Assert.Equal(("state", "ended", "agent-ended", "answered"), (end.Name, end.Text("phase"), end.Text("endReason"), end.Text("outcome")));
        Assert.Null(await stream.TryNextAsync());
    }

    [Fact]
    public async Task A_client_that_comes_back_goes_on_behind_the_last_line_that_it_has()
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        using var stream = await EventStream.OpenAsync(gateway, id, lastEvent: "1");
        Assert.Equal("state", (await stream.NextAsync()).Name);
        Assert.Equal("2", (await stream.NextAsync()).Id);
        await (await EventStream.AskAsync(gateway, id, "x")).ProblemAsync(400, "bad-request");
    }

    [Fact]
    public async Task A_call_that_is_over_is_told_whole_and_the_stream_ends()
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        gateway.Calls.End(id, CallEndReason.MediaLost);
        using var stream = await EventStream.OpenAsync(gateway, id);
        Assert.Equal(["1", "2", ""], new[] { (await stream.NextAsync()).Id, (await stream.NextAsync()).Id, (await stream.NextAsync()).Id });
        Assert.Null(await stream.TryNextAsync());
    }

    [Fact]
    public async Task Silence_is_broken_by_a_comment_and_the_call_is_asked_again()
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        using var stream = await EventStream.OpenAsync(gateway, id);
        for (var i = 0; i < 3; i++) await stream.NextAsync();
        using var deadline = new CancellationTokenSource(TestGateway.Patience);
        while (gateway.Time.Pending == 0) await Task.Yield();
        // Told while nobody announced it, as after a call's recovery.
        gateway.Calls.Say(id, Speaker.Person, "Hello?");
        gateway.Time.Advance(CallEventsEndpoint.Heartbeat);
        Assert.Equal("Hello?", (await stream.NextAsync()).Text("text"));
        Assert.Equal(1, stream.Comments);
        while (gateway.Calls.Renewals == 0 && !deadline.IsCancellationRequested) await Task.Yield();
        Assert.Equal(1, gateway.Calls.Renewals);
    }

    [Fact]
    public async Task A_client_that_leaves_is_followed_no_more()
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        using (var stream = await EventStream.OpenAsync(gateway, id)) await stream.NextAsync();
        using var deadline = new CancellationTokenSource(TestGateway.Patience);
        while (gateway.Calls.Followers > 0) await Task.Delay(5, deadline.Token);
    }

    [Fact]
    public async Task What_a_slow_client_misses_is_captions_and_never_the_end()
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        using var stream = await EventStream.OpenAsync(gateway, id);
        for (var i = 0; i < 3; i++) await stream.NextAsync();
        for (var i = 0; i < CallEventsEndpoint.Buffered * 8; i++) gateway.Calls.Happen(new CallActivity.AgentSays(id, 2, new string('x', 4000), i, Finished: false, Interrupted: false));
        gateway.Calls.Say(id, Speaker.Person, "Stop.");
        gateway.Calls.End(id, CallEndReason.HungUp);
        var seen = new List<EventStream.Event>();
        while (await stream.TryNextAsync() is { } next) seen.Add(next);
        Assert.InRange(seen.Count, 2, CallEventsEndpoint.Buffered * 8);
        Assert.Equal(["transcript", "state"], seen.TakeLast(2).Select(e => e.Name));
    }

    [Fact]
    public async Task An_unknown_call_is_404_and_the_clients_are_bounded()
    {
        await using var gateway = await TestGateway.StartAsync();
        await (await gateway.Client.GetAsync($"/api/call/{CallId.New()}/events")).ProblemAsync(404, "unknown-call");
        var id = gateway.Calls.AddCall();
        var open = new List<EventStream>();
        for (var i = 0; i < CallEventsEndpoint.MostClients; i++) open.Add(await EventStream.OpenAsync(gateway, id));
        var refused = await EventStream.AskAsync(gateway, id);
        await refused.ProblemAsync(503, "too-many-streams");
        Assert.Equal(TimeSpan.FromSeconds(10), refused.Headers.RetryAfter?.Delta);
        foreach (var stream in open) stream.Dispose();
    }

    /// <summary>A client's side of a stream.</summary>
    private sealed class EventStream(HttpResponseMessage response, StreamReader reader) : IDisposable
    {
        public int Comments { get; private set; }

        public static async Task<HttpResponseMessage> AskAsync(TestGateway gateway, CallId id, string? lastEvent = null)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, $"/api/call/{id}/events");
            if (lastEvent is not null) request.Headers.Add("Last-Event-ID", lastEvent);
            return await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        }

        public static async Task<EventStream> OpenAsync(TestGateway gateway, CallId id, string? lastEvent = null)
        {
            var response = await AskAsync(gateway, id, lastEvent);
            Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
            return new EventStream(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
        }

        public async Task<Event> NextAsync() => await TryNextAsync() ?? throw new InvalidOperationException("The stream has ended.");

        public async Task<Event?> TryNextAsync()
        {
            var (id, name, data) = ("", "", "");
            while (await reader.ReadLineAsync().WaitAsync(TestGateway.Patience) is { } line)
            {
                if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
                else if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line[7..];
                else if (line.StartsWith("data: ", StringComparison.Ordinal)) data += line[6..];
                else if (line.StartsWith(':')) Comments++;
                else if (data.Length > 0) return new Event(id, name, JsonSerializer.Deserialize<JsonElement>(data));
            }
            return null;
        }

        public void Dispose()
        {
            reader.Dispose();
            response.Dispose();
        }

        public sealed record Event(string Id, string Name, JsonElement Data)
        {
            public string Text(string member) => Data.GetProperty(member).GetString()!;
        }
    }
}

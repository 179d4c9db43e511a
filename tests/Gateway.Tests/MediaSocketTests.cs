using System.Net;
using System.Net.WebSockets;
using System.Text;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Gateway.Calls;
using CallActors.Gateway.Media;
using CallActors.Gateway.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace CallActors.Gateway.Tests;

public sealed class MediaSocketTests
{
    private const string Path = MediaEndpoint.Path;
    private static readonly CallId Call = CallId.ForIdempotencyKey("media");
    private static readonly string Payload = Convert.ToBase64String(Enumerable.Repeat((byte)0x2A, AudioFormat.FrameBytes).ToArray());

    private static string Start(string parameters) =>
        $$$"""{"event":"start","sequenceNumber":"1","start":{"streamSid":"MZ1","callSid":"CA1","tracks":["inbound"],"mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1},"customParameters":{{{parameters}}}},"streamSid":"MZ1"}""";

    private static string GoodStart => Start($$"""{"callId":"{{Call}}","token":"t-1"}""");

    [Fact]
    public async Task What_the_carrier_sends_reaches_the_stream_in_order()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var socket = await gateway.ConnectAsync(Path);
        await socket.SendTextAsync("""{"event":"connected","protocol":"Call","version":"1.0.0"}""");
        await socket.SendTextAsync(GoodStart);
        var stream = await gateway.Streams.NextAsync();
        await socket.SendTextAsync($$"""{"event":"media","sequenceNumber":"2","media":{"track":"inbound","chunk":"1","timestamp":"0","payload":"{{Payload}}"},"streamSid":"MZ1"}""");
        await socket.SendTextAsync("""{"event":"mark","sequenceNumber":"3","streamSid":"MZ1","mark":{"name":"e4:2"}}""");
        await socket.SendTextAsync("""{"event":"dtmf","streamSid":"MZ1","sequenceNumber":"4","dtmf":{"track":"inbound_track","digit":"#"}}""");
        await socket.SendTextAsync("""{"event":"stop","sequenceNumber":"5","stop":{"accountSid":"AC1","callSid":"CA1"},"streamSid":"MZ1"}""");
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        foreach (var told in new[] { $"started {Call} t-1", "audio 2A", "mark e4:2", "key #", "stopped", "disconnected" })
            Assert.Equal(told, await stream.NextAsync());
        await socket.UntilClosedAsync();
    }

    [Fact]
    public async Task What_the_stream_sends_reaches_the_carrier_in_order()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var socket = await gateway.ConnectAsync(Path);
        await socket.SendTextAsync(GoodStart);
        var stream = await gateway.Streams.NextAsync();
        Assert.True(stream.Outlet.SendAudio(Enumerable.Repeat((byte)0x2A, AudioFormat.FrameBytes).ToArray()));
        Assert.True(stream.Outlet.SendMark(new MediaMark(1, 0)));
        var media = await socket.ReceiveJsonAsync();
        Assert.Equal(("media", "MZ1", Payload), (media.GetProperty("event").GetString(), media.GetProperty("streamSid").GetString(), media.GetProperty("media").GetProperty("payload").GetString()));
        Assert.Equal("e1:0", (await socket.ReceiveJsonAsync()).GetProperty("mark").GetProperty("name").GetString());
        Assert.True(stream.Outlet.SendClear());
        Assert.Equal("clear", (await socket.ReceiveJsonAsync()).GetProperty("event").GetString());
        stream.Outlet.Close("the call is over");
        Assert.Equal((WebSocketCloseStatus.NormalClosure, "the call is over"), await socket.UntilClosedAsync());
        Assert.Equal($"started {Call} t-1", await stream.NextAsync());
        Assert.Equal("disconnected", await stream.NextAsync());
    }

    [Fact]
    public async Task A_stream_that_turns_the_token_away_closes_with_its_reason()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var socket = await gateway.ConnectAsync(Path);
        await socket.SendTextAsync(GoodStart);
        (await gateway.Streams.NextAsync()).Outlet.Close("Refused: the token is not this call's.");
        Assert.Equal((WebSocketCloseStatus.PolicyViolation, "Refused: the token is not this call's."), await socket.UntilClosedAsync());
    }

    public static TheoryData<string, WebSocketCloseStatus, string> Refusals => new()
    {
        { "not json", WebSocketCloseStatus.InvalidPayloadData, "not JSON" },
        { "[1]", WebSocketCloseStatus.InvalidPayloadData, "not a JSON object" },
        { """{"event":"media","media":{"payload":"AA=="},"streamSid":"MZ1"}""", WebSocketCloseStatus.PolicyViolation, "before the start" },
        { Start("{}"), WebSocketCloseStatus.PolicyViolation, "names no call" },
        { Start("""{"callId":"call-7","token":"t"}"""), WebSocketCloseStatus.PolicyViolation, "names no call" },
        { Start($$"""{"callId":"{{Call}}"}"""), WebSocketCloseStatus.PolicyViolation, "no token" },
        { Start($$"""{"callId":"{{Call}}","token":""}"""), WebSocketCloseStatus.PolicyViolation, "no token" },
        { """{"event":"start","start":{"callSid":"CA1"}}""", WebSocketCloseStatus.PolicyViolation, "no streamSid" },
        { Start($$"""{"callId":"{{Call}}","token":"t"}""").Replace("8000", "16000", StringComparison.Ordinal), WebSocketCloseStatus.InvalidMessageType, "8000 Hz" },
        { new string(' ', 65_537), WebSocketCloseStatus.MessageTooBig, "longer than 65536 bytes" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_breaks_the_protocol_before_the_start_closes_with_the_reason_and_opens_nothing(string text, WebSocketCloseStatus status, string reason)
    {
        await using var gateway = await TestGateway.StartAsync();
        using var socket = await gateway.ConnectAsync(Path);
        await socket.SendTextAsync(text);
        var closed = await socket.UntilClosedAsync();
        Assert.Equal(status, closed.Status);
        Assert.Contains(reason, closed.Reason, StringComparison.Ordinal);
        Assert.True(gateway.Streams.NothingOpened);
        Assert.Equal(0, gateway.Services.GetRequiredService<UnstartedSockets>().Count);
    }

    [Fact]
    public async Task A_binary_frame_closes_the_socket()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var socket = await gateway.ConnectAsync(Path);
        await socket.SendBytesAsync(Encoding.UTF8.GetBytes(GoodStart), WebSocketMessageType.Binary);
        Assert.Equal((WebSocketCloseStatus.InvalidMessageType, "a frame was binary"), await socket.UntilClosedAsync());
    }

    [Fact]
    public async Task A_second_start_closes_its_own_socket_and_disturbs_no_other()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var other = await gateway.ConnectAsync(Path);
        await other.SendTextAsync(GoodStart);
        var undisturbed = await gateway.Streams.NextAsync();
        using var socket = await gateway.ConnectAsync(Path);
        await socket.SendTextAsync(GoodStart);
        var stream = await gateway.Streams.NextAsync();
        await socket.SendTextAsync(GoodStart);
        var closed = await socket.UntilClosedAsync();
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, closed.Status);
        Assert.Contains("started already", closed.Reason, StringComparison.Ordinal);
        Assert.Equal($"started {Call} t-1", await stream.NextAsync());
        Assert.Equal("disconnected", await stream.NextAsync());

        Assert.True(undisturbed.Outlet.SendMark(new MediaMark(0, 0)));
        Assert.Equal("mark", (await other.ReceiveJsonAsync()).GetProperty("event").GetString());
    }

    [Fact]
    public async Task A_socket_without_a_start_is_closed_after_its_time_and_not_before()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var socket = await gateway.ConnectAsync(Path);
        var unstarted = gateway.Services.GetRequiredService<UnstartedSockets>();
        await BadRequestTests.WaitUntilAsync(() => unstarted.Count == 1 && gateway.Time.Pending > 0);
        gateway.Time.Advance(new MediaLimits().StartWithin - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, unstarted.Count);
        gateway.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal((WebSocketCloseStatus.PolicyViolation, "no start in time"), await socket.UntilClosedAsync());
    }

    [Fact]
    public async Task A_socket_with_a_start_outlives_the_time_for_it()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var socket = await gateway.ConnectAsync(Path);
        await socket.SendTextAsync(GoodStart);
        var stream = await gateway.Streams.NextAsync();
        Assert.Equal($"started {Call} t-1", await stream.NextAsync());
        gateway.Time.Advance(new MediaLimits().StartWithin * 10);
        Assert.True(stream.Outlet.SendMark(new MediaMark(0, 0)));
        Assert.Equal("mark", (await socket.ReceiveJsonAsync()).GetProperty("event").GetString());
    }

    [Fact]
    public async Task Sockets_without_a_start_are_limited_and_those_with_one_do_not_count()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var started = await gateway.ConnectAsync(Path);
        await started.SendTextAsync(GoodStart);
        Assert.Equal($"started {Call} t-1", await (await gateway.Streams.NextAsync()).NextAsync());
        var sockets = new List<ClientWebSocket>();
        for (var i = 0; i < new MediaLimits().MaxUnstarted; i++) sockets.Add(await gateway.ConnectAsync(Path));
        using var refused = new ClientWebSocket { Options = { CollectHttpResponseDetails = true } };
        await Assert.ThrowsAsync<WebSocketException>(() => refused.ConnectAsync(new Uri(gateway.Address, Path).ToWebSocket(), CancellationToken.None));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.HttpStatusCode);
        foreach (var socket in sockets) socket.Dispose();
        var unstarted = gateway.Services.GetRequiredService<UnstartedSockets>();
        await BadRequestTests.WaitUntilAsync(() => unstarted.Count == 0);
        (await gateway.ConnectAsync(Path)).Dispose();
    }

    [Fact]
    public async Task A_lost_socket_is_told_to_its_stream()
    {
        await using var gateway = await TestGateway.StartAsync();
        var socket = await gateway.ConnectAsync(Path);
        await socket.SendTextAsync(GoodStart);
        var stream = await gateway.Streams.NextAsync();
        socket.Abort();
        Assert.Equal($"started {Call} t-1", await stream.NextAsync());
        Assert.Equal("disconnected", await stream.NextAsync());
        Assert.False(stream.Outlet.SendClear());
    }

    [Fact]
    public async Task A_peer_that_does_not_answer_the_close_is_dropped()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var socket = await gateway.ConnectAsync(Path);
        await socket.SendTextAsync(GoodStart);
        var stream = await gateway.Streams.NextAsync();
        Assert.Equal($"started {Call} t-1", await stream.NextAsync());
        var timers = gateway.Time.Pending;
        stream.Outlet.Close("over");
        await BadRequestTests.WaitUntilAsync(() => gateway.Time.Pending > timers);
        var told = stream.NextAsync();
        while (!told.IsCompleted)
        {
            gateway.Time.Advance(new MediaLimits().CloseWithin);
            await Task.Yield();
        }
        Assert.Equal("disconnected", await told);
    }

    [Fact]
    public async Task A_stream_that_cannot_be_opened_in_time_closes_the_socket()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Streams.Opening = new TaskCompletionSource().Task;
        using var socket = await gateway.ConnectAsync(Path);
        var before = gateway.Time.Pending;
        await socket.SendTextAsync(GoodStart);
        await BadRequestTests.WaitUntilAsync(() => gateway.Time.Pending > before);
        gateway.Time.Advance(new MediaLimits().OpenWithin);
        Assert.Equal(WebSocketCloseStatus.InternalServerError, (await socket.UntilClosedAsync()).Status);
    }

    [Fact]
    public async Task A_stopping_gateway_closes_its_sockets_as_going_away()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var started = await gateway.ConnectAsync(Path);
        await started.SendTextAsync(GoodStart);
        await gateway.Streams.NextAsync();
        using var unstarted = await gateway.ConnectAsync(Path);
        gateway.Services.GetRequiredService<ShutdownGate>().CloseSockets();
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, (await started.UntilClosedAsync()).Status);
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, (await unstarted.UntilClosedAsync()).Status);
        using var late = new ClientWebSocket { Options = { CollectHttpResponseDetails = true } };
        await Assert.ThrowsAsync<WebSocketException>(() => late.ConnectAsync(new Uri(gateway.Address, Path).ToWebSocket(), CancellationToken.None));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, late.HttpStatusCode);
    }

    [Theory]
    [InlineData("?token=t-1")]
    [InlineData("?x")]
    public async Task A_token_in_the_address_is_refused(string query)
    {
        await using var gateway = await TestGateway.StartAsync();
        using var socket = new ClientWebSocket { Options = { CollectHttpResponseDetails = true } };
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new Uri(gateway.Address, Path + query).ToWebSocket(), CancellationToken.None));
        Assert.Equal(HttpStatusCode.BadRequest, socket.HttpStatusCode);
    }

    [Fact]
    public async Task A_plain_request_is_told_to_upgrade()
    {
        await using var gateway = await TestGateway.StartAsync();
        var answer = await gateway.Anonymous.GetAsync(Path);
        await answer.ProblemAsync(426, "upgrade-required");
        Assert.Contains("websocket", answer.Headers.Upgrade.ToString(), StringComparison.Ordinal);
    }
}

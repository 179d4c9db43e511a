using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Simulators.Telnyx;

namespace CallActors.Simulators.Tests.Telnyx;

/// <summary>What the simulated Telnyx refuses and how it behaves, asked without our carrier.</summary>
public sealed class SimulatedTelnyxTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private TelnyxGateway _gateway = null!;

    private SimulatedTelnyx Telnyx => _gateway.Telnyx;

    public async Task InitializeAsync()
    {
        _gateway = await TelnyxGateway.StartAsync();
        _http.DefaultRequestHeaders.Authorization = new("Bearer", _gateway.Options.ApiKey);
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_is_done_without_the_key()
    {
        _http.DefaultRequestHeaders.Authorization = new("Bearer", "other");
        await ExpectAsync(401, "10009", "calls", "{}");
        _http.DefaultRequestHeaders.Authorization = null;
        await ExpectAsync(401, "10009", "messages", "{}");
    }

    [Theory]
    [InlineData("[]", "10015")]
    [InlineData("{", "10015")]
    [InlineData("""{"to":"+15552223333","from":"+15550001111"}""", "10015")]
    [InlineData("""{"connection_id":"1000000000000000001","to":"555","from":"+15550001111"}""", "10016")]
    [InlineData("""{"connection_id":"1000000000000000001","to":"+15552223333","from":"+15559999999"}""", "10015")]
    [InlineData("""{"connection_id":"1000000000000000001","to":"+15552223333","from":"+15550001111","client_state":"not base64"}""", "10015")]
    [InlineData("""{"connection_id":"1000000000000000001","to":"+15552223333","from":"+15550001111","timeout_secs":3}""", "10015")]
    [InlineData("""{"connection_id":"1000000000000000001","to":"+15552223333","from":"+15550001111","answering_machine_detection":"yes"}""", "10015")]
    public Task A_call_that_is_ordered_wrongly_is_refused(string body, string code) => ExpectAsync(422, code, "calls", body);

    [Theory]
    [InlineData("""{"stream_url":"https://example.com"}""")]
    [InlineData("{}")]
    [InlineData("""{"stream_url":"wss://example.com","stream_track":"inbound"}""")]
    [InlineData("""{"stream_url":"wss://example.com","stream_bidirectional_mode":"RTP"}""")]
    [InlineData("""{"stream_url":"wss://example.com","stream_bidirectional_codec":"pcmu"}""")]
    [InlineData("""{"stream_url":"wss://example.com","custom_parameters":{"a":"b"}}""")]
    [InlineData("""{"stream_url":"wss://example.com","custom_parameters":[{"name":"a"}]}""")]
    [InlineData("""{"stream_url":"wss://example.com","client_state":"?"}""")]
    public async Task A_stream_that_is_ordered_wrongly_is_refused(string body)
    {
        var phone = await TalkingAsync();
        await ExpectAsync(422, "10015", $"calls/{phone.Id}/actions/streaming_start", body);
    }

    [Fact]
    public async Task Commands_wait_for_the_answer_and_end_with_the_call()
    {
        await _gateway.DialAsync(CallId.New());
        var phone = await Telnyx.NextCallAsync();
        await ExpectAsync(422, "90034", $"calls/{phone.Id}/actions/streaming_start", """{"stream_url":"wss://example.com"}""");
        await ExpectAsync(422, "90034", $"calls/{phone.Id}/actions/send_dtmf", """{"digits":"1"}""");
        phone.PickUp();
        await OkAsync($"calls/{phone.Id}/actions/send_dtmf", """{"digits":"12#","command_id":"x"}""");
        await OkAsync($"calls/{phone.Id}/actions/send_dtmf", """{"digits":"12#","command_id":"x"}""");
        Assert.Equal("12#", phone.Tones);
        phone.HangUp();
        await ExpectAsync(422, "90018", $"calls/{phone.Id}/actions/send_dtmf", """{"digits":"1"}""");
        await ExpectAsync(404, "10005", "calls/v3:nobody/actions/hangup", "{}");
        await ExpectAsync(404, "10005", "no/such/thing", "{}");
    }

    [Fact]
    public async Task A_stream_is_one_way_unless_both_ways_were_asked_for()
    {
        var phone = await TalkingAsync();
        var media = await StreamAsync(phone, "");
        media.Writer.SendAudio(new byte[AudioFormat.FrameBytes]);
        // The mark comes back at once: nothing was queued before it.
        media.Writer.SendMark(new MediaMark(1, 0));
        Assert.Equal("e1:0", TelnyxGateway.Next(media.Events));
        Assert.Equal(TimeSpan.Zero, phone.Played.Total);
        Assert.Contains("one-way", Assert.Single(phone.Faults));
    }

    [Theory]
    [InlineData("{", 100003)]
    [InlineData("""{"event":"media"}""", 100003)]
    [InlineData("""{"event":"mark","mark":{}}""", 100003)]
    [InlineData("""{"event":"media","media":{"payload":"*"}}""", 100004)]
    [InlineData("""{"event":"media","media":{"payload":"AAAA"}}""", 100004)]
    [InlineData("""{"event":"jump"}""", 100002)]
    public async Task What_is_sent_wrongly_is_complained_of(string message, int code)
    {
        var phone = await TalkingAsync();
        var media = await StreamAsync(phone, ",\"stream_bidirectional_mode\":\"rtp\"");
        await media.SendRawAsync(message);
        Assert.Equal($"complaint {code}", TelnyxGateway.Next(media.Events));
        Assert.Single(phone.Faults);
    }

    [Fact]
    public async Task More_audio_than_is_held_is_dropped_and_complained_of()
    {
        var phone = await TalkingAsync();
        var media = await StreamAsync(phone, ",\"stream_bidirectional_mode\":\"rtp\"");
        var seconds30 = $$$"""{"event":"media","media":{"payload":"{{{Convert.ToBase64String(new byte[30 * AudioFormat.SampleRate])}}}"}}""";
        for (var i = 0; i < 3; i++) await media.SendRawAsync(seconds30);
        Assert.Equal("complaint 100004", TelnyxGateway.Next(media.Events));
    }

    [Fact]
    public async Task A_stream_to_where_nobody_listens_fails()
    {
        var phone = await TalkingAsync();
        await OkAsync($"calls/{phone.Id}/actions/streaming_start", """{"stream_url":"ws://127.0.0.1:9/"}""");
        await Telnyx.UntilAsync(() => Telnyx.Sent.Any(webhook => webhook.Type == "streaming.failed"), "streaming.failed");
    }

    [Fact]
    public async Task A_webhook_that_is_not_taken_is_delivered_again()
    {
        var options = new SimulatedTelnyxOptions { SigningSeed = new byte[32], WebhookUrl = new Uri(_gateway.Options.PublicUrl, "/twiml") };
        await using var other = await SimulatedTelnyx.StartAsync(options);
        other.Text("+15552223333", "hello");
        TelnyxGateway.Next(_gateway.Refusals);
        TelnyxGateway.Next(_gateway.Refusals);
        Assert.Equal("message.received", Assert.Single(other.Sent).Type);
    }

    private async Task<SimulatedTelnyxCall> TalkingAsync()
    {
        // Our own carrier does not come in between.
        _gateway.IgnoresWebhooks = true;
        await _gateway.DialAsync(CallId.New());
        var phone = await Telnyx.NextCallAsync();
        phone.PickUp();
        return phone;
    }

    private async Task<TelnyxGateway.Media> StreamAsync(SimulatedTelnyxCall phone, string more)
    {
        var call = CallId.New();
        var ticket = (CallReplies.MediaInvited)await _gateway.InviteMediaAsync(new CallCommands.InviteMedia(call, new LegId(phone.Id)), CancellationToken.None);
        var address = new UriBuilder(new Uri(_gateway.Options.PublicUrl, "/media-stream")) { Scheme = "ws" }.Uri;
        var parameters = $$"""[{"name":"callId","value":"{{call.Value}}"},{"name":"token","value":"{{ticket.Token}}"}]""";
        await OkAsync($"calls/{phone.Id}/actions/streaming_start", $$"""{"stream_url":"{{address}}","custom_parameters":{{parameters}}{{more}} }""");
        return TelnyxGateway.Next(_gateway.Sockets);
    }

    private async Task OkAsync(string path, string body)
    {
        using var response = await PostAsync(path, body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private async Task ExpectAsync(int status, string code, string path, string body)
    {
        using var response = await PostAsync(path, body);
        var json = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((status, code), ((int)response.StatusCode, json.GetProperty("errors")[0].GetProperty("code").GetString()));
    }

    private Task<HttpResponseMessage> PostAsync(string path, string body) =>
        _http.PostAsync(new Uri(Telnyx.BaseUrl, path), new StringContent(body, Encoding.UTF8, "application/json"));
}

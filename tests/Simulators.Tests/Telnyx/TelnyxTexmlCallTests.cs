using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CallActors.Carriers.Telnyx;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Simulators.Media;
using CallActors.Simulators.Telnyx;

namespace CallActors.Simulators.Tests.Telnyx;

/// <summary>Calls that are placed by TeXML: the real carrier, webhook and media wire against the simulated Telnyx, and what it refuses.</summary>
public sealed class TelnyxTexmlCallTests
{
    private const string Person = "+15552223333";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_call_is_placed_talked_through_survives_a_lost_stream_and_is_ended_by_us(int seed)
    {
        await using var gateway = await StartAsync(new SimulatedTelnyxOptions { Seed = seed, DuplicateWebhooks = 0.5, LateWebhooks = 0.4, MediaReach = 4 });
        var call = CallId.New();
        var dialling = gateway.DialAsync(call);
        var phone = await gateway.Telnyx.NextCallAsync();
        var leg = await dialling;
        Assert.Equal($"texml:{gateway.Telnyx.Options.TexmlAccount}:{phone.Id}", leg.Value);
        phone.PickUp();
        var first = TelnyxGateway.Next(gateway.Sockets);
        Assert.Equal(call.Value, first.Start.CustomParameters["callId"]);
        Assert.True(first.Writer.SendAudio(new byte[AudioFormat.FrameBytes]));
        first.Writer.SendMark(new MediaMark(1, 0));
        Assert.Equal("e1:0", TelnyxGateway.Next(first.Events));

        phone.DropStreams();
        var second = TelnyxGateway.Next(gateway.Sockets);
        Assert.Equal(call.Value, second.Start.CustomParameters["callId"]);
        Assert.Equal(2, phone.StreamsOpened);

        await gateway.Carrier.HangUpAsync(leg, CancellationToken.None);
        gateway.NewsUntil("Ringing", "Answered", "HungUp");
        Assert.Equal(SimulatedCallState.Ended, phone.State);
        await gateway.Carrier.HangUpAsync(leg, CancellationToken.None);
        Assert.Single(gateway.Telnyx.Calls);
        Assert.Empty(gateway.Telnyx.Complaints);
        Assert.Empty(gateway.Refusals);
    }

    [Fact]
    public async Task A_call_that_rings_is_ended_by_us()
    {
        await using var gateway = await StartAsync();
        var leg = await gateway.DialAsync(CallId.New());
        var phone = await gateway.Telnyx.NextCallAsync();
        await gateway.Carrier.HangUpAsync(leg, CancellationToken.None);
        Assert.Equal(SimulatedCallState.Ended, phone.State);
        Assert.Equal(0, phone.StreamsOpened);
        gateway.NewsUntil("Ringing", "NoAnswer");
        Assert.Empty(gateway.Telnyx.Complaints);
    }

    public static TheoryData<string, string> Ends() => new()
    {
        { "busy", "Busy" },
        { "declines", "Declined" },
        { "unreachable", "Failed" },
        { "hangs up", "HungUp" },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task The_end_of_a_call_is_reported_as_it_came_about(string how, string news)
    {
        await using var gateway = await StartAsync();
        gateway.Telnyx.Phone(Person).Plan = how switch
        {
            "busy" => new HandsetPlan.Busy(),
            "unreachable" => new HandsetPlan.Unreachable(),
            _ => new HandsetPlan.Rings(),
        };
        await gateway.DialAsync(CallId.New());
        var phone = await gateway.Telnyx.NextCallAsync();
        if (how == "declines") phone.Decline();
        if (how == "hangs up")
        {
            phone.PickUp();
            TelnyxGateway.Next(gateway.Sockets);
            phone.HangUp();
        }
        gateway.NewsUntil(news);
        Assert.Empty(gateway.Telnyx.Complaints);
    }

    [Theory]
    [InlineData(TelnyxDetection.Detect, "human", "by Person")]
    [InlineData(TelnyxDetection.Detect, "machine", "by Machine")]
    [InlineData(TelnyxDetection.Premium, "fax_detected", "by Fax")]
    public async Task Who_picked_up_is_told(TelnyxDetection detection, string result, string news)
    {
        await using var gateway = await StartAsync(detection: detection);
        await gateway.DialAsync(CallId.New());
        var phone = await gateway.Telnyx.NextCallAsync();
        phone.PickUp();
        phone.Detect(result);
        gateway.NewsUntil("Answered", news);
        Assert.Empty(gateway.Telnyx.Complaints);
    }

    [Fact]
    public async Task The_end_of_a_greeting_is_told()
    {
        await using var gateway = await StartAsync(detection: TelnyxDetection.GreetingEnd);
        await gateway.DialAsync(CallId.New());
        var phone = await gateway.Telnyx.NextCallAsync();
        phone.PickUp();
        phone.EndGreeting("beep_detected");
        phone.EndGreeting("ended");
        gateway.NewsUntil("by MachineAfterBeep", "by MachineAfterGreeting");
    }

    [Theory]
    [InlineData("ApplicationSid", null, "10015")]
    [InlineData("ApplicationSid", "\"7\"", "10015")]
    [InlineData("To", null, "10016")]
    [InlineData("To", "\"5552223333\"", "10016")]
    [InlineData("From", null, "10015")]
    [InlineData("From", "\"+15559998888\"", "10015")]
    [InlineData("Url", "\"ftp://example.com/x\"", "10015")]
    [InlineData("Url", "7", "10015")]
    [InlineData("StatusCallback", "\"nowhere\"", "10015")]
    [InlineData("StatusCallbackEvent", "\"initiated,ringing\"", "10015")]
    [InlineData("StatusCallbackMethod", "\"PUT\"", "10015")]
    [InlineData("Timeout", "4", "10015")]
    [InlineData("Timeout", "121", "10015")]
    [InlineData("Timeout", "\"30\"", "10015")]
    [InlineData("MachineDetection", "\"detect_beep\"", "10015")]
    [InlineData("DetectionMode", "\"premium\"", "10015")]
    [InlineData("AsyncAmd", "\"true\"", "10015")]
    [InlineData("AsyncAmdStatusCallback", "\"ws://example.com\"", "10015")]
    public async Task What_Telnyx_would_not_take_is_refused_and_nobody_is_rung(string field, string? value, string code)
    {
        await using var telnyx = await SimulatedTelnyx.StartAsync();
        var (status, body) = await PostAsync(telnyx, Order(telnyx, field, value));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, code), (status, CodeOf(body)));
        Assert.Contains(field, body, StringComparison.Ordinal);
        Assert.Empty(telnyx.Calls);
        Assert.Single(telnyx.Complaints);
    }

    [Fact]
    public async Task An_unknown_account_a_wrong_key_and_an_application_without_a_profile_are_refused()
    {
        await using var telnyx = await SimulatedTelnyx.StartAsync(new SimulatedTelnyxOptions { OutboundProfile = null });
        var order = Order(telnyx, "Timeout", "30");
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(telnyx, order, account: "other")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(telnyx, order, key: "KEY-wrong")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(telnyx, order)).Status);
        Assert.Empty(telnyx.Calls);
    }

    [Theory]
    [InlineData("TimeLimit", "60", "TimeLimit is not simulated")]
    [InlineData("MachineDetection", "\"Enable\"", "not asynchronous")]
    public async Task What_is_taken_and_not_simulated_is_complained_of(string field, string value, string complaint)
    {
        await using var telnyx = await SimulatedTelnyx.StartAsync();
        var (status, body) = await PostAsync(telnyx, Order(telnyx, field, value));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("""{"from":"+15550001111","to":"+15552223333","status":"queued"}""", body);
        Assert.Contains(telnyx.Complaints, one => one.Contains(complaint, StringComparison.Ordinal));
    }

    [OracleFact]
    public async Task Telnyx_own_client_meets_what_it_knows()
    {
        await using var telnyx = await SimulatedTelnyx.StartAsync();
        await PostAsync(telnyx, Order(telnyx, "Timeout", "30"));
        var ringing = await telnyx.NextCallAsync();
        using var json = JsonDocument.Parse(await Oracle.AskAsync(
            "telnyx-texml.mjs", ringing.Id, new Uri(telnyx.BaseUrl, "/v2").AbsoluteUri, telnyx.Options.ApiKey, telnyx.Options.TexmlAccount, telnyx.Options.TexmlApplication, telnyx.Options.Number));
        var seen = json.RootElement;
        Assert.Equal((telnyx.Options.Number, "queued"), (seen.GetProperty("placed").GetProperty("from").GetString(), seen.GetProperty("placed").GetProperty("status").GetString()));
        Assert.Equal(2, telnyx.Calls.Count);
        Expect("badApplication", 422, "10015");
        Expect("badAccount", 404, "10005");
        Expect("badNumber", 422, "10016");
        Expect("badUrl", 422, "10015");
        Expect("noApplication", 404, "10005");
        Expect("again", 422, "90018");
        Assert.True(seen.GetProperty("application").GetProperty("active").GetBoolean());
        Assert.Equal(SimulatedCallState.Ended, ringing.State);

        void Expect(string name, int status, string code)
        {
            var refusal = seen.GetProperty(name);
            Assert.Equal((status, code), (refusal.GetProperty("status").GetInt32(), refusal.GetProperty("code").GetString()));
        }
    }

    private static Task<TelnyxGateway> StartAsync(SimulatedTelnyxOptions? simulated = null, TelnyxDetection detection = TelnyxDetection.Off) =>
        TelnyxGateway.StartAsync(simulated, detection, texml: true);

    /// <summary>An order that is taken, but for one field.</summary>
    /// <param name="value">JSON; null leaves the field out.</param>
    private static Dictionary<string, JsonElement> Order(SimulatedTelnyx telnyx, string field, string? value)
    {
        var order = new Dictionary<string, JsonElement>
        {
            ["ApplicationSid"] = JsonSerializer.SerializeToElement(telnyx.Options.TexmlApplication),
            ["To"] = JsonSerializer.SerializeToElement(Person),
            ["From"] = JsonSerializer.SerializeToElement(telnyx.Options.Number),
            ["Url"] = JsonSerializer.SerializeToElement("http://127.0.0.1:9/nobody"),
        };
        order.Remove(field);
        if (value is not null) order[field] = JsonSerializer.Deserialize<JsonElement>(value);
        return order;
    }

    private static async Task<(HttpStatusCode Status, string Body)> PostAsync(
        SimulatedTelnyx telnyx, Dictionary<string, JsonElement> order, string? account = null, string? key = null)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key ?? telnyx.Options.ApiKey);
        using var response = await http.PostAsJsonAsync(new Uri(telnyx.BaseUrl, $"texml/Accounts/{account ?? telnyx.Options.TexmlAccount}/Calls"), order);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static string? CodeOf(string body)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("errors")[0].GetProperty("code").GetString();
    }
}

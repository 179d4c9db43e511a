using CallActors.Simulators.Media;
using CallActors.Simulators.Server;
using CallActors.Simulators.Twilio;

namespace CallActors.Simulators.Tests.Twilio;

/// <summary>What the REST API refuses, and how it says so.</summary>
public sealed class RestTests : TwilioTest
{
    private const string Key = "SK00000000000000000000000000000001";

    internal override TwilioSimulatorOptions Configure(TwilioSimulatorOptions options) =>
        options with { ApiKeys = new Dictionary<string, string> { [Key] = "secret" }, NotPermitted = ["+881"] };

    [Theory]
    [InlineData(21201, "To", "")]
    [InlineData(21213, "From", "")]
    [InlineData(21211, "To", "12345")]
    [InlineData(21211, "To", "+0123456789")]
    [InlineData(21212, "From", "nobody")]
    [InlineData(21210, "From", "+15005550099")]
    [InlineData(21215, "To", "+881123456789")]
    [InlineData(21205, "Url", "")]
    [InlineData(21205, "Url", "wss://example.com/")]
    [InlineData(21205, "FallbackUrl", "nowhere")]
    [InlineData(21609, "StatusCallback", "nowhere")]
    [InlineData(20001, "Method", "PUT")]
    [InlineData(20001, "Timeout", "601")]
    [InlineData(20001, "MachineDetection", "yes")]
    [InlineData(20001, "SendDigits", "call me")]
    public async Task A_call_is_refused_with_twilios_code(int code, string field, string value)
    {
        (string Name, string Value)[] fields = [("To", Theirs), ("From", Ours), ("Url", "http://127.0.0.1:1/")];
        var (status, body) = await PostAsync("Calls.json", [.. fields.Where(one => one.Name != field), (field, value)]);
        Assert.Equal((400, code), (status, body.GetProperty("code").GetInt32()));
        Assert.Equal((400, $"https://www.twilio.com/docs/errors/{code}"), (body.GetProperty("status").GetInt32(), body.GetProperty("more_info").GetString()));
        Assert.Equal([code], Alerts);
        Assert.Empty(Twilio.Calls);
    }

    [Theory]
    [InlineData("MachineDetectionTimeout", "2")]
    [InlineData("MachineDetectionSpeechThreshold", "999")]
    [InlineData("MachineDetectionSpeechEndThreshold", "5001")]
    [InlineData("MachineDetectionSilenceTimeout", "100")]
    [InlineData("AsyncAmd", "yes")]
    public async Task Machine_detection_is_refused_out_of_its_range(string field, string value)
    {
        var (status, body) = await PostAsync("Calls.json", ("To", Theirs), ("From", Ours), ("Twiml", "<Response/>"), ("MachineDetection", "Enable"), (field, value));
        Assert.Equal((400, 20001), (status, body.GetProperty("code").GetInt32()));
    }

    [Fact]
    public async Task A_document_in_the_request_has_four_thousand_characters_at_most()
    {
        var (status, _) = await PostAsync("Calls.json", ("To", Theirs), ("From", Ours), ("Twiml", new string('x', 4001)));
        Assert.Equal(400, status);
        Assert.Equal(201, (await PostAsync("Calls.json", ("To", Theirs), ("From", Ours), ("Twiml", $"<Response>{new string(' ', 3979)}</Response>"))).Status);
    }

    [Fact]
    public async Task An_event_that_is_none_is_warned_of_and_left_out()
    {
        Phone.Plan = new HandsetPlan.Busy();
        await PlaceAsync(("StatusCallbackEvent", "initiated ringing"), ("StatusCallbackEvent", "completed"));
        Assert.Equal("busy", App.Next("status")["CallStatus"]);
        Assert.Equal([21626], Alerts);
    }

    [Fact]
    public async Task Without_events_only_the_end_is_told()
    {
        Phone.Plan = new HandsetPlan.Busy();
        await PostAsync("Calls.json", ("To", Theirs), ("From", Ours), ("Twiml", "<Response/>"), ("StatusCallback", new Uri(App.Url, "status").AbsoluteUri));
        Assert.Equal("busy", App.Next("status")["CallStatus"]);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("AC00000000000000000000000000000000", "x")]
    [InlineData("", "wrong")]
    public async Task A_wrong_login_is_refused(string? user, string? password)
    {
        using var client = Login(user is "" ? Twilio.Options.AccountSid : user ?? "", password ?? "");
        if (user is null) client.DefaultRequestHeaders.Authorization = null;
        using var response = await client.GetAsync("Calls.json");
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(20003, System.Text.Json.JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("code").GetInt32());
        Assert.Equal([20003], Alerts);
    }

    [Fact]
    public async Task An_api_key_logs_in_too()
    {
        using var client = Login(Key, "secret");
        using var response = await client.GetAsync("Calls.json");
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("Calls/CA00000000000000000000000000000000.json")]
    [InlineData("Conferences.json")]
    [InlineData("../AC00000000000000000000000000000000/Calls.json")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        var (status, body) = await GetAsync(path);
        Assert.Equal((404, 20404), (status, body.GetProperty("code").GetInt32()));
    }

    [Fact]
    public async Task A_call_is_listed_by_its_fields_and_its_time_page_by_page()
    {
        for (var i = 0; i < 5; i++)
        {
            Twilio.AddHandset($"+1500555030{i}", i == 0 ? new HandsetPlan.Busy() : null);
            await PlaceAsync(("To", $"+1500555030{i}"));
        }
        await Twilio.Calls[0].WaitForStatusAsync(status => status == "busy", Soon);
        Assert.Equal(1, (await GetAsync("Calls.json?Status=busy")).Body.GetProperty("calls").GetArrayLength());
        Assert.Equal(1, (await GetAsync("Calls.json?To=%2B15005550303")).Body.GetProperty("calls").GetArrayLength());
        Assert.Equal(0, (await GetAsync("Calls.json?From=%2B15005550303")).Body.GetProperty("calls").GetArrayLength());
        Assert.Equal(5, (await GetAsync("Calls.json?StartTime=1970-01-01")).Body.GetProperty("calls").GetArrayLength());
        Assert.Equal(0, (await GetAsync("Calls.json?StartTime%3E=1970-01-02")).Body.GetProperty("calls").GetArrayLength());
        Assert.Equal(1, (await GetAsync("Calls.json?EndTime%3C=1970-01-02")).Body.GetProperty("calls").GetArrayLength());
        var page = (await GetAsync("Calls.json?PageSize=2&From=%2B15005550006")).Body;
        Assert.Equal((2, 0), (page.GetProperty("calls").GetArrayLength(), page.GetProperty("page").GetInt32()));
        Assert.Equal("+15005550304", page.GetProperty("calls")[0].GetProperty("to").GetString());
        var seen = 2;
        while (page.GetProperty("next_page_uri").GetString() is { } next)
        {
            page = System.Text.Json.JsonElement.Parse(await Http.GetStringAsync(new Uri(Twilio.Address, next)));
            seen += page.GetProperty("calls").GetArrayLength();
        }
        Assert.Equal(5, seen);
    }

    [Fact]
    public async Task An_ended_call_can_be_deleted_and_one_that_goes_on_cannot()
    {
        Phone.Plan = new HandsetPlan.Busy();
        var call = await PlaceAsync();
        using (var early = await Http.DeleteAsync("Calls/CA1.json")) Assert.Equal(404, (int)early.StatusCode);
        await call.WaitForStatusAsync(status => status == "busy", Soon);
        using (var done = await Http.DeleteAsync($"Calls/{call.Sid}.json")) Assert.Equal(204, (int)done.StatusCode);
        Assert.Equal(404, (await GetAsync($"Calls/{call.Sid}.json")).Status);
        Phone.Plan = new HandsetPlan.Rings();
        Time.Advance(TimeSpan.FromSeconds(1));
        var ringing = await PlaceAsync();
        using var refused = await Http.DeleteAsync($"Calls/{ringing.Sid}.json");
        Assert.Equal(400, (int)refused.StatusCode);
    }

    [Fact]
    public async Task The_account_and_its_numbers_can_be_looked_up()
    {
        Assert.Equal("active", (await GetAsync($"../{Twilio.Options.AccountSid}.json")).Body.GetProperty("status").GetString());
        var numbers = (await GetAsync("IncomingPhoneNumbers.json?PhoneNumber=%2B15005550006")).Body.GetProperty("incoming_phone_numbers");
        Assert.Equal(new Uri(App.Url, "voice").AbsoluteUri, numbers[0].GetProperty("voice_url").GetString());
        Assert.Equal(0, (await GetAsync("IncomingPhoneNumbers.json?PhoneNumber=%2B15005550007")).Body.GetProperty("incoming_phone_numbers").GetArrayLength());
    }

    [Fact]
    public async Task A_fault_meets_one_request_and_the_next_one_goes_through()
    {
        Twilio.Faults.Next("/2010-04-01", TwilioFaults.TooManyRequests(TimeSpan.FromSeconds(2)));
        Twilio.Faults.Next("/2010-04-01", TwilioFaults.Unavailable());
        using (var refused = await Http.GetAsync("Calls.json"))
        {
            Assert.Equal((429, TimeSpan.FromSeconds(2)), ((int)refused.StatusCode, refused.Headers.RetryAfter!.Delta));
            Assert.Contains("\"code\":20429", await refused.Content.ReadAsStringAsync());
        }
        Assert.Equal(503, (await GetAsync("Calls.json")).Status);
        Assert.Equal(200, (await GetAsync("Calls.json")).Status);
    }

    [Fact]
    public async Task A_connection_that_breaks_after_the_request_has_made_the_call_all_the_same()
    {
        Twilio.Faults.Next("/2010-04-01", new SimulatedFault.Break(0));
        await Assert.ThrowsAsync<HttpRequestException>(() => PlaceAsync());
        Assert.Single(Twilio.Calls);
    }
}

/// <summary>What a trial account may not do.</summary>
public sealed class TrialTests : TwilioTest
{
    internal override TwilioSimulatorOptions Configure(TwilioSimulatorOptions options) =>
        options with { Trial = true, VerifiedNumbers = [.. Enumerable.Range(0, 6).Select(i => $"+1500555040{i}")], CallsPerSecond = 1000 };

    [Fact]
    public async Task Numbers_that_are_not_verified_are_refused()
    {
        Assert.Equal(21219, (await PostAsync("Calls.json", ("To", Theirs), ("From", Ours), ("Twiml", "<Response/>"))).Body.GetProperty("code").GetInt32());
        Assert.Equal(21608, (await PostAsync("Messages.json", ("To", Theirs), ("From", Ours), ("Body", "Hello"))).Body.GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task A_verified_number_may_be_shown_as_the_caller()
    {
        Assert.Equal(201, (await PostAsync("Calls.json", ("To", "+15005550401"), ("From", "+15005550400"), ("Twiml", "<Response/>"))).Status);
    }

    [Fact]
    public async Task A_sixth_call_at_once_fails()
    {
        var calls = new List<TwilioCall>();
        for (var i = 0; i < 6; i++)
        {
            Twilio.AddHandset($"+1500555040{i}");
            calls.Add(await PlaceAsync(("To", $"+1500555040{i}")));
        }
        await calls[5].WaitForStatusAsync(status => status == "failed", Soon);
        Assert.DoesNotContain("failed", calls.Take(5).Select(call => call.Status));
        Assert.Equal([10004], Alerts);
    }
}

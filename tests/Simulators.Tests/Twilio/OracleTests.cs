using System.Text.Json;
using CallActors.Simulators.Twilio;

namespace CallActors.Simulators.Tests.Twilio;

/// <summary>Twilio's own package finds Twilio here.</summary>
public sealed class OracleTests : TwilioTest
{
    internal override TwilioSimulatorOptions Configure(TwilioSimulatorOptions options) => options with { Time = TimeProvider.System, CallsPerSecond = 1000 };

    [OracleFact]
    public async Task The_official_client_places_looks_up_changes_lists_and_deletes_calls_and_sends_texts()
    {
        App.On("voice", "<Hangup/>");
        var seen = JsonElement.Parse(await Oracle.AskAsync(
            "twilio-simulator.mjs", "", $"{Twilio.Address}", Twilio.Options.AccountSid, Twilio.Options.AuthToken, Ours, Theirs, new Uri(App.Url, "voice").AbsoluteUri));
        var created = seen.GetProperty("created");
        Assert.Equal(("queued", Theirs, Ours, "outbound-api"), (Text(created, "status"), Text(created, "to"), Text(created, "from"), Text(created, "direction")));
        Assert.Equal((Twilio.Options.AccountSid, "2010-04-01", true), (Text(created, "accountSid"), Text(created, "apiVersion"), created.GetProperty("dateCreated").GetBoolean()));
        Assert.Equal($"/2010-04-01/Accounts/{Twilio.Options.AccountSid}/Calls/{Text(created, "sid")}.json", Text(created, "uri"));
        Assert.Contains(Text(seen, "fetched"), (string[])["queued", "ringing"]);
        Assert.Equal("canceled", Text(seen, "ended"));
        Assert.Equal("""{"status":"canceled","duration":"0","endTime":true}""", seen.GetProperty("final").GetRawText());
        Assert.True(seen.GetProperty("listed").GetBoolean());
        Assert.Equal((1, 2, 2, 1), (Number(seen, "byStatus"), Number(seen, "paged"), Number(seen, "today"), Number(seen, "messages")));
        Assert.Equal("""{"sid":"SM","status":"queued","body":"hello ☎","numSegments":"1","errorCode":null}""", seen.GetProperty("message").GetRawText());
        Assert.Equal($"[\"{Ours}\"]", seen.GetProperty("numbers").GetRawText());
        Assert.Equal("active", Text(seen, "account"));
        Assert.True(seen.GetProperty("removed").GetBoolean());
        foreach (var (what, status, code) in ((string, int, int)[])[("to", 400, 21211), ("from", 400, 21210), ("url", 400, 21205), ("ended", 400, 21220), ("missing", 404, 20404), ("body", 400, 21617), ("login", 401, 20003)])
        {
            Assert.Equal(
                $$"""{"name":"RestException","status":{{status}},"code":{{code}},"moreInfo":"https://www.twilio.com/docs/errors/{{code}}"}""", seen.GetProperty("errors").GetProperty(what).GetRawText());
        }
        Assert.Equal("hello ☎", (await Phone.WaitForTextAsync(_ => true, Soon)).Body);
    }

    [OracleFact]
    public async Task The_official_validator_finds_every_request_and_every_handshake_genuine()
    {
        App.On("voice", $"<Connect><Stream url=\"{App.Stream()}\" statusCallback=\"streams\"/></Connect>");
        Phone.Verdict = new MachineVerdict("human", TimeSpan.Zero);
        var call = await TalkAsync(
            ("Url", new Uri(App.Url, "voice?key=é&amp=a%26b").AbsoluteUri), ("MachineDetection", "Enable"), ("AsyncAmd", "true"),
            ("AsyncAmdStatusCallback", new Uri(App.Url, "amd").AbsoluteUri), ("AsyncAmdStatusCallbackMethod", "GET"));
        var peer = App.NextStream();
        await call.WaitForStreamAsync(Soon);
        await Phone.SendTextAsync(Ours, "héllo ☎ & +=%20");
        Phone.HangUp();
        foreach (var number in (string[])["0", "1", "2", "3"]) await Twilio.WaitForWebhookAsync(made => made["SequenceNumber"] == number, Soon);
        await Twilio.WaitForWebhookAsync(made => made.Url.Contains("amd", StringComparison.Ordinal), Soon);
        await Twilio.WaitForWebhookAsync(made => made["StreamEvent"] == "stream-stopped", Soon);
        var requests = Twilio.Made.Select(made => new { url = made.Url, @params = made.Fields.ToDictionary(), signature = made.Signature })
            .Append(new { url = App.Stream(), @params = new Dictionary<string, string>(), signature = peer.Signature });
        var verdicts = JsonElement.Parse(await Oracle.AskAsync("twilio-validate.mjs", JsonSerializer.Serialize(new { token = Twilio.Options.AuthToken, requests })));
        Assert.True(verdicts.GetArrayLength() >= 10);
        Assert.All(verdicts.EnumerateArray(), verdict => Assert.True(verdict.GetBoolean()));
        var forged = requests.Select(request => request with { signature = RequestSignature.Of("another", request.url, request.@params) });
        verdicts = JsonElement.Parse(await Oracle.AskAsync("twilio-validate.mjs", JsonSerializer.Serialize(new { token = Twilio.Options.AuthToken, requests = forged })));
        Assert.All(verdicts.EnumerateArray(), verdict => Assert.False(verdict.GetBoolean()));
    }

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}

using System.Text;
using System.Text.Json;
using CallActors.Carriers.Twilio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Texts;

namespace CallActors.Carriers.Tests.Twilio;

public sealed class TwilioRestOracleTests
{
    private const string Number = "+491701234567";
    private static readonly CallId Call = CallId.ForIdempotencyKey("twilio");

    [OracleFact]
    public async Task Our_requests_are_those_of_Twilios_own_client()
    {
        var time = new ManualTime();
        var twilio = new FakeTwilio(time);
        var options = FakeTwilio.Options with { ApiKeySid = "SK1", ApiKeySecret = "key:secret", BaseUrl = TwilioOptions.BaseUrlOf("ie1", "dublin") };
        using var rest = new TwilioRest(options, twilio, time, () => 0);
        var carrier = new TwilioCarrier(options, rest, time);
        var get = FakeTwilio.Leg("CA1").Replace("POST", "GET", StringComparison.Ordinal);
        twilio.Next(FakeTwilio.Calls, 201, FakeTwilio.Call("CA1")).Next(FakeTwilio.Leg("CA1"), 200, FakeTwilio.Call("CA1")).Next(FakeTwilio.Leg("CA1"), 200, FakeTwilio.Call("CA1", "canceled"))
            .Next(get, 200, FakeTwilio.Call("CA1")).Next(FakeTwilio.CallList, 200, "{}").Next(FakeTwilio.Messages, 201, """{"sid":"SM1"}""").Next(FakeTwilio.MessageList, 200, "{}");

        var leg = await time.RunAsync(carrier.DialAsync(new DialOrder(Call, new Callee(Number), TimeSpan.FromSeconds(44.2)), default));
        await carrier.RedirectAsync(Call, leg, default);
        await carrier.HangUpAsync(leg, default);
        await carrier.LookUpAsync(leg, default);
        await rest.ListCallsAsync(Number, options.From, default);
        await new TwilioTexts(options, rest, time).SendAsync(new TextOrder("k/1", "whatsapp:" + Number, "héllo & ☎ +1"), default);
        await rest.ListMessagesAsync(Number, options.From, default);

        var voice = $"https://gateway.example.com/twiml?call={Call}";
        object Question(string what, object parameters) => new
        {
            @do = what,
            account = FakeTwilio.Account,
            user = "SK1",
            secret = "key:secret",
            region = "ie1",
            edge = "dublin",
            sid = "CA1",
            @params = parameters,
        };
        object[] asked =
        [
            Question("call", new
            {
                to = Number, from = options.From, url = voice, method = "POST", statusCallback = voice + "&about=status", statusCallbackMethod = "POST",
                statusCallbackEvent = new[] { "initiated", "ringing", "answered", "completed" }, timeout = 45,
                machineDetection = "DetectMessageEnd", machineDetectionTimeout = 30, asyncAmd = "true",
                asyncAmdStatusCallback = voice + "&about=machine", asyncAmdStatusCallbackMethod = "POST",
            }),
            Question("update", new { url = voice }),
            Question("update", new { status = "canceled" }),
            Question("fetch", new { }),
            Question("calls", new { to = Number, from = options.From, pageSize = 50 }),
            Question("message", new { to = "whatsapp:" + Number, from = options.WhatsAppFrom, body = "héllo & ☎ +1", statusCallback = "https://gateway.example.com/whatsapp?text=k%2F1" }),
            Question("messages", new { to = Number, from = options.From, pageSize = 50 }),
        ];
        var theirs = JsonDocument.Parse(await Oracle.AskAsync("twilio-rest.mjs", JsonSerializer.Serialize(asked))).RootElement.EnumerateArray().ToArray();
        var ours = twilio.Requests.ToArray();
        Assert.Equal(theirs.Length, ours.Length);
        foreach (var (their, our) in theirs.Zip(ours))
        {
            Assert.Equal(their.GetProperty("method").GetString(), our.Method);
            Assert.Equal(Normal(their.GetProperty("url").GetString()!), Normal(our.Url));
            var key = $"{their.GetProperty("user").GetString()}:{their.GetProperty("secret").GetString()}";
            Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(key)), our.Authorization);
            Assert.Equal(
                their.GetProperty("form").EnumerateArray().Select(f => (f[0].GetString()!, f[1].GetString()!)).Order(),
                our.Form.Select(f => (f.Key, f.Value)).Order());
        }
    }

    /// <summary>The URL with its query decoded.</summary>
    private static string Normal(string url) => $"{new Uri(url).GetLeftPart(UriPartial.Path)} {string.Join(' ', FormFields.ParseQuery(url)!.All.Select(f => $"{f.Key}={f.Value}"))}";
}

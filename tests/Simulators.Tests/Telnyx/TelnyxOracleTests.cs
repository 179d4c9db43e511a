using System.Text;
using System.Text.Json;
using CallActors.Carriers.Telnyx;
using CallActors.Carriers.Tests;
using CallActors.Carriers.Webhooks;
using CallActors.Simulators.Telnyx;

namespace CallActors.Simulators.Tests.Telnyx;

/// <summary>Telnyx' own package against ours.</summary>
public sealed class TelnyxOracleTests
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private sealed record Case(string Key, long Now, string? Timestamp, string? Signature, string Body);

    [OracleFact]
    public async Task We_take_exactly_the_webhooks_that_telnyx_own_verifier_takes()
    {
        var random = new Random(2026);
        var cases = Enumerable.Range(0, 3000).Select(_ => RandomCase(random)).ToArray();
        var verdicts = JsonSerializer.Deserialize<bool[]>(await Oracle.AskAsync("telnyx-verify.mjs", JsonSerializer.Serialize(cases, Web)))!;
        Assert.Equal(cases.Length, verdicts.Length);
        for (var i = 0; i < cases.Length; i++) Assert.True(verdicts[i] == OurVerdict(cases[i]), $"case {i}: {JsonSerializer.Serialize(cases[i], Web)}");
        Assert.InRange(verdicts.Count(taken => taken), 500, 2500);
    }

    [OracleFact]
    public async Task Telnyx_own_verifier_takes_what_the_simulator_signs()
    {
        await using var telnyx = await SimulatedTelnyx.StartAsync(new SimulatedTelnyxOptions { WebhookUrl = new Uri("http://127.0.0.1:9/nobody") });
        telnyx.Text("+15552223333", "Grüß dich ☎ \"&\"");
        telnyx.Ring("+15552223333").HangUp();
        var sent = telnyx.Sent;
        Assert.Equal(["message.received", "call.initiated", "call.hangup"], sent.Select(webhook => webhook.Type));
        var cases = sent.Select(webhook => new Case(telnyx.PublicKey, long.Parse(webhook.Timestamp), webhook.Timestamp, webhook.Signature, webhook.Body)).ToArray();
        var verdicts = await Oracle.AskAsync("telnyx-verify.mjs", JsonSerializer.Serialize(cases, Web));
        Assert.Equal("[true,true,true]", verdicts.Trim());
        Assert.All(cases, one => Assert.True(OurVerdict(one)));
    }

    [OracleFact]
    public async Task Telnyx_own_client_meets_what_it_knows()
    {
        await using var telnyx = await SimulatedTelnyx.StartAsync();
        var options = new SimulatedTelnyxOptions();
        using var json = JsonDocument.Parse(await Oracle.AskAsync("telnyx-client.mjs", "", new Uri(telnyx.BaseUrl, "/v2").AbsoluteUri, options.ApiKey, options.ConnectionId, options.Number));
        var seen = json.RootElement;
        var call = Assert.Single(telnyx.Calls);
        Assert.Equal(call.Id, seen.GetProperty("dialled").GetProperty("call_control_id").GetString());
        Assert.Equal("call", seen.GetProperty("dialled").GetProperty("record_type").GetString());
        Assert.Equal("Yw==", seen.GetProperty("dialled").GetProperty("client_state").GetString());
        Assert.True(seen.GetProperty("same").GetBoolean());
        Assert.Equal("ok", seen.GetProperty("hungUp").GetProperty("result").GetString());
        Expect("early", "UnprocessableEntityError", 422, "90034");
        Expect("earlySpeech", "UnprocessableEntityError", 422, "90034");
        Expect("badUrl", "UnprocessableEntityError", 422, "90034");
        Expect("afterEnd", "UnprocessableEntityError", 422, "90018");
        Expect("unknownCall", "NotFoundError", 404, "10005");
        Expect("badNumber", "UnprocessableEntityError", 422, "10016");
        Expect("badConnection", "UnprocessableEntityError", 422, "10015");
        Expect("badKey", "AuthenticationError", 401, "10009");
        Assert.Equal("queued", seen.GetProperty("message").GetProperty("to")[0].GetProperty("status").GetString());
        Assert.Equal("Hello ☎", Assert.Single(telnyx.Texts).Text);
        var application = seen.GetProperty("application");
        Assert.Equal((true, "2"), (application.GetProperty("active").GetBoolean(), application.GetProperty("webhook_api_version").GetString()));
        Expect("noApplication", "NotFoundError", 404, "10005");
        Assert.True(seen.GetProperty("profile").GetProperty("enabled").GetBoolean());
        Assert.Equal(telnyx.Options.Number, Assert.Single(seen.GetProperty("numbers").EnumerateArray()).GetProperty("phone_number").GetString());
        Assert.Empty(seen.GetProperty("noNumbers").EnumerateArray());
        Assert.Equal("10.00", seen.GetProperty("balance").GetProperty("available_credit").GetString());

        void Expect(string name, string type, int status, string code)
        {
            var refusal = seen.GetProperty(name);
            Assert.Equal((type, status, code), (refusal.GetProperty("type").GetString(), refusal.GetProperty("status").GetInt32(), refusal.GetProperty("code").GetString()));
        }
    }

    private static Case RandomCase(Random random)
    {
        var seed = new byte[32];
        random.NextBytes(seed);
        using var key = new SigningKey(seed);
        var now = 1_700_000_000L + random.Next(1_000_000);
        var at = now + random.Next(4) switch { 0 => random.Next(-310, -290), 1 => random.Next(290, 310), _ => random.Next(-200, 200) };
        var timestamp = $"{at}";
        var body = new string([.. Enumerable.Range(0, random.Next(200)).Select(_ => Character(random))]);
        var signature = Convert.ToBase64String(key.Sign(Encoding.UTF8.GetBytes($"{timestamp}|{body}")));
        var one = new Case(key.PublicKey, now, timestamp, signature, body);
        var at2 = random.Next(signature.Length);
        return random.Next(16) switch
        {
            0 => one with { Body = body + "x" },
            1 => one with { Timestamp = $"{at + 1}" },
            2 => one with { Timestamp = random.Next(4) switch { 0 => "NaN", 1 => $"{at}.0", 2 => $" {at}", _ => $"{at}x" } },
            3 => one with { Timestamp = null },
            4 => one with { Signature = null },
            5 => one with { Signature = signature[..at2] },
            6 => one with { Signature = signature[..at2] + (char)('A' + random.Next(26)) + signature[(at2 + 1)..] },
            7 => one with { Signature = signature.Replace("=", "") },
            8 => one with { Signature = signature + "AAAA" },
            _ => one,
        };
    }

    private static char Character(Random random) => random.Next(5) switch
    {
        0 => '|',
        1 => (char)random.Next(0x80, 0x2000),
        _ => (char)random.Next(0x20, 0x7F),
    };

    private static bool OurVerdict(Case one)
    {
        var time = new ManualTime();
        time.Advance(TimeSpan.FromSeconds(one.Now));
        var options = new TelnyxOptions
        {
            ApiKey = "k",
            ConnectionId = "c",
            From = "+15550001111",
            PublicUrl = new Uri("https://example.com"),
            PublicKey = TelnyxPublicKey.Parse(one.Key),
        };
        using var http = new HttpClient();
        var carrier = new TelnyxCarrier(new TelnyxClient(http, options, time, () => 0), options);
        var webhook = new TelnyxWebhook(carrier, new TelnyxStreams(carrier, () => throw new InvalidOperationException(), options, time), () => throw new InvalidOperationException(), options, time);
        return webhook.Refusal(new WebhookRequest(
            "POST", "/twiml", "", "application/json",
            name => name switch { "telnyx-timestamp" => one.Timestamp, "telnyx-signature-ed25519" => one.Signature, _ => null },
            Encoding.UTF8.GetBytes(one.Body))) is null;
    }
}

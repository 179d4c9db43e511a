using System.Text;
using CallActors.Carriers.Twilio;
using CallActors.Carriers.Webhooks;
using CallActors.Contracts.Calls;

namespace CallActors.Carriers.Tests.Twilio;

public sealed class TwilioFuzzTests
{
    private static readonly string Voice = $"/twiml?call={CallId.ForIdempotencyKey("twilio")}";

    private static readonly (string Path, string Form)[] Genuine =
    [
        (Voice, $"CallSid=CA1&AccountSid={FakeTwilio.Account}&CallStatus=in-progress&Direction=outbound-api&From=%2B1&To=%2B2"),
        (Voice + "&about=status", $"CallSid=CA1&AccountSid={FakeTwilio.Account}&CallStatus=busy&SipResponseCode=603&CallbackSource=call-progress-events"),
        (Voice + "&about=machine", $"CallSid=CA1&AccountSid={FakeTwilio.Account}&AnsweredBy=machine_end_beep"),
        (Voice + "&try=3", $"CallSid=CA1&AccountSid={FakeTwilio.Account}&StreamEvent=stream-error&StreamError=x"),
        ("/twiml", $"CallSid=CA1&AccountSid={FakeTwilio.Account}&CallStatus=ringing&Direction=inbound&From=%2B1&To=%2B2"),
        ("/whatsapp", $"MessageSid=SM1&AccountSid={FakeTwilio.Account}&From=whatsapp%3A%2B491701234567&To=%2B15005550006&Body=h%C3%A9llo+%E2%98%8E"),
        ("/whatsapp?text=k%20", $"MessageSid=SM1&AccountSid={FakeTwilio.Account}&MessageStatus=failed&ErrorCode=30003"),
        ("/twiml?bodySHA256=ecf9e98ec0641e23113ff3ce8bdc78d0ddd249886517fd4a7f68cc83d4e65667", """{"a":1,"b":"x"}"""),
    ];

    private static readonly string[] Pieces =
        ["%", "%F", "%FF", "%00", "&", "&&", "=", "+", "%C3", "\uFFFD", "\0", "CallSid=", "CallSid=&CallSid=", "CallStatus=completed&", "%ED%A0%80", "?", "#", "//", "bodySHA256=", "\"", "try=99999999999999999999", "&call=call-", "9", new string('A', 300)];

    [Theory]
    [InlineData(1, 100_000)]
    public async Task No_mutated_request_is_more_than_an_answer(int seed, int count) => await FuzzAsync(seed, count);

    [Theory]
    [Trait("Category", "Soak")]
    [InlineData(2, 1_000_000)]
    public async Task Nor_of_a_million(int seed, int count) => await FuzzAsync(seed, count);

    private static async Task FuzzAsync(int seed, int count)
    {
        var random = new Random(seed);
        var time = new ManualTime();
        using var rest = new TwilioRest(FakeTwilio.Options, new FakeTwilio(time), time, () => 0);
        var desk = new FakeDesk();
        var webhook = new TwilioWebhook(
            FakeTwilio.Options, new TwilioCarrier(FakeTwilio.Options, rest, time), new TwilioTexts(FakeTwilio.Options, rest, time), () => desk, desk, new FakePolicy(FakePolicy.Ada), time);
        var handshake = new TwilioHandshake(FakeTwilio.Options);
        var (genuine, answered) = (0, 0);
        for (var i = 0; i < count; i++)
        {
            var (path, form) = Genuine[random.Next(Genuine.Length)];
            var body = Mutated(random, Encoding.UTF8.GetBytes(form));
            var target = Encoding.UTF8.GetString(Mutated(random, Encoding.UTF8.GetBytes(path)));
            // Half of them are signed as they are: the signature must hold and what follows it bear them.
            var signature = random.Next(2) == 0
                ? Encoding.UTF8.GetString(Mutated(random, Encoding.UTF8.GetBytes("L/OH5YylLD5NRKLltdqwSvS0BnU=")))
                : TwilioSignature.Create(FakeTwilio.Options.AuthToken, "https://gateway.example.com" + target, FormFields.Parse(body)?.All ?? []);
            var type = random.Next(10) switch { 0 => "", 1 => "application/json", _ => "application/x-www-form-urlencoded" };
            var request = new WebhookRequest(random.Next(9) == 0 ? "GET" : "POST", target, "", type, name => name == TwilioSignature.Header ? signature : null, body);
            _ = webhook.Recognizes(request);
            if (webhook.Refusal(request) is null) genuine++;
            _ = handshake.Refusal(target, request.Header);
            // Also what was refused: the parser must not rely on the signature.
            var answer = await webhook.TakeAsync(request, CancellationToken.None);
            Assert.Equal(200, answer.Status);
            Assert.StartsWith("<?xml", answer.Body, StringComparison.Ordinal);
            if (!desk.Told.IsEmpty) answered++;
            desk.Told.Clear();
        }
        Assert.InRange(genuine, count / 5, count * 3 / 5);
        Assert.InRange(answered, count / 10, count);
    }

    private static byte[] Mutated(Random random, byte[] bytes)
    {
        for (var times = random.Next(4); times > 0; times--)
        {
            var at = random.Next(bytes.Length + 1);
            bytes = random.Next(5) switch
            {
                0 when at < bytes.Length => [.. bytes[..at], (byte)random.Next(256), .. bytes[(at + 1)..]],
                1 => [.. bytes[..at], .. bytes[random.Next(at, bytes.Length + 1)..]],
                2 => [.. bytes[..at], .. bytes[random.Next(bytes.Length + 1)..]],
                _ => [.. bytes[..at], .. Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]), .. bytes[at..]],
            };
        }
        return bytes;
    }
}

using System.Text;
using System.Text.Json;
using CallActors.Carriers.Twilio;

namespace CallActors.Carriers.Tests.Twilio;

public sealed class TwilioSignatureTests
{
    private const string Token = "12345";
    private const string Json = """{"a":1,"b":"x"}""";
    private const string JsonUrl = "https://example.com/json?bodySHA256=ecf9e98ec0641e23113ff3ce8bdc78d0ddd249886517fd4a7f68cc83d4e65667";

    public static TheoryData<string, string, string> Vectors => new()
    {
        { "https://example.com/myapp.php?foo=1&bar=2", "CallSid=CA1234567890ABCDE|Caller=+14158675310|Digits=1234|From=+14158675310|To=+18005551212", "L/OH5YylLD5NRKLltdqwSvS0BnU=" },
        { "https://example.com/voice/inbound", "", "6uraWXTYNlW/uB26ry0IS2QIwCY=" },
        { "wss://example.com/media", "", "7PR3qMkpDyEJtMrVOY/LDyNq8J8=" },
        { "wss://example.com/media/", "", "T+WBXwUXC0/CyoZ1DA+p9ilZORs=" },
        { "https://example.com:443/voice", "A=1", "oP/ZzrE2YhvCiPn4AontLxld214=" },
        { "https://example.com/voice", "A=1", "jPgFZWWm2p9hlMKpEc8jDy6mcnU=" },
        { "https://example.com/voice", "B=z|B=a|B=a|A=1", "iHJY1vHnNXLQjJKDUcUoohGOi7g=" },
        { "https://example.com/voice", "a=1|B=2|_c=3", "OeoTv0LYzwxQFknDIz54VOB/JTA=" },
        { "https://example.com/sms", "Body=héllo ☎ & +|From=+15550001111", "vvDr/FS4/3YDUgROMxtgxX4gYX8=" },
        { JsonUrl, "", "IqejntZG9kIFyHJTUlan57UPkD8=" },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void The_known_signatures_are_made_and_accepted(string url, string fields, string signature)
    {
        Assert.Equal(signature, TwilioSignature.Create(Token, url, Fields(fields)));
        Assert.True(TwilioSignature.IsValid(Token, signature, url, Fields(fields)));
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void One_change_to_token_url_fields_or_signature_is_noticed(string url, string fields, string signature)
    {
        Assert.False(TwilioSignature.IsValid(Token + "6", signature, url, Fields(fields)));
        Assert.False(TwilioSignature.IsValid(Token, signature, url + "x", Fields(fields)));
        Assert.False(TwilioSignature.IsValid(Token, signature, url, Fields(fields + "|Extra=1")));
        Assert.False(TwilioSignature.IsValid(Token, signature[..^2] + "x=", url, Fields(fields)));
        Assert.False(TwilioSignature.IsValid(Token, signature + " ", url, Fields(fields)));
        Assert.False(TwilioSignature.IsValid(Token, "", url, Fields(fields)));
    }

    [Theory]
    [InlineData("https://example.com/voice", "https://example.com:8443/voice", true)]
    [InlineData("https://example.com:443/voice", "https://example.com/voice", true)]
    [InlineData("https://example.com:8443/voice", "https://example.com/voice", false)]
    [InlineData("wss://example.com/media", "wss://example.com:443/media", true)]
    [InlineData("wss://example.com:443/media", "wss://example.com/media", false)]
    [InlineData("wss://example.com:80/media", "wss://example.com/media", true)]
    [InlineData("https://[::1]/voice", "https://[::1]:8443/voice", true)]
    [InlineData("https://user:secret@example.com/voice", "https://user:secret@example.com:443/voice", true)]
    [InlineData("https://example.com/voice?a=%27", "https://example.com/voice?a='", true)]
    [InlineData("https://example.com/voice", "example.com/voice", false)]
    public void Ports_and_escapes_are_borne_as_Twilio_bears_them(string signedUrl, string called, bool accepted)
    {
        var signature = TwilioSignature.Create(Token, signedUrl, []);
        Assert.Equal(accepted, TwilioSignature.IsValid(Token, signature, called, []));
    }

    [Fact]
    public void A_body_that_is_no_form_is_covered_by_its_hash()
    {
        var hash = JsonUrl[^64..];
        Assert.Equal(hash, TwilioSignature.HashBody(Encoding.UTF8.GetBytes(Json)));
        Assert.True(TwilioSignature.IsValidBody(hash, Encoding.UTF8.GetBytes(Json)));
        Assert.False(TwilioSignature.IsValidBody(hash, Encoding.UTF8.GetBytes(Json + " ")));
        Assert.False(TwilioSignature.IsValidBody(hash[1..], Encoding.UTF8.GetBytes(Json)));
    }

    [OracleFact]
    public async Task Twilios_own_package_signs_and_judges_random_requests_the_same()
    {
        var random = new Random(20261121);
        var asked = Enumerable.Range(0, 3000).Select(_ => Question.Random(random)).ToArray();
        var answers = JsonDocument.Parse(await Oracle.AskAsync("twilio-signature.mjs", JsonSerializer.Serialize(asked, Web))).RootElement;
        var accepted = 0;
        for (var i = 0; i < asked.Length; i++)
        {
            var fields = asked[i].Fields.Select(f => KeyValuePair.Create(f[0], f[1])).ToArray();
            var context = JsonSerializer.Serialize(asked[i], Web);
            Assert.True(answers[i].GetProperty("signature").GetString() == TwilioSignature.Create(asked[i].Token, asked[i].Url, fields), context);
            var theirs = answers[i].GetProperty("accepted").GetBoolean();
            var ours = TwilioSignature.IsValid(asked[i].Token, asked[i].Signature, asked[i].Url, fields);
            Assert.True(theirs == ours, $"{context}: accepted {theirs} by the package, {ours} by us");
            if (theirs) accepted++;
        }
        // Both verdicts must be common, or the comparison says little.
        Assert.InRange(accepted, asked.Length / 4, asked.Length * 3 / 4);
    }

    [OracleFact]
    public async Task Twilios_own_package_judges_bodies_that_are_no_forms_the_same()
    {
        var random = new Random(7);
        var asked = Enumerable.Range(0, 300).Select(i =>
        {
            var body = $$"""{"n":{{i}},"text":"é☎ {{new string('x', random.Next(40))}}"}""";
            var url = $"https://example.com/twiml?a={i}&bodySHA256={TwilioSignature.HashBody(Encoding.UTF8.GetBytes(body))}";
            var signature = TwilioSignature.Create(Token, url, []);
            return (url: random.Next(4) == 0 ? url + "0" : url, signature, body: random.Next(4) == 0 ? body + " " : body);
        }).ToArray();
        var answers = JsonDocument.Parse(await Oracle.AskAsync("twilio-signature.mjs", JsonSerializer.Serialize(
            asked.Select(a => new { token = Token, a.url, fields = Array.Empty<string[]>(), a.signature, a.body })))).RootElement;
        for (var i = 0; i < asked.Length; i++)
        {
            var (url, signature, body) = asked[i];
            var hash = FormFields.ParseQuery(url)![TwilioSignature.BodyHashParameter];
            var ours = TwilioSignature.IsValid(Token, signature, url, []) && TwilioSignature.IsValidBody(hash, Encoding.UTF8.GetBytes(body));
            Assert.Equal(answers[i].GetProperty("accepted").GetBoolean(), ours);
        }
        Assert.InRange(asked.Count(a => !a.body.EndsWith(' ') && a.url[^1] != '0'), 100, 250);
    }

    private static JsonSerializerOptions Web { get; } = new(JsonSerializerDefaults.Web);

    private static KeyValuePair<string, string>[] Fields(string text) =>
        text.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(f => f.Split('=', 2)).Select(f => KeyValuePair.Create(f[0], f[1])).ToArray();

    /// <summary>A request called by one URL and signed over another form of it, or over something else.</summary>
    private sealed record Question(string Token, string Url, string[][] Fields, string Signature)
    {
        private const string Plain = "abcXYZ019-._~";
        private const string Odd = " \"<>'!()*;:@,$/|\\^`{}[]+=&%é☎😀";

        public static Question Random(Random random)
        {
            var scheme = Pick(random, "https", "https", "http", "wss", "HTTPS");
            var user = random.Next(8) == 0 ? "user:pass@" : "";
            var host = Pick(random, "example.com", "Example.Com", "[2001:db8::1]", "127.0.0.1");
            var port = Pick(random, "", "", ":443", ":80", ":8443");
            var path = Pick(random, "", "/", "/twiml", "/a/b/", "/twiml/");
            var query = random.Next(3) == 0 ? "" : "?" + Query(random);
            var url = $"{scheme}://{user}{host}{port}{path}{query}";
            var token = Text(random, 8, Plain);
            var fields = Enumerable.Range(0, random.Next(6)).Select(_ => new[] { Name(random), Text(random, 12, Plain + Odd) }).ToArray();
            var form = random.Next(5) switch
            {
                0 => url,
                1 => url.Replace(port.Length > 0 ? port : "\u0001", "", StringComparison.Ordinal),
                2 => port.Length == 0 ? $"{scheme}://{user}{host}:{(scheme.Equals("https", StringComparison.OrdinalIgnoreCase) ? 443 : 80)}{path}{query}" : url,
                3 => Reescaped(url),
                _ => url + "x",
            };
            var signed = random.Next(10) == 0 ? fields.Append(["X", "1"]).ToArray() : fields;
            return new Question(token, url, fields, TwilioSignature.Create(token, form, signed.Select(f => KeyValuePair.Create(f[0], f[1]))));
        }

        private static string Reescaped(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.AbsoluteUri : url;

        private static string Query(Random random) => string.Join('&', Enumerable.Range(0, random.Next(1, 5)).Select(_ =>
            Pick(random, Name(random), random.Next(12).ToString()) + Pick(random, "=", "=", "=", "") + Text(random, 6, Plain + Odd.Replace("\\", "").Replace("%", Pick(random, "%", "")))));

        private static string Name(Random random) => Pick(random, "A", "a", "_c", "B", "Body", Text(random, 5, Plain));

        private static string Text(Random random, int length, string letters)
        {
            var runes = letters.EnumerateRunes().ToArray();
            return string.Concat(Enumerable.Range(0, random.Next(1, length)).Select(_ => runes[random.Next(runes.Length)].ToString()));
        }

        private static string Pick(Random random, params string[] choices) => choices[random.Next(choices.Length)];
    }
}

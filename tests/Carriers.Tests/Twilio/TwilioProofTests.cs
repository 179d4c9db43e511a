using System.Text;
using CallActors.Carriers.Twilio;
using CallActors.Contracts.Calls;
using static CallActors.Carriers.Tests.Twilio.TwilioRequests;

namespace CallActors.Carriers.Tests.Twilio;

/// <summary>Which requests and handshakes are Twilio's.</summary>
public sealed class TwilioProofTests : IDisposable
{
    private static readonly string Voice = $"/twiml?call={CallId.ForIdempotencyKey("twilio")}";

    private readonly ManualTime _time = new();
    private readonly TwilioRest _rest;
    private readonly TwilioWebhook _webhook;

    public TwilioProofTests()
    {
        _rest = new TwilioRest(FakeTwilio.Options, new FakeTwilio(_time), _time, () => 0);
        var desk = new FakeDesk();
        _webhook = new TwilioWebhook(
            FakeTwilio.Options, new TwilioCarrier(FakeTwilio.Options, _rest, _time), new TwilioTexts(FakeTwilio.Options, _rest, _time), () => desk, desk, inbound: null, _time);
    }

    public void Dispose() => _rest.Dispose();

    [Theory]
    [InlineData("https://gateway.example.com", "", true)]
    [InlineData("https://gateway.example.com:443", "", true)]
    [InlineData("https://other.example.com:8443", "", true)]
    [InlineData("https://other.example.com", "", true)]
    [InlineData("https://gateway.example.com", "/", true)]
    [InlineData("https://gateway.example.com:8443", "", false)]
    [InlineData("https://third.example.com", "", false)]
    [InlineData("http://gateway.example.com", "", false)]
    public void Every_public_name_of_ours_is_known_with_and_without_its_port_and_slash(string origin, string slash, bool genuine)
    {
        const string body = "CallSid=CA1&Body=h%C3%A9llo+%E2%98%8E";
        var signature = TwilioSignature.Create(FakeTwilio.Options.AuthToken, $"{origin}/twiml{slash}?call=x", [new("CallSid", "CA1"), new("Body", "héllo ☎")]);
        Assert.Equal(genuine, _webhook.Refusal(Request("POST", "/twiml?call=x", body, signature)) is null);
    }

    [Fact]
    public void What_is_not_signed_as_it_must_be_is_refused_with_a_reason_that_tells_nothing_of_it()
    {
        var good = Signed("POST", Voice, $"CallSid=CA1&AccountSid={FakeTwilio.Account}&CallStatus=ringing");
        Assert.Null(_webhook.Refusal(good));
        var refusals = new[]
        {
            good with { Header = _ => null },
            good with { Body = "CallSid=CA2"u8.ToArray() },
            good with { PathAndQuery = "/twiml" },
            good with { PathAndQuery = "/twiml?" + string.Join('&', Enumerable.Range(0, 600)) },
            good with { Body = Encoding.UTF8.GetBytes(string.Join('&', Enumerable.Range(0, 600))) },
            good with { ContentType = "application/json" },
            good with { ContentType = "" },
            good with { Header = _ => new string('x', 5000) },
        }.Select(request => _webhook.Refusal(request)).ToArray();
        Assert.All(refusals, refusal => Assert.Matches("^its? [a-z ',]+$", refusal));
        Assert.Equal(5, refusals.Distinct().Count());
    }

    [Fact]
    public void A_body_that_is_no_form_needs_its_hash_in_the_address()
    {
        const string json = """{"a":1}""";
        var url = "/twiml?bodySHA256=" + TwilioSignature.HashBody(Encoding.UTF8.GetBytes(json));
        var signature = TwilioSignature.Create(FakeTwilio.Options.AuthToken, "https://gateway.example.com" + url, []);
        Assert.Null(_webhook.Refusal(Request("POST", url, json, signature) with { ContentType = "application/json" }));
        Assert.NotNull(_webhook.Refusal(Request("POST", url, json + " ", signature) with { ContentType = "application/json" }));
    }

    [Fact]
    public void Twilios_requests_are_told_from_others()
    {
        Assert.True(_webhook.Recognizes(Request("GET", "/twiml", "", "sig") with { ContentType = "" }));
        Assert.True(_webhook.Recognizes(Request("POST", "/twiml", "", null)));
        Assert.False(_webhook.Recognizes(Request("POST", "/twiml", "", null) with { ContentType = "application/json" }));
        Assert.False(_webhook.Recognizes(Request("POST", "/twiml", "", null) with { Header = name => name == "telnyx-signature-ed25519" ? "x" : null }));
    }

    [Theory]
    [InlineData("wss://gateway.example.com/media-stream", true)]
    [InlineData("wss://gateway.example.com/media-stream/", true)]
    [InlineData("wss://other.example.com:8443/media-stream", true)]
    [InlineData("wss://third.example.com/media-stream", false)]
    [InlineData("https://gateway.example.com/media-stream", false)]
    public void A_signed_handshake_must_be_Twilios(string url, bool genuine)
    {
        var signature = TwilioSignature.Create(FakeTwilio.Options.AuthToken, url, []);
        var handshake = new TwilioHandshake(FakeTwilio.Options);
        Assert.Equal(genuine, handshake.Refusal("/media-stream", _ => signature) is null);
        Assert.Null(handshake.Refusal("/media-stream", _ => null));
    }
}

using CallActors.Carriers.Twilio;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Texts;

namespace CallActors.Carriers.Tests.Twilio;

public sealed class TwilioTextsTests : IDisposable
{
    private const string Number = "+491701234567";

    private readonly ManualTime _time = new();
    private readonly FakeTwilio _twilio;
    private readonly TwilioRest _rest;
    private readonly TwilioTexts _texts;

    public TwilioTextsTests()
    {
        _twilio = new FakeTwilio(_time);
        _rest = new TwilioRest(FakeTwilio.Options, _twilio, _time, () => 0.5);
        _texts = new TwilioTexts(FakeTwilio.Options, _rest, _time);
    }

    public void Dispose() => _rest.Dispose();

    [Theory]
    [InlineData(Number, "+15005550006")]
    [InlineData("whatsapp:" + Number, "whatsapp:+15005550009")]
    public async Task A_text_is_sent_from_the_sender_of_its_kind_and_names_its_key(string to, string from)
    {
        _twilio.Next(FakeTwilio.Messages, 201, """{"sid":"SM1","status":"queued"}""");
        Assert.Equal("SM1", await SendAsync("key 1/ü", to, "Grüße & <b>"));
        Assert.Equal(
            [("To", to), ("From", from), ("Body", "Grüße & <b>"), ("StatusCallback", "https://gateway.example.com/whatsapp?text=key%201%2F%C3%BC")],
            Assert.Single(_twilio.Requests).Form.Select(field => (field.Key, field.Value)));
    }

    [Fact]
    public async Task A_text_comes_from_the_number_that_the_order_names()
    {
        _twilio.Next(FakeTwilio.Messages, 201, """{"sid":"SM1"}""");
        await _time.RunAsync(_texts.SendAsync(new TextOrder("k", Number, "Hello", "+15005550007"), default));
        Assert.Equal("+15005550007", Assert.Single(_twilio.Requests).Form.Single(field => field.Key == "From").Value);
    }

    [Fact]
    public async Task One_key_is_sent_once()
    {
        _twilio.Next(FakeTwilio.Messages, 201, """{"sid":"SM1"}""");
        Assert.Equal("SM1", await SendAsync("k"));
        Assert.Equal("SM1", await SendAsync("k"));
        Assert.Single(_twilio.Requests);
    }

    [Fact]
    public async Task What_was_refused_may_be_sent_under_its_key_again()
    {
        _twilio.Next(FakeTwilio.Messages, 400, """{"code":21610}""").Next(FakeTwilio.Messages, 201, """{"sid":"SM1"}""");
        Assert.Contains("opted out", await FailureAsync("k"), StringComparison.Ordinal);
        Assert.Equal("SM1", await SendAsync("k"));
    }

    [Fact]
    public async Task Busy_and_unreachable_are_tried_again()
    {
        _twilio.Next(FakeTwilio.Messages, 429, "", TimeSpan.FromSeconds(2)).Next(FakeTwilio.Messages, HttpRequestError.NameResolutionError).Next(FakeTwilio.Messages, 201, """{"sid":"SM1"}""");
        Assert.Equal("SM1", await SendAsync("k"));
        Assert.True(_twilio.Requests.Last().At >= TimeSpan.FromSeconds(2.1));
    }

    [Fact]
    public async Task A_text_without_an_answer_is_found_in_Twilios_list_and_not_sent_again()
    {
        _twilio.NextSilent(FakeTwilio.Messages)
            .Next(FakeTwilio.MessageList, 200, """{"messages":[{"sid":"SM0","body":"Another","date_created":null}]}""")
            .Next(FakeTwilio.MessageList, 200, """{"messages":[{"sid":"SM0","body":"Another"},{"sid":"SM5","body":"Hello"}]}""");
        Assert.Equal("SM5", await SendAsync("k"));
        Assert.Equal(1, _twilio.CountOf(FakeTwilio.Messages));
    }

    [Fact]
    public async Task A_text_without_an_answer_shows_itself_by_its_news()
    {
        _twilio.NextSilent(FakeTwilio.Messages, () => _texts.Takes("k", "SM7"));
        Assert.Equal("SM7", await SendAsync("k"));
        Assert.Single(_twilio.Requests);
    }

    [Fact]
    public async Task A_text_whose_fate_stays_unknown_is_never_sent_a_second_time()
    {
        _twilio.Next(FakeTwilio.Messages, HttpRequestError.ResponseEnded);
        for (var i = 0; i < 10; i++) _twilio.Next(FakeTwilio.MessageList, 200, """{"messages":[]}""");
        Assert.Contains("not sent a second time", await FailureAsync("k"), StringComparison.Ordinal);
        Assert.Contains("not sent a second time", await FailureAsync("k"), StringComparison.Ordinal);
        Assert.Equal(1, _twilio.CountOf(FakeTwilio.Messages));
    }

    [Fact]
    public async Task After_a_fault_of_Twilios_one_look_at_its_list_decides()
    {
        _twilio.Next(FakeTwilio.Messages, 500, "").Next(FakeTwilio.MessageList, 200, """{"messages":[]}""").Next(FakeTwilio.Messages, 201, """{"sid":"SM2"}""");
        Assert.Equal("SM2", await SendAsync("k"));
        // The same text under another key is another text.
        _twilio.Next(FakeTwilio.Messages, 500, "").Next(FakeTwilio.MessageList, 200, """{"messages":[{"sid":"SM2","body":"Hello"},{"sid":"SM3","body":"Hello"}]}""");
        Assert.Equal("SM3", await SendAsync("k2"));
    }

    [Fact]
    public async Task What_cannot_be_sent_is_not_even_asked()
    {
        Assert.Contains("not valid", await FailureAsync("a", "whatsapp:123"), StringComparison.Ordinal);
        Assert.Contains("empty", await FailureAsync("b", Number, ""), StringComparison.Ordinal);
        Assert.Contains("too long", await FailureAsync("c", Number, new string('x', 1601)), StringComparison.Ordinal);
        using var rest = new TwilioRest(FakeTwilio.Options, _twilio, _time);
        var without = new TwilioTexts(FakeTwilio.Options with { WhatsAppFrom = "" }, rest, _time);
        var failure = await Assert.ThrowsAsync<CarrierException>(() => without.SendAsync(new TextOrder("d", "whatsapp:" + Number, "Hello"), default));
        Assert.Contains("No WhatsApp sender", failure.Message, StringComparison.Ordinal);
        Assert.Empty(_twilio.Requests);
    }

    private Task<string> SendAsync(string key, string to = Number, string body = "Hello") => _time.RunAsync(_texts.SendAsync(new TextOrder(key, to, body), default));

    private async Task<string> FailureAsync(string key, string to = Number, string body = "Hello") =>
        (await Assert.ThrowsAsync<CarrierException>(() => SendAsync(key, to, body))).Message;
}

using CallActors.Simulators.Media;
using CallActors.Simulators.Twilio;
using Microsoft.AspNetCore.Http;

namespace CallActors.Simulators.Tests.Twilio;

/// <summary>Text messages, out and in.</summary>
public sealed class TextTests : TwilioTest
{
    [Fact]
    public async Task A_message_reaches_the_phone_and_its_way_is_told()
    {
        var (status, body) = await PostAsync("Messages.json", ("To", Theirs), ("From", Ours), ("Body", "Hello ☎"), Callback);
        Assert.Equal((201, "queued", "1", "outbound-api"), (status, Text(body, "status"), Text(body, "num_segments"), Text(body, "direction")));
        var text = await Phone.WaitForTextAsync(_ => true, Soon);
        Assert.Equal((Text(body, "sid"), Ours, "Hello ☎"), (text.Id, text.From, text.Body));
        var told = new[] { App.Next("texts"), App.Next("texts") };
        Assert.Equal(["sent", "delivered"], told.Select(one => one["MessageStatus"]));
        Assert.All(told, one => Assert.Equal((text.Id, text.Id, Ours, Theirs), (one["MessageSid"], one["SmsSid"], one["From"], one["To"])));
        Assert.Equal("delivered", Text((await GetAsync($"Messages/{text.Id}.json")).Body, "status"));
        Assert.Equal(1, (await GetAsync("Messages.json?To=%2B15005550111")).Body.GetProperty("messages").GetArrayLength());
        Assert.Empty(Alerts);
    }

    [Theory]
    [InlineData(21604, "To", "")]
    [InlineData(21603, "From", "")]
    [InlineData(21602, "Body", "")]
    [InlineData(21211, "To", "none")]
    [InlineData(21211, "To", "whatsapp:none")]
    [InlineData(21910, "To", "whatsapp:+15005550111")]
    [InlineData(21606, "From", "+15005550099")]
    [InlineData(21609, "StatusCallback", "nowhere")]
    public async Task A_message_is_refused_with_twilios_code(int code, string field, string value)
    {
        (string Name, string Value)[] fields = [("To", Theirs), ("From", Ours), ("Body", "Hello")];
        var (status, body) = await PostAsync("Messages.json", [.. fields.Where(one => one.Name != field), (field, value)]);
        Assert.Equal((400, code), (status, body.GetProperty("code").GetInt32()));
        Assert.Equal([code], Alerts);
    }

    [Fact]
    public async Task A_message_has_1600_characters_at_most()
    {
        Assert.Equal(21617, (await PostAsync("Messages.json", ("To", Theirs), ("From", Ours), ("Body", new string('x', 1601)))).Body.GetProperty("code").GetInt32());
        Assert.Equal("11", Text((await PostAsync("Messages.json", ("To", Theirs), ("From", Ours), ("Body", new string('x', 1600)))).Body, "num_segments"));
    }

    [Fact]
    public async Task A_message_that_does_not_arrive_says_why()
    {
        Phone.TextError = 30003;
        var (_, body) = await PostAsync("Messages.json", ("To", Theirs), ("From", Ours), ("Body", "Hello"), Callback);
        App.Next("texts");
        var told = App.Next("texts");
        Assert.Equal(("undelivered", "30003"), (told["MessageStatus"], told["ErrorCode"]));
        Assert.Equal(30003, (await GetAsync($"Messages/{Text(body, "sid")}.json")).Body.GetProperty("error_code").GetInt32());
        Assert.Empty(Phone.Texts);
    }

    [Fact]
    public async Task The_phones_message_is_brought_in_and_answered()
    {
        App.On("sms", "<Message>Got <Body>it</Body></Message><Message>Twice</Message>");
        var sid = await Phone.SendTextAsync(Ours, "Call me");
        var asked = App.Next("sms");
        Assert.Equal((sid, "Call me", Theirs, Ours, "0", "1"), (asked["MessageSid"], asked["Body"], asked["From"], asked["To"], asked["NumMedia"], asked["NumSegments"]));
        Assert.Equal(["it", "Twice"], Phone.Texts.Select(text => text.Body));
        Assert.Equal(RequestSignature.Of(Twilio.Options.AuthToken, new Uri(App.Url, "sms").AbsoluteUri, asked.Form), asked.Signature);
    }

    [Fact]
    public async Task An_empty_answer_is_fine_and_one_that_is_no_document_is_not()
    {
        App.On("sms", "");
        await Phone.SendTextAsync(Ours, "One");
        App.On("sms", _ => Task.FromResult(Results.Ok()));
        await Phone.SendTextAsync(Ours, "Two");
        Assert.Empty(Alerts);
        App.On("sms", _ => Task.FromResult(Results.Json(new { ok = true })));
        await Phone.SendTextAsync(Ours, "Three");
        Assert.Equal([12300], Alerts);
        await Assert.ThrowsAsync<PhoneException>(() => Phone.SendTextAsync("+15005550099", "Nobody"));
    }

    [Fact]
    public async Task Whoever_writes_stop_gets_nothing_until_he_writes_start()
    {
        await Phone.SendTextAsync(Ours, " stop ");
        Assert.Equal(21610, (await PostAsync("Messages.json", ("To", Theirs), ("From", Ours), ("Body", "Hello"))).Body.GetProperty("code").GetInt32());
        await Phone.SendTextAsync(Ours, "START");
        Assert.Equal(201, (await PostAsync("Messages.json", ("To", Theirs), ("From", Ours), ("Body", "Hello"))).Status);
    }

    [Fact]
    public async Task Over_whatsapp_one_may_write_for_a_day_after_the_person_has_written()
    {
        (string, string)[] message = [("To", $"whatsapp:{Theirs}"), ("From", $"whatsapp:{Ours}"), ("Body", "Hello"), Callback];
        await PostAsync("Messages.json", message);
        var told = App.Next("texts");
        Assert.Equal(("failed", "63016"), (told["MessageStatus"], told["ErrorCode"]));
        await Phone.SendTextAsync($"whatsapp:{Ours}", "I am here");
        var asked = App.Next("sms");
        Assert.Equal(($"whatsapp:{Theirs}", $"whatsapp:{Ours}", "15005550111"), (asked["From"], asked["To"], asked["WaId"]));
        await PostAsync("Messages.json", message);
        Assert.Equal("Hello", (await Phone.WaitForTextAsync(_ => true, Soon)).Body);
        Assert.Equal(["sent", "delivered"], new[] { App.Next("texts")["MessageStatus"], App.Next("texts")["MessageStatus"] });
        Time.Advance(TimeSpan.FromHours(24));
        await PostAsync("Messages.json", message);
        Assert.Equal("failed", App.Next("texts")["MessageStatus"]);
    }

    private (string, string) Callback => ("StatusCallback", new Uri(App.Url, "texts").AbsoluteUri);
}

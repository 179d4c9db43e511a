using CallActors.Contracts.Audio;
using CallActors.Simulators.Twilio;
using Microsoft.AspNetCore.Http;

namespace CallActors.Simulators.Tests.Twilio;

/// <summary>Documents and their verbs.</summary>
public sealed class TwimlTests : TwilioTest
{
    internal override TwilioSimulatorOptions Configure(TwilioSimulatorOptions options) => options with { Voice = text => new byte[text.Length * AudioFormat.FrameBytes] };

    [Fact]
    public async Task What_twilio_does_not_know_is_warned_of_and_left_out()
    {
        App.On("voice", "<say>no</say><Say tone=\"high\">yes</Say><Pause length=\"many\"/><Hangup/>");
        var call = await TalkAsync();
        await call.WaitForVerbAsync<TwimlVerb.Say>(Soon);
        Assert.Equal([12200, 12200, 12200], Alerts);
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new TwimlVerb.Pause(TimeSpan.FromSeconds(1)), await call.WaitForVerbAsync<TwimlVerb.Pause>(Soon));
    }

    [Theory]
    [InlineData("<Dial>+15005550007</Dial>")]
    [InlineData("<Record/>")]
    [InlineData("<Start><Stream url=\"wss://example.com/\"/></Start>")]
    public async Task What_is_not_simulated_is_said_to_be(string twiml)
    {
        App.On("voice", twiml);
        await TalkAsync();
        Assert.Equal("completed", await Phone.WaitForEndAsync(Soon));
        Assert.Equal([TwilioAlert.NotSimulated], Alerts);
    }

    [Fact]
    public async Task A_redirect_is_relative_to_its_document_and_an_empty_one_asks_it_again()
    {
        var asked = 0;
        App.On("calls/one", _ => Task.FromResult(Results.Text(asked++ == 0 ? "<Response><Redirect/></Response>" : "<Response><Redirect method=\"GET\">two?x=1&amp;y=2</Redirect></Response>", "application/xml")));
        App.On("calls/two", "<Hangup/>");
        await TalkAsync(("Url", new Uri(App.Url, "calls/one").AbsoluteUri));
        App.Next("calls/one");
        App.Next("calls/one");
        var second = App.Next("calls/two");
        Assert.Equal("GET", second.Method);
        Assert.StartsWith("?x=1&y=2&", second.Query);
        Assert.Equal("completed", await Phone.WaitForEndAsync(Soon));
        Assert.Empty(Alerts);
    }

    [Fact]
    public async Task A_gather_sends_its_digits_when_there_are_enough()
    {
        App.On("voice", "<Gather numDigits=\"4\" action=\"pin\"/><Say>Nothing.</Say>");
        App.On("pin", "<Hangup/>");
        var call = await TalkAsync();
        await call.WaitForVerbAsync<TwimlVerb.Gather>(Soon);
        Phone.Press("1234");
        var asked = App.Next("pin");
        Assert.Equal(("1234", "", "in-progress"), (asked["Digits"], asked["FinishedOnKey"], asked["CallStatus"]));
    }

    [Fact]
    public async Task A_gather_ends_with_its_key_and_by_default_asks_its_own_document()
    {
        var asked = 0;
        App.On("voice", _ => Task.FromResult(Results.Text(asked++ == 0 ? "<Response><Gather/></Response>" : "<Response><Hangup/></Response>", "text/xml")));
        var call = await TalkAsync();
        await call.WaitForVerbAsync<TwimlVerb.Gather>(Soon);
        App.Next("voice");
        Phone.Press("42#");
        var second = App.Next("voice");
        Assert.Equal(("42", "#"), (second["Digits"], second["FinishedOnKey"]));
    }

    [Fact]
    public async Task A_gather_that_gets_nothing_goes_on_with_the_next_verb()
    {
        App.On("voice", "<Gather timeout=\"3\" action=\"pin\"/><Say>Nothing.</Say>");
        var call = await TalkAsync();
        await call.WaitForVerbAsync<TwimlVerb.Gather>(Soon);
        Time.Advance(TimeSpan.FromSeconds(3));
        await call.WaitForVerbAsync<TwimlVerb.Say>(Soon);
        Assert.Empty(App.Requests("pin"));
    }

    [Fact]
    public async Task A_key_ends_what_a_gather_says()
    {
        App.On("voice", "<Gather numDigits=\"1\" action=\"pin\"><Say>Please press a key, any key at all.</Say></Gather>");
        App.On("pin", "<Pause length=\"60\"/>");
        var call = await TalkAsync();
        await call.WaitForVerbAsync<TwimlVerb.Gather>(Soon);
        Time.Advance(AudioFormat.FrameDuration * 3);
        Phone.Press("7");
        Assert.Equal("7", App.Next("pin")["Digits"]);
        var heard = Phone.Played.Total;
        await call.WaitForVerbAsync<TwimlVerb.Pause>(Soon);
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(heard, Phone.Played.Total);
    }

    [Fact]
    public async Task A_document_in_the_request_needs_no_url()
    {
        var call = await TalkAsync(("Url", ""), ("Twiml", "<Response><Say>Inline.</Say><Hangup/></Response>"));
        Assert.Equal("Inline.", (await call.WaitForVerbAsync<TwimlVerb.Say>(Soon)).Text);
        Assert.Empty(App.Requests("voice"));
    }
}

/// <summary>Verbs that are heard, in real time.</summary>
public sealed class HeardTests : TwilioTest
{
    internal override TwilioSimulatorOptions Configure(TwilioSimulatorOptions options) =>
        options with { Time = TimeProvider.System, Voice = text => new byte[text.Length * AudioFormat.FrameBytes] };

    [Fact]
    public async Task Say_is_heard_in_the_phone_as_often_as_it_is_said()
    {
        App.On("voice", "<Say loop=\"2\">Hi</Say><Hangup/>");
        await TalkAsync();
        Assert.Equal("completed", await Phone.WaitForEndAsync(Soon));
        Assert.Equal(TimeSpan.FromMilliseconds(80), Phone.Played.Total);
    }

    [Fact]
    public async Task Play_fetches_the_recording_and_plays_it()
    {
        var recording = Enumerable.Range(0, 3 * AudioFormat.FrameBytes).Select(i => (byte)i).ToArray();
        App.On("tune", _ => Task.FromResult(Results.Bytes(recording, "audio/basic")));
        App.On("voice", "<Play>tune</Play><Hangup/>");
        await TalkAsync();
        Assert.Equal("GET", App.Next("tune").Method);
        Assert.Equal("completed", await Phone.WaitForEndAsync(Soon));
        Assert.Equal(recording, Phone.Played.Since(DateTimeOffset.MinValue));
    }

    [Fact]
    public async Task What_cannot_be_played_is_said_to_be()
    {
        App.On("tune", _ => Task.FromResult(Results.Bytes([1, 2, 3], "audio/mpeg")));
        App.On("voice", "<Play>tune</Play><Play>none</Play><Hangup/>");
        await TalkAsync();
        Assert.Equal("completed", await Phone.WaitForEndAsync(Soon));
        Assert.Equal([TwilioAlert.NotSimulated, TwilioAlert.NotSimulated], Alerts);
    }
}

using System.Text.Json.Nodes;
using CallActors.Browser.Tests.Peer;
using Microsoft.Playwright;

namespace CallActors.Browser.Tests;

/// <summary>Calls begin and end: ringing, answering, declining, dialling, hanging up.</summary>
public sealed class CallingTests(Chromium chromium) : PhoneTest(chromium), IClassFixture<Chromium>
{
    [BrowserFact]
    public async Task The_page_is_rung_and_answers_with_Enter()
    {
        await OpenAsync();
        var call = PeerCall.New("Ada's agent");
        await Line.RingAsync(call);

        await Phone.IsInStateAsync("Incoming call");
        await Assertions.Expect(Phone.Page.Locator("#party")).ToHaveTextAsync("Ada's agent");
        await Assertions.Expect(Phone.Page).ToHaveTitleAsync("☎ Ada's agent is calling");
        await Assertions.Expect(Phone.Button("Answer")).ToBeFocusedAsync();
        await Phone.PressAsync("Enter");
        Assert.Equal(call.Leg, (string?)(await Line.NextAsync("answer"))["leg"]);

        await Line.GiveTicketAsync(call);
        var media = await Gateway.MediaAsync();
        var start = await media.StartAsync();
        var expected = new JsonObject
        {
            ["accountSid"] = "softphone",
            ["streamSid"] = media.StreamSid,
            ["callSid"] = call.Leg,
            ["tracks"] = new JsonArray("inbound"),
            ["mediaFormat"] = new JsonObject { ["encoding"] = "audio/x-mulaw", ["sampleRate"] = 8000, ["channels"] = 1 },
            ["customParameters"] = new JsonObject { ["callId"] = call.CallId, ["token"] = call.Token },
        };
        Assert.True(JsonNode.DeepEquals(expected, start["start"]), start.ToJsonString());
        Assert.Matches("^MZ[0-9a-f]{32}$", media.StreamSid);
        await Phone.IsInStateAsync("In call");
    }

    [BrowserFact]
    public async Task A_call_is_declined_with_Escape()
    {
        await OpenAsync();
        var call = PeerCall.New();
        await Line.RingAsync(call);
        await Phone.IsInStateAsync("Incoming call");
        await Phone.PressAsync("Escape");
        Assert.Equal(call.Leg, (string?)(await Line.NextAsync("decline"))["leg"]);
        await Phone.IsInStateAsync("Declined");
    }

    [BrowserFact]
    public async Task A_caller_who_gives_up_leaves_a_missed_call()
    {
        await OpenAsync();
        var call = PeerCall.New();
        await Line.RingAsync(call);
        await Phone.IsInStateAsync("Incoming call");
        await Line.EndAsync(call, "no-answer");
        await Phone.IsInStateAsync("Missed call");
        await Assertions.Expect(Phone.Button("Answer")).ToBeHiddenAsync();
    }

    [BrowserFact]
    public async Task A_number_is_dialled_with_keyboard_and_mouse()
    {
        await OpenAsync();
        await Phone.PressAsync("4");
        await Phone.Button("2, ABC").ClickAsync();
        await Phone.PressAsync("9");
        await Phone.PressAsync("Backspace");
        await Phone.Button("hash").ClickAsync();
        await Assertions.Expect(Phone.Page.GetByLabel("Number to dial")).ToHaveValueAsync("42#");
        await Phone.Button("Call").ClickAsync();

        Assert.Equal("42#", (string?)(await Line.NextAsync("dial"))["number"]);
        await Phone.IsInStateAsync("Calling…");
        var call = PeerCall.New();
        await Line.SendAsync(new { @event = "calling", leg = call.Leg, callId = call.CallId });
        var media = await ConnectMediaAsync(call);
        Assert.NotEmpty(media.StreamSid);
    }

    [BrowserFact]
    public async Task A_number_typed_into_the_dial_is_called_with_Enter()
    {
        await OpenAsync();
        await Phone.Page.GetByLabel("Number to dial").PressSequentiallyAsync("555x01");
        await Phone.PressAsync("Enter");
        Assert.Equal("55501", (string?)(await Line.NextAsync("dial"))["number"]);
    }

    [BrowserFact]
    public async Task A_refused_dial_says_why()
    {
        await OpenAsync();
        await Phone.PressAsync("1");
        await Phone.PressAsync("Enter");
        await Line.NextAsync("dial");
        await Line.SendAsync(new { @event = "refused", what = "dial", reason = "no agent is free" });
        await Phone.IsInStateAsync("The call failed");
        await Assertions.Expect(Phone.Page.Locator("#notice-text")).ToHaveTextAsync("Not dialled: no agent is free");
    }

    [BrowserFact]
    public async Task Hanging_up_tells_the_gateway_and_ends_the_stream()
    {
        var (call, media) = await TalkAsync();
        await Phone.Button("Hang up").ClickAsync();
        Assert.Equal(call.Leg, (string?)(await Line.NextAsync("hangup"))["leg"]);
        var stop = await media.NextAsync("stop");
        Assert.Equal(call.Leg, (string?)stop["stop"]!["callSid"]);
        await media.Closed.WaitAsync(TimeSpan.FromSeconds(10));
        await Assertions.Expect(Phone.State).ToContainTextAsync("Call ended");
    }

    [BrowserFact]
    public async Task A_call_that_the_agent_ends_is_over_on_the_page()
    {
        var (call, media) = await TalkAsync();
        await Line.EndAsync(call, "agent-ended");
        await Assertions.Expect(Phone.State).ToContainTextAsync("The agent hung up");
        await media.NextAsync("stop");
        await Assertions.Expect(Phone.Page.Locator("#words-text")).ToBeDisabledAsync();
    }

    [BrowserFact]
    public async Task Keys_pressed_in_a_call_are_sent_down_the_line()
    {
        var (_, media) = await TalkAsync();
        await Phone.PressAsync("7");
        await Phone.Button("Keypad").ClickAsync();
        await Phone.Button("star").ClickAsync();
        foreach (var digit in new[] { "7", "*" })
        {
            var dtmf = await media.NextAsync("dtmf");
            Assert.Equal(digit, (string?)dtmf["dtmf"]!["digit"]);
            Assert.Equal("inbound_track", (string?)dtmf["dtmf"]!["track"]);
            Assert.Equal(media.StreamSid, (string?)dtmf["streamSid"]);
        }

        await Assertions.Expect(Phone.Page.Locator("#keys")).ToHaveTextAsync("7*");
    }

    [BrowserFact]
    public async Task A_second_tab_leaves_the_line_to_the_first_until_it_is_asked()
    {
        await OpenAsync();
        await using var second = await PhonePage.OpenAsync(Phone.Page.Context, Gateway.PhoneUrl);
        await Assertions.Expect(second.Page.Locator("#elsewhere")).ToBeVisibleAsync();
        await second.Button("Use it here").ClickAsync();
        var line = await Gateway.LineAsync();
        await line.WelcomeAsync();
        await second.IsLineReadyAsync();
        await Line.Closed.WaitAsync(TimeSpan.FromSeconds(10));
        await Assertions.Expect(Phone.Page.Locator("#elsewhere")).ToBeVisibleAsync();
    }
}

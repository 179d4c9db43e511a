using Microsoft.Playwright;

namespace CallActors.Browser.Tests;

/// <summary>Calls outlive reloads, lost sockets and a gateway that restarts.</summary>
public sealed class SurvivalTests(Chromium chromium) : PhoneTest(chromium), IClassFixture<Chromium>
{
    [BrowserFact]
    public async Task A_page_reloaded_in_mid_call_finds_its_call_again()
    {
        var (call, media) = await TalkAsync();
        await Line.AgentAsync(call, 1, "Where were we?", heard: 14, finished: true);
        await Assertions.Expect(Phone.Captions).ToHaveCountAsync(1);
        await Phone.Page.ReloadAsync();
        await media.Closed.WaitAsync(TimeSpan.FromSeconds(10));

        Line = await Gateway.LineAsync();
        var hello = await Line.WelcomeAsync();
        Assert.Equal((call.Leg, call.CallId), ((string?)hello["leg"], (string?)hello["callId"]));
        await Line.ResumeAsync(call);
        var again = await ConnectMediaAsync(call);
        Assert.NotEqual(media.StreamSid, again.StreamSid);
        Assert.NotEmpty(await again.NextFramesAsync(50));
        await Assertions.Expect(Phone.Captions).ToContainTextAsync("Where were we?");
    }

    [BrowserFact]
    public async Task A_reloaded_page_whose_call_is_over_is_a_free_telephone()
    {
        var (call, _) = await TalkAsync();
        await Phone.Page.ReloadAsync();
        Line = await Gateway.LineAsync();
        await Line.WelcomeAsync();
        await Line.EndAsync(call, "unknown-call");
        await Assertions.Expect(Phone.State).ToContainTextAsync("That call is over");

        await Phone.Page.ReloadAsync();
        Line = await Gateway.LineAsync();
        Assert.Null((await Line.WelcomeAsync())["leg"]);
        await Phone.IsInStateAsync("Ready");
    }

    [BrowserFact]
    public async Task The_line_keeps_its_key_and_comes_back_after_the_gateway_was_restarted()
    {
        await OpenAsync();
        await Gateway.RestartAsync();
        Line = await Gateway.LineAsync();
        var first = (string?)(await Line.WelcomeAsync())["line"];
        await Phone.IsLineReadyAsync();
        await Phone.Page.ReloadAsync();
        Line = await Gateway.LineAsync();
        Assert.Equal(first, (string?)(await Line.WelcomeAsync())["line"]);
    }

    [BrowserFact]
    public async Task A_call_goes_on_after_the_gateway_was_restarted()
    {
        var (call, _) = await TalkAsync();
        await Gateway.RestartAsync();
        Line = await Gateway.LineAsync();
        var hello = await Line.WelcomeAsync();
        Assert.Equal(call.Leg, (string?)hello["leg"]);
        await Line.ResumeAsync(call);
        var again = await ConnectMediaAsync(call);
        Assert.NotEmpty(await again.NextFramesAsync(25));
    }

    [BrowserFact]
    public async Task A_lost_media_socket_is_replaced_by_a_new_ticket()
    {
        var (call, media) = await TalkAsync();
        media.Abort();
        await Phone.IsInStateAsync("Reconnecting…");
        var again = await ConnectMediaAsync(call);
        Assert.NotEmpty(await again.NextFramesAsync(25));
    }

    [BrowserFact]
    public async Task Talk_goes_on_while_the_line_is_away()
    {
        var (call, media) = await TalkAsync();
        Line.Abort();
        Line = await Gateway.LineAsync();
        Assert.Equal(call.Leg, (string?)(await Line.WelcomeAsync())["leg"]);
        await Line.ResumeAsync(call);
        Assert.NotEmpty(await media.NextFramesAsync(50));
        Assert.False(media.Closed.IsCompleted);
        await Phone.IsInStateAsync("In call");
    }
}

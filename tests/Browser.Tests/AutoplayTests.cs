using CallActors.Browser.Tests.Peer;
using Microsoft.Playwright;

namespace CallActors.Browser.Tests;

/// <summary>A browser as people have it: a page is silent until it is used.</summary>
public sealed class QuietChromium : Chromium
{
    protected override string AutoplayPolicy => "document-user-activation-required";
}

/// <summary>What the page does before the first gesture.</summary>
[Collection(Alone.Name)]
public sealed class AutoplayTests(QuietChromium chromium) : PhoneTest(chromium), IClassFixture<QuietChromium>
{
    private static readonly byte[] Sentence = Speech.MakeMuLaw("Here I am again, after a short while.");

    [BrowserFact]
    public async Task A_ring_without_a_gesture_is_seen_and_answering_it_turns_the_sound_on()
    {
        await OpenAsync();
        var call = PeerCall.New();
        await Line.RingAsync(call);
        await Phone.IsInStateAsync("Incoming call");
        await Assertions.Expect(Phone.Page.Locator("#unlock")).ToBeVisibleAsync();

        await Phone.Button("Answer").ClickAsync();
        await Line.NextAsync("answer");
        var media = await ConnectMediaAsync(call);
        await Assertions.Expect(Phone.Page.Locator("#unlock")).ToBeHiddenAsync();
        await media.PlayAsync(Sentence);
        await media.SendMarkAsync("heard");
        await media.MarkAsync("heard");
        Assert.NotEmpty(await media.NextFramesAsync(25));
    }

    [BrowserFact]
    public async Task A_call_found_again_after_a_reload_waits_for_a_gesture_and_then_plays_what_came_meanwhile()
    {
        var (call, _) = await TalkAsync();
        await Phone.Page.ReloadAsync();
        Line = await Gateway.LineAsync();
        await Line.WelcomeAsync();
        await Line.ResumeAsync(call);
        var media = await ConnectMediaAsync(call);
        await Assertions.Expect(Phone.Page.Locator("#unlock")).ToBeVisibleAsync();
        await media.SendAudioAsync(Sentence);
        await media.SendMarkAsync("waited");

        await Phone.Button("Turn the sound on").ClickAsync();
        await Phone.RisesAsync("heard");
        await media.MarkAsync("waited");
        await Assertions.Expect(Phone.Page.Locator("#unlock")).ToBeHiddenAsync();
        Assert.NotEmpty(await media.NextFramesAsync(25));
    }
}

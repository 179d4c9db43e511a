using Microsoft.Playwright;

namespace CallActors.Browser.Tests;

/// <summary>What was said, as the page shows it, and who can use it.</summary>
public sealed class ConversationTests(Chromium chromium) : PhoneTest(chromium), IClassFixture<Chromium>
{
    [BrowserFact]
    public async Task Captions_tell_what_was_heard_from_what_is_still_to_come()
    {
        var (call, _) = await TalkAsync();
        await Line.AgentAsync(call, 1, "All tests passed. Shall I push?", heard: 10);
        var line = Phone.Captions.First;
        await Assertions.Expect(line.Locator(".heard")).ToHaveTextAsync("All tests ");
        await Assertions.Expect(line.Locator(".pending")).ToHaveTextAsync("passed. Shall I push?");
        Assert.NotEqual(await ColourOfAsync(line.Locator(".heard")), await ColourOfAsync(line.Locator(".pending")));

        await Line.AgentAsync(call, 1, "All tests passed. Shall I push?", heard: 31, finished: true);
        await Assertions.Expect(line.Locator(".pending")).ToHaveTextAsync("");
        await Assertions.Expect(Phone.Captions).ToHaveCountAsync(1);
        await Assertions.Expect(Phone.Page.Locator("#announcer")).ToHaveTextAsync("Agent: All tests passed. Shall I push?");
    }

    [BrowserFact]
    public async Task An_interruption_crosses_out_what_was_not_heard()
    {
        var (call, _) = await TalkAsync();
        await Line.AgentAsync(call, 1, "First I will delete everything.", heard: 12);
        await Line.BargeInAsync(call, "onset");
        var line = Phone.Captions.First;
        await Assertions.Expect(line.Locator(".line-note")).ToHaveTextAsync("listening");
        await Line.AgentAsync(call, 1, "First I will delete everything.", heard: 12, finished: true, interrupted: true);
        await Line.PersonAsync(call, "no st", final: false);
        await Line.PersonAsync(call, "No, stop!", final: true);

        await Assertions.Expect(line.Locator(".lost")).ToHaveTextAsync("delete everything.");
        Assert.Contains("line-through", await line.Locator(".lost").EvaluateAsync<string>("e => getComputedStyle(e).textDecorationLine"), StringComparison.Ordinal);
        await Assertions.Expect(line.Locator(".line-note")).ToHaveTextAsync("interrupted");
        await Assertions.Expect(Phone.Captions).ToHaveCountAsync(2);
        await Assertions.Expect(Phone.Captions.Last).ToContainTextAsync("No, stop!");
        await Assertions.Expect(Phone.Captions.Last).Not.ToHaveClassAsync(new System.Text.RegularExpressions.Regex("interim"));
    }

    [BrowserFact]
    public async Task A_false_alarm_lets_the_caption_go_on()
    {
        var (call, _) = await TalkAsync();
        await Line.AgentAsync(call, 1, "One moment.", heard: 3);
        await Line.BargeInAsync(call, "onset");
        await Assertions.Expect(Phone.Captions.First.Locator(".line-note")).ToHaveTextAsync("listening");
        await Line.BargeInAsync(call, "false-alarm");
        await Assertions.Expect(Phone.Captions.First.Locator(".line-note")).ToBeHiddenAsync();
    }

    [BrowserFact]
    public async Task The_person_sees_that_the_call_is_recorded()
    {
        var (call, _) = await TalkAsync();
        var badge = Phone.Page.Locator("#recorded");
        await Assertions.Expect(badge).ToBeHiddenAsync();
        await Line.RecordingAsync(call, on: true);
        await Assertions.Expect(badge).ToBeVisibleAsync();
        await Assertions.Expect(badge).ToHaveTextAsync("REC: this call is being recorded");
        await Line.RecordingAsync(call, on: false);
        await Assertions.Expect(badge).ToBeHiddenAsync();
    }

    [BrowserFact]
    public async Task Words_of_a_stranger_are_text_and_never_markup()
    {
        var (call, _) = await TalkAsync();
        await Line.AgentAsync(call, 1, "<img src=x onerror=alert(1)>", heard: 0);
        await Assertions.Expect(Phone.Captions.First).ToContainTextAsync("<img src=x onerror=alert(1)>");
        await Assertions.Expect(Phone.Captions.First.Locator("img")).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task The_transcript_stays_after_the_call_and_makes_room_for_the_next()
    {
        var (call, _) = await TalkAsync();
        await Line.AgentAsync(call, 1, "Goodbye.", heard: 8, finished: true);
        await Line.EndAsync(call, "agent-ended");
        await Assertions.Expect(Phone.State).ToContainTextAsync("The agent hung up");
        await Assertions.Expect(Phone.Captions).ToHaveCountAsync(1);
        await Phone.PressAsync("1");
        await Phone.PressAsync("Enter");
        await Assertions.Expect(Phone.Captions).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task Typing_words_works_no_key_of_the_telephone()
    {
        var (_, media) = await TalkAsync();
        var field = Phone.Page.GetByLabel("Say in typed words");
        await field.ClickAsync();
        await field.PressSequentiallyAsync("merge 2 more");
        await Phone.PressAsync("Escape");
        await Phone.IsInStateAsync("In call");
        await Assertions.Expect(field).ToHaveValueAsync("merge 2 more");
        await field.PressAsync("Enter");
        Assert.Equal("merge 2 more", (string?)(await Line.NextAsync("words"))["text"]);
        await Phone.PressAsync("Escape");
        await Phone.PressAsync("5");
        Assert.Equal("5", (string?)(await media.NextAsync("dtmf"))["dtmf"]!["digit"]);
    }

    [BrowserFact]
    public async Task Every_control_has_a_name_and_is_reached_by_Tab()
    {
        var (call, _) = await TalkAsync();
        await Line.AgentAsync(call, 1, "Hello.", heard: 6);
        await Phone.Button("Keypad").ClickAsync();
        var unnamed = await Phone.Page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll('button, input, select, summary, [role=meter], section')]
              .filter((control) => control.checkVisibility())
              .filter((control) => !(control.ariaLabel || control.getAttribute('aria-labelledby')
                || [...(control.labels ?? [])].some((label) => label.textContent.trim())
                || (control.matches('button, summary') && control.innerText.trim())))
              .map((control) => control.outerHTML)
            """);
        Assert.Empty(unnamed);

        await Phone.Page.Locator(".skip").FocusAsync();
        var order = new List<string>();
        for (var step = 0; step < 40 && !order.Contains("words-send"); step++)
        {
            await Phone.PressAsync("Tab");
            order.Add(await Phone.Page.EvaluateAsync<string>("document.activeElement.id || document.activeElement.dataset.digit || document.activeElement.tagName"));
        }

        string[] expected =
            ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#", "mute", "hangup", "keys-toggle", "volume", "copy", "captions", "words-text", "words-send"];
        Assert.Equal(expected, order.Where(expected.Contains));
    }

    [BrowserFact]
    public async Task Changes_are_told_politely_and_the_focus_can_be_seen()
    {
        await OpenAsync();
        Assert.Equal("polite", await Phone.Page.Locator("#announcer").GetAttributeAsync("aria-live"));
        Assert.Equal("status", await Phone.Page.Locator("#state").GetAttributeAsync("role"));
        Assert.Equal("en", await Phone.Page.Locator("html").GetAttributeAsync("lang"));
        await Phone.PressAsync("Tab");
        await Phone.PressAsync("Tab");
        var outline = await Phone.Page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle");
        Assert.Equal("solid", outline);
        Assert.Equal(1, await Phone.Page.Locator("h1").CountAsync());
        Assert.Equal(0, await Phone.Page.EvaluateAsync<int>("""
            () => { const ids = [...document.querySelectorAll('[id]')].map((e) => e.id); return ids.length - new Set(ids).size; }
            """));
    }

    [BrowserFact]
    public async Task Nothing_moves_where_motion_is_not_wanted()
    {
        await OpenAsync(options: new BrowserNewContextOptions { ReducedMotion = ReducedMotion.Reduce });
        await Line.RingAsync(Peer.PeerCall.New());
        await Phone.IsInStateAsync("Incoming call");
        Assert.Equal(0, await Phone.Page.EvaluateAsync<int>("document.getAnimations().length"));
    }

    [BrowserFact]
    public async Task The_page_fits_a_narrow_screen_in_every_stage()
    {
        var (call, _) = await TalkAsync(options: new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 320, Height = 640 } });
        await Line.AgentAsync(call, 1, string.Concat(Enumerable.Repeat("averylongwordwithoutanyspace", 6)), heard: 5);
        await Assertions.Expect(Phone.Captions).ToHaveCountAsync(1);
        Assert.True(await FitsAsync());
        await Assertions.Expect(Phone.Button("Hang up")).ToBeInViewportAsync();
        await Assertions.Expect(Phone.Page.Locator("#words-text")).ToBeInViewportAsync();
        await Line.EndAsync(call, "agent-ended");
        await Assertions.Expect(Phone.State).ToContainTextAsync("The agent hung up");
        Assert.True(await FitsAsync());
    }

    private static Task<string> ColourOfAsync(ILocator locator) => locator.EvaluateAsync<string>("e => getComputedStyle(e).color");

    private Task<bool> FitsAsync() => Phone.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth");
}

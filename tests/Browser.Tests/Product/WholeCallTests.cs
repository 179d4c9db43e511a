using Microsoft.Playwright;

namespace CallActors.Browser.Tests.Product;

/// <summary>Says yes once, eight seconds after the microphone was opened: after a short question, in its answer's time.</summary>
public sealed class PatientChromium : Chromium
{
    protected override string MakeMicrophone(string folder) =>
        Speech.MakeMicrophoneFile(folder, "yes", silenceBefore: TimeSpan.FromSeconds(8)) + "%noloop";
}

/// <summary>The page and the whole product behind it, with a person who lets the agent finish.</summary>
public sealed class WholeCallTests(PatientChromium chromium) : ProductTest(chromium), IClassFixture<PatientChromium>
{
    [BrowserFact]
    public async Task An_agent_rings_the_page_is_heard_and_gets_the_spoken_answer()
    {
        var calling = Gateway.PostAsync("/api/call", new { message = "Shall I push the branch?", expect = "yes-no", listenSeconds = 60 });
        await AnswerAsync();
        await Phone.RisesAsync("heard");
        var reply = await calling.WaitAsync(Patience);

        // The word is the recogniser's affair, whose error rate is measured elsewhere; that it was a yes is the call's.
        var response = ((string?)reply["response"])!.Trim();
        Assert.Matches("^(yes|yeah|yep|yup|sure)\\b", response);
        Assert.False((bool)reply["interrupted"]!);
        Assert.Equal("Shall I push the branch?", (string?)reply["heard"]);
        await HasCaptionAsync(".line.agent .heard", "Shall I push the branch?");
        await HasCaptionAsync(".line.person", response);
        await Gateway.PostAsync($"/api/call/{reply["callId"]}/end", new { message = "Goodbye." }).WaitAsync(Patience);
        await Assertions.Expect(Phone.State).ToContainTextAsync("The agent hung up");
    }

    [BrowserFact]
    public async Task Typed_words_answer_and_a_reload_keeps_the_call()
    {
        var calling = Gateway.PostAsync("/api/call", new { message = "Which branch?", listenSeconds = 60 });
        await AnswerAsync();
        await TypeOnlyAsync();
        await HasCaptionAsync(".line.agent .heard", "Which branch?");
        await SayAsync("the release branch");
        var reply = await calling.WaitAsync(Patience);
        Assert.Equal("the release branch", (string?)reply["response"]);

        await Phone.Page.ReloadAsync();
        await IsInCallAsync();
        await HasCaptionAsync(".line.agent", "Which branch?");
        var asking = Gateway.PostAsync($"/api/call/{reply["callId"]}/continue", new { message = "And the tag?", listenSeconds = 60 });
        await HasCaptionAsync(".line.agent .heard", "And the tag?");
        await SayAsync("version two");
        Assert.Equal("version two", (string?)(await asking.WaitAsync(Patience))["response"]);
    }

    [BrowserFact]
    public async Task A_call_goes_on_after_the_gateway_was_killed()
    {
        var calling = Gateway.PostAsync("/api/call", new { message = "Ready?", listenSeconds = 60 });
        await AnswerAsync();
        await TypeOnlyAsync();
        await HasCaptionAsync(".line.agent .heard", "Ready?");
        await SayAsync("go on");
        var reply = await calling.WaitAsync(Patience);

        await Gateway.KillAndRestartAsync();
        await IsInCallAsync();
        var asking = Gateway.PostAsync($"/api/call/{reply["callId"]}/continue", new { message = "Still there?", listenSeconds = 60 });
        await HasCaptionAsync(".line.agent .heard", "Still there?");
        await SayAsync("yes I am");
        Assert.Equal("yes I am", (string?)(await asking.WaitAsync(Patience))["response"]);
    }

    [BrowserFact]
    public async Task The_page_dials_and_is_connected()
    {
        await Phone.PressAsync("1");
        await Phone.PressAsync("Enter");
        await IsInCallAsync();
        await Phone.PressAsync("Escape");
        await Assertions.Expect(Phone.State).ToContainTextAsync("Call ended");
    }

    /// <summary>However long it takes, the microphone's one word does not come into it.</summary>
    private Task TypeOnlyAsync() => Phone.Button("Mute").ClickAsync();

    private async Task SayAsync(string words)
    {
        await Phone.Page.GetByLabel("Say in typed words").FillAsync(words);
        await Phone.Button("Say").ClickAsync();
    }
}

using Microsoft.Playwright;

namespace CallActors.Browser.Tests.Product;

/// <summary>Speaks five seconds after the microphone was opened, whoever is speaking then.</summary>
public sealed class EagerChromium : Chromium
{
    protected override string MakeMicrophone(string folder) =>
        Speech.MakeMicrophoneFile(folder, "stop stop please run the tests first", silenceBefore: TimeSpan.FromSeconds(5)) + "%noloop";
}

/// <summary>The page and the whole product behind it, with a person who does not let the agent finish.</summary>
[Collection(Alone.Name)]
public sealed class BargeInTests(EagerChromium chromium) : ProductTest(chromium), IClassFixture<EagerChromium>
{
    private const string LongMessage =
        "I have gone through all of the modules, one after the other, and I would like to tell you about each of them. "
        + "The first one reads the configuration. The second one keeps the journal. The third one speaks to the carrier. "
        + "The fourth one listens to the microphone. The fifth one is the one that I am going to delete now.";

    [BrowserFact]
    public async Task A_voice_over_the_agent_cuts_it_off_and_the_rest_is_known_as_unheard()
    {
        var calling = Gateway.PostAsync("/api/call", new { message = LongMessage, listenSeconds = 30 });
        await AnswerAsync();
        var reply = await calling.WaitAsync(Patience);

        Assert.True((bool)reply["interrupted"]!, reply.ToJsonString());
        var heard = (string)reply["heard"]!;
        Assert.StartsWith(heard, LongMessage, StringComparison.Ordinal);
        Assert.InRange(heard.Length, 1, LongMessage.Length - 20);
        await HasCaptionAsync(".line.interrupted .lost", "delete now.");
        await Assertions.Expect(Phone.Page.Locator("#captions .line.person").First).ToBeVisibleAsync();
    }
}

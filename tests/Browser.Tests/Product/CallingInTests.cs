using Microsoft.Playwright;

namespace CallActors.Browser.Tests.Product;

/// <summary>A person calls in from the page, and keys in the PIN in silence.</summary>
public sealed class CallingInTests(PatientChromium chromium) : ProductTest(chromium), IClassFixture<PatientChromium>
{
    [BrowserFact]
    public async Task The_page_calls_in_is_asked_for_the_PIN_and_reaches_the_switchboard_by_its_keypad()
    {
        await Gateway.SetPinAsync("482913");
        await Phone.Button("Call in to your agents").ClickAsync();
        await IsInCallAsync();
        await Phone.Button("Mute").ClickAsync();
        await HasCaptionAsync(".line.agent", "Please say your PIN, or enter it on the keypad.");
        foreach (var digit in "482913") await Phone.Page.Locator($"#keypad .key[data-digit='{digit}']").ClickAsync();
        await HasCaptionAsync(".line.agent", "There are no sessions.");
        await Assertions.Expect(Phone.Page.Locator("#captions")).Not.ToContainTextAsync("482913");
        await Phone.PressAsync("Escape");
        await Assertions.Expect(Phone.State).ToContainTextAsync("Call ended");
    }
}

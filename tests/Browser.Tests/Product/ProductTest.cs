using Microsoft.Playwright;

namespace CallActors.Browser.Tests.Product;

/// <summary>A page on the gateway as it ships: journal, actors, voice and recogniser included.</summary>
public abstract class ProductTest(Chromium chromium) : IAsyncLifetime
{
    // Speech takes its time, and the machine may be busy.
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private PhonePage? _phone;

    protected RunningGateway Gateway { get; private set; } = null!;

    protected PhonePage Phone => _phone!;

    public async Task InitializeAsync()
    {
        if (!chromium.IsThere) return;
        Gateway = await RunningGateway.StartAsync();
        _phone = await PhonePage.OpenAsync(await chromium.NewContextAsync(), Gateway.PhoneUrl);
        await Phone.IsLineReadyAsync();
    }

    public async Task DisposeAsync()
    {
        if (_phone is not null) await _phone.DisposeAsync();
        if (Gateway is not null) await Gateway.DisposeAsync();
    }

    protected async Task AnswerAsync()
    {
        await Phone.IsInStateAsync("Incoming call");
        await Phone.PressAsync("Enter");
        await Phone.IsInStateAsync("In call");
    }

    protected Task IsInCallAsync() =>
        Assertions.Expect(Phone.State).ToContainTextAsync("In call", new() { Timeout = (float)Patience.TotalMilliseconds });

    protected Task HasCaptionAsync(string selector, string text) =>
        Assertions.Expect(Phone.Page.Locator($"#captions {selector}").Filter(new() { HasText = text }).First)
            .ToBeVisibleAsync(new() { Timeout = (float)Patience.TotalMilliseconds });
}

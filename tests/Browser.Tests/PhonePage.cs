using CallActors.Browser.Tests.Peer;
using Microsoft.Playwright;

namespace CallActors.Browser.Tests;

/// <summary>The telephone's page in a fresh browser context, as a test handles it. On disposal it fails the test if the page has complained.</summary>
public sealed class PhonePage : IAsyncDisposable
{
    private readonly List<string> _complaints = [];

    private PhonePage(IPage page) => Page = page;

    public IPage Page { get; }

    public ILocator State => Page.Locator("#state");

    public ILocator Captions => Page.Locator("#captions .line");

    public static async Task<PhonePage> OpenAsync(IBrowserContext context, string url, string? before = null)
    {
        context.SetDefaultTimeout(15_000);
        var page = await context.NewPageAsync();
        var phone = new PhonePage(page);
        page.PageError += (_, error) => phone.Complain(error);
        page.Console += (_, message) => phone.Hear(message);
        if (before is not null) await page.AddInitScriptAsync(before);
        await page.GotoAsync(url);
        return phone;
    }

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public Task PressAsync(string key) => Page.Keyboard.PressAsync(key);

    public Task IsInStateAsync(string text) => Assertions.Expect(State).ToHaveTextAsync(text, new() { Timeout = 15_000 });

    public Task IsLineReadyAsync() => Assertions.Expect(Page.Locator("#line-text")).ToHaveTextAsync("Line ready", new() { Timeout = 15_000 });

    /// <summary>Reads a level meter, 0 to 1.</summary>
    public Task<double> LevelAsync(string id) =>
        Page.EvaluateAsync<double>("id => Number(document.getElementById(id).style.getPropertyValue('--level'))", id);

    public Task RisesAsync(string id) =>
        Eventually.IsTrueAsync(async () => await LevelAsync(id) > 0.3, $"the meter '{id}' above a third");

    public Task FallsAsync(string id) =>
        Eventually.IsTrueAsync(async () => await LevelAsync(id) < 0.02, $"the meter '{id}' at rest");

    public async ValueTask DisposeAsync()
    {
        await Page.Context.CloseAsync();
        lock (_complaints) Assert.True(_complaints.Count == 0, string.Join('\n', _complaints));
    }

    // A socket that is refused while the gateway is away is Chromium's own line, not the page's fault.
    private void Hear(IConsoleMessage message)
    {
        if (message.Type == "error" && !message.Text.Contains("WebSocket connection to", StringComparison.Ordinal)) Complain(message.Text);
    }

    private void Complain(string text)
    {
        lock (_complaints) _complaints.Add(text);
    }
}

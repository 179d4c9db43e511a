using Microsoft.Playwright;

namespace CallActors.Browser.Tests;

/// <summary>One Chromium of a test class, with a microphone that speaks from a file. The distribution's own browser: none is downloaded.</summary>
public sealed class Chromium : IAsyncLifetime
{
    internal const string Path = "/usr/bin/chromium";

    /// <summary>What the fake microphone says, again and again.</summary>
    internal const string MicrophoneText = "please run the tests and tell me how many of them failed";

    private readonly string _folder = Directory.CreateTempSubdirectory("callactors-chromium-").FullName;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>A fresh profile: no storage, no permissions but the microphone.</summary>
    public Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions? options = null)
    {
        options ??= new BrowserNewContextOptions();
        options.Permissions = ["microphone"];
        options.Locale ??= "en-US";
        return _browser!.NewContextAsync(options);
    }

    public async Task InitializeAsync()
    {
        if (!File.Exists(Path) && !BrowserFactAttribute.IsOptional)
            throw new FileNotFoundException($"The browser tests need {Path}: apt-get install chromium.");
        if (!File.Exists(Path)) return;
        var microphone = Speech.MakeMicrophoneFile(_folder, MicrophoneText);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Path,
            Headless = true,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream", $"--use-file-for-fake-audio-capture={microphone}",
                "--autoplay-policy=no-user-gesture-required",
            ],
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>A test in a browser. Where there is none it is skipped aloud, and in continuous integration (CI=true) it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (IsOptional && !File.Exists(Chromium.Path)) Skip = $"NOT TESTED: {Chromium.Path} is missing (apt-get install chromium).";
    }

    internal static bool IsOptional => Environment.GetEnvironmentVariable("CI") != "true";
}

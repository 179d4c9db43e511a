using Microsoft.Playwright;

namespace CallActors.Browser.Tests;

/// <summary>One Chromium of a test class, with a microphone that speaks from a file. The distribution's own browser: none is downloaded.</summary>
public class Chromium : IAsyncLifetime
{
    internal const string Path = "/usr/bin/chromium";

    private readonly string _folder = Directory.CreateTempSubdirectory("callactors-chromium-").FullName;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Whether the browser was started; it is not where it is missing and tests are skipped.</summary>
    public bool IsThere => _browser is not null;

    /// <summary>When a page may sound. The tests are pages that nobody has clicked on yet, and may sound at once.</summary>
    protected virtual string AutoplayPolicy => "no-user-gesture-required";

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
        var microphone = MakeMicrophone(_folder);
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
                $"--autoplay-policy={AutoplayPolicy}",
            ],
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>What the fake microphone takes up: a WAV that is played again and again, or once when <c>%noloop</c> is behind it.</summary>
    protected virtual string MakeMicrophone(string folder) =>
        Speech.MakeMicrophoneFile(folder, "please run the tests and tell me how many of them failed");
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

using CallActors.Browser.Tests.Peer;
using Microsoft.Playwright;

// They mostly wait for each other's sounds and clocks: two at a time.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]

namespace CallActors.Browser.Tests;

/// <summary>A page and its gateway, for each test anew.</summary>
public abstract class PhoneTest(Chromium chromium) : IAsyncLifetime
{
    private PhonePage? _phone;

    protected PeerGateway Gateway { get; private set; } = null!;

    protected PeerLine Line { get; set; } = null!;

    protected PhonePage Phone => _phone!;

    public async Task InitializeAsync()
    {
        if (chromium.IsThere) Gateway = await PeerGateway.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_phone is not null) await _phone.DisposeAsync();
        if (Gateway is not null) await Gateway.DisposeAsync();
    }

    /// <summary>Opens the page and registers its line.</summary>
    protected async Task OpenAsync(string? before = null, BrowserNewContextOptions? options = null)
    {
        _phone = await PhonePage.OpenAsync(await chromium.NewContextAsync(options), Gateway.PhoneUrl, before);
        Line = await Gateway.LineAsync();
        await Line.WelcomeAsync();
        await Phone.IsLineReadyAsync();
    }

    /// <summary>Opens the page, rings it and answers: both sides can hear each other.</summary>
    protected async Task<(PeerCall Call, PeerMedia Media)> TalkAsync(string? before = null, BrowserNewContextOptions? options = null)
    {
        await OpenAsync(before, options);
        var call = PeerCall.New();
        await Line.RingAsync(call);
        await Phone.Button("Answer").ClickAsync();
        await Line.NextAsync("answer");
        return (call, await ConnectMediaAsync(call));
    }

    protected async Task<PeerMedia> ConnectMediaAsync(PeerCall call)
    {
        await Line.GiveTicketAsync(call);
        var media = await Gateway.MediaAsync();
        await media.StartAsync();
        await Phone.IsInStateAsync("In call");
        return media;
    }
}

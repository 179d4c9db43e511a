using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CallActors.Carriers.Tests;
using CallActors.Simulators.Twilio;

namespace CallActors.Simulators.Tests.Twilio;

/// <summary>An account with one number, one phone in the network, an application and a plain HTTP client; time stands until it is moved.</summary>
public abstract class TwilioTest : IAsyncLifetime
{
    protected const string Ours = "+15005550006";
    protected const string Theirs = "+15005550111";
    protected static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private HttpClient? _http;

    public ManualTime Time { get; } = new();

    internal TwimlApp App { get; private set; } = null!;

    internal TwilioSimulator Twilio { get; private set; } = null!;

    internal TwilioHandset Phone { get; private set; } = null!;

    internal HttpClient Http => _http ??= Login(Twilio.Options.AccountSid, Twilio.Options.AuthToken);

    /// <summary>Codes of everything that was wrong so far.</summary>
    internal IEnumerable<int> Alerts => Twilio.Alerts.Select(alert => alert.Code);

    public async Task InitializeAsync()
    {
        App = await TwimlApp.StartAsync();
        Twilio = await TwilioSimulator.StartAsync(Configure(new TwilioSimulatorOptions { Time = Time, Numbers = [new TwilioNumber(Ours) { VoiceUrl = new Uri(App.Url, "voice"), SmsUrl = new Uri(App.Url, "sms"), StatusCallback = new Uri(App.Url, "status") }] }));
        Phone = Twilio.AddHandset(Theirs);
    }

    public async Task DisposeAsync()
    {
        _http?.Dispose();
        _http = null;
        await Twilio.DisposeAsync();
        await App.DisposeAsync();
    }

    internal static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    internal virtual TwilioSimulatorOptions Configure(TwilioSimulatorOptions options) => options;

    internal HttpClient Login(string user, string password) => new()
    {
        BaseAddress = new Uri(Twilio.Address, $"2010-04-01/Accounts/{Twilio.Options.AccountSid}/"),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))) },
    };

    internal async Task<(int Status, JsonElement Body)> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await Http.PostAsync(path, form);
        return ((int)response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync()));
    }

    internal async Task<(int Status, JsonElement Body)> GetAsync(string path)
    {
        using var response = await Http.GetAsync(path);
        return ((int)response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync()));
    }

    /// <summary>Places a call whose document is at <c>voice</c> and whose news go to <c>status</c>.</summary>
    internal async Task<TwilioCall> PlaceAsync(params (string Name, string Value)[] more)
    {
        (string Name, string Value)[] usual =
        [
            ("To", Theirs), ("From", Ours), ("Url", new Uri(App.Url, "voice").AbsoluteUri), ("StatusCallback", new Uri(App.Url, "status").AbsoluteUri),
            ("StatusCallbackEvent", "initiated"), ("StatusCallbackEvent", "ringing"), ("StatusCallbackEvent", "answered"), ("StatusCallbackEvent", "completed"),
        ];
        var (status, body) = await PostAsync("Calls.json", [.. usual.Where(field => more.All(other => other.Name != field.Name)), .. more]);
        Assert.True(status == 201, body.GetRawText());
        return Twilio.Calls.Single(call => call.Sid == body.GetProperty("sid").GetString());
    }

    /// <summary>Places a call and answers it.</summary>
    internal async Task<TwilioCall> TalkAsync(params (string Name, string Value)[] more)
    {
        var call = await PlaceAsync(more);
        await Phone.WaitForRingAsync(Soon);
        Phone.Answer();
        return call;
    }

    /// <summary>Talks on a media stream.</summary>
    internal async Task<(TwilioCall Call, TwilioStream Stream, MediaPeer Peer)> StreamAsync(string behind = "", string attributes = "")
    {
        App.On("voice", $"<Connect><Stream url=\"{App.Stream()}\" {attributes}><Parameter name=\"token\" value=\"t&amp;1\"/></Stream></Connect>{behind}");
        var call = await TalkAsync();
        var peer = App.NextStream();
        return (call, await call.WaitForStreamAsync(Soon), peer);
    }

    internal string[] StatusesTold(int count) => [.. Enumerable.Range(0, count).Select(_ => App.Next("status")["CallStatus"])];
}

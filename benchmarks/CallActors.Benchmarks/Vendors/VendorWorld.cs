using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using CallActors.Benchmarks.Voice;
using CallActors.Simulators.Deepgram;
using CallActors.Simulators.Twilio;

namespace CallActors.Benchmarks.Vendors;

/// <summary>The gateway's process with a simulated Twilio and a simulated Deepgram around it, and everything that a call needs of them.</summary>
internal sealed class VendorWorld : IAsyncDisposable
{
    private const string Ours = "+15005550006";
    private const string Account = "AC0123456789abcdef0123456789abcdef";
    private const string Token = "0123456789abcdef0123456789abcdef";

    private VendorWorld(VendorSettings settings) => Settings = settings;

    public VendorSettings Settings { get; }

    public SteadyTime Time { get; } = new();

    public Sayings Sayings { get; } = new();

    public TimeSpan EndSilence => Settings.EndSilence;

    public TimedVoice Voice { get; private set; } = null!;

    /// <summary>What a person says: voiced from its first frame to its last.</summary>
    public byte[] Utterance { get; private set; } = [];

    public DeepgramSimulator Deepgram { get; private set; } = null!;

    public TwilioSimulator Twilio { get; private set; } = null!;

    public ServerProcess Server { get; private set; } = null!;

    public HttpClient Api { get; private set; } = null!;

    /// <summary>The people's phones.</summary>
    public IReadOnlyList<TwilioHandset> Phones { get; private set; } = [];

    public static async Task<VendorWorld> StartAsync(VendorSettings settings)
    {
        var world = new VendorWorld(settings);
        try
        {
            await world.StartAsync();
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks the gateway for nothing in particular: what every figure holds of HTTP, of the machine, and of what else it does.</summary>
    public async Task AskBareAsync(Latencies into)
    {
        var at = Stopwatch.GetTimestamp();
        using var answer = await Api.GetAsync(new Uri("/health", UriKind.Relative));
        into.Add(Latencies.BareRequest, Stopwatch.GetElapsedTime(at).TotalMilliseconds);
    }

    public async ValueTask DisposeAsync()
    {
        Api?.Dispose();
        if (Server is not null) await Server.DisposeAsync();
        if (Twilio is not null) await Twilio.DisposeAsync();
        if (Deepgram is not null) await Deepgram.DisposeAsync();
    }

    private async Task StartAsync()
    {
        Voice = new TimedVoice(await Sounds.SpeechAsync(), Settings.VoiceDelay, Settings.VoicePace);
        Utterance = Sounds.Utterance(await Sounds.PersonAsync());
        Deepgram = await DeepgramSimulator.StartAsync(new DeepgramSimulatorOptions
        {
            Voice = Voice,
            Hears = _ => new ValueTask<IHearing>(new TimedHearing("run the tests now", Settings.RecognizerDelay)),
            FlushesPerMinute = int.MaxValue,
        });
        Twilio = await TwilioSimulator.StartAsync(new TwilioSimulatorOptions
        {
            AccountSid = Account,
            AuthToken = Token,
            Numbers = [new TwilioNumber(Ours)],
            // The account has asked for more.
            CallsPerSecond = 1_000_000,
            KeepPlayed = TimeSpan.Zero,
            Time = Time,
        });
        var people = Enumerable.Range(0, Settings.Calls + VendorSettings.Others).Select(i => $"+1555{i:0000000}").ToArray();
        Phones = [.. people.Select(number => Twilio.AddHandset(number))];
        Server = await ServerProcess.StartAsync(VendorServer.Verb, Configuration(people));
        Api = new HttpClient(new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5) }) { BaseAddress = Server.Address, Timeout = TimeSpan.FromMinutes(5) };
        Api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Server.ApiKey);
    }

    private string Configuration(IEnumerable<string> people)
    {
        var port = FreePort();
        var silence = $"{Settings.EndSilence.TotalMilliseconds:0}ms";
        return $$"""
            gateway { port = {{port}}, public-url = "http://127.0.0.1:{{port}}" }
            phone { carrier = twilio, account = "{{Account}}", secret = "{{Token}}", number = "{{Ours}}", api = "{{Twilio.Address}}" }
            speech {
              recognizers = "{{Settings.Recognizer}}"
              voices = deepgram
              deepgram { key = simulated-key, url = "{{Deepgram.Address}}" }
            }
            # It does not follow the speaker: what is subtracted must be known.
            conversation { end-silence = {{silence}}, end-silence-least = {{silence}}, end-silence-most = {{silence}} }
            people {
            {{string.Join(Environment.NewLine, people.Select((number, i) => $"  p{i} {{ address = \"{number}\" }}"))}}
            }
            """;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

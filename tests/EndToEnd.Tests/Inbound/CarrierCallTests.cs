using CallActors.Demo;
using CallActors.EndToEnd.Tests.Phones;
using CallActors.Simulators.Media;
using CallActors.Simulators.Telnyx;
using CallActors.Simulators.Twilio;

namespace CallActors.EndToEnd.Tests.Inbound;

/// <summary>A person calls in from a telephone, over simulated carriers, and instructs the agent in the terminal with their voice; and nothing of
/// it is in the log, whose level shows everything.</summary>
public sealed class CarrierCallTests
{
    private const string Account = "AC0123456789abcdef0123456789abcdef";
    private const string Token = "0123456789abcdef0123456789abcdef";
    private const string Ours = PhoneNetwork.Ours;
    private const string Person = PhoneNetwork.Person;
    private const string Stranger = "+15550007777";

    private static readonly Dictionary<string, string> Everything = new() { ["Logging__LogLevel__Default"] = "Trace" };

    [Fact]
    public async Task From_a_telephone_over_Twilio_the_workspace_is_instructed_and_the_agent_outlives_the_call()
    {
        var port = PhoneNetwork.FreePort();
        await using var world = await InboundWorld.StartAsync($$"""
            gateway.callee = "{{Person}}"
            phone { carrier = twilio, account = "{{Account}}", secret = "{{Token}}", number = "{{Ours}}", api = "http://127.0.0.1:{{port}}" }
            """, Everything, linesKept: 100_000);
        await using var twilio = await TwilioSimulator.StartAsync(new TwilioSimulatorOptions
        {
            Port = port,
            AccountSid = Account,
            AuthToken = Token,
            Numbers = [new TwilioNumber(Ours) { VoiceUrl = new Uri(world.Gateway.Process.Address, "/twiml") }],
            Disorder = new TwilioDisorder { Seed = 9, DuplicateCallbacks = 0.5, LateCallbacks = 0.3 },
        });
        await CallsInAsync(world, twilio.AddHandset(Person), twilio.AddHandset(Stranger));
        Assert.Empty(twilio.Alerts);
    }

    [Fact]
    public async Task From_a_telephone_over_Telnyx_the_workspace_is_instructed_and_the_agent_outlives_the_call()
    {
        var port = PhoneNetwork.FreePort();
        var options = new SimulatedTelnyxOptions { Number = Ours, Port = port, Seed = 9, DuplicateWebhooks = 0.5, LateWebhooks = 0.3, MediaReach = 4 };
        await using var world = await InboundWorld.StartAsync($$"""
            gateway.callee = "{{Person}}"
            phone { carrier = telnyx, account = "{{options.ConnectionId}}", secret = "{{options.ApiKey}}", public-key = "{{TelnyxNetwork.PublicKey}}", number = "{{Ours}}", api = "http://127.0.0.1:{{port}}/v2" }
            """, Everything, linesKept: 100_000);
        await using var telnyx = await SimulatedTelnyx.StartAsync(options with { WebhookUrl = new Uri(world.Gateway.Process.Address, "/twiml") });
        await CallsInAsync(world, telnyx.Phone(Person), telnyx.Phone(Stranger));
        Assert.Empty(telnyx.Complaints);
    }

    private static async Task CallsInAsync(InboundWorld world, Handset phone, Handset stranger)
    {
        const string agent = InboundWorld.Agent;
        var rejected = stranger.Dial(Ours);
        await stranger.WaitForEndAsync(rejected, AgentTerminals.Patience);
        Assert.Equal(0, rejected.StreamsOpened);
        Assert.Equal(["turned-away"], await world.DeedsAsync("%3F"));

        var call = phone.Dial(Ours);
        await phone.WaitForStreamsAsync(call, 1, AgentTerminals.Patience);
        await phone.WaitForPlayedAsync(TimeSpan.FromSeconds(1), AgentTerminals.Patience);
        var id = (await world.Gateway.GetAsync("/api/calls")).GetProperty("calls").EnumerateArray().Select(c => c.GetProperty("callId").GetString()!).First();
        phone.Press(InboundWorld.Pin + "#");
        await SaidAsync("Whom do you want to talk to");
        phone.Press("1");
        await SaidAsync($"You are talking to {agent}");
        await phone.SayAsync(await CallersVoice.SayAsync("Please run the tests.", CancellationToken.None));
        await AgentTerminals.UntilAsync(() => world.Terminals.Prompts(agent, "test").Count == 1, $"the instruction is there:{Environment.NewLine}{world.Gateway.Process.Output}");
        phone.HangUp();
        await phone.WaitForEndAsync(call, AgentTerminals.Patience);
        await world.Terminals.UntilShownAsync(agent, "All 42 tests passed");
        Assert.DoesNotContain(world.Terminals.Reached(agent), r => r.Kind == "interrupted");
        Assert.Equal(["came-in", "pin-right", "entered", "submitted"], (await world.DeedsAsync()).Take(4));

        var log = world.Gateway.Process.Output;
        // It is there, and tells of the call.
        Assert.Contains(id, log, StringComparison.Ordinal);
        string[] secrets =
        [
            InboundWorld.Pin, Person[1..], Ours[1..], Stranger[1..], "run the test", "tests passed", "I will run", "npm test", "Whom do you want", "your PIN", Token,
        ];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, log, StringComparison.OrdinalIgnoreCase));

        async Task SaidAsync(string words)
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            using var patience = new CancellationTokenSource(AgentTerminals.Patience);
            string transcript;
            while (!(transcript = await world.Gateway.GetTextAsync($"/api/call/{id}/transcript?format=text")).Contains(words, StringComparison.Ordinal))
            {
                if (patience.IsCancellationRequested) Assert.Fail($"Not said: {words}. Was:{Environment.NewLine}{transcript}");
                await timer.WaitForNextTickAsync();
            }
        }
    }
}

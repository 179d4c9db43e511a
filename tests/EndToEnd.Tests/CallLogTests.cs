using CallActors.Demo;
using CallActors.Simulators.Deepgram;
using CallActors.Simulators.ElevenLabs;
using CallActors.Simulators.Twilio;
using CallActors.Speech.Local.Espeak;
using CallActors.Speech.Local.PocketSphinx;

namespace CallActors.EndToEnd.Tests;

/// <summary>What a gateway prints at its default level while it rings, talks and writes over carriers and vendors: how calls stand, and
/// nothing of what was said, who said it, and by which keys.</summary>
public sealed class CallLogTests
{
    private const string DeepgramKey = "deepgram-secret-key-0001";
    private const string ElevenLabsKey = "elevenlabs-secret-key-0002";

    private static TimeSpan Patience => RunningGateway.Patience;

    [Fact]
    public async Task The_log_of_a_whole_call_has_no_words_no_numbers_no_keys_and_nothing_of_the_vendors()
    {
        var voice = new EspeakSynthesizer(new EspeakOptions(), TimeProvider.System);
        var ear = new PocketSphinxRecognizer(new PocketSphinxOptions());
        await using var deepgram = await DeepgramSimulator.StartAsync(new DeepgramSimulatorOptions { ApiKey = DeepgramKey, Voice = voice, Hears = async _ => await RecognizerHearing.StartAsync(ear, "en-US") });
        await using var elevenLabs = await ElevenLabsSimulator.StartAsync(new ElevenLabsSimulatorOptions { ApiKey = ElevenLabsKey }, voice, TimeProvider.System);
        await using var line = await SimulatedPhoneLine.StartAsync($$"""
            people { Wilhelmina { address = "{{SimulatedPhoneLine.Person}}", hints = kunduz } }
            speech {
              recognizers = "deepgram-flux", voices = elevenlabs
              deepgram { key = {{DeepgramKey}}, url = "{{deepgram.Address}}" }
              elevenlabs { key = {{ElevenLabsKey}}, url = "{{elevenLabs.Server.Address}}" }
            }
            """);
        var phone = line.Twilio.AddHandset(SimulatedPhoneLine.Person);
        var stranger = line.Twilio.AddHandset("+15550003333");
        await stranger.SendTextAsync(SimulatedPhoneLine.Ours, "Call me, says Rumpelstiltskin.");

        var placing = line.Gateway.PostAsync("/api/call", new { message = "Shall I deploy kunduz?", to = "Wilhelmina" });
        var call = (TwilioCall)await phone.WaitForRingAsync(Patience);
        phone.Answer();
        var stream = await call.WaitForStreamAsync(Patience);
        await phone.WaitForPlayedAsync(TimeSpan.FromSeconds(1), Patience);
        await phone.SayAsync(await CallersVoice.SayAsync("Yes, run the tests.", CancellationToken.None));
        var answer = await placing;
        Assert.True(answer.Status == 200, answer.Body + line.Gateway.Process.Output);
        Assert.Contains("run the tests", answer.Text("response"), StringComparison.OrdinalIgnoreCase);
        // What goes wrong is told with as little.
        stream.Drop();
        await call.WaitForStreamAsync(Patience, index: 1);
        await line.Gateway.PostAsync($"/api/call/{answer.Text("callId")}/end", new { message = "Farewell then." });
        await phone.WaitForEndAsync(Patience);

        var log = line.Gateway.Process.Output;
        // It is there, and tells of the call.
        Assert.Contains(answer.Text("callId"), log, StringComparison.Ordinal);
        var key = (await File.ReadAllTextAsync(line.Gateway.Process.KeyFile)).Trim();
        string[] secrets =
        [
            "kunduz", "deploy", "run the tests", "farewell", "rumpelstiltskin", "wilhelmina",
            SimulatedPhoneLine.Person[1..], SimulatedPhoneLine.Ours[1..], "15550003333",
            SimulatedPhoneLine.Token, DeepgramKey, ElevenLabsKey, key,
            // What vendors send and get.
            call.Sid, SimulatedPhoneLine.Account, "TurnInfo", "EndOfTurn", "transcript", "voice_settings", "streamSid", "CallSid", "\"event\"",
        ];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, log, StringComparison.OrdinalIgnoreCase));
    }
}

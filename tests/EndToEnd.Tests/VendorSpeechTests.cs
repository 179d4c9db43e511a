using CallActors.Demo;
using CallActors.Simulators.Deepgram;
using CallActors.Simulators.ElevenLabs;
using CallActors.Simulators.OpenAi;
using CallActors.Simulators.Server;
using CallActors.Simulators.Softphone;
using CallActors.Speech.Local.Espeak;
using CallActors.Speech.Local.PocketSphinx;

namespace CallActors.EndToEnd.Tests;

/// <summary>Whole calls through vendors of speech: real sockets to simulated vendors, which hear and speak by the local engines.</summary>
public sealed class VendorSpeechTests : IAsyncLifetime
{
    private const string Message =
        "I have looked at the failing build. The compiler was updated on Monday, and two of the warnings have become errors. "
        + "I can silence them, or mend the code that they are about.";

    private readonly EspeakSynthesizer _voice = new(new EspeakOptions(), TimeProvider.System);
    private readonly PocketSphinxRecognizer _ear = new(new PocketSphinxOptions());
    private DeepgramSimulator _deepgram = null!;
    private ElevenLabsSimulator _elevenLabs = null!;
    private OpenAiSimulator _openAi = null!;

    public async Task InitializeAsync()
    {
        _deepgram = await DeepgramSimulator.StartAsync(new DeepgramSimulatorOptions { Voice = _voice, Hears = async language => await RecognizerHearing.StartAsync(_ear, "en-US") });
        _elevenLabs = await ElevenLabsSimulator.StartAsync(new ElevenLabsSimulatorOptions(), _voice, TimeProvider.System);
        _openAi = await OpenAiSimulator.StartAsync(new OpenAiSimulatorOptions { Ear = _ear, Voice = _voice });
    }

    public async Task DisposeAsync()
    {
        await _deepgram.DisposeAsync();
        await _elevenLabs.DisposeAsync();
        await _openAi.DisposeAsync();
    }

    [Theory]
    [InlineData("deepgram-flux", "elevenlabs")]
    [InlineData("deepgram", "deepgram")]
    [InlineData("openai", "openai")]
    [InlineData("openai-batch", "elevenlabs")]
    public async Task A_call_is_heard_by_one_vendor_and_spoken_by_another(string recognizer, string voice)
    {
        var gateway = await StartAsync(recognizer, voice);
        try
        {
            await using var phone = await gateway.PhoneAsync();
            var placing = gateway.PostAsync("/api/call?include=details", new { message = "Shall I run the tests?" });
            await phone.WaitForRingAsync(RunningGateway.Patience);
            await phone.AnswerAsync();
            await phone.WaitForCaptionAsync<Caption.Agent>(a => a.Finished, RunningGateway.Patience);
            await phone.SayAsync(await CallersVoice.SayAsync("Yes, run the tests.", CancellationToken.None));
            var answer = await placing;
            Assert.True(answer.Status == 200, answer.Body + gateway.Process.Output);
            Assert.Equal("Shall I run the tests?", answer.Text("heard"));
            Assert.Contains("run the tests", answer.Text("response"), StringComparison.OrdinalIgnoreCase);
            await phone.HangUpAsync();
            AssertHealthy(await gateway.GetAsync("/health"));
        }
        finally
        {
            await gateway.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_voice_that_breaks_in_mid_sentence_is_taken_over_by_the_next_and_nothing_is_lost()
    {
        var gateway = await StartAsync("pocketsphinx", "elevenlabs,openai,espeak-ng");
        try
        {
            // The one socket breaks in the message behind "Ready?", and whatever else is tried there fails.
            _elevenLabs.Server.Faults.Next("/v1/text-to-speech", new SimulatedFault.Break(After: 8));
            for (var i = 0; i < 10; i++) _elevenLabs.Server.Faults.Next("/v1/text-to-speech", new SimulatedFault.Status(500));
            await using var phone = await gateway.PhoneAsync();
            var call = await gateway.TalkAsync(phone);
            var speaking = await gateway.PostAsync($"/api/call/{call}/speak?include=details", new { message = Message });
            Assert.True(speaking.Status == 200 && speaking.Text("heard").Trim() == Message, speaking.Body + gateway.Process.Output);
            Assert.False(speaking.Flag("interrupted"));
            Assert.NotEmpty(_openAi.Requests);
            await phone.HangUpAsync();
        }
        finally
        {
            await gateway.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_recogniser_that_refuses_is_replaced_by_the_next_and_the_person_is_heard()
    {
        var gateway = await StartAsync("deepgram,openai", "espeak-ng");
        try
        {
            for (var i = 0; i < 20; i++) _deepgram.Faults.Next("/v1/listen", new SimulatedFault.Status(503));
            await using var phone = await gateway.PhoneAsync();
            var placing = gateway.PostAsync("/api/call?include=details", new { message = "Shall I run the tests?" });
            await phone.WaitForRingAsync(RunningGateway.Patience);
            await phone.AnswerAsync();
            await phone.WaitForCaptionAsync<Caption.Agent>(a => a.Finished, RunningGateway.Patience);
            await phone.SayAsync(await CallersVoice.SayAsync("Yes, run the tests.", CancellationToken.None));
            Assert.Contains("run the tests", (await placing).Text("response"), StringComparison.OrdinalIgnoreCase);
            Assert.True(_openAi.Sessions > 0);
            await phone.HangUpAsync();
        }
        finally
        {
            await gateway.DisposeAsync();
        }
    }

    private Task<RunningGateway> StartAsync(string recognizers, string voices) => RunningGateway.StartAsync($$"""
        speech {
          recognizers = "{{recognizers}}"
          voices = "{{voices}}"
          deepgram { key = simulated-key, url = "{{_deepgram.Address}}" }
          openai { key = sk-simulated, url = "{{_openAi.Address}}" }
          elevenlabs { key = simulated-key, url = "{{_elevenLabs.Server.Address}}" }
        }
        """);

    private static void AssertHealthy(System.Text.Json.JsonElement health) => Assert.Equal("ok", health.GetProperty("status").GetString());
}

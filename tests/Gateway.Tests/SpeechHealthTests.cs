using System.Text.Json;
using CallActors.Contracts.Speech;
using CallActors.Engine.Speech;
using CallActors.Gateway.Health;
using CallActors.Gateway.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace CallActors.Gateway.Tests;

/// <summary>What calls have learned of voices and recognisers, as an operator sees it.</summary>
public sealed class SpeechHealthTests
{
    [Fact]
    public async Task Health_tells_of_each_provider_its_state_latency_and_last_failure()
    {
        await using var gateway = await TestGateway.StartAsync();
        var (health, now) = (gateway.Services.GetRequiredService<SpeechHealth>(), gateway.Time.GetUtcNow());
        health.Voices.Succeeded("espeak-ng", TimeSpan.FromMilliseconds(1.25), now);
        for (var i = 0; i < 3; i++) health.Recognizers.Failed("deepgram", SpeechFailure.TimedOut, now);
        var speech = await SpeechAsync(gateway);
        Assert.Equal(
            """[{"provider":"espeak-ng","state":"closed","latencyMs":1.2,"failures":0,"lastFailure":null,"lastFailureAt":null}]""",
            speech.GetProperty("voices").GetRawText());
        Assert.Equal(
            """[{"provider":"deepgram","state":"open","latencyMs":null,"failures":3,"lastFailure":"timed-out","lastFailureAt":"2026-11-20T09:00:00+00:00"}]""",
            speech.GetProperty("recognizers").GetRawText());
    }

    [Fact]
    public async Task A_provider_is_half_open_when_its_pause_is_over_and_closed_when_it_has_answered()
    {
        await using var gateway = await TestGateway.StartAsync();
        var voices = gateway.Services.GetRequiredService<SpeechHealth>().Voices;
        for (var i = 0; i < 3; i++) voices.Failed("elevenlabs", SpeechFailure.Busy, gateway.Time.GetUtcNow());
        gateway.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("half-open", await StateAsync(gateway));
        voices.Succeeded("elevenlabs", TimeSpan.FromMilliseconds(90), gateway.Time.GetUtcNow());
        Assert.Equal("closed", await StateAsync(gateway));
    }

    [Fact]
    public async Task A_gateway_whose_voice_keeps_failing_is_ready_and_says_so()
    {
        var health = new SpeechHealth();
        await using var gateway = await TestGateway.StartAsync(checks: new SpeechCheck(health, TimeProvider.System));
        Assert.Equal((true, ""), await FindingAsync(gateway));
        for (var i = 0; i < 3; i++) health.Voices.Failed("elevenlabs", SpeechFailure.Broken, TimeProvider.System.GetUtcNow());
        Assert.Equal((true, "The voice elevenlabs has failed 3 times in a row and is asked last for now."), await FindingAsync(gateway));
    }

    private static async Task<JsonElement> SpeechAsync(TestGateway gateway) =>
        (await (await gateway.Anonymous.GetAsync("/health")).JsonAsync()).GetProperty("speech");

    private static async Task<string?> StateAsync(TestGateway gateway) =>
        (await SpeechAsync(gateway)).GetProperty("voices")[0].GetProperty("state").GetString();

    private static async Task<(bool Ok, string? Detail)> FindingAsync(TestGateway gateway)
    {
        var check = (await (await gateway.Anonymous.GetAsync("/health/ready")).JsonAsync()).GetProperty("checks")[0];
        return (check.GetProperty("ok").GetBoolean(), check.GetProperty("detail").GetString());
    }
}

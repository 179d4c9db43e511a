using CallActors.Contracts.Speech;
using CallActors.Simulators.OpenAi;
using CallActors.Simulators.Server;
using CallActors.Speech.OpenAi;

namespace CallActors.Speech.Tests.OpenAi;

public sealed class BatchRecognizerTests
{
    private const string Path = "/v1/audio/transcriptions";

    [Fact]
    public async Task Each_segment_is_a_request_and_has_one_answer_also_an_empty_one()
    {
        await using var simulated = await Simulated.StartAsync();
        simulated.Server.Hears("push it");
        await using var recognition = await simulated.ListenByBatchAsync(request: new RecognitionRequest("fr-FR", ["kunduz"]));

        recognition.EndSegment();
        recognition.Say(Sounds.Tone(60));
        recognition.EndSegment();
        recognition.Say(Sounds.Tone(500));
        recognition.EndSegment();

        Assert.Equal(["", "", "push it"], [(await simulated.Listener.FinalAsync()).Text, (await simulated.Listener.FinalAsync()).Text, (await simulated.Listener.FinalAsync()).Text]);
        Assert.Equal(
            """{"model":"gpt-4o-transcribe","response_format":"json","language":"fr","prompt":"Words that are likely: kunduz."}""",
            Assert.Single(simulated.Server.Requests).ToJsonString());
    }

    [Fact]
    public async Task A_segment_of_many_parts_is_one_text()
    {
        await using var simulated = await Simulated.StartAsync();
        var options = new OpenAiTranscriptionOptions { LongestPart = TimeSpan.FromSeconds(5) };
        simulated.Server.Hears("first", "second", "third");
        await using var recognition = await simulated.ListenByBatchAsync(options);

        // A part is asked for as soon as it is full, and told when it is there; the script follows the order of arrival.
        recognition.Say(Sounds.Tone(5000));
        Assert.Equal(new RecognizedText(0, "first", true, null, TimeSpan.FromSeconds(5)), await simulated.Listener.FinalAsync());
        recognition.Say(Sounds.Tone(5000));
        Assert.Equal("second", (await simulated.Listener.FinalAsync()).Text);
        recognition.Say(Sounds.Tone(1000));
        recognition.EndSegment();

        Assert.Equal(new RecognizedText(2, "third", true, null, TimeSpan.FromSeconds(11)), await simulated.Listener.FinalAsync());
    }

    [Fact]
    public async Task Words_are_told_as_they_are_found_where_that_is_asked_for()
    {
        await using var simulated = await Simulated.StartAsync();
        simulated.Server.Hears("green and red");
        await using var recognition = await simulated.ListenByBatchAsync(new OpenAiTranscriptionOptions { Stream = true });
        recognition.Say(Sounds.Tone(500));
        recognition.EndSegment();

        Assert.Equal(("green", false), await NextAsync());
        Assert.Equal(("green and", false), await NextAsync());
        Assert.Equal(("green and red", false), await NextAsync());
        Assert.Equal(("green and red", true), await NextAsync());

        async Task<(string, bool)> NextAsync() => await simulated.Listener.InterimAsync() is var told ? (told.Text, told.IsFinal) : default;
    }

    [Fact]
    public async Task A_server_that_does_not_know_streaming_is_asked_without_and_not_so_again()
    {
        await using var simulated = await Simulated.StartAsync(new OpenAiSimulatorOptions { StreamsTranscriptions = false });
        simulated.Server.Hears("one", "two");
        await using var recognition = await simulated.ListenByBatchAsync(new OpenAiTranscriptionOptions { Stream = true });

        foreach (var expected in new[] { "one", "two" })
        {
            recognition.Say(Sounds.Tone(500));
            recognition.EndSegment();
            Assert.Equal(expected, (await simulated.Listener.FinalAsync()).Text);
        }

        Assert.Equal([true, false, false], simulated.Server.Requests.Select(r => r.ContainsKey("stream")));
    }

    [Theory]
    [InlineData(401, SpeechFailure.Refused)]
    [InlineData(404, SpeechFailure.Refused)]
    [InlineData(429, SpeechFailure.Busy)]
    [InlineData(500, SpeechFailure.Broken)]
    public async Task What_the_server_refuses_is_told(int status, SpeechFailure reason)
    {
        await using var simulated = await Simulated.StartAsync();
        simulated.Server.Faults.Next(Path, new SimulatedFault.Status(status, """{"error":{"message":"sk-secret"}}""", TimeSpan.FromSeconds(20)));
        await using var recognition = await simulated.ListenByBatchAsync();
        recognition.Say(Sounds.Tone(500));
        recognition.EndSegment();

        var failure = await simulated.Listener.FailureAsync();
        Assert.Equal(reason, failure.Reason);
        Assert.DoesNotContain("secret", failure.ToString());
        await Simulated.UntilAsync(() => !recognition.Accept(new byte[160]));
    }

    [Fact]
    public async Task A_server_that_fails_for_a_moment_is_asked_once_more()
    {
        await using var simulated = await Simulated.StartAsync();
        simulated.Server.Hears("at last");
        simulated.Server.Faults.Next(Path, new SimulatedFault.Status(503, "", TimeSpan.Zero));
        await using var recognition = await simulated.ListenByBatchAsync();
        recognition.Say(Sounds.Tone(500));
        recognition.EndSegment();

        // The wait that the server asks for is none, and the clock stands.
        Assert.Equal("at last", (await simulated.Listener.FinalAsync()).Text);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_unavailable()
    {
        await using var simulated = await Simulated.StartAsync();
        await using var recognition = await simulated.ListenByBatchAsync(
            new OpenAiTranscriptionOptions { Connection = simulated.Connection with { BaseUrl = Simulated.Nowhere() } });
        recognition.Say(Sounds.Tone(500));
        recognition.EndSegment();

        Assert.Equal(SpeechFailure.Unavailable, (await simulated.Listener.FailureAsync()).Reason);
    }

    [Fact]
    public async Task A_request_that_is_not_answered_times_out_and_one_that_is_not_wanted_is_cancelled()
    {
        await using var simulated = await Simulated.StartAsync(new OpenAiSimulatorOptions { HearingTakes = TimeSpan.FromHours(1) });
        await using (var late = await simulated.ListenByBatchAsync())
        {
            late.Say(Sounds.Tone(500));
            late.EndSegment();
            await Simulated.UntilAsync(() => simulated.Server.Requests.Count == 1);
            simulated.Time.Advance(TimeSpan.FromSeconds(10));
            Assert.Equal(SpeechFailure.TimedOut, (await simulated.Listener.FailureAsync()).Reason);
        }

        var unwanted = await simulated.ListenByBatchAsync();
        unwanted.Say(Sounds.Tone(500));
        unwanted.EndSegment();
        await Simulated.UntilAsync(() => simulated.Server.Requests.Count == 2);
        await unwanted.DisposeAsync();
        await simulated.IsAloneAsync();
        Assert.Empty(simulated.Listener.SoFar());
    }

    [Fact]
    public async Task A_server_that_is_too_slow_for_the_call_is_told_and_not_waited_for()
    {
        await using var simulated = await Simulated.StartAsync(new OpenAiSimulatorOptions { HearingTakes = TimeSpan.FromHours(1) });
        await using var recognition = await simulated.ListenByBatchAsync(new OpenAiTranscriptionOptions { MaximumRequests = 2 });
        for (var i = 0; i < 3; i++)
        {
            recognition.Accept(Sounds.Tone(500));
            recognition.EndSegment();
        }

        Assert.Equal(SpeechFailure.TimedOut, (await simulated.Listener.FailureAsync()).Reason);
        await simulated.IsAloneAsync();
    }
}

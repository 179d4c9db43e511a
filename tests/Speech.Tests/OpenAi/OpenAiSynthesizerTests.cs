using CallActors.Contracts.Speech;
using CallActors.Simulators.OpenAi;
using CallActors.Simulators.Server;
using CallActors.Speech.OpenAi;
using Spoken = CallActors.Speech.Tests.Local.Speech;

namespace CallActors.Speech.Tests.OpenAi;

public sealed class OpenAiSynthesizerTests
{
    private const string Path = "/v1/audio/speech";

    // What the simulated voice takes for a character, in samples of 8 kHz.
    private const int Character = 480;

    [Fact]
    public async Task A_text_is_spoken_whole_and_at_its_pitch_however_the_body_is_cut()
    {
        await using var simulated = await Simulated.StartAsync();

        var speech = await Spoken.Of(simulated.Voice(), "All tests are green.");

        Assert.Equal(20 * Character, speech.Audio.Length);
        Assert.InRange(Sounds.PitchOf(speech.Audio), 435, 445);
        Assert.Equal(
            """{"model":"gpt-4o-mini-tts","input":"All tests are green.","voice":"coral","response_format":"pcm"}""",
            Assert.Single(simulated.Server.Requests).ToJsonString());
    }

    [Fact]
    public async Task The_first_audio_is_there_when_the_first_bytes_are()
    {
        await using var simulated = await Simulated.StartAsync();
        simulated.Server.StallNextSpeech(after: 1);
        await using var audio = simulated.Voice().SynthesizeAsync(new SpeechRequest("A long text that is not all there yet."), CancellationToken.None).GetAsyncEnumerator();

        Assert.True(await audio.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.True(audio.Current.MuLaw.Length > 0);
    }

    [Fact]
    public async Task A_body_that_stalls_times_out()
    {
        await using var simulated = await Simulated.StartAsync();
        simulated.Server.StallNextSpeech(after: 1);
        await using var audio = simulated.Voice().SynthesizeAsync(new SpeechRequest("A text that never ends."), CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await audio.MoveNextAsync());

        var failure = await Assert.ThrowsAsync<SpeechException>(async () =>
        {
            while (true)
            {
                var next = audio.MoveNextAsync().AsTask();
                if (!next.IsCompleted) simulated.Time.Advance(TimeSpan.FromSeconds(5));
                Assert.True(await next);
            }
        });

        Assert.Equal(SpeechFailure.TimedOut, failure.Reason);
        await simulated.IsAloneAsync();
    }

    [Fact]
    public async Task A_reader_that_takes_its_time_is_no_stall()
    {
        await using var simulated = await Simulated.StartAsync();
        var total = 0;
        await foreach (var piece in simulated.Voice().SynthesizeAsync(new SpeechRequest("Slowly, please."), CancellationToken.None))
        {
            total += piece.MuLaw.Length;
            simulated.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(15 * Character, total);
    }

    [Fact]
    public async Task Cancelling_closes_the_request_at_once()
    {
        await using var simulated = await Simulated.StartAsync();
        simulated.Server.StallNextSpeech(after: 1);
        using var cancel = new CancellationTokenSource();
        await using var audio = simulated.Voice().SynthesizeAsync(new SpeechRequest("Never mind."), cancel.Token).GetAsyncEnumerator();
        Assert.True(await audio.MoveNextAsync());
        Assert.Equal(1, simulated.Server.Open);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (await audio.MoveNextAsync())
            {
            }
        });
        await simulated.IsAloneAsync();
    }

    [Fact]
    public async Task Leaving_in_the_middle_closes_the_request_too()
    {
        await using var simulated = await Simulated.StartAsync();
        simulated.Server.StallNextSpeech(after: 1);
        await foreach (var _ in simulated.Voice().SynthesizeAsync(new SpeechRequest("Enough."), CancellationToken.None)) break;

        await simulated.IsAloneAsync();
    }

    [Fact]
    public async Task A_body_that_breaks_off_is_told_after_the_audio_that_came()
    {
        await using var simulated = await Simulated.StartAsync();
        // A reset may overtake the answer's head: then it is asked once more.
        for (var i = 0; i < 2; i++) simulated.Server.Faults.Next(Path, new SimulatedFault.Break(1));
        var given = 0;

        var failure = await Assert.ThrowsAsync<SpeechException>(async () =>
        {
            await foreach (var piece in simulated.Voice().SynthesizeAsync(new SpeechRequest("This will break off."), CancellationToken.None)) given += piece.MuLaw.Length;
        });

        Assert.Equal(SpeechFailure.Broken, failure.Reason);
        Assert.True(given < 20 * Character);
    }

    public static TheoryData<int, string, SpeechFailure> Refusals => new()
    {
        { 400, """{"error":{"message":"secret","type":"invalid_request_error","code":"invalid_value","param":"voice"}}""", SpeechFailure.Refused },
        { 401, """{"error":{"message":"secret","type":"invalid_request_error","code":"invalid_api_key"}}""", SpeechFailure.Refused },
        { 404, """{"detail":"secret"}""", SpeechFailure.Refused },
        { 429, """{"error":{"message":"secret","type":"tokens","code":"rate_limit_exceeded"}}""", SpeechFailure.Busy },
        { 429, """{"error":{"message":"secret","type":"insufficient_quota","code":"insufficient_quota"}}""", SpeechFailure.Refused },
        { 502, "secret", SpeechFailure.Broken },
        { 503, "", SpeechFailure.Busy },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_the_server_refuses_is_told_in_our_own_words(int status, string body, SpeechFailure reason)
    {
        await using var simulated = await Simulated.StartAsync();
        simulated.Server.Faults.Next(Path, new SimulatedFault.Status(status, body, TimeSpan.FromSeconds(30)));

        var failure = await Assert.ThrowsAsync<SpeechException>(() => Spoken.Of(simulated.Voice(), "Hello."));

        Assert.Equal(reason, failure.Reason);
        Assert.Contains($"HTTP {status}", failure.Message);
        Assert.DoesNotContain("secret", failure.ToString());
        Assert.Empty(simulated.Server.Requests);
    }

    [Fact]
    public async Task A_server_that_asks_for_a_long_wait_is_not_asked_before()
    {
        await using var simulated = await Simulated.StartAsync();
        var voice = simulated.Voice();
        simulated.Server.Faults.Next("/v1/audio/speech", new SimulatedFault.Status(429, "{}", TimeSpan.FromSeconds(7)));
        Assert.Equal(SpeechFailure.Busy, (await Assert.ThrowsAsync<SpeechException>(() => Spoken.Of(voice, "Hello."))).Reason);

        simulated.Time.Advance(TimeSpan.FromSeconds(6.9));
        Assert.Contains("asked not to be asked", (await Assert.ThrowsAsync<SpeechException>(() => Spoken.Of(voice, "Hello."))).Message);
        Assert.Empty(simulated.Server.Requests);

        simulated.Time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.NotEmpty((await Spoken.Of(voice, "Hello.")).Audio);
    }

    [Fact]
    public async Task A_server_that_asks_for_a_short_wait_is_asked_once_more()
    {
        await using var simulated = await Simulated.StartAsync();
        simulated.Server.Faults.Next(Path, new SimulatedFault.Status(429, "", TimeSpan.Zero));
        Assert.Equal(3 * Character, (await Spoken.Of(simulated.Voice(), "Yes")).Audio.Length);

        for (var i = 0; i < 2; i++) simulated.Server.Faults.Next(Path, new SimulatedFault.Status(429, "", TimeSpan.Zero));
        Assert.Equal(SpeechFailure.Busy, (await Assert.ThrowsAsync<SpeechException>(() => Spoken.Of(simulated.Voice(), "Yes"))).Reason);
    }

    [Fact]
    public async Task A_server_that_is_not_there_or_does_not_answer_is_told()
    {
        await using var simulated = await Simulated.StartAsync();
        var nowhere = simulated.Voice(new OpenAiSpeechOptions { Connection = simulated.Connection with { BaseUrl = Simulated.Nowhere() } });
        Assert.Equal(SpeechFailure.Unavailable, (await Assert.ThrowsAsync<SpeechException>(() => Spoken.Of(nowhere, "Hello."))).Reason);

        simulated.Server.Faults.Next(Path, new SimulatedFault.HalfOpen());
        await using var audio = simulated.Voice().SynthesizeAsync(new SpeechRequest("Hello?"), CancellationToken.None).GetAsyncEnumerator();
        var next = audio.MoveNextAsync().AsTask();
        simulated.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(SpeechFailure.TimedOut, (await Assert.ThrowsAsync<SpeechException>(() => next)).Reason);
        await simulated.IsAloneAsync();
    }

    [Fact]
    public async Task A_page_in_place_of_audio_is_not_played()
    {
        await using var simulated = await Simulated.StartAsync();
        simulated.Server.Faults.Next(Path, new SimulatedFault.Status(200, "<html>It works!</html>", ContentType: "text/html"));

        Assert.Equal(SpeechFailure.Broken, (await Assert.ThrowsAsync<SpeechException>(() => Spoken.Of(simulated.Voice(), "Hello."))).Reason);
    }

    [Fact]
    public async Task Voice_pace_and_instructions_are_said_where_they_are_taken()
    {
        await using var simulated = await Simulated.StartAsync();
        var options = new OpenAiSpeechOptions { Instructions = "Be calm.", Speed = 1.25 };
        await Spoken.Of(simulated.Voice(options), new SpeechRequest("One.", "onyx", Pace: 2));
        await Spoken.Of(simulated.Voice(options with { Model = "tts-1", Speed = 1 }), new SpeechRequest("Two.", Pace: 1));
        await Spoken.Of(simulated.Voice(options with { Speed = 4 }), new SpeechRequest("Three.", Pace: 2));

        Assert.Equal(
            [
                """{"model":"gpt-4o-mini-tts","input":"One.","voice":"onyx","response_format":"pcm","speed":2.5,"instructions":"Be calm."}""",
                """{"model":"tts-1","input":"Two.","voice":"coral","response_format":"pcm"}""",
                """{"model":"gpt-4o-mini-tts","input":"Three.","voice":"coral","response_format":"pcm","speed":4,"instructions":"Be calm."}""",
            ],
            simulated.Server.Requests.Select(r => r.ToJsonString()));
    }

    [Fact]
    public async Task A_text_that_is_too_long_for_one_request_is_spoken_by_several()
    {
        await using var simulated = await Simulated.StartAsync();
        var text = string.Concat(Enumerable.Range(0, 150).Select(i => $"This is sentence number {i} of them. "));

        var speech = await Spoken.Of(simulated.Voice(), text);

        var inputs = simulated.Server.Requests.Select(r => r["input"]!.GetValue<string>()).ToArray();
        Assert.Equal(2, inputs.Length);
        Assert.Equal(text, string.Concat(inputs));
        Assert.EndsWith("of them. ", inputs[0]);
        Assert.Equal(text.Length * Character, speech.Audio.Length);
    }

    [Fact]
    public async Task Kokoros_words_have_their_times()
    {
        await using var simulated = await Simulated.StartAsync(new OpenAiSimulatorOptions { Dialect = OpenAiDialect.Kokoro, ApiKey = "" });
        const string Text = "The build, on main, is green.";

        var speech = await Spoken.Of(simulated.Voice(OpenAiSpeechOptions.Kokoro(simulated.Server.Address.AbsoluteUri)), Text);

        Assert.Equal(Text.Length * Character, speech.Audio.Length);
        Assert.Equal(["The", "build", "on", "main", "is", "green"], speech.WordsOf(Text));
        Assert.Equal([0, 4 * Character, 11 * Character], speech.Words.Take(3).Select(w => w.SampleStart));
    }

    [Fact]
    public async Task A_server_without_captions_is_asked_for_them_once()
    {
        await using var simulated = await Simulated.StartAsync(new OpenAiSimulatorOptions { Dialect = OpenAiDialect.Kokoro, ApiKey = "", HasCaptions = false });
        var voice = simulated.Voice(OpenAiSpeechOptions.Kokoro(simulated.Server.Address.AbsoluteUri));
        // Would be met by a second question.
        Assert.Equal(3 * Character, (await Spoken.Of(voice, "Yes")).Audio.Length);
        simulated.Server.Faults.Next("/dev/captioned_speech", new SimulatedFault.Status(500));

        Assert.Equal(2 * Character, (await Spoken.Of(voice, "No")).Audio.Length);
    }

    [Fact]
    public void Voices_are_known_without_asking()
    {
        using var handler = new SocketsHttpHandler();
        var voices = new OpenAiSynthesizer(OpenAiSpeechOptions.Kokoro("http://127.0.0.1:1"), TimeProvider.System, handler).Voices;

        Assert.Equal(new VoiceProfile("af_heart", "en-US", VoiceGender.Female), voices[0]);
        Assert.Contains(new VoiceProfile("bm_george", "en-GB", VoiceGender.Male), voices);
        Assert.Equal("coral", OpenAiVoices.OpenAi[0].Name);
    }
}

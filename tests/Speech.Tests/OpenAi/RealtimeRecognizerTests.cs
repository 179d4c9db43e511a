using CallActors.Contracts.Speech;
using CallActors.Simulators.OpenAi;
using CallActors.Simulators.Server;
using CallActors.Speech.OpenAi;

namespace CallActors.Speech.Tests.OpenAi;

public sealed class RealtimeRecognizerTests
{
    [Fact]
    public async Task A_segment_is_heard_while_it_is_spoken_and_answered_at_its_end()
    {
        await using var simulated = await Simulated.StartAsync();
        simulated.Server.Hears("run the tests");
        await using var recognition = await simulated.ListenAsync();

        recognition.Say(Sounds.Tone(730));
        recognition.EndSegment();

        Assert.Equal("run", (await simulated.Listener.InterimAsync()).Text);
        Assert.Equal("run the", (await simulated.Listener.InterimAsync()).Text);
        Assert.Equal(
            new RecognizedText(0, "run the tests", true, null, TimeSpan.FromMilliseconds(730)), await simulated.Listener.FinalAsync());
    }

    [Fact]
    public async Task The_session_is_set_up_as_the_vendor_wants_it_now()
    {
        await using var simulated = await Simulated.StartAsync();
        await using var recognition = await simulated.ListenAsync(
            new OpenAiRealtimeOptions { Prompt = "A call about code.", NoiseReduction = "near_field" }, new RecognitionRequest("de-CH", ["kunduz", "CallActors"]));

        Assert.True(simulated.Server.Requests.TryDequeue(out var update));
        Assert.Equal(
            """{"type":"session.update","session":{"type":"transcription","audio":{"input":{"format":{"type":"audio/pcmu"},"noise_reduction":{"type":"near_field"},"transcription":{"model":"gpt-4o-transcribe","language":"de","prompt":"A call about code. Words that are likely: kunduz, CallActors."},"turn_detection":null}}}}""",
            update.ToJsonString());
    }

    [Theory]
    [InlineData("gpt-live-transcribe", """{"model":"gpt-live-transcribe","language":"en","keywords":["kunduz"]}""")]
    [InlineData("gpt-realtime-whisper", """{"model":"gpt-realtime-whisper","language":"en"}""")]
    [InlineData("whisper-1", """{"model":"whisper-1","language":"en","prompt":"kunduz"}""")]
    public async Task Each_model_gets_the_hints_that_it_takes(string model, string expected)
    {
        await using var simulated = await Simulated.StartAsync();
        await using var recognition = await simulated.ListenAsync(new OpenAiRealtimeOptions { Model = model }, new RecognitionRequest("en-US", ["kunduz"]));

        Assert.True(simulated.Server.Requests.TryDequeue(out var update));
        Assert.Equal(expected, update["session"]!["audio"]!["input"]!["transcription"]!.ToJsonString());
    }

    [Fact]
    public async Task A_server_of_the_earlier_shape_is_recognised_and_remembered()
    {
        await using var simulated = await Simulated.StartAsync(new OpenAiSimulatorOptions { Dialect = OpenAiDialect.EarlierVendor });
        simulated.Server.Hears("good", "evening");
        var recognizer = simulated.Realtime();
        await using (var first = await recognizer.StartAsync(RecognitionRequest.Default, simulated.Listener, CancellationToken.None))
        {
            first.Say(Sounds.Tone(200));
            first.EndSegment();
            Assert.Equal("good", (await simulated.Listener.FinalAsync()).Text);
        }

        var sessions = simulated.Server.Sessions;
        await using var second = await recognizer.StartAsync(RecognitionRequest.Default, simulated.Listener, CancellationToken.None);
        second.Say(Sounds.Tone(200));
        second.EndSegment();

        Assert.Equal("evening", (await simulated.Listener.FinalAsync()).Text);
        Assert.Equal(sessions + 1, simulated.Server.Sessions);
        Assert.True(simulated.Server.Requests.TryDequeue(out var update));
        Assert.Equal("g711_ulaw", update["session"]!["input_audio_format"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_local_server_gets_its_model_in_the_address_and_pcm_that_sounds_the_same()
    {
        await using var simulated = await Simulated.StartAsync(new OpenAiSimulatorOptions { Dialect = OpenAiDialect.Speaches, Ear = new PitchEar() });
        await using var recognition = await simulated.ListenAsync(new OpenAiRealtimeOptions { Model = "Systran/faster-whisper-small" });

        recognition.Say(Sounds.Tone(1000, 1000));
        recognition.EndSegment();

        Assert.Equal("1000 ms of 1000 Hz", (await simulated.Listener.FinalAsync()).Text);
        recognition.Say(Sounds.Tone(60));
        recognition.EndSegment();
        Assert.Equal("", (await simulated.Listener.FinalAsync()).Text);
    }

    [Fact]
    public async Task A_server_that_skips_what_it_does_not_know_is_not_taken_for_the_vendors()
    {
        await using var simulated = await Simulated.StartAsync(
            new OpenAiSimulatorOptions { Dialect = OpenAiDialect.Speaches, NeedsModel = false, Ear = new PitchEar() });
        await using var recognition = await simulated.ListenAsync();

        recognition.Say(Sounds.Tone(500, 800));
        recognition.EndSegment();

        Assert.Equal("500 ms of 800 Hz", (await simulated.Listener.FinalAsync()).Text);
    }

    [Fact]
    public async Task Every_end_is_answered_once_in_order_also_the_empty_ones()
    {
        await using var simulated = await Simulated.StartAsync(new OpenAiSimulatorOptions { FinishesOutOfOrder = true });
        simulated.Server.Hears("one", "two");
        await using var recognition = await simulated.ListenAsync();

        recognition.EndSegment();
        recognition.Say(Sounds.Tone(300));
        recognition.EndSegment();
        recognition.EndSegment();
        recognition.Say(Sounds.Tone(300));
        recognition.EndSegment();
        recognition.EndSegment();

        var finals = new List<RecognizedText>();
        for (var i = 0; i < 5; i++) finals.Add(await simulated.Listener.FinalAsync());
        Assert.Equal(["", "one", "", "two", ""], finals.Select(f => f.Text));
        Assert.Equal([0, 300, 300, 600, 600], finals.Select(f => f.Through!.Value.TotalMilliseconds));
        Assert.Equal([0, 1, 2, 3, 4], finals.Select(f => f.Segment));
    }

    [Fact]
    public async Task A_stretch_that_is_too_short_to_commit_or_that_fails_is_empty_and_the_session_goes_on()
    {
        await using var simulated = await Simulated.StartAsync();
        simulated.Server.Hears(null, "and now");
        await using var recognition = await simulated.ListenAsync();

        recognition.Say(Sounds.Tone(60));
        recognition.EndSegment();
        Assert.Equal("", (await simulated.Listener.FinalAsync()).Text);
        recognition.Say(Sounds.Tone(200));
        recognition.EndSegment();
        Assert.Equal("", (await simulated.Listener.FinalAsync()).Text);
        recognition.Say(Sounds.Tone(200));
        recognition.EndSegment();
        Assert.Equal("and now", (await simulated.Listener.FinalAsync()).Text);
        Assert.Equal(1, simulated.Server.Sessions);
    }

    [Fact]
    public async Task Where_the_server_finds_the_speech_its_turns_are_told()
    {
        await using var simulated = await Simulated.StartAsync();
        simulated.Server.Hears("open the door");
        var options = new OpenAiRealtimeOptions { TurnDetection = new TurnDetection.ServerVad { SilenceDuration = TimeSpan.FromMilliseconds(400) } };
        Assert.True(simulated.Realtime(options) is { FollowsTurns: true, WantsSilence: true });
        await using var recognition = await simulated.ListenAsync(options);

        recognition.Say([.. Sounds.Silence(300), .. Sounds.Tone(500), .. Sounds.Silence(800)]);

        Assert.Equal(RecognizedTurn.SpeechStarted, await simulated.Listener.NextAsync());
        Assert.Equal(RecognizedTurn.LikelyEnded, await simulated.Listener.NextAsync());
        var phrase = await simulated.Listener.FinalAsync();
        Assert.Equal(("open the door", 1200), (phrase.Text, phrase.Through!.Value.TotalMilliseconds));
        Assert.Equal(RecognizedTurn.Ended, await simulated.Listener.NextAsync());
    }

    [Fact]
    public async Task Where_the_server_finds_the_speech_an_end_of_ours_is_answered_too()
    {
        await using var simulated = await Simulated.StartAsync();
        simulated.Server.Hears("close the door");
        await using var recognition = await simulated.ListenAsync(new OpenAiRealtimeOptions { TurnDetection = new TurnDetection.ServerVad() });

        recognition.Say([.. Sounds.Silence(300), .. Sounds.Tone(500), .. Sounds.Silence(200)]);
        recognition.EndSegment();

        Assert.Equal(RecognizedTurn.SpeechStarted, await simulated.Listener.NextAsync());
        var answer = await simulated.Listener.FinalAsync();
        Assert.Equal(("close the door", 1000), (answer.Text, answer.Through!.Value.TotalMilliseconds));
    }

    [Fact]
    public async Task An_old_session_is_replaced_in_a_pause_and_nobody_notices()
    {
        await using var simulated = await Simulated.StartAsync();
        simulated.Server.Hears("before", "after");
        await using var recognition = await simulated.ListenAsync();
        recognition.Say(Sounds.Tone(400));
        recognition.EndSegment();
        Assert.Equal("before", (await simulated.Listener.FinalAsync()).Text);

        simulated.Time.Advance(TimeSpan.FromMinutes(50));
        await Simulated.UntilAsync(() => simulated.Server is { Sessions: 2, Open: 1 });
        recognition.Say(Sounds.Tone(400));
        recognition.EndSegment();

        var after = await simulated.Listener.FinalAsync();
        Assert.Equal(("after", 800), (after.Text, after.Through!.Value.TotalMilliseconds));
    }

    [Fact]
    public async Task An_old_session_serves_on_when_no_new_one_can_be_had()
    {
        await using var simulated = await Simulated.StartAsync();
        simulated.Server.Hears("still", "there");
        await using var recognition = await simulated.ListenAsync();
        simulated.Server.Faults.Next("/v1/realtime", new SimulatedFault.Status(503));

        simulated.Time.Advance(TimeSpan.FromMinutes(50));
        recognition.Say(Sounds.Tone(400));
        recognition.EndSegment();

        Assert.Equal("still", (await simulated.Listener.FinalAsync()).Text);
        Assert.Equal(1, simulated.Server.Sessions);
        await Simulated.UntilAsync(() =>
        {
            // Pauses in which nothing was said. The refusal may only now come back, and a minute is counted from there.
            simulated.Time.Advance(TimeSpan.FromSeconds(0.25));
            recognition.EndSegment();
            return simulated.Server.Sessions == 2;
        });
        recognition.Say(Sounds.Tone(400));
        recognition.EndSegment();
        var text = "";
        while (text.Length == 0) text = (await simulated.Listener.FinalAsync()).Text;
        Assert.Equal("there", text);
    }

    [Fact]
    public async Task Ended_recognitions_leave_nothing_open_and_tell_nothing()
    {
        await using var simulated = await Simulated.StartAsync();
        var recognition = await simulated.ListenAsync();
        recognition.Say(Sounds.Tone(400));
        recognition.EndSegment();

        await recognition.DisposeAsync();
        _ = simulated.Listener.SoFar().ToArray();

        await simulated.IsAloneAsync();
        Assert.False(recognition.Accept(new byte[160]));
        recognition.EndSegment();
        simulated.Time.Advance(TimeSpan.FromHours(1));
        Assert.Empty(simulated.Listener.SoFar());
    }

    /// <summary>Tells how long and how high what it hears is.</summary>
    private sealed class PitchEar : ISpeechRecognizer
    {
        public string Name => "pitch";

        public ValueTask<ISpeechRecognition> StartAsync(RecognitionRequest request, IRecognitionListener listener, CancellationToken cancellationToken) =>
            ValueTask.FromResult<ISpeechRecognition>(new Hearing(listener));

        private sealed class Hearing(IRecognitionListener listener) : ISpeechRecognition
        {
            private readonly List<byte> _heard = [];

            public bool Accept(ReadOnlySpan<byte> muLaw)
            {
                _heard.AddRange(muLaw);
                return true;
            }

            public void EndSegment() => listener.OnText(new RecognizedText(
                0, FormattableString.Invariant($"{_heard.Count / 8} ms of {Math.Round(Sounds.PitchOf(_heard.ToArray()) / 10) * 10} Hz"), IsFinal: true));

            public void Expect(Expectation expectation)
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}

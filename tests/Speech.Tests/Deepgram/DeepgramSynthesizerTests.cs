using System.Text.Json;
using CallActors.Carriers.Tests;
using CallActors.Contracts.Speech;
using CallActors.Simulators.Deepgram;
using CallActors.Simulators.Server;
using CallActors.Speech.Deepgram;

namespace CallActors.Speech.Tests.Deepgram;

public sealed class DeepgramSynthesizerTests
{
    private static readonly SpeakOptions Options = new();

    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_sentence_is_spoken_whole_in_telephone_sound(bool bySocket)
    {
        await using var simulator = await SimulatorAsync();
        await using var voice = Voice(simulator, Options with { UsesSockets = bySocket });

        Assert.Equal(LettersVoice.Sound("Hello there."), await SayAsync(voice, "Hello there."));

        var session = simulator.Sessions.Single();
        Assert.Equal(("aura-2-thalia-en", "mulaw", "8000"), (session.Query["model"][0], session.Query["encoding"][0], session.Query["sample_rate"][0]));
    }

    [Fact]
    public async Task Sentences_share_a_socket_and_each_voice_has_its_own()
    {
        await using var simulator = await SimulatorAsync();
        await using var voice = Voice(simulator);

        foreach (var sentence in new[] { "One.", "Two.", "Three." }) Assert.Equal(sentence, LettersVoice.Read(await SayAsync(voice, sentence)));
        await SayAsync(voice, new SpeechRequest("Vier.", Language: "de-DE"));
        await SayAsync(voice, new SpeechRequest("Fast.", Pace: 2));
        await SayAsync(voice, new SpeechRequest("Other.", "aura-2-zeus-en"));

        Assert.Equal(
            ["aura-2-thalia-en ", "aura-2-viktoria-de ", "aura-2-thalia-en 1.5", "aura-2-zeus-en "],
            simulator.Sessions.Select(s => $"{s.Query["model"][0]} {s.Query.GetValueOrDefault("speed")?[0]}"));
    }

    [Fact]
    public async Task Nothing_of_a_cancelled_request_is_heard_in_the_next()
    {
        await using var simulator = await SimulatorAsync();
        await using var voice = Voice(simulator);
        for (var round = 0; round < 20; round++)
        {
            using var cancel = new CancellationTokenSource();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                await foreach (var audio in voice.SynthesizeAsync(new SpeechRequest(new string('x', 1900)), cancel.Token))
                    if (audio.MuLaw.Length > 0) await cancel.CancelAsync();
            });

            Assert.Equal("Next.", LettersVoice.Read(await SayAsync(voice, "Next.")));
        }

        Assert.All(simulator.Sessions, session => Assert.True(session.Count("Clear") <= session.Count("Flush")));
        Assert.True(simulator.Sessions.Sum(session => session.Count("Clear")) == 20);
    }

    [Fact]
    public async Task A_request_that_is_left_early_is_cleared_and_its_socket_speaks_again()
    {
        await using var simulator = await SimulatorAsync();
        await using var voice = Voice(simulator);
        await foreach (var _ in voice.SynthesizeAsync(new SpeechRequest(new string('x', 1900)), CancellationToken.None)) break;
        await simulator.Sessions.Single().WhenAsync(s => s.Count("Clear") == 1, Listening.Patience);

        // Whether the first has been cleared already or a second is opened: the words are right.
        Assert.Equal("Next.", LettersVoice.Read(await SayAsync(voice, "Next.")));
    }

    [Fact]
    public async Task A_socket_that_does_not_confirm_its_clearing_is_closed()
    {
        await using var simulator = await SimulatorAsync();
        simulator.HoldNext();
        await using var voice = Voice(simulator);
        using var cancel = new CancellationTokenSource();
        var saying = SayAsync(voice, new SpeechRequest("Hello."), cancel.Token);
        await WhenAsync(() => simulator.Sessions.Count == 1);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => saying);
        await AdvanceUntilAsync(simulator.Sessions.Single().Closed, Options.ClearWithin);
    }

    [Fact]
    public async Task A_socket_is_left_alone_when_it_has_spoken_as_often_as_it_may_in_a_minute()
    {
        await using var simulator = await SimulatorAsync();
        await using var voice = Voice(simulator);

        for (var i = 0; i < 45; i++) Assert.Equal($"Sentence {i}.", LettersVoice.Read(await SayAsync(voice, $"Sentence {i}.")));

        Assert.Equal([20, 20, 5], simulator.Sessions.Select(s => s.Count("Flush")));
    }

    [Fact]
    public async Task A_service_that_takes_fewer_is_asked_on_another_socket()
    {
        await using var simulator = await SimulatorAsync(new DeepgramSimulatorOptions { FlushesPerMinute = 2 });
        await using var voice = Voice(simulator);

        for (var i = 0; i < 5; i++) Assert.Equal($"Sentence {i}.", LettersVoice.Read(await SayAsync(voice, $"Sentence {i}.")));

        Assert.Equal(3, simulator.Sessions.Count);
    }

    [Fact]
    public async Task What_comes_beyond_the_sockets_goes_by_HTTP()
    {
        await using var simulator = await SimulatorAsync();
        await using var voice = Voice(simulator, Options with { MostSockets = 1 });
        await using var first = voice.SynthesizeAsync(new SpeechRequest("First."), CancellationToken.None).GetAsyncEnumerator();
        await first.MoveNextAsync();

        Assert.Equal("Second.", LettersVoice.Read(await SayAsync(voice, "Second.")));

        Assert.Equal("Second.", (string?)simulator.Sessions[1].Messages.Single()["text"]);
    }

    [Fact]
    public async Task A_network_that_lets_no_socket_through_is_spoken_through_by_HTTP()
    {
        await using var simulator = await SimulatorAsync();
        await using var voice = Voice(simulator);
        simulator.Faults.Next("/v1/speak", new SimulatedFault.Reset());

        Assert.Equal("Hello.", LettersVoice.Read(await SayAsync(voice, "Hello.")));
    }

    [Fact]
    public async Task A_long_text_goes_in_pieces_of_whole_sentences()
    {
        await using var simulator = await SimulatorAsync();
        var text = string.Join(' ', Enumerable.Range(1, 120).Select(i => $"This is sentence number {i} of many."));
        await using (var sockets = Voice(simulator)) Assert.Equal(text.Replace(" ", ""), LettersVoice.Read(await SayAsync(sockets, text)).Replace(" ", ""));
        await using var requests = Voice(simulator, Options with { UsesSockets = false });

        Assert.Equal(text.Replace(" ", ""), LettersVoice.Read(await SayAsync(requests, text)).Replace(" ", ""));

        Assert.True(simulator.Sessions.Count > 2);
        Assert.All(simulator.Sessions.Skip(1), session => Assert.EndsWith(".", (string?)session.Messages.Single()["text"], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_socket_that_nobody_speaks_with_is_closed_after_its_time()
    {
        await using var simulator = await SimulatorAsync();
        await using var voice = Voice(simulator);
        await SayAsync(voice, "Hello.");

        _time.Advance(Options.KeepFor);

        await simulator.Sessions.Single().Closed.WaitAsync(Listening.ClosedWithin);
    }

    [Fact]
    public async Task Closing_the_synthesizer_closes_its_sockets()
    {
        await using var simulator = await SimulatorAsync();
        var voice = Voice(simulator);
        await SayAsync(voice, "Hello.");

        await voice.DisposeAsync();

        await simulator.Sessions.Single().Closed.WaitAsync(Listening.ClosedWithin);
        Assert.Equal(1, simulator.Sessions.Single().Count("Close"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_voice_that_breaks_off_in_mid_word_fails_and_what_it_said_stays(bool bySocket)
    {
        await using var simulator = await SimulatorAsync();
        await using var voice = Voice(simulator, Options with { UsesSockets = bySocket });
        // Over a socket the first message is none of sound.
        simulator.Faults.Next("/v1/speak", new SimulatedFault.Break(bySocket ? 5 : 4));

        var said = new List<byte>();
        var failure = await Assert.ThrowsAsync<SpeechException>(async () =>
        {
            await foreach (var audio in voice.SynthesizeAsync(new SpeechRequest("Hello there."), CancellationToken.None)) said.AddRange(audio.MuLaw.Span);
        });

        Assert.Equal(SpeechFailure.Broken, failure.Reason);
        Assert.StartsWith(LettersVoice.Read(said), "Hell", StringComparison.Ordinal);
        await simulator.Sessions.Single().Closed.WaitAsync(Listening.ClosedWithin);
    }

    [Fact]
    public async Task A_kept_socket_that_was_lost_meanwhile_is_replaced_without_a_word()
    {
        await using var simulator = await SimulatorAsync();
        await using var voice = Voice(simulator);
        // Metadata, a letter, a full stop and Flushed go out; the next thing ends it.
        simulator.Faults.Next("/v1/speak", new SimulatedFault.Break(4, 1011));
        Assert.Equal("A.", LettersVoice.Read(await SayAsync(voice, "A.")));

        Assert.Equal("B.", LettersVoice.Read(await SayAsync(voice, "B.")));

        Assert.Equal(2, simulator.Sessions.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_voice_that_gives_nothing_fails_within_its_time(bool bySocket)
    {
        await using var simulator = await SimulatorAsync();
        if (bySocket) simulator.HoldNext();
        else simulator.Faults.Next("/v1/speak", new SimulatedFault.HalfOpen());
        await using var voice = Voice(simulator, Options with { UsesSockets = bySocket });

        var saying = SayAsync(voice, "Hello.");
        if (bySocket) await WhenAsync(() => simulator.Sessions.Count == 1);
        await AdvanceUntilAsync(saying, TimeSpan.FromSeconds(1));

        Assert.Equal(SpeechFailure.TimedOut, (await Assert.ThrowsAsync<SpeechException>(() => saying)).Reason);
        await WhenAsync(() => simulator.Open == 0, TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData(401, SpeechFailure.Refused)]
    [InlineData(402, SpeechFailure.Refused)]
    [InlineData(429, SpeechFailure.Busy)]
    [InlineData(503, SpeechFailure.Broken)]
    public async Task A_refusal_has_its_reason_over_HTTP(int status, SpeechFailure reason)
    {
        await using var simulator = await SimulatorAsync();
        await using var voice = Voice(simulator, Options with { UsesSockets = false });
        simulator.Faults.Next("/v1/speak", new SimulatedFault.Status(status));

        Assert.Equal(reason, (await Assert.ThrowsAsync<SpeechException>(() => SayAsync(voice, "Hello."))).Reason);
    }

    [Fact]
    public async Task A_refused_key_is_not_tried_again_by_HTTP()
    {
        await using var simulator = await SimulatorAsync();
        await using var voice = new DeepgramSynthesizer(Listening.AccountAt(simulator) with { ApiKey = "wrong-key" }, Options, _time);

        var failure = await Assert.ThrowsAsync<SpeechException>(() => SayAsync(voice, "Hello."));

        Assert.Equal(SpeechFailure.Refused, failure.Reason);
        Assert.DoesNotContain("wrong-key", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_to_say_opens_nothing()
    {
        await using var simulator = await SimulatorAsync();
        await using var voice = Voice(simulator);

        Assert.Empty(await SayAsync(voice, " "));
        Assert.Empty(simulator.Sessions);
    }

    [Fact]
    public async Task The_configured_voice_comes_first_of_those_that_are_offered()
    {
        await using var simulator = await SimulatorAsync();
        await using var voice = Voice(simulator, Options with { Voice = "aura-2-draco-en" });

        Assert.Equal(new VoiceProfile("aura-2-draco-en", "en-GB", VoiceGender.Male), voice.Voices[0]);
        Assert.Equal(voice.Voices.Count, voice.Voices.Select(v => v.Name).Distinct().Count());
    }

    [OracleFact]
    public async Task Every_voice_that_is_offered_is_one_of_the_vendors()
    {
        var known = JsonSerializer.Deserialize<string[]>(await Oracle.AskAsync("deepgram-voices.mjs"))!;

        Assert.Subset(known.ToHashSet(), DeepgramVoices.All.Select(voice => voice.Name).ToHashSet());
    }

    private static Task<byte[]> SayAsync(DeepgramSynthesizer voice, string text) => SayAsync(voice, new SpeechRequest(text));

    private static async Task<byte[]> SayAsync(DeepgramSynthesizer voice, SpeechRequest request, CancellationToken cancellation = default)
    {
        var sound = new List<byte>();
        await foreach (var audio in voice.SynthesizeAsync(request, cancellation)) sound.AddRange(audio.MuLaw.Span);
        return [.. sound];
    }

    private async Task AdvanceUntilAsync(Task done, TimeSpan by) => await WhenAsync(() => done.IsCompleted, by);

    /// <summary>Lets the sockets do their work, in real time, and virtual time pass meanwhile.</summary>
    private async Task WhenAsync(Func<bool> condition, TimeSpan by = default)
    {
        using var late = new CancellationTokenSource(Listening.Patience);
        while (!condition())
        {
            late.Token.ThrowIfCancellationRequested();
            await Task.Yield();
            if (by > TimeSpan.Zero) _time.Advance(by);
        }
    }

    private Task<DeepgramSimulator> SimulatorAsync(DeepgramSimulatorOptions? options = null) =>
        DeepgramSimulator.StartAsync((options ?? new DeepgramSimulatorOptions()) with { Voice = new LettersVoice() }, _time);

    private DeepgramSynthesizer Voice(DeepgramSimulator simulator, SpeakOptions? options = null) =>
        new(Listening.AccountAt(simulator), options ?? Options, _time);
}

using CallActors.Carriers.Tests;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;
using CallActors.Simulators.Deepgram;
using CallActors.Speech.Deepgram;

namespace CallActors.Speech.Tests.Deepgram;

/// <summary>Voices that are spoken by turns, on <c>/v2/speak</c>.</summary>
public sealed class FluxVoiceTests : SpeakingTests
{
    private readonly ManualTime _theirs = new();

    private static readonly SpeakOptions Flux = Options with { Voice = "flux-haley-en" };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_sentence_is_spoken_whole(bool bySocket)
    {
        await using var simulator = await SimulatorAsync();
        await using var voice = Voice(simulator, Flux with { UsesSockets = bySocket });

        Assert.Equal(LettersVoice.Sound("Hello there."), await SayAsync(voice, "Hello there."));

        Assert.Equal(("/v2/speak", "flux-haley-en", "mulaw"), (simulator.Sessions[0].Path, simulator.Sessions[0].Query["model"][0], simulator.Sessions[0].Query["encoding"][0]));
    }

    [Fact]
    public async Task A_request_that_names_a_voice_of_the_other_kind_goes_where_that_is_spoken()
    {
        await using var simulator = await SimulatorAsync();
        await using var voice = Voice(simulator, Flux);

        await SayAsync(voice, new SpeechRequest("One.", "aura-2-zeus-en"));
        await SayAsync(voice, "Two.");

        Assert.Equal(["/v1/speak", "/v2/speak"], simulator.Sessions.Select(session => session.Path));
    }

    [Fact]
    public async Task A_socket_speaks_one_sentence_after_the_other_and_more_than_twenty_in_a_minute()
    {
        await using var simulator = await SimulatorAsync();
        await using var voice = Voice(simulator, Flux);

        for (var i = 0; i < 30; i++) Assert.Equal($"Sentence {i}.", LettersVoice.Read(await SayAsync(voice, $"Sentence {i}.")));

        Assert.Equal(30, simulator.Sessions.Single().Count("Flush"));
    }

    [Fact]
    public async Task An_interrupted_turn_is_told_how_much_of_it_was_played_and_the_same_socket_speaks_the_next()
    {
        await using var simulator = await SlowAsync();
        await using var voice = Voice(simulator, Flux);
        var expected = new List<long>();
        var played = 0L;
        for (var round = 0; round < 5; round++)
        {
            played += await CutOffAsync(voice, pieces: 3);
            expected.Add(played * 1000 / AudioFormat.SampleRate);
            await WhenClearAsync(voice);

            var said = await SayingAsync(voice, "Next.");
            Assert.Equal("Next.", LettersVoice.Read(said));
            played += said.Length;
        }

        var session = simulator.Sessions.Single();
        Assert.Equal(expected, session.Messages.Where(m => (string?)m["type"] == "Interrupt").Select(m => (long)m["playback_offset"]!["value"]!));
        Assert.Equal(0, session.Count("Clear"));
    }

    [Fact]
    public async Task A_turn_of_which_nothing_was_heard_is_interrupted_without_a_position()
    {
        await using var simulator = await SlowAsync();
        await using var voice = Voice(simulator, Flux);
        await CutOffAsync(voice, pieces: 2);
        await WhenClearAsync(voice);

        using var cancel = new CancellationTokenSource();
        var saying = SayAsync(voice, new SpeechRequest("Never heard."), cancel.Token);
        await simulator.Sessions[0].WhenAsync(s => s.Count("Flush") == 2, Listening.Patience);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => saying);
        await WhenClearAsync(voice);

        Assert.Equal("Next.", LettersVoice.Read(await SayingAsync(voice, "Next.")));
        // What was played of the one before is not told twice, as that would be refused.
        Assert.True(simulator.Sessions[0].Messages.Where(m => (string?)m["type"] == "Interrupt").Select(m => (long?)m["playback_offset"]?["value"]).Distinct().Count() == 2);
    }

    [Fact]
    public async Task A_service_that_does_not_interrupt_loses_the_socket_and_the_next_sentence_is_whole()
    {
        await using var simulator = await SlowAsync(interrupts: false);
        await using var voice = Voice(simulator, Flux);
        await CutOffAsync(voice, pieces: 3);

        Assert.Equal("Next.", LettersVoice.Read(await SayingAsync(voice, "Next.")));

        await AdvanceUntilAsync(simulator.Sessions[0].Closed, TimeSpan.FromMilliseconds(100));
        Assert.Equal(2, simulator.Sessions.Count);
    }

    [Theory]
    [InlineData(0.2, "0.5")]
    [InlineData(0.93, "0.95")]
    [InlineData(2, "1.5")]
    public async Task A_pace_becomes_a_speed_that_the_service_takes(double pace, string speed)
    {
        await using var simulator = await SimulatorAsync();
        await using var voice = Voice(simulator, Flux);

        await SayAsync(voice, new SpeechRequest("Hello.", Pace: pace));

        Assert.Equal(speed, simulator.Sessions.Single().Query["speed"][0]);
    }

    /// <summary>One that speaks no faster than its own clock goes.</summary>
    private Task<DeepgramSimulator> SlowAsync(bool interrupts = true) =>
        DeepgramSimulator.StartAsync(new DeepgramSimulatorOptions { SpeaksAtMost = 1, Interrupts = interrupts, Voice = new LettersVoice() }, _theirs);

    private Task SpeakUntilAsync(Task done) => WhenAsync(() =>
    {
        _theirs.Advance(TimeSpan.FromMilliseconds(20));
        return done.IsCompleted;
    });

    /// <summary>Begins a long sentence and leaves it after so many pieces; the samples that were taken.</summary>
    private async Task<long> CutOffAsync(DeepgramSynthesizer voice, int pieces)
    {
        var taken = 0L;
        var cutting = Task.Run(async () =>
        {
            await foreach (var audio in voice.SynthesizeAsync(new SpeechRequest(new string('x', 1900)), CancellationToken.None))
            {
                taken += audio.MuLaw.Length;
                if (--pieces == 0) break;
            }
        });
        await SpeakUntilAsync(cutting);
        await cutting;
        return taken;
    }

    private async Task<byte[]> SayingAsync(DeepgramSynthesizer voice, string text)
    {
        var said = SayAsync(voice, text);
        await SpeakUntilAsync(said);
        return await said;
    }

    /// <summary>The socket is free again: nothing of the turn is left at the service.</summary>
    private Task WhenClearAsync(DeepgramSynthesizer voice) => WhenAsync(() => voice.IdleSockets == 1);
}

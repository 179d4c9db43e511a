using CallActors.Contracts.Speech;
using CallActors.Simulators.Deepgram;
using CallActors.Simulators.Server;
using CallActors.Speech.Deepgram;

namespace CallActors.Speech.Tests.Deepgram;

/// <summary>What goes wrong while a voice speaks.</summary>
public sealed class DeepgramVoiceFaultTests : SpeakingTests
{
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
    public async Task A_service_that_takes_fewer_is_asked_on_another_socket()
    {
        await using var simulator = await SimulatorAsync(new DeepgramSimulatorOptions { FlushesPerMinute = 2 });
        await using var voice = Voice(simulator);

        for (var i = 0; i < 5; i++) Assert.Equal($"Sentence {i}.", LettersVoice.Read(await SayAsync(voice, $"Sentence {i}.")));

        Assert.Equal(3, simulator.Sessions.Count);
    }

    [Fact]
    public async Task A_network_that_lets_no_socket_through_is_spoken_through_by_HTTP()
    {
        await using var simulator = await SimulatorAsync();
        await using var voice = Voice(simulator);
        simulator.Faults.Next("/v1/speak", new SimulatedFault.Reset());

        Assert.Equal("Hello.", LettersVoice.Read(await SayAsync(voice, "Hello.")));
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
}

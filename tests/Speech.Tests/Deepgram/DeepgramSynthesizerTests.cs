using System.Text.Json;
using CallActors.Contracts.Speech;
using CallActors.Speech.Deepgram;

namespace CallActors.Speech.Tests.Deepgram;

public sealed class DeepgramSynthesizerTests : SpeakingTests
{
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
    public async Task A_socket_is_left_alone_when_it_has_spoken_as_often_as_it_may_in_a_minute()
    {
        await using var simulator = await SimulatorAsync();
        await using var voice = Voice(simulator);

        for (var i = 0; i < 45; i++) Assert.Equal($"Sentence {i}.", LettersVoice.Read(await SayAsync(voice, $"Sentence {i}.")));

        Assert.Equal([20, 20, 5], simulator.Sessions.Select(s => s.Count("Flush")));
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
}

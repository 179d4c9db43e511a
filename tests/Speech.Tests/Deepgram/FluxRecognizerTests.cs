using CallActors.Carriers.Tests;
using CallActors.Contracts.Speech;
using CallActors.Simulators.Deepgram;
using CallActors.Speech.Deepgram;

namespace CallActors.Speech.Tests.Deepgram;

public sealed class FluxRecognizerTests
{
    private static readonly FluxOptions Options = new();

    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_turn_begins_grows_likely_ends_and_ends()
    {
        await using var simulator = await SimulatorAsync(ScriptedHearing.Say("run the tests", 0.4));
        await using var listening = await Listening.StartAsync(Recognizer(simulator));

        listening.Hear(2.5);

        Assert.Equal(RecognizedTurn.SpeechStarted, await listening.NextAsync());
        await listening.UntilHeardAsync("run");
        await listening.UntilHeardAsync("run the tests");
        await listening.UntilTurnAsync(RecognizedTurn.LikelyEnded);
        var final = await listening.NextFinalAsync();
        Assert.Equal("run the tests", final.Text);
        Assert.InRange(final.Through!.Value, TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(2.1));
        Assert.Equal(RecognizedTurn.Ended, await listening.NextAsync());
    }

    [Fact]
    public async Task A_person_who_goes_on_resumes_the_turn()
    {
        await using var simulator = await SimulatorAsync(ScriptedHearing.Say("run the", 0.4), ScriptedHearing.Say("tests", 1.4));
        await using var listening = await Listening.StartAsync(Recognizer(simulator));

        listening.Hear(3.5);

        await listening.UntilTurnAsync(RecognizedTurn.LikelyEnded);
        await listening.UntilTurnAsync(RecognizedTurn.Resumed);
        Assert.Equal("run the tests", (await listening.NextFinalAsync()).Text);
    }

    [Fact]
    public async Task The_services_end_of_turn_answers_the_segment_that_waits()
    {
        await using var simulator = await SimulatorAsync(ScriptedHearing.Say("stop", 0.4), ScriptedHearing.Say("go on", 4));
        await using var listening = await Listening.StartAsync(Recognizer(simulator));

        foreach (var (expected, segment) in new[] { ("stop", 0), ("go on", 1) })
        {
            listening.Hear(segment == 0 ? 1.1 : 2.6);
            listening.Recognition.EndSegment();
            listening.Hear(1);
            var final = await listening.NextFinalAsync();
            Assert.Equal((expected, segment), (final.Text, final.Segment));
            Assert.Equal(RecognizedTurn.Ended, await listening.NextAsync());
        }

        Assert.Equal(0, simulator.Sessions.Single().Count("ForceEndTurn"));
    }

    [Fact]
    public async Task A_segment_that_is_ended_behind_the_services_end_of_turn_is_answered_at_once_with_nothing()
    {
        await using var simulator = await SimulatorAsync(ScriptedHearing.Say("stop", 0.4));
        await using var listening = await Listening.StartAsync(Recognizer(simulator));

        listening.Hear(1.6);
        Assert.Equal("stop", (await listening.NextFinalAsync()).Text);
        listening.Recognition.EndSegment();

        Assert.Equal("", (await listening.NextFinalAsync()).Text);
    }

    [Fact]
    public async Task A_noise_without_words_is_answered_with_nothing_as_soon_as_the_service_has_heard_it()
    {
        await using var simulator = await SimulatorAsync();
        await using var listening = await Listening.StartAsync(Recognizer(simulator));

        listening.Hear(1);
        listening.Recognition.EndSegment();
        listening.Hear(0.5);

        Assert.Equal("", (await listening.NextFinalAsync()).Text);
    }

    [Fact]
    public async Task A_turn_that_the_service_does_not_end_is_forced_and_that_is_not_the_persons_end()
    {
        // Digits are given long pauses.
        await using var simulator = await SimulatorAsync(ScriptedHearing.Say("one two three", 0.4));
        await using var listening = await Listening.StartAsync(Recognizer(simulator, Options with { EndOfTurn = 0.95 }));

        listening.Hear(2);
        await listening.UntilHeardAsync("one two three");
        await listening.UntilTurnAsync(RecognizedTurn.LikelyEnded);
        listening.Recognition.EndSegment();
        _time.Advance(Options.ForceAfter);

        Assert.Equal("one two three", (await listening.NextFinalAsync()).Text);
        Assert.Equal(1, simulator.Sessions.Single().Count("ForceEndTurn"));
        Assert.Empty(listening.Rest());
    }

    [Fact]
    public async Task A_person_who_has_gone_on_by_then_is_not_cut_and_every_word_comes_once()
    {
        await using var simulator = await SimulatorAsync(ScriptedHearing.Say("fix the", 0.4), ScriptedHearing.Say("login test now", 1.8));
        await using var listening = await Listening.StartAsync(Recognizer(simulator, Options with { EndOfTurn = 0.9 }));

        listening.Hear(1.5);
        listening.Recognition.EndSegment();
        listening.Hear(1.2);
        await listening.UntilHeardAsync("fix the login test");
        _time.Advance(Options.ForceAfter);
        Assert.Equal("fix the", (await listening.NextFinalAsync()).Text);

        listening.Hear(0.8);
        listening.Recognition.EndSegment();
        listening.Hear(3);
        Assert.Equal("login test now", (await listening.NextFinalAsync()).Text);
        Assert.Equal(0, simulator.Sessions.Single().Count("ForceEndTurn"));
    }

    [Fact]
    public async Task A_phone_that_falls_silent_in_mid_turn_is_given_silence_so_that_the_turn_can_end()
    {
        await using var simulator = await SimulatorAsync(ScriptedHearing.Say("hello there", 0.1));
        await using var listening = await Listening.StartAsync(Recognizer(simulator));
        listening.Hear(1.04);
        await listening.UntilHeardAsync("hello there");
        // The first tick sees the audio that has come.
        _time.Advance(Options.FillAfter);
        Assert.DoesNotContain(listening.Rest(), told => told is RecognizedText { IsFinal: true });

        for (var i = 0; i < 5; i++) _time.Advance(Options.FillAfter);

        var final = await listening.NextFinalAsync();
        Assert.Equal("hello there", final.Text);
        // Ours is not counted as the phone's: the turn ended at 1.4 s and more of the service's time.
        Assert.InRange(final.Through!.Value, TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(1.04));
    }

    [Fact]
    public async Task What_is_expected_sets_the_thresholds_and_names_the_choices()
    {
        await using var simulator = await SimulatorAsync(ScriptedHearing.Say("main", 0.4));
        await using var listening = await Listening.StartAsync(Recognizer(simulator), new RecognitionRequest("en-US", ["develop"]));
        var session = simulator.Sessions.Single();

        listening.Recognition.Expect(new Expectation.OneOf(["main", "release"]));
        listening.Recognition.Expect(Expectation.Digits.Instance);
        await session.WhenAsync(s => s.Count("Configure") == 2, Listening.Patience);

        Assert.Equal(0.6, (double?)session.Messages[0]["thresholds"]!["eot_threshold"]);
        Assert.Equal(["main", "release", "develop"], session.Messages[0]["keyterms"]!.AsArray().Select(term => (string?)term));
        Assert.Equal(0.85, (double?)session.Messages[1]["thresholds"]!["eot_threshold"]);
        // It is taken: a pause that would have ended the turn does not.
        listening.Hear(2);
        listening.Recognition.EndSegment();
        listening.Hear(1.2);
        Assert.Equal("main", (await listening.NextFinalAsync()).Text);
    }

    [Theory]
    [InlineData("en-GB", "flux-general-en", null)]
    [InlineData("de-DE", "flux-general-multi", "de")]
    public async Task The_model_is_the_languages(string language, string model, string? hint)
    {
        await using var simulator = await SimulatorAsync();
        await using var listening = await Listening.StartAsync(Recognizer(simulator), new RecognitionRequest(language, []));

        var query = simulator.Sessions.Single().Query;
        Assert.Equal(model, query["model"][0]);
        Assert.Equal(hint, query.GetValueOrDefault("language_hint")?[0]);
    }

    private Task<DeepgramSimulator> SimulatorAsync(params IReadOnlyList<TimedWord>[] script) =>
        DeepgramSimulator.StartAsync(new DeepgramSimulatorOptions { Hears = Listening.Script(script) }, _time);

    private FluxRecognizer Recognizer(DeepgramSimulator simulator, FluxOptions? options = null) =>
        new(Listening.AccountAt(simulator), options ?? Options, _time);
}

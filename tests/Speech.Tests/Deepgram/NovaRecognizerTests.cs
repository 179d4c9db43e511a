using CallActors.Carriers.Tests;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;
using CallActors.Simulators.Deepgram;
using CallActors.Speech.Deepgram;

namespace CallActors.Speech.Tests.Deepgram;

public sealed class NovaRecognizerTests
{
    private static readonly NovaOptions Options = new();

    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_segment_is_answered_by_one_text_of_all_its_final_pieces()
    {
        // The service makes words final every four seconds and at pauses: there are several pieces in this.
        await using var simulator = await SimulatorAsync(ScriptedHearing.Say("Run all the tests again and tell me what has failed", 0.5, 0.6), ScriptedHearing.Say("please do", 7.5));
        await using var listening = await Listening.StartAsync(Recognizer(simulator));

        listening.Hear(8.4);
        listening.Recognition.EndSegment();
        var final = await listening.NextFinalAsync();

        Assert.Equal("Run all the tests again and tell me what has failed please do", final.Text);
        Assert.Equal(0, final.Segment);
        Assert.InRange(final.Confidence!.Value, 0.97, 0.99);
        Assert.InRange(final.Through!.Value, TimeSpan.FromSeconds(8.3), TimeSpan.FromSeconds(8.4));
        Assert.Empty(listening.Rest());
    }

    [Fact]
    public async Task Words_are_told_early_and_those_that_are_final_stay_in_front()
    {
        await using var simulator = await SimulatorAsync(ScriptedHearing.Say("yes please", 0.3), ScriptedHearing.Say("thank you", 1.5));
        await using var listening = await Listening.StartAsync(Recognizer(simulator));

        listening.Hear(3);

        await listening.UntilHeardAsync("yes");
        await listening.UntilHeardAsync("yes please");
        await listening.UntilHeardAsync("yes please thank");
        await listening.UntilHeardAsync("yes please thank you");
    }

    [Fact]
    public async Task Segments_are_answered_in_order_and_an_empty_one_with_nothing()
    {
        await using var simulator = await SimulatorAsync(ScriptedHearing.Say("first", 0.2), ScriptedHearing.Say("third", 3.2));
        await using var listening = await Listening.StartAsync(Recognizer(simulator));

        foreach (var expected in new[] { "first", "", "third" })
        {
            listening.Hear(1.5);
            listening.Recognition.EndSegment();
            Assert.Equal(expected, (await listening.NextFinalAsync()).Text);
        }
    }

    [Fact]
    public async Task Two_segments_that_are_ended_before_either_is_answered_get_two_answers()
    {
        await using var simulator = await SimulatorAsync(ScriptedHearing.Say("first", 0.2), ScriptedHearing.Say("second", 1.6));
        await using var listening = await Listening.StartAsync(Recognizer(simulator));

        listening.Hear(1.2);
        listening.Recognition.EndSegment();
        listening.Hear(1.2);
        listening.Recognition.EndSegment();

        var (first, second) = (await listening.NextFinalAsync(), await listening.NextFinalAsync());
        Assert.Equal(("first", 0), (first.Text, first.Segment));
        Assert.Equal(("second", 1), (second.Text, second.Segment));
    }

    [Fact]
    public async Task A_segment_whose_Finalize_gets_no_answer_is_answered_with_the_words_that_are_known_and_they_do_not_come_twice()
    {
        var options = new DeepgramSimulatorOptions
        {
            Hears = Listening.Script(ScriptedHearing.Say("not yet", 0.2), ScriptedHearing.Say("and now", 2)),
            FinalizeNeeds = TimeSpan.FromDays(1),
        };
        await using var simulator = await DeepgramSimulator.StartAsync(options, _time);
        // The service makes nothing final here: it never hears a pause.
        await using var listening = await Listening.StartAsync(Recognizer(simulator, Options with { Endpointing = TimeSpan.FromSeconds(5) }));

        listening.Hear(0.9);
        await listening.UntilHeardAsync("not yet");
        listening.Recognition.EndSegment();
        _time.Advance(Options.FinalizeWithin);
        Assert.Equal("not yet", (await listening.NextFinalAsync()).Text);

        listening.Hear(4);
        Assert.Equal("and now", (await listening.NextFinalAsync()).Text);
    }

    [Fact]
    public async Task A_segment_that_ends_just_behind_the_services_own_end_of_speech_does_not_wait_long_for_a_Finalize_that_finds_nothing()
    {
        var options = new DeepgramSimulatorOptions { Hears = Listening.Script(ScriptedHearing.Say("all done", 0.2)), FinalizeNeeds = TimeSpan.FromDays(1) };
        await using var simulator = await DeepgramSimulator.StartAsync(options, _time);
        await using var listening = await Listening.StartAsync(Recognizer(simulator));

        // Its answer says that the end of the speech is known here.
        listening.Hear(0.1);
        listening.Recognition.EndSegment();
        listening.Hear(1.1);
        Assert.Equal("all done", (await listening.NextFinalAsync()).Text);

        listening.Recognition.EndSegment();
        _time.Advance(TimeSpan.FromMilliseconds(250));
        var behind = await listening.NextFinalAsync();
        Assert.Equal(("", 1), (behind.Text, behind.Segment));
    }

    [Fact]
    public async Task A_service_that_gives_nothing_at_all_is_not_taken_for_a_silent_person()
    {
        await using var simulator = await SimulatorAsync();
        simulator.HoldNext();
        var listening = await Listening.StartAsync(Recognizer(simulator));

        listening.Hear(2);
        listening.Recognition.EndSegment();
        _time.Advance(Options.FinalizeWithin);

        Assert.Empty(listening.Rest());
        var closing = listening.DisposeAsync().AsTask();
        while (!closing.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    [Fact]
    public async Task Words_that_nobody_asks_for_are_told_after_the_utterance()
    {
        await using var simulator = await SimulatorAsync(ScriptedHearing.Say("too soft", 0.2));
        await using var listening = await Listening.StartAsync(Recognizer(simulator));

        listening.Hear(2.2);

        Assert.Equal("too soft", (await listening.NextFinalAsync()).Text);
    }

    [Fact]
    public async Task Final_words_of_a_long_speech_are_told_before_its_end()
    {
        await using var simulator = await SimulatorAsync(ScriptedHearing.Say(string.Join(' ', Enumerable.Range(1, 60)), 0.1));
        await using var listening = await Listening.StartAsync(Recognizer(simulator));

        listening.Hear(14);

        var told = await listening.NextFinalAsync();
        Assert.StartsWith("1 2 3", told.Text, StringComparison.Ordinal);
        Assert.InRange(told.Through!.Value, TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(13));
    }

    [Fact]
    public async Task The_connection_asks_for_what_the_call_needs_and_names_its_words()
    {
        await using var simulator = await SimulatorAsync();
        var hints = Enumerable.Range(1, 80).Select(i => $"branch-{i}").Prepend(new string('x', 61)).Prepend("  CallActors ").Append("CALLACTORS");
        var options = Options with { Languages = new Dictionary<string, string> { ["es-AR"] = "es-419" } };
        await using var listening = await Listening.StartAsync(Recognizer(simulator, options), new RecognitionRequest("es-AR", [.. hints]));

        var query = simulator.Sessions.Single().Query;
        Assert.Equal(("mulaw", "8000", "es-419"), (query["encoding"][0], query["sample_rate"][0], query["language"][0]));
        Assert.Equal(KeyTerms.Most, query["keyterm"].Count);
        Assert.Equal("CallActors", query["keyterm"][0]);
        Assert.DoesNotContain(query["keyterm"], term => term.Length > KeyTerms.Longest);
    }

    [Fact]
    public async Task A_quiet_line_is_kept_open_by_text_messages()
    {
        await using var simulator = await SimulatorAsync(ScriptedHearing.Say("still here", 0.2));
        await using var listening = await Listening.StartAsync(Recognizer(simulator));
        var session = simulator.Sessions.Single();
        listening.Hear(0.1);
        _time.Advance(Options.KeepAliveEvery);

        for (var i = 1; i <= 5; i++)
        {
            _time.Advance(Options.KeepAliveEvery);
            await session.WhenAsync(s => s.Count("KeepAlive") == i, Listening.Patience);
        }

        listening.Hear(1);
        listening.Recognition.EndSegment();
        Assert.Equal("still here", (await listening.NextFinalAsync()).Text);
    }

    [Fact]
    public async Task A_line_on_which_nothing_was_ever_said_is_kept_open_too_and_its_times_are_right()
    {
        await using var simulator = await SimulatorAsync(ScriptedHearing.Say("hello", 0.2));
        await using var listening = await Listening.StartAsync(Recognizer(simulator));
        var session = simulator.Sessions.Single();

        _time.Advance(Options.KeepAliveEvery);
        await session.WhenAsync(s => s.Audio == AudioFormat.FrameBytes, Listening.Patience);
        _time.Advance(Options.KeepAliveEvery);
        await session.WhenAsync(s => s.Count("KeepAlive") == 1, Listening.Patience);
        listening.Hear(1);
        listening.Recognition.EndSegment();

        var final = await listening.NextFinalAsync();
        Assert.Equal("hello", final.Text);
        Assert.InRange(final.Through!.Value, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Frames_are_joined_and_the_rest_goes_out_with_the_segments_end()
    {
        await using var simulator = await SimulatorAsync(ScriptedHearing.Say("yes", 0.2));
        await using var listening = await Listening.StartAsync(Recognizer(simulator));
        var session = simulator.Sessions.Single();

        listening.Hear(1);
        await session.WhenAsync(s => s.Audio == 48 * AudioFormat.FrameBytes, Listening.Patience);
        Assert.Equal(16, session.AudioMessages);

        listening.Recognition.EndSegment();
        await session.WhenAsync(s => s.Audio == 50 * AudioFormat.FrameBytes, Listening.Patience);
    }

    [Fact]
    public async Task Taking_a_frame_allocates_nothing()
    {
        await using var simulator = await SimulatorAsync();
        await using var listening = await Listening.StartAsync(Recognizer(simulator));
        var session = simulator.Sessions.Single();
        var frame = new byte[AudioFormat.FrameBytes];
        var least = long.MaxValue;
        var sent = 0;
        for (var round = 0; round < 20; round++)
        {
            // The sender has room, and has given its buffers back.
            await session.WhenAsync(s => s.Audio == sent, Listening.Patience);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 60; i++) listening.Recognition.Accept(frame);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            sent += 60 * frame.Length;
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public async Task Nothing_is_delivered_after_the_end_and_the_connection_is_closed()
    {
        await using var simulator = await SimulatorAsync(ScriptedHearing.Say("goodbye", 0.2));
        var listening = await Listening.StartAsync(Recognizer(simulator));
        listening.Hear(1);
        await listening.UntilHeardAsync("goodbye");

        await listening.DisposeAsync();
        listening.Rest();
        listening.Recognition.EndSegment();

        Assert.False(listening.Recognition.Accept(new byte[AudioFormat.FrameBytes]));
        await simulator.Sessions.Single().Closed.WaitAsync(Listening.ClosedWithin);
        Assert.Equal(1, simulator.Sessions.Single().Count("CloseStream"));
        Assert.Empty(listening.Rest());
    }

    private Task<DeepgramSimulator> SimulatorAsync(params IReadOnlyList<TimedWord>[] script) =>
        DeepgramSimulator.StartAsync(new DeepgramSimulatorOptions { Hears = Listening.Script(script) }, _time);

    private NovaRecognizer Recognizer(DeepgramSimulator simulator, NovaOptions? options = null) =>
        new(Listening.AccountAt(simulator), options ?? Options, _time);
}

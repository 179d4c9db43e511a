using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Speech;
using CallActors.Engine.Audio;
using CallActors.Engine.Speech;
using CallActors.Engine.Tests.Fakes;
using CallActors.Engine.Turns;

namespace CallActors.Engine.Tests.Audio;

/// <summary>A whole audio stream, its children included, frame by frame on a clock that the test turns.</summary>
public sealed class AudioStreamActorSpec : EngineSpec
{
    private const string Text = "one two three four five six. seven eight nine ten eleven twelve.";
    private readonly CallId _call = CallId.New();
    private readonly RecordingOutlet _outlet = new();
    private readonly ManualClock _clock = new();
    private readonly WordyVoice _voice = new();
    private readonly ScriptedRecognizer _recognizer = new();
    private readonly IActorRef _stream;
    private ScriptedRecognizer.Recognition _recognition = null!;
    private int _returned;

    public AudioStreamActorSpec()
    {
        var services = new SpeechServices(
            _voice, _recognizer, new PlainSentences(), new PlainEars(), _clock, SpeechRules.Default, TurnRules.Default, PlayoutRules.Default);
        _stream = Sys.ActorOf(AudioStreamActor.PropsFor(_outlet, TestActor, services).WithDispatcher(SameThread));
    }

    [Fact]
    public void A_stream_that_presents_no_token_in_5_s_is_closed()
    {
        Watch(_stream);
        Time.Advance(TimeSpan.FromSeconds(5));
        ExpectTerminated(_stream);
        Assert.Equal("No valid token came in time.", _outlet.ClosedFor);
    }

    [Fact]
    public void A_refused_token_closes_the_socket_with_the_reason()
    {
        Watch(_stream);
        _stream.Tell(new MediaSignals.Started(_call, "wrong"));
        ExpectMsg<StreamEvents.Attach>(a => Assert.Equal("wrong", a.Token));
        _stream.Tell(new CallReplies.Refused(_call, RefusalReason.NotYours, "The media token is not valid."));
        ExpectTerminated(_stream);
        Assert.Equal("Refused: The media token is not valid.", _outlet.ClosedFor);
    }

    [Fact]
    public async Task A_second_start_closes_the_socket()
    {
        await AttachAsync();
        Watch(_stream);
        _stream.Tell(new MediaSignals.Started(_call, "again"));
        ExpectTerminated(_stream);
        Assert.Equal("A second start.", _outlet.ClosedFor);
    }

    [Fact]
    public async Task An_utterance_is_sent_paced_marked_and_reported_as_heard()
    {
        await AttachAsync();
        Say(1);
        Pass(10);
        AnswerMarks();
        Assert.InRange(_outlet.Frames.Count, 18, 19);
        PlayToFrame(120);
        AnswerMarks(lead: 0);
        var finished = FinishedSpeech();
        Assert.Equal((1, Text.Length, false, ""), (finished.Utterance, finished.HeardLength, finished.Interrupted, finished.Fault));
        Assert.Equal(0, _outlet.Clears);
        Assert.False(_clock.Wakes(_stream));
    }

    [Fact]
    public async Task Progress_is_told_at_the_end_of_a_sentence()
    {
        await AttachAsync();
        Say(1);
        PlayToFrame(80);
        Assert.Equal("one two three four five six. ".Length, FishForMessage<StreamEvents.SpeechProgressed>(_ => true).HeardLength);
    }

    [Fact]
    public async Task Onset_stops_sending_and_clears_with_the_fourth_voiced_frame()
    {
        await AttachAsync();
        Say(1, LongText);
        SkipTheGreeting();
        Hear(3);
        Assert.Equal(0, _outlet.Clears);
        Hear(1);
        Assert.Equal(1, _outlet.Clears);
        var sent = _outlet.Frames.Count;
        Hear(10);
        Assert.Equal(sent, _outlet.Frames.Count);
    }

    [Fact]
    public async Task A_cough_resumes_at_the_sample_where_it_stopped_and_loses_nothing()
    {
        await AttachAsync();
        Say(1, LongText);
        SkipTheGreeting();
        var before = Played();
        Hear(8);
        Silence(25);
        await AwaitAssertAsync(() => Assert.Equal(1, _recognition.Ended));
        var alarm = FishForMessage<StreamEvents.BargeInHeard>(b => b.Step is BargeInStep.FalseAlarm);
        Assert.InRange(alarm.Paused.TotalMilliseconds, 500, 700);

        var clear = _outlet.Sent.ToList().FindIndex(i => i is RecordingOutlet.Clear);
        var next = (byte[])_outlet.Sent.Skip(clear + 1).First(i => i is byte[]);
        // Each word is 10 frames of its own byte: what is heard next is of the same word as what was heard last.
        Assert.Equal(ByteAt(before + 4), next[0]);
    }

    [Fact]
    public async Task Speech_of_440_ms_commits_and_tells_the_words_that_were_heard()
    {
        await AttachAsync();
        Say(1, LongText);
        SkipTheGreeting();
        Hear(22);
        var finished = FinishedSpeech();
        Assert.True(finished.Interrupted);
        var heard = LongText[..finished.HeardLength];
        Assert.EndsWith(" ", heard);
        Assert.Equal(Played() / 10, heard.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.NotNull(finished.OnsetToClear);
    }

    [Fact]
    public async Task Words_commit_before_the_length_does_but_listening_noises_do_not()
    {
        await AttachAsync();
        Say(1, LongText);
        SkipTheGreeting();
        Hear(9);
        _recognition.Interim("mhm");
        FishForMessage<StreamEvents.PersonHeard>(_ => true);
        Hear(1);
        Assert.Equal(1, _outlet.Clears);
        _recognition.Interim("stop that");
        InterruptedSpeech();
    }

    [Fact]
    public async Task A_listening_noise_over_our_speech_is_a_false_alarm_and_no_turn()
    {
        await AttachAsync();
        Say(1, LongText);
        SkipTheGreeting();
        Hear(10);
        Silence(13);
        await AwaitAssertAsync(() => Assert.Equal(1, _recognition.Ended));
        _recognition.Final("mhm");
        Silence(15);
        FishForMessage<StreamEvents.BargeInHeard>(b => b.Step is BargeInStep.FalseAlarm);
        ExpectNoMsgOf<StreamEvents.TurnFinished>();
    }

    [Fact]
    public async Task A_short_word_that_was_recognised_in_its_pause_commits()
    {
        await AttachAsync();
        Say(1, LongText);
        SkipTheGreeting();
        Hear(12);
        Silence(13);
        await AwaitAssertAsync(() => Assert.Equal(1, _recognition.Ended));
        _recognition.Final("stop");
        InterruptedSpeech();
        Silence(25);
        Assert.Equal("stop", FishForMessage<StreamEvents.TurnFinished>(_ => true).Text);
    }

    [Fact]
    public async Task Words_that_come_after_a_false_alarm_still_interrupt_and_are_not_lost()
    {
        await AttachAsync();
        Say(1, LongText);
        SkipTheGreeting();
        Hear(12);
        Silence(26);
        FishForMessage<StreamEvents.BargeInHeard>(b => b.Step is BargeInStep.FalseAlarm);
        await AwaitAssertAsync(() => Assert.Equal(1, _recognition.Ended));
        _recognition.Final("stop");
        InterruptedSpeech();
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("stop", FishForMessage<StreamEvents.TurnFinished>(_ => true).Text);
    }

    [Fact]
    public async Task Hello_into_the_first_words_of_a_call_is_no_interruption()
    {
        await AttachAsync();
        Say(1, LongText);
        Pass(20);
        AnswerMarks();
        Hear(25);
        Silence(13);
        await AwaitAssertAsync(() => Assert.Equal(1, _recognition.Ended));
        _recognition.Final("hello");
        Silence(15);
        FishForMessage<StreamEvents.BargeInHeard>(b => b.Step is BargeInStep.FalseAlarm);
    }

    [Fact]
    public async Task A_key_interrupts_at_once()
    {
        await AttachAsync();
        Say(1);
        Pass(20);
        _stream.Tell(new MediaSignals.KeyPressed('*'));
        Assert.Equal(1, _outlet.Clears);
        FishForMessage<StreamEvents.BargeInHeard>(b => b is { Step: BargeInStep.Commit, Cause: BargeInCause.Key });
        ExpectMsg<StreamEvents.KeyPressed>(k => Assert.Equal('*', k.Key));
        Assert.True(FinishedSpeech().Interrupted);
    }

    [Fact]
    public async Task A_turn_ends_after_its_silence_and_brings_its_text_with_its_times()
    {
        await AttachAsync();
        Hear(40);
        Silence(34);
        Assert.Equal(0, _recognition.Ended);
        Silence(1);
        await AwaitAssertAsync(() => Assert.Equal(1, _recognition.Ended));
        _recognition.Final("fix the failing test");
        var turn = FishForMessage<StreamEvents.TurnFinished>(_ => true);
        Assert.Equal("fix the failing test", turn.Text);
        Assert.InRange(turn.VoiceBegan.TotalMilliseconds, 1460, 1520);
        Assert.InRange(turn.VoiceEnded.TotalMilliseconds, 680, 720);
    }

    [Fact]
    public async Task Only_the_audio_around_speech_is_recognised_with_half_a_second_from_before()
    {
        await AttachAsync();
        Silence(100);
        Assert.Equal(0, _recognition.AcceptedFrames);
        Hear(20);
        // The onset comes with the fourth voiced frame: 25 frames lie before the next one.
        await AwaitAssertAsync(() => Assert.Equal(25 + 16, _recognition.AcceptedFrames));
        Silence(20);
        await AwaitAssertAsync(() => Assert.Equal(1, _recognition.Ended));
        Silence(100);
        await AwaitAssertAsync(() => Assert.Equal(25 + 16 + 20, _recognition.AcceptedFrames));
    }

    [Fact]
    public async Task A_service_that_needs_an_unbroken_stream_gets_all_of_it()
    {
        _recognizer.WantsSilence = true;
        var outlet = new RecordingOutlet();
        var services = new SpeechServices(
            _voice, _recognizer, new PlainSentences(), new PlainEars(), _clock, SpeechRules.Default, TurnRules.Default, PlayoutRules.Default);
        var stream = Sys.ActorOf(AudioStreamActor.PropsFor(outlet, TestActor, services).WithDispatcher(SameThread));
        stream.Tell(new MediaSignals.Started(_call, "token"));
        ExpectMsg<StreamEvents.Attach>();
        stream.Tell(new StreamEvents.Attached(_call, 1));
        var recognition = await _recognizer.OpenedAsync();
        await AwaitAssertAsync(() =>
        {
            var frame = AudioFramePool.Shared.Rent();
            Array.Fill(frame.Samples, AudioFormat.Silence);
            stream.Tell(frame);
            Assert.True(recognition.AcceptedFrames >= 20);
        });
    }

    [Fact]
    public async Task A_person_who_goes_on_before_the_text_came_is_still_in_the_same_turn()
    {
        await AttachAsync();
        Hear(20);
        Silence(35);
        Hear(20);
        await AwaitAssertAsync(() => Assert.Equal(1, _recognition.Ended));
        _recognition.Final("fix the");
        Silence(35);
        await AwaitAssertAsync(() => Assert.Equal(2, _recognition.Ended));
        _recognition.Final("failing test");
        WaitForWholeWords();
        Silence(2);
        Assert.Equal("fix the failing test", FishForMessage<StreamEvents.TurnFinished>(_ => true).Text);
    }

    [Fact]
    public async Task A_voice_without_words_is_no_turn()
    {
        await AttachAsync();
        Hear(20);
        Silence(35);
        await AwaitAssertAsync(() => Assert.Equal(1, _recognition.Ended));
        _recognition.Final("");
        ExpectNoMsgOf<StreamEvents.TurnFinished>();
    }

    [Fact]
    public async Task A_choice_ends_its_turn_sooner()
    {
        await AttachAsync();
        _stream.Tell(new StreamCommands.Expect(_call, Expectation.YesOrNo.Instance));
        Hear(20);
        Silence(25);
        await AwaitAssertAsync(() => Assert.Equal(1, _recognition.Ended));
        Assert.IsType<Expectation.YesOrNo>(_recognition.Expectation);
    }

    [Fact]
    public async Task Nobody_is_talked_over_the_utterance_waits_for_the_pause()
    {
        await AttachAsync();
        Hear(20);
        _stream.Tell(new StreamCommands.Say(_call, 1, Text, 0));
        Hear(50);
        Assert.Empty(_outlet.Frames);
        Silence(35);
        AwaitAssert(() => Assert.NotEmpty(_outlet.Frames));
        Assert.Equal(0, _outlet.Clears);
    }

    [Fact]
    public async Task After_5_s_the_next_breath_will_do()
    {
        await AttachAsync();
        Hear(20);
        _stream.Tell(new StreamCommands.Say(_call, 1, Text, 0));
        Time.Advance(TimeSpan.FromSeconds(5));
        Hear(10);
        Assert.Empty(_outlet.Frames);
        Silence(10);
        AwaitAssert(() => Assert.NotEmpty(_outlet.Frames));
    }

    [Fact]
    public async Task A_voice_without_end_may_be_a_television_and_is_talked_over_in_the_end()
    {
        await AttachAsync();
        Hear(20);
        _stream.Tell(new StreamCommands.Say(_call, 1, Text, 0));
        Time.Advance(TimeSpan.FromSeconds(5));
        Hear(10);
        Time.Advance(TimeSpan.FromSeconds(7));
        AwaitAssert(() => Assert.NotEmpty(_outlet.Frames));
        Hear(50);
        Assert.Equal(0, _outlet.Clears);
    }

    [Fact]
    public async Task Typed_words_are_a_turn_and_interrupt()
    {
        await AttachAsync();
        Say(1);
        Pass(20);
        _stream.Tell(new StreamCommands.TakeWords(_call, "never mind", true, WordSource.Typed));
        var turn = FishForMessage<StreamEvents.TurnFinished>(_ => true);
        Assert.Equal(("never mind", WordSource.Typed), (turn.Text, turn.Source));
        Assert.True(FinishedSpeech().Interrupted);
    }

    [Fact]
    public async Task Where_the_browser_recognises_our_recogniser_is_not_heard()
    {
        await AttachAsync();
        Hear(20);
        _stream.Tell(new StreamCommands.TakeWords(_call, "yes", true, WordSource.Browser));
        Assert.Equal("yes", FishForMessage<StreamEvents.TurnFinished>(_ => true).Text);
        Silence(35);
        await AwaitAssertAsync(() => Assert.Equal(1, _recognition.Ended));
        _recognition.Final("yes again");
        ExpectNoMsgOf<StreamEvents.TurnFinished>();
    }

    [Fact]
    public async Task A_voice_that_breaks_ends_the_utterance_with_its_fault_after_what_it_gave()
    {
        _voice.FailsAfter = 3;
        await AttachAsync();
        Say(1);
        PlayToFrame(30);
        AnswerMarks(lead: 0);
        var finished = FinishedSpeech();
        Assert.Equal(("The voice lost its breath.", false), (finished.Fault, finished.Interrupted));
    }

    [Fact]
    public async Task A_voice_that_stalls_is_given_up_and_cancelled()
    {
        _voice.StallsAfter = 0;
        await AttachAsync();
        _stream.Tell(new StreamCommands.Say(_call, 1, Text, 0));
        AwaitAssert(() => Assert.Single(_voice.Spoken));
        AwaitAssert(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(8));
            Assert.Equal(1, Volatile.Read(ref _voice.Cancelled));
        });
        Assert.Contains("delivered nothing", FinishedSpeech().Fault);
    }

    [Fact]
    public async Task Stopping_an_utterance_clears_and_cancels_the_voice()
    {
        _voice.StallsAfter = 5;
        await AttachAsync();
        Say(1);
        Pass(5);
        _stream.Tell(new StreamCommands.StopSaying(_call, 1));
        Assert.False(FinishedSpeech().Interrupted);
        Assert.Equal(1, _outlet.Clears);
        AwaitAssert(() => Assert.Equal(1, Volatile.Read(ref _voice.Cancelled)));
    }

    [Fact]
    public async Task A_lost_socket_tells_first_what_was_heard_to_the_word()
    {
        await AttachAsync();
        Say(1);
        for (var i = 0; i < 35; i++) PassHeard();

        _stream.Tell(MediaSignals.Disconnected.Instance);
        var progressed = FishForMessage<StreamEvents.SpeechProgressed>(_ => true);
        Assert.Equal("one two three ", Text[..progressed.HeardLength]);
        ExpectMsg<StreamEvents.Detached>(d => Assert.Equal(1, d.Stream));
    }

    [Fact]
    public async Task Words_heard_before_a_move_are_not_said_again()
    {
        await AttachAsync();
        _stream.Tell(new StreamCommands.Say(_call, 1, Text, "one two three four five six. ".Length));
        AwaitAssert(() => Assert.NotEmpty(_outlet.Frames));
        Assert.Equal(["seven eight nine ten eleven twelve."], _voice.Spoken);
    }

    [Fact]
    public async Task Lost_recognition_is_told_and_the_stream_goes_on_speaking()
    {
        await AttachAsync();
        _recognizer.Failures = int.MaxValue;
        _recognition.Break();
        AwaitAssert(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(2));
            Assert.Equal(4, _recognizer.Attempts);
        });
        Assert.Equal("The recogniser is not in.", FishForMessage<StreamEvents.RecognitionLost>(_ => true).Detail);
        Hear(50);
        Silence(50);
        Say(1);
    }

    private static string LongText { get; } = string.Join(' ', Enumerable.Range(0, 40).Select(i => $"word{i:00}")) + ".";

    private async Task AttachAsync()
    {
        _stream.Tell(new MediaSignals.Started(_call, "token"));
        ExpectMsg<StreamEvents.Attach>();
        _stream.Tell(new StreamEvents.Attached(_call, 1));
        _recognition = await _recognizer.OpenedAsync();
    }

    private void Say(int utterance, string text = Text)
    {
        _stream.Tell(new StreamCommands.Say(_call, utterance, text, 0));
        // The voice runs ahead by itself: from here on, time finds its audio there.
        var ahead = new[] { 9, text.Split(' ').Length, _voice.FailsAfter, _voice.StallsAfter }.Where(n => n >= 0).Min();
        AwaitAssert(() => Assert.True(Volatile.Read(ref _voice.Delivered) >= ahead));
        FishForMessage<StreamEvents.SpeechBegun>(b => b.Utterance == utterance);
    }

    /// <summary>Plays past the call's first three seconds, in which "hello?" does not interrupt.</summary>
    private void SkipTheGreeting()
    {
        for (var i = 0; i < 150; i++) PassHeard();
    }

    private void Pass(int frames) => _clock.Pass(frames);

    private void PlayToFrame(int frame)
    {
        while (_outlet.Frames.Count < frame) PassHeard();
    }

    private void PassHeard()
    {
        var frames = _outlet.Frames.Count;
        Pass(1);
        AnswerMarks();
        // The voice delivers by messages of its own: the next frame is there before time goes on.
        AwaitAssert(() => Assert.True(_outlet.Frames.Count > frames), interval: TimeSpan.FromMilliseconds(1));
    }

    /// <summary>Echoes the marks behind which everything has been played by now.</summary>
    private void AnswerMarks(int lead = 8)
    {
        var sent = _outlet.Sent;
        var played = sent.OfType<byte[]>().Count() - lead;
        var frames = 0;
        var marks = 0;
        foreach (var item in sent)
        {
            if (item is byte[]) frames++;
            if (item is MediaMark mark && ++marks > _returned && frames <= played)
            {
                _returned = marks;
                _stream.Tell(new MediaSignals.MarkReturned(mark));
            }
        }
    }

    private int Played() => _outlet.Frames.Count - 8;

    private static byte ByteAt(int frame) => (byte)(0x80 + frame / WordyVoice.FramesPerWord);

    private void Hear(int frames) => Listen(frames, 0x20);

    private void Silence(int frames) => Listen(frames, AudioFormat.Silence);

    private void Listen(int frames, byte sample)
    {
        for (var i = 0; i < frames; i++)
        {
            Pass(1);
            var frame = AudioFramePool.Shared.Rent();
            frame.ReceivedAt = System.Diagnostics.Stopwatch.GetTimestamp();
            Array.Fill(frame.Samples, sample);
            var clears = _outlet.Clears;
            _stream.Tell(frame);
            // A carrier returns the marks that it has not reached as soon as its buffer is cleared.
            if (_outlet.Clears > clears) AnswerMarks(lead: 0);
        }
    }

    private void InterruptedSpeech()
    {
        FishForMessage<StreamEvents.BargeInHeard>(b => b.Step is BargeInStep.Commit);
        Assert.True(FinishedSpeech().Interrupted);
    }

    /// <summary>The end of an utterance. A carrier returns the marks that it has not reached when its buffer is cleared.</summary>
    private StreamEvents.SpeechFinished FinishedSpeech()
    {
        if (_outlet.Clears > 0) AnswerMarks(lead: 0);
        return FishForMessage<StreamEvents.SpeechFinished>(_ => true);
    }

    /// <summary>The recogniser's words have come, and the stream has settled.</summary>
    private void WaitForWholeWords()
    {
        FishForMessage<StreamEvents.PersonHeard>(p => p.IsLikelyWhole);
        ExpectNoMsgOf<StreamEvents.TurnFinished>();
    }

    private void ExpectNoMsgOf<T>()
    {
        _stream.Tell(new MediaSignals.KeyPressed('5'));
        FishForMessage(m => m is StreamEvents.KeyPressed || (m is T ? throw new Xunit.Sdk.XunitException($"{m} was not expected.") : false));
    }
}

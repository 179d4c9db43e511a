using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Speech;
using CallActors.Engine.Audio;
using CallActors.Engine.Speech;
using CallActors.Engine.Tests.Fakes;
using CallActors.Engine.Turns;

namespace CallActors.Engine.Tests.Audio;

/// <summary>A whole audio stream, its children included, frame by frame on a clock that the test turns.</summary>
public abstract class AudioStreamSpec : EngineSpec
{
    protected const string Text = "one two three four five six. seven eight nine ten eleven twelve.";
    private int _returned;

    protected AudioStreamSpec() : base(oneThread: true) => Stream = Open(TurnRules.Default);

    protected CallId Call { get; } = CallId.New();

    private protected RecordingOutlet Outlet { get; } = new();

    private protected ManualClock Clock { get; } = new();

    private protected WordyVoice Voice { get; } = new();

    private protected ScriptedRecognizer Recognizer { get; } = new();

    private protected PlainSentences Sentences { get; } = new();

    private protected ScriptedRecognizer.Recognition Recognition { get; private set; } = null!;

    protected IActorRef Stream { get; set; }

    protected static string LongText { get; } = string.Join(' ', Enumerable.Range(0, 40).Select(i => $"word{i:00}")) + ".";

    protected async Task AttachAsync(CallSpeech? speech = null)
    {
        // What awaits goes on at once on the thread that completes what it waits for, but only where there is no context of the test's.
        SynchronizationContext.SetSynchronizationContext(null);
        Stream.Tell(new MediaSignals.Started(Call, "token"));
        ExpectMsg<StreamEvents.Attach>();
        Stream.Tell(new StreamEvents.Attached(Call, 1, speech));
        Recognition = await Recognizer.OpenedAsync();
    }

    protected void Say(int utterance, string text = Text, SpeechManner? manner = null)
    {
        Stream.Tell(new StreamCommands.Say(Call, utterance, text, 0, IsComplete: true, manner));
        // The voice runs ahead by itself: from here on, time finds its audio there.
        var ahead = new[] { 9, text.Split(' ').Length, Voice.FailsAfter, Voice.StallsAfter }.Where(n => n >= 0).Min();
        AwaitAssert(() => Assert.True(Volatile.Read(ref Voice.Delivered) >= ahead));
        FishForMessage<StreamEvents.SpeechBegun>(b => b.Utterance == utterance);
    }

    /// <summary>Plays past the call's first three seconds, in which "hello?" does not interrupt.</summary>
    protected void SkipTheGreeting()
    {
        for (var i = 0; i < 150; i++) PassHeard();
    }

    protected void Pass(int frames) => Clock.Pass(frames);

    protected void PlayToFrame(int frame)
    {
        while (Outlet.Frames.Count < frame) PassHeard();
    }

    protected void PassHeard()
    {
        var frames = Outlet.Frames.Count;
        Pass(1);
        AnswerMarks();
        // The voice delivers by messages of its own: the next frame is there before time goes on.
        AwaitAssert(() => Assert.True(Outlet.Frames.Count > frames), interval: TimeSpan.FromMilliseconds(1));
    }

    /// <summary>Echoes the marks behind which everything has been played by now.</summary>
    protected void AnswerMarks(int lead = 8)
    {
        var sent = Outlet.Sent;
        var played = sent.OfType<byte[]>().Count() - lead;
        var frames = 0;
        var marks = 0;
        foreach (var item in sent)
        {
            if (item is byte[]) frames++;
            if (item is MediaMark mark && ++marks > _returned && frames <= played)
            {
                _returned = marks;
                Stream.Tell(new MediaSignals.MarkReturned(mark));
            }
        }
    }

    protected int Played() => Outlet.Frames.Count - 8;

    protected static byte ByteAt(int frame) => (byte)(0x80 + frame / WordyVoice.FramesPerWord);

    protected void Hear(int frames) => Listen(frames, 0x20);

    protected void Silence(int frames) => Listen(frames, AudioFormat.Silence);

    /// <summary>The same on a line on which no mark comes back.</summary>
    protected void ListenLate(int frames, byte sample) => Listen(frames, sample, answers: false);

    protected void Listen(int frames, byte sample, bool answers = true)
    {
        for (var i = 0; i < frames; i++)
        {
            Pass(1);
            var frame = AudioFramePool.Shared.Rent();
            frame.ReceivedAt = System.Diagnostics.Stopwatch.GetTimestamp();
            Array.Fill(frame.Samples, sample);
            var clears = Outlet.Clears;
            Stream.Tell(frame);
            // A carrier returns the marks that it has not reached as soon as its buffer is cleared.
            if (answers && Outlet.Clears > clears) AnswerMarks(lead: 0);
        }
    }

    protected void InterruptedSpeech()
    {
        FishForMessage<StreamEvents.BargeInHeard>(b => b.Step is BargeInStep.Commit);
        Assert.True(FinishedSpeech().Interrupted);
    }

    /// <summary>The end of an utterance. A carrier returns the marks that it has not reached when its buffer is cleared.</summary>
    protected StreamEvents.SpeechFinished FinishedSpeech()
    {
        if (Outlet.Clears > 0) AnswerMarks(lead: 0);
        return FishForMessage<StreamEvents.SpeechFinished>(_ => true);
    }

    /// <summary>What the recogniser has given so far has been handled: an expectation that is told now has come through.</summary>
    protected void Settle() => Settle(Recognition);

    private protected void Settle(ScriptedRecognizer.Recognition recognition)
    {
        var mark = new Expectation.Open();
        Stream.Tell(new StreamCommands.Expect(Call, mark));
        AwaitAssert(() => Assert.Same(mark, recognition.Expectation), interval: TimeSpan.FromMilliseconds(1));
    }

    /// <summary>The stream has settled, and nothing of this kind has come.</summary>
    protected void ExpectNoMsgOf<T>()
    {
        Settle();
        TestActor.Tell(Settled.Instance);
        FishForMessage(m => m is Settled || (m is T ? throw new Xunit.Sdk.XunitException($"{m} was not expected.") : false));
    }

    protected void PlayToTheEnd()
    {
        for (var i = 0; i < 100; i++)
        {
            Pass(1);
            AnswerMarks();
        }
    }

    /// <summary>What a stream of the specs is given.</summary>
    protected SpeechServices Services => new(
        [Voice], [Recognizer], Sentences, new PlainEars(), Clock, SpeechRules.Default, TurnRules.Default, PlayoutRules.Default, new SpeechHealth());

    /// <summary>A stream with other rules, in place of the one that every spec starts with.</summary>
    protected IActorRef Open(TurnRules turns) => Open(Services with { Turns = turns });

    /// <summary>A stream with other services, in place of the one that every spec starts with.</summary>
    protected IActorRef Open(SpeechServices services) =>
        Sys.ActorOf(AudioStreamActor.PropsFor(Outlet, TestActor, services).WithDispatcher(SameThread));

    private sealed record Settled
    {
        public static Settled Instance { get; } = new();
    }
}

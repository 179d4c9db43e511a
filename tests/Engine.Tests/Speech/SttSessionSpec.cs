using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;
using CallActors.Engine.Audio;
using CallActors.Engine.Speech;
using CallActors.Engine.Tests.Fakes;
using CallActors.Engine.Turns;

namespace CallActors.Engine.Tests.Speech;

/// <summary>A session that listens to what the test lets it hear, with recognisers whose ears are the test's.</summary>
public abstract class SttSessionSpec : EngineSpec
{
    private int _started;

    protected SttSessionSpec() => Stream = CreateTestProbe();

    protected TestProbe Stream { get; }

    protected SpeechHealth Health { get; } = new();

    protected IActorRef Session { get; set; } = ActorRefs.Nobody;

    private protected ScriptedRecognizer Recognizer { get; } = new();

    /// <summary>What the session takes for chance, 0 to 1.</summary>
    protected double Chance { get; set; }

    private protected IActorRef StartWith(params ISpeechRecognizer[] recognizers)
    {
        var services = new SpeechServices(
            [new WordyVoice()], recognizers, new PlainSentences(), new PlainEars(), new ManualClock(), SpeechRules.Default, TurnRules.Default,
            PlayoutRules.Default, Health)
        {
            Chance = () => Chance,
        };
        return Stream.ChildActorOf(SttSessionActor.PropsFor(services).WithDispatcher(SameThread), $"stt-{++_started}", SupervisorStrategy.DefaultStrategy);
    }

    private protected void Start(params ScriptedRecognizer[] others) => Session = StartWith([Recognizer, .. others]);

    private protected async Task<ScriptedRecognizer.Recognition> StartAsync(params ScriptedRecognizer[] others)
    {
        Start(others);
        var opened = await OpenedAsync();
        Stream.ExpectMsg<SttReports.Listens>();
        return opened;
    }

    private protected async Task<ScriptedRecognizer.Recognition> OpenedAsync()
    {
        var recognition = await Recognizer.OpenedAsync();
        // The session has it once the piped result has been handled: an expectation that is passed on shows it.
        AwaitAssert(() =>
        {
            Session.Tell(new SttCommands.Expect(Expectation.YesOrNo.Instance));
            Assert.IsType<Expectation.YesOrNo>(recognition.Expectation);
        });
        return recognition;
    }

    protected void Hear(int frames, byte sample = 0x20)
    {
        for (var i = 0; i < frames; i++)
        {
            var frame = AudioFramePool.Shared.Rent();
            Array.Fill(frame.Samples, sample);
            Session.Tell(frame);
        }
    }

    private protected void TalkOnce(ScriptedRecognizer.Recognition recognition)
    {
        Session.Tell(SttCommands.SpeechBegan.Instance);
        Hear(10);
        recognition.Interim("hello");
        Session.Tell(new SttCommands.EndSegment(1));
        recognition.Final("hello");
        Stream.FishForMessage<SttReports.SegmentText>(_ => true);
    }

    private protected void Say(int frames, int segment)
    {
        Session.Tell(SttCommands.SpeechBegan.Instance);
        Hear(frames);
        Session.Tell(new SttCommands.EndSegment(segment));
    }
}

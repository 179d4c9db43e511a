using CallActors.Engine.Audio;
using CallActors.Engine.Speech;
using CallActors.Engine.Tests.Fakes;
using CallActors.Engine.Turns;

namespace CallActors.Engine.Tests.Speech;

public sealed class PlaybackActorSpec : EngineSpec
{
    private readonly WordyVoice _voice = new();
    private readonly TestProbe _stream;

    public PlaybackActorSpec() => _stream = CreateTestProbe();

    [Fact]
    public void One_piece_is_delivered_for_each_demand_and_the_next_sentence_is_begun_ahead()
    {
        var playback = Start("one two. three.");
        Assert.Equal("one two.", _stream.ExpectMsg<PlaybackReports.SentenceBegan>().Sentence.Text);
        _stream.ExpectMsg<PlaybackReports.Audio>();
        _stream.ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        playback.Tell(PlaybackActor.More.Instance);
        _stream.ExpectMsg<PlaybackReports.Audio>(a => Assert.Equal(4, a.Words[0].TextStart));
        playback.Tell(PlaybackActor.More.Instance);
        _stream.ExpectMsg<PlaybackReports.SentenceEnded>();
        Assert.Equal("three.", _stream.ExpectMsg<PlaybackReports.SentenceBegan>().Sentence.Text);
        _stream.ExpectMsg<PlaybackReports.Audio>();
        playback.Tell(PlaybackActor.More.Instance);
        _stream.ExpectMsg<PlaybackReports.SentenceEnded>();
        _stream.ExpectMsg<PlaybackReports.Finished>();
    }

    [Fact]
    public void An_utterance_with_nothing_to_say_is_finished_at_once()
    {
        Start("");
        _stream.ExpectMsg<PlaybackReports.Finished>();
    }

    [Fact]
    public void A_voice_that_fails_is_told_with_its_reason_and_ends_the_actor()
    {
        _voice.FailsAfter = 0;
        var playback = Start("one.");
        var watcher = CreateTestProbe();
        watcher.Watch(playback);
        _stream.ExpectMsg<PlaybackReports.SentenceBegan>();
        Assert.Equal("The voice lost its breath.", _stream.ExpectMsg<PlaybackReports.Failed>().Detail);
        watcher.ExpectTerminated(playback);
    }

    [Fact]
    public void A_voice_that_delivers_nothing_for_8_s_is_given_up_and_cancelled()
    {
        _voice.StallsAfter = 0;
        var playback = Start("one.");
        _stream.ExpectMsg<PlaybackReports.SentenceBegan>();
        // Its answer says that the timer runs: the actor has done all that it does at its start.
        playback.Tell(new Identify(1), _stream.Ref);
        _stream.ExpectMsg<ActorIdentity>();
        Time.Advance(TimeSpan.FromSeconds(7.9));
        _stream.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Contains("delivered nothing for 8 s", _stream.ExpectMsg<PlaybackReports.Failed>().Detail, StringComparison.Ordinal);
        AwaitAssert(() => Assert.Equal(1, Volatile.Read(ref _voice.Cancelled)));
    }

    [Fact]
    public void Stopping_cancels_the_voice_in_mid_word()
    {
        _voice.StallsAfter = 1;
        var playback = Start("one two.");
        _stream.ExpectMsg<PlaybackReports.SentenceBegan>();
        _stream.ExpectMsg<PlaybackReports.Audio>();
        playback.Tell(PlaybackActor.More.Instance);
        AwaitAssert(() => Assert.Equal(1, Volatile.Read(ref _voice.Stalled)));
        Sys.Stop(playback);
        AwaitAssert(() => Assert.Equal(1, Volatile.Read(ref _voice.Cancelled)));
    }

    private IActorRef Start(string text)
    {
        var services = new SpeechServices(
            _voice, new ScriptedRecognizer(), new PlainSentences(), new PlainEars(), new ManualClock(), SpeechRules.Default, TurnRules.Default, PlayoutRules.Default);
        return _stream.ChildActorOf(
            PlaybackActor.PropsFor(1, new PlainSentences().Split(text), services), "playback", SupervisorStrategy.DefaultStrategy);
    }
}

using System.Runtime.CompilerServices;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;
using CallActors.Engine.Audio;
using CallActors.Engine.Speech;
using CallActors.Engine.Tests.Fakes;
using CallActors.Engine.Turns;

namespace CallActors.Engine.Tests.Speech;

public sealed class PlaybackActorSpec : EngineSpec
{
    private readonly WordyVoice _voice = new();
    private readonly TestProbe _stream;
    private int _started;

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
    public void A_voice_that_delivers_nothing_for_3_s_is_given_up_and_cancelled()
    {
        _voice.StallsAfter = 0;
        var playback = Start("one.");
        _stream.ExpectMsg<PlaybackReports.SentenceBegan>();
        // Its answer says that the timer runs: the actor has done all that it does at its start.
        playback.Tell(new Identify(1), _stream.Ref);
        _stream.ExpectMsg<ActorIdentity>();
        Time.Advance(TimeSpan.FromSeconds(2.9));
        _stream.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Contains("delivered nothing for 3 s", _stream.ExpectMsg<PlaybackReports.Failed>().Detail, StringComparison.Ordinal);
        AwaitAssert(() => Assert.Equal(1, Volatile.Read(ref _voice.Cancelled)));
    }

    [Theory]
    [InlineData(-1, -1)]
    [InlineData(1, -1)]
    [InlineData(-1, 1)]
    public void What_cancels_a_request_is_released_when_the_voice_is_done_or_failed_or_the_actor_stops(int failsAfter, int stallsAfter)
    {
        (_voice.FailsAfter, _voice.StallsAfter) = (failsAfter, stallsAfter);
        var playback = Begin(_voice, new WordyVoice { Name = "second" });
        Speak(playback, "one two.");
        playback.Tell(PlaybackActor.More.Instance);
        if (stallsAfter >= 0)
        {
            AwaitAssert(() => Assert.Equal(1, Volatile.Read(ref _voice.Stalled)));
            Sys.Stop(playback);
        }

        AwaitAssert(() =>
        {
            playback.Tell(PlaybackActor.More.Instance);
            Released.Check(_voice.Cancellation);
        });
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

    [Fact]
    public void Stopping_ends_a_voice_whose_next_piece_is_on_its_way()
    {
        var voice = new StoppingVoice(Sys);
        var playback = voice.Playback = Begin(voice);
        Speak(playback, "one two.");
        AwaitAssert(() => Assert.True(voice.Ended));
    }

    [Fact]
    public void Stopping_cancels_a_voice_that_has_not_begun()
    {
        _voice.StallsAfter = 0;
        var playback = Start("one two.");
        _stream.ExpectMsg<PlaybackReports.SentenceBegan>();
        AwaitAssert(() => Assert.Equal(1, Volatile.Read(ref _voice.Stalled)));
        Sys.Stop(playback);
        AwaitAssert(() => Assert.Equal(1, Volatile.Read(ref _voice.Cancelled)));
    }

    [Fact]
    public void A_voice_that_refuses_before_it_begins_is_followed_by_the_next()
    {
        _voice.RefusesAtOnce = true;
        var second = new WordyVoice { Name = "second" };
        var playback = Begin(_voice, second);
        Speak(playback, "one.");
        playback.Tell(PlaybackActor.More.Instance);
        _stream.FishForMessage<PlaybackReports.Audio>(_ => true);
        Assert.Equal(["one."], second.Spoken);
    }

    [Fact]
    public void A_text_that_comes_later_is_waited_for_without_blaming_the_voice()
    {
        var playback = Begin(_voice);
        Speak(playback, "one.");
        playback.Tell(PlaybackActor.More.Instance);
        _stream.ExpectMsg<PlaybackReports.SentenceBegan>();
        _stream.ExpectMsg<PlaybackReports.Audio>();
        _stream.ExpectMsg<PlaybackReports.SentenceEnded>();
        playback.Tell(PlaybackActor.More.Instance);
        Time.Advance(TimeSpan.FromSeconds(30));
        _stream.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Speak(playback, "two.");
        _stream.ExpectMsg<PlaybackReports.SentenceBegan>(b => Assert.Equal("two.", b.Sentence.Text));
        _stream.ExpectMsg<PlaybackReports.Audio>();
        _stream.ExpectMsg<PlaybackReports.SentenceEnded>();
        playback.Tell(PlaybackActor.Complete.Instance);
        _stream.ExpectMsg<PlaybackReports.Finished>();
    }

    [Fact]
    public void One_piece_is_made_before_it_is_asked_for_and_kept()
    {
        var playback = Begin(_voice);
        Speak(playback, "one two three.");
        AwaitAssert(() => Assert.Single(_voice.Spoken));
        // The voice counts a piece as delivered when the next one is asked for. Nothing is told before the utterance is begun.
        _stream.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Assert.Equal(0, Volatile.Read(ref _voice.Delivered));
        playback.Tell(PlaybackActor.More.Instance);
        _stream.ExpectMsg<PlaybackReports.SentenceBegan>();
        _stream.ExpectMsg<PlaybackReports.Audio>();
        AwaitAssert(() => Assert.Equal(1, Volatile.Read(ref _voice.Delivered)));
        _stream.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void When_a_voice_breaks_behind_a_word_the_next_one_goes_on_with_the_word_after_it()
    {
        _voice.FailsAfter = 2;
        var second = new WordyVoice { Name = "second" };
        var broke = Break(_voice, second);
        Assert.Equal(new PlaybackReports.SentenceBroke(1, "one two ".Length, 2 * WordLength), broke);
        Assert.Equal(new SpeakableSentence("three four.", 8, 11), _stream.ExpectMsg<PlaybackReports.SentenceBegan>().Sentence);
        AwaitAssert(() => Assert.Equal(["three four."], second.Spoken));
    }

    [Fact]
    public void When_a_voice_breaks_within_a_word_the_next_one_says_that_word_and_what_there_was_of_it_is_not_kept()
    {
        var voice = new WordyVoice { FailsAfter = 2, FailsWithin = 5 };
        var second = new WordyVoice { Name = "second" };
        var broke = Break(voice, second);
        Assert.Equal(new PlaybackReports.SentenceBroke(1, "one two ".Length, 2 * WordLength), broke);
        Assert.Equal(new SpeakableSentence("three four.", 8, 11), _stream.ExpectMsg<PlaybackReports.SentenceBegan>().Sentence);
        AwaitAssert(() => Assert.Equal(["three four."], second.Spoken));
    }

    [Fact]
    public void When_the_last_voice_breaks_within_a_word_what_there_was_of_it_stays()
    {
        var broke = Break(new WordyVoice { FailsAfter = 2, FailsWithin = 5 });
        Assert.Equal(new PlaybackReports.SentenceBroke(1, "one two ".Length, 2 * WordLength + WordLength / 2), broke);
        _stream.ExpectMsg<PlaybackReports.Failed>();
    }

    [Fact]
    public void The_voice_that_takes_over_is_the_one_that_sounds_most_like_the_first()
    {
        var second = new WordyVoice
        {
            Name = "second",
            Voices = [new VoiceProfile("hans", "de-DE", VoiceGender.Male), new VoiceProfile("anna", "en-US", VoiceGender.Female), new VoiceProfile("guy", "en-US", VoiceGender.Male)],
        };
        var first = new WordyVoice { FailsAfter = 1, Voices = [new VoiceProfile("adam", "en-US", VoiceGender.Male)] };
        Break(first, second);
        Assert.Equal([""], first.AskedAs);
        AwaitAssert(() => Assert.Equal(["guy"], second.AskedAs));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_voice_that_keeps_failing_is_asked_last_by_the_next_calls_and_tried_again_later(int failsAfter)
    {
        _voice.FailsAfter = failsAfter;
        var second = new WordyVoice { Name = "second" };
        var health = new SpeechHealth();
        for (var call = 0; call < 3; call++)
        {
            var failing = Begin(health, _voice, second);
            Speak(failing, "one two.");
            failing.Tell(PlaybackActor.More.Instance);
            _stream.FishForMessage(m =>
            {
                failing.Tell(PlaybackActor.More.Instance);
                return m is PlaybackReports.SentenceEnded;
            });
        }

        Assert.Equal(3, _voice.Spoken.Count);
        Speak(Begin(health, _voice, second), "one.");
        AwaitAssert(() => Assert.Equal(4, second.Spoken.Count));
        Assert.Equal(3, _voice.Spoken.Count);
        Assert.Equal(CircuitState.Open, health.Voices.View(Sys.Scheduler.Now).Single(p => p.Provider == "wordy").State);

        Time.Advance(TimeSpan.FromSeconds(11));
        Speak(Begin(health, _voice, second), "one.");
        AwaitAssert(() => Assert.Equal(4, _voice.Spoken.Count));
    }

    [Fact]
    public void A_voice_that_spoke_until_nobody_wanted_more_has_done_its_part()
    {
        var health = new SpeechHealth();
        var playback = Begin(health, _voice);
        Speak(playback, "one two three.");
        playback.Tell(PlaybackActor.More.Instance);
        _stream.FishForMessage<PlaybackReports.Audio>(_ => true);
        Assert.Null(Assert.Single(health.Voices.View(Sys.Scheduler.Now)).LastSuccess);
        Sys.Stop(playback);
        AwaitAssert(() => Assert.NotNull(Assert.Single(health.Voices.View(Sys.Scheduler.Now)).LastSuccess));
    }

    /// <summary>Lets the first voice say what it can of four words.</summary>
    private PlaybackReports.SentenceBroke Break(params WordyVoice[] voices)
    {
        var playback = Begin(voices);
        Speak(playback, "one two three four.");
        playback.Tell(PlaybackActor.More.Instance);
        PlaybackReports.SentenceBroke? broke = null;
        _stream.FishForMessage(m =>
        {
            playback.Tell(PlaybackActor.More.Instance);
            return (broke = m as PlaybackReports.SentenceBroke) is not null;
        });
        return broke!;
    }

    private const long WordLength = WordyVoice.FramesPerWord * AudioFormat.FrameBytes;

    private IActorRef Start(string text)
    {
        var playback = Begin(_voice);
        Speak(playback, text);
        playback.Tell(PlaybackActor.Complete.Instance);
        playback.Tell(PlaybackActor.More.Instance);
        return playback;
    }

    private static void Speak(IActorRef playback, string text) =>
        playback.Tell(new PlaybackActor.Speak(((ISpeakableText)new PlainSentences()).Split(text)));

    private IActorRef Begin(params ISpeechSynthesizer[] voices) => Begin(new SpeechHealth(), voices);

    private IActorRef Begin(SpeechHealth health, params ISpeechSynthesizer[] voices)
    {
        var services = new SpeechServices(
            voices, [new ScriptedRecognizer()], new PlainSentences(), new PlainEars(), new ManualClock(), SpeechRules.Default, TurnRules.Default,
            PlayoutRules.Default, health);
        return _stream.ChildActorOf(PlaybackActor.PropsFor(1, SpeechManner.Default, services), $"playback-{++_started}", SupervisorStrategy.DefaultStrategy);
    }

    /// <summary>Stops its playback in the moment in which it gives a piece, so that nobody takes that.</summary>
    private sealed class StoppingVoice(ActorSystem system) : ISpeechSynthesizer
    {
        private bool _ended;

        public string Name => "stopping";

        public IReadOnlyList<VoiceProfile> Voices => [];

        public IActorRef Playback { private get; set; } = ActorRefs.Nobody;

        public bool Ended => Volatile.Read(ref _ended);

        public async IAsyncEnumerable<SpeechAudio> SynthesizeAsync(
            SpeechRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            try
            {
                system.Stop(Playback);
                yield return new SpeechAudio(new byte[AudioFormat.FrameBytes], Array.Empty<SpokenWord>());
            }
            finally
            {
                Volatile.Write(ref _ended, true);
            }
        }
    }
}

using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;
using CallActors.Speech.Codecs;
using CallActors.Speech.Local.Espeak;
using CallActors.Speech.Text;

namespace CallActors.Speech.Tests.Local;

/// <summary>On the real espeak-ng. The specs of one class run one after another, so that the shared engine's counts are theirs.</summary>
[Collection(EspeakSpecs.Name)]
public sealed class EspeakSynthesizerSpec
{
    private const string LongText =
        "The first sentence of a longer report is here. The second one says that fourteen tests have passed. "
        + "The third one tells that one of them failed in the end. The fourth one asks what should be done about it. "
        + "The fifth one is only there to make the report longer. The sixth one says goodbye to the person.";

    // espeak-ng lets the voice flutter at random: the same text differs by some milliseconds each time.
    private const int Slack = 10 * AudioFormat.FrameBytes;

    private static readonly EspeakOptions Options = new();

    private readonly EspeakSynthesizer _espeak = new(Options, TimeProvider.System);

    [Fact]
    public async Task Words_are_announced_in_order_with_their_places_in_the_text()
    {
        const string text = "Hello world, this is it. And \"that\" (too) was (almost) all!";
        var speech = await Speech.Of(_espeak, text);
        Assert.Equal(["Hello", "world", "this", "is", "it", "And", "that", "too", "was", "almost", "all"], speech.WordsOf(text));
        Assert.Equal(speech.Words.OrderBy(word => word.SampleStart), speech.Words);
        Assert.Equal(0, speech.Words[0].SampleStart);
        Assert.InRange(speech.Audio.Length, 2 * AudioFormat.SampleRate, 8 * AudioFormat.SampleRate);
        Assert.All(speech.Words, word => Assert.InRange(word.SampleStart, 0, speech.Audio.Length - 1));
    }

    [Theory]
    [InlineData("Größe naïve 😀 café 👩‍💻 test. Ünïcode 😀 again", "Größe naïve café test Ünïcode again")]
    [InlineData("Version 1.2.3 costs $4.50, i.e. twenty-one items — foo-bar's last", "Version 1.2.3 costs $4.50 i.e twenty-one items foo-bar's last")]
    [InlineData("alpha\0beta\u0007gamma", "alpha beta gamma")]
    public async Task Word_places_count_UTF_16_characters(string text, string expected)
    {
        var words = (await Speech.Of(_espeak, text)).WordsOf(text);
        Assert.Equal(expected.Split(' '), words.Where(word => word.Any(char.IsLetterOrDigit)));
    }

    [Fact]
    public async Task A_word_begins_at_the_sample_that_was_announced()
    {
        var speech = await Speech.Of(_espeak, "Good morning. Banana. Banana.");
        foreach (var word in speech.Words[2..])
        {
            var at = (int)word.SampleStart;
            Assert.InRange(LevelDb(speech.Audio.AsSpan(at - 400, 390)), double.NegativeInfinity, -50);
            Assert.InRange(LevelDb(speech.Audio.AsSpan(at, 1600)), -30, 0);
        }
    }

    [Fact]
    public async Task Requests_side_by_side_keep_their_own_voices_and_words()
    {
        var fast = new EspeakSynthesizer(Options with { Voice = "en-gb", WordsPerMinute = 300, Pitch = 70 }, TimeProvider.System);
        var alone = await Speech.Of(_espeak, LongText);
        var fastAlone = await Speech.Of(fast, LongText);
        var together = await Task.WhenAll(Speech.Of(_espeak, LongText), Speech.Of(fast, LongText), Speech.Of(_espeak, LongText));
        Assert.All([together[0], together[2]], speech => AssertAlike(alone, speech));
        AssertAlike(fastAlone, together[1]);
        Assert.True(fastAlone.Audio.Length < alone.Audio.Length * 0.75);
    }

    [Fact]
    public async Task A_faster_rate_takes_less_time()
    {
        var slow = await Speech.Of(new EspeakSynthesizer(Options with { WordsPerMinute = 110 }, TimeProvider.System), LongText);
        var fast = await Speech.Of(new EspeakSynthesizer(Options with { WordsPerMinute = 330 }, TimeProvider.System), LongText);
        Assert.True(fast.Audio.Length * 2 < slow.Audio.Length, $"{fast.Audio.Length} and {slow.Audio.Length} samples");
    }

    [Fact]
    public async Task A_request_may_ask_for_another_pace()
    {
        var usual = await Speech.Of(_espeak, LongText);
        var slower = await Speech.Of(_espeak, new SpeechRequest(LongText, Pace: 0.7));
        Assert.InRange((double)slower.Audio.Length / usual.Audio.Length, 1.2, 1.6);
    }

    [Fact]
    public async Task Cancelling_ends_the_speech_in_the_middle_and_frees_its_place()
    {
        using var cancellation = new CancellationTokenSource();
        var heard = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var piece in _espeak.SynthesizeAsync(new SpeechRequest(LongText), cancellation.Token))
            {
                heard += piece.MuLaw.Length;
                await cancellation.CancelAsync();
            }
        });
        Assert.InRange(heard, 1, AudioFormat.SampleRate / 2);
        await Speech.Of(_espeak, "Next.");
        Assert.Equal(0, EspeakEngine.Shared().ActiveCount);
    }

    [Fact]
    public async Task Leaving_the_loop_frees_the_place()
    {
        await foreach (var _ in _espeak.SynthesizeAsync(new SpeechRequest(LongText), CancellationToken.None)) break;
        await Speech.Of(_espeak, "Next.");
        Assert.Equal(0, EspeakEngine.Shared().ActiveCount);
    }

    [Fact]
    public async Task A_cancelled_request_frees_its_place_also_when_its_reader_never_comes_back()
    {
        using var cancellation = new CancellationTokenSource();
        var abandoned = _espeak.SynthesizeAsync(new SpeechRequest(LongText), cancellation.Token).GetAsyncEnumerator(cancellation.Token);
        Assert.True(await abandoned.MoveNextAsync());
        await cancellation.CancelAsync();
        await Speech.Of(_espeak, "Next.");
        Assert.Equal(0, EspeakEngine.Shared().ActiveCount);
        await abandoned.DisposeAsync();
    }

    [Fact]
    public async Task A_reader_that_stands_still_holds_up_nobody_and_loses_nothing()
    {
        var whole = await Speech.Of(_espeak, LongText);
        var slow = new EspeakSynthesizer(Options with { ReadAhead = TimeSpan.FromSeconds(1) }, TimeProvider.System);
        var audio = new List<byte>();
        var words = new List<SpokenWord>();
        await foreach (var piece in slow.SynthesizeAsync(new SpeechRequest(LongText), CancellationToken.None))
        {
            if (audio.Count == 0) AssertAlike(whole, await Speech.Of(_espeak, LongText));
            audio.AddRange(piece.MuLaw.Span);
            words.AddRange(piece.Words.Span);
        }

        AssertAlike(whole, new Speech([.. audio], [.. words]));
    }

    [Fact]
    public async Task One_request_too_many_is_refused_as_busy_and_the_first_goes_on()
    {
        var single = new EspeakSynthesizer(
            Options with { MaximumUtterances = 1, ReadAhead = TimeSpan.FromSeconds(1) }, TimeProvider.System);
        var first = 0;
        await foreach (var piece in single.SynthesizeAsync(new SpeechRequest(LongText), CancellationToken.None))
        {
            if (first == 0)
            {
                var refused = await Assert.ThrowsAsync<SpeechException>(() => Speech.Of(single, "Me too."));
                Assert.Equal(SpeechFailure.Busy, refused.Reason);
            }

            first += piece.MuLaw.Length;
        }

        Assert.InRange(first, (await Speech.Of(_espeak, LongText)).Audio.Length - Slack, int.MaxValue);
        Assert.NotEmpty((await Speech.Of(single, "Now me.")).Audio);
    }

    [Fact]
    public async Task An_unknown_voice_is_refused_by_name_and_the_next_request_is_spoken()
    {
        var refused = await Assert.ThrowsAsync<SpeechException>(() => Speech.Of(_espeak, "Hello.", "qx-nowhere"));
        Assert.Equal(SpeechFailure.Refused, refused.Reason);
        Assert.Contains("qx-nowhere", refused.Message, StringComparison.Ordinal);
        Assert.NotEmpty((await Speech.Of(_espeak, "Hello.", "en-gb+f2")).Audio);
        Assert.NotEmpty((await Speech.Of(_espeak, "Hello.")).Audio);
    }

    [Fact]
    public async Task Another_language_takes_its_own_voice()
    {
        var request = new SpeechRequest("Guten Tag, wie geht es dir?", Language: "de-DE");
        var german = await Speech.Of(_espeak, request with { Language = "de" });
        var english = await Speech.Of(_espeak, request with { Language = "en-US" });
        Assert.NotEqual(english.Audio, german.Audio);
        Assert.NotEmpty((await Speech.Of(_espeak, request)).Audio);
    }

    [Fact]
    public async Task A_voice_called_by_its_file_speaks_requests_in_its_language()
    {
        var scottish = new EspeakSynthesizer(Options with { Voice = "gmw/en-GB-scotland" }, TimeProvider.System);
        var request = new SpeechRequest(LongText, Language: "en-US");
        var american = await Speech.Of(_espeak, request);
        Assert.NotInRange((await Speech.Of(scottish, request)).Audio.Length, american.Audio.Length - Slack, american.Audio.Length + Slack);
    }

    [Fact]
    public async Task Its_voices_are_declared_with_language_and_gender_and_can_be_asked_for()
    {
        Assert.Equal(new VoiceProfile("en-us", "en-us", VoiceGender.Male), _espeak.Voices[0]);
        Assert.Single(_espeak.Voices, voice => voice.Name == "en-us");
        Assert.Contains(new VoiceProfile("de+f3", "de", VoiceGender.Female), _espeak.Voices);
        foreach (var voice in _espeak.Voices.Where(v => v.Language is "en-us" or "en-gb" or "de" or "fr-fr" or "es"))
            Assert.NotEmpty((await Speech.Of(_espeak, "one", voice.Name)).Audio);
    }

    [Theory]
    [InlineData("en-us+f3", "en-us", VoiceGender.Female)]
    [InlineData("en-us+m1", "en-us", VoiceGender.Unknown)]
    [InlineData("gmw/en-US", "en", VoiceGender.Unknown)]
    public void The_configured_voice_is_the_first_of_them(string voice, string language, VoiceGender gender)
    {
        var voices = new EspeakSynthesizer(Options with { Voice = voice }, TimeProvider.System).Voices;
        Assert.Equal(new VoiceProfile(voice, language, gender), voices[0]);
        Assert.Equal(voices.Count, voices.DistinctBy(v => v.Name).Count());
    }

    [Fact]
    public async Task A_request_that_gets_no_audio_in_time_fails_as_timed_out()
    {
        var time = new TimeThatRunsOut();
        var utterance = new EspeakUtterance("en-us", 165, 50, [new Sentence("Hello.", 0)], TimeSpan.FromSeconds(4));
        var reading = utterance.ReadAsync(TimeSpan.FromSeconds(10), time, CancellationToken.None).AsTask();
        Assert.False(reading.IsCompleted);
        time.RunOut();
        var failure = await Assert.ThrowsAsync<SpeechException>(() => reading.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(SpeechFailure.TimedOut, failure.Reason);
        Assert.Equal(TimeSpan.FromSeconds(10), time.Due);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n ")]
    [InlineData("… !?")]
    public async Task Nothing_to_say_is_an_empty_stream(string text) => Assert.Empty((await Speech.Of(_espeak, text)).Audio);

    [Fact]
    public async Task A_text_beyond_the_bound_is_refused()
    {
        var text = new string('a', EspeakSynthesizer.MaximumText + 1);
        var refused = await Assert.ThrowsAsync<SpeechException>(() => Speech.Of(_espeak, text));
        Assert.Equal(SpeechFailure.Refused, refused.Reason);
    }

    [Fact]
    public async Task A_sentence_beyond_its_bound_is_refused()
    {
        var slow = new EspeakSynthesizer(Options with { WordsPerMinute = 80 }, TimeProvider.System);
        var refused = await Assert.ThrowsAsync<SpeechException>(() => Speech.Of(slow, string.Concat(Enumerable.Repeat("W$", 119))));
        Assert.Equal(SpeechFailure.Refused, refused.Reason);
    }

    [Fact]
    public void A_missing_library_names_the_package_to_install()
    {
        var missing = Assert.Throws<SpeechException>(() => EspeakLibrary.Load(["libespeak-of-nowhere.so.1"], 0));
        Assert.Equal(SpeechFailure.Unavailable, missing.Reason);
        Assert.Contains("apt-get install -y libespeak-ng1", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        EspeakOptions[] bad =
        [
            Options with { WordsPerMinute = 79 }, Options with { WordsPerMinute = 451 }, Options with { Pitch = 101 },
            Options with { MaximumUtterances = 0 }, Options with { ReadAhead = TimeSpan.Zero }, Options with { StallLimit = TimeSpan.FromHours(1) },
        ];
        foreach (var options in bad)
            Assert.Throws<ArgumentOutOfRangeException>(() => new EspeakSynthesizer(options, TimeProvider.System));
        Assert.Throws<ArgumentException>(() => new EspeakSynthesizer(Options with { Voice = " " }, TimeProvider.System));
    }

    private static void AssertAlike(Speech expected, Speech actual)
    {
        Assert.Equal(expected.Words.Select(word => (word.TextStart, word.TextLength)), actual.Words.Select(word => (word.TextStart, word.TextLength)));
        Assert.InRange(actual.Audio.Length, expected.Audio.Length - Slack, expected.Audio.Length + Slack);
    }

    private static double LevelDb(ReadOnlySpan<byte> muLaw)
    {
        double power = 0;
        foreach (var code in muLaw) power += Math.Pow(MuLaw.Decode(code), 2);
        return 10 * Math.Log10(Math.Max(power / muLaw.Length, 1e-9) / (32768.0 * 32768));
    }

    /// <summary>A clock with one timer, which fires when told to.</summary>
    private sealed class TimeThatRunsOut : TimeProvider
    {
        private Action _fire = () => throw new InvalidOperationException("Nobody waits.");

        public TimeSpan Due { get; private set; }

        public void RunOut() => _fire();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime;
            _fire = () => callback(state);
            return System.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}

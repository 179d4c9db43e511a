using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;
using CallActors.Speech.Local.PocketSphinx;

namespace CallActors.Speech.Tests.Recognition;

/// <summary>One recogniser for all tests of the class: loading it is what takes long.</summary>
public sealed class LoadedRecognizer : IDisposable
{
    public PocketSphinxRecognizer Recognizer { get; } = new(new PocketSphinxOptions { Decoders = 1, QueueSeconds = 30 });

    public void Dispose() => Recognizer.Dispose();
}

public sealed class PocketSphinxRecognitionTests(LoadedRecognizer loaded) : IClassFixture<LoadedRecognizer>
{
    [Theory]
    [InlineData("kal16")]
    [InlineData("rms")]
    public async Task Open_speech_about_work_becomes_its_words(string voice)
    {
        var (heard, recognition) = await StartAsync();
        await using (recognition)
        {
            Feed(recognition, FliteCaller.Say("run all the tests again", voice));
            recognition.EndSegment();

            var final = await heard.NextFinalAsync();

            Assert.Equal("run all the tests again", final.Text);
            Assert.Equal(0, final.Segment);
            Assert.InRange(final.Confidence!.Value, 0, 1);
        }
    }

    [Fact]
    public async Task Interim_texts_come_before_the_final_one_and_only_when_they_have_changed()
    {
        var (heard, recognition) = await StartAsync();
        await using (recognition)
        {
            Feed(recognition, FliteCaller.Say("please run all the tests again and tell me what failed"));
            recognition.EndSegment();
            await heard.NextFinalAsync();
        }

        var texts = heard.Interims.Select(i => i.Text).ToArray();
        Assert.True(texts.Length >= 3);
        Assert.All(texts.Zip(texts.Skip(1)), pair => Assert.NotEqual(pair.First, pair.Second));
        Assert.All(heard.Interims, interim => Assert.Equal(0, interim.Segment));
    }

    [Theory]
    [InlineData("yes", "yes")]
    [InlineData("no", "no")]
    [InlineData("go ahead", "go ahead")]
    [InlineData("no not yet", "no not yet")]
    public async Task A_yes_or_no_question_is_answered(string said, string expected)
    {
        Assert.Equal(expected, await AnswerAsync(Expectation.YesOrNo.Instance, said));
    }

    [Theory]
    [InlineData("four seven one one", "4711")]
    public async Task Digits_are_given_as_digits(string said, string expected)
    {
        Assert.Equal(expected, await AnswerAsync(Expectation.Digits.Instance, said));
    }

    [Theory]
    [InlineData("fix/login-2", "fix login two")]
    [InlineData("main", "main")]
    [InlineData("Kunduz", "kunduz")]
    public async Task A_choice_is_answered_in_the_spelling_of_the_question(string expected, string said)
    {
        Assert.Equal(expected, await AnswerAsync(new Expectation.OneOf(["main", "fix/login-2", "Kunduz"]), said));
    }

    [Fact]
    public async Task What_is_no_answer_to_the_question_is_heard_as_open_speech()
    {
        Assert.Contains("tests", await AnswerAsync(Expectation.YesOrNo.Instance, "tell me which tests are failing"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_whose_choices_cannot_be_spoken_is_open()
    {
        Assert.Equal("run all the tests again", await AnswerAsync(new Expectation.OneOf(["测试", "是"]), "run all the tests again"));
    }

    [Fact]
    public async Task An_expectation_set_while_the_caller_speaks_counts_from_the_next_segment()
    {
        var (heard, recognition) = await StartAsync();
        await using (recognition)
        {
            var sentence = FliteCaller.Say("run all the tests again");
            Feed(recognition, sentence.AsSpan(0, sentence.Length / 2));
            recognition.Expect(Expectation.Digits.Instance);
            Feed(recognition, sentence.AsSpan(sentence.Length / 2));
            recognition.EndSegment();
            Feed(recognition, FliteCaller.Say("one two three"));
            recognition.EndSegment();

            Assert.Equal("run all the tests again", (await heard.NextFinalAsync()).Text);
            Assert.Equal("123", (await heard.NextFinalAsync()).Text);
        }
    }

    [Fact]
    public async Task Nothing_of_a_segment_leaks_into_the_next()
    {
        var (heard, recognition) = await StartAsync();
        await using (recognition)
        {
            var sound = FliteCaller.Say("run all the tests again");
            for (var i = 0; i < 3; i++)
            {
                Feed(recognition, sound);
                recognition.EndSegment();
            }

            for (var i = 0; i < 3; i++)
            {
                var final = await heard.NextFinalAsync();
                Assert.Equal((i, "run all the tests again"), (final.Segment, final.Text));
            }
        }
    }

    [Fact]
    public async Task Each_end_of_a_segment_is_answered_also_without_audio()
    {
        var (heard, recognition) = await StartAsync();
        await using (recognition)
        {
            recognition.EndSegment();
            recognition.EndSegment();

            Assert.Equal(new RecognizedText(0, "", IsFinal: true), await heard.NextFinalAsync());
            Assert.Equal(new RecognizedText(1, "", IsFinal: true), await heard.NextFinalAsync());
        }
    }

    [Fact]
    public async Task Silence_holds_no_words()
    {
        var (heard, recognition) = await StartAsync();
        await using (recognition)
        {
            Feed(recognition, FliteCaller.Silence(3));
            recognition.EndSegment();

            Assert.Equal("", (await heard.NextFinalAsync()).Text);
            Assert.Empty(heard.Interims);
        }
    }

    [Fact]
    public async Task Audio_of_any_length_at_a_time_gives_the_same_text()
    {
        var (heard, recognition) = await StartAsync();
        await using (recognition)
        {
            var sound = FliteCaller.Say("run all the tests again");
            for (var at = 0; at < sound.Length; at += 37)
            {
                Assert.True(recognition.Accept(sound.AsSpan(at, Math.Min(37, sound.Length - at))));
            }

            recognition.EndSegment();

            Assert.Equal("run all the tests again", (await heard.NextFinalAsync()).Text);
        }
    }

    private async Task<string> AnswerAsync(Expectation expectation, string said)
    {
        var (heard, recognition) = await StartAsync();
        await using (recognition)
        {
            recognition.Expect(expectation);
            Feed(recognition, FliteCaller.Say(said));
            recognition.EndSegment();
            return (await heard.NextFinalAsync()).Text;
        }
    }

    private async Task<(HeardTexts Heard, ISpeechRecognition Recognition)> StartAsync()
    {
        var heard = new HeardTexts();
        return (heard, await loaded.Recognizer.StartAsync(RecognitionRequest.Default, heard, CancellationToken.None));
    }

    private static void Feed(ISpeechRecognition recognition, ReadOnlySpan<byte> sound)
    {
        for (; !sound.IsEmpty; sound = sound[Math.Min(AudioFormat.FrameBytes, sound.Length)..])
        {
            Assert.True(recognition.Accept(sound[..Math.Min(AudioFormat.FrameBytes, sound.Length)]));
        }
    }
}

using CallActors.Contracts.Speech;
using CallActors.Speech.Local.PocketSphinx;

namespace CallActors.Speech.Tests.Recognition;

public sealed class DecoderPoolTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task One_recognition_too_many_is_refused_as_busy_until_another_ends()
    {
        using var recognizer = new PocketSphinxRecognizer(new PocketSphinxOptions { Decoders = 1 });
        var first = await StartAsync(recognizer);

        var refused = await Assert.ThrowsAsync<SpeechException>(() => StartAsync(recognizer));
        Assert.Equal(SpeechFailure.Busy, refused.Reason);

        await first.DisposeAsync();
        await using var second = await StartAsync(recognizer);
        Assert.True(second.Accept(new byte[160]));
    }

    [Fact]
    public async Task A_missing_model_names_the_package_every_time_and_takes_no_place()
    {
        using var recognizer = new PocketSphinxRecognizer(new PocketSphinxOptions { Decoders = 1, ModelDirectory = "/nonexistent" });

        for (var attempt = 0; attempt < 3; attempt++)
        {
            var failure = await Assert.ThrowsAsync<SpeechException>(() => StartAsync(recognizer));
            Assert.Equal(SpeechFailure.Unavailable, failure.Reason);
            Assert.Contains("pocketsphinx-en-us", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_decoder_that_broke_is_replaced()
    {
        using var recognizer = new PocketSphinxRecognizer(new PocketSphinxOptions { Decoders = 1 });
        var broken = new BreakingListener();
        var recognition = await recognizer.StartAsync(RecognitionRequest.Default, broken, CancellationToken.None);
        recognition.EndSegment();

        var failure = await broken.Failure.Task.WaitAsync(Patience);
        Assert.Equal(SpeechFailure.Broken, failure.Reason);
        Assert.False(recognition.Accept(new byte[160]));
        await recognition.DisposeAsync();

        var heard = new HeardTexts();
        await using var next = await recognizer.StartAsync(RecognitionRequest.Default, heard, CancellationToken.None);
        next.EndSegment();
        Assert.Equal("", (await heard.NextFinalAsync()).Text);
    }

    [Fact]
    public async Task Disposal_in_the_middle_of_work_delivers_nothing_more_and_frees_the_decoder()
    {
        using var recognizer = new PocketSphinxRecognizer(new PocketSphinxOptions { Decoders = 1 });
        var heard = new HeardTexts();
        var recognition = await recognizer.StartAsync(RecognitionRequest.Default, heard, CancellationToken.None);
        Assert.True(recognition.Accept(FliteCaller.Say("please run all the tests again and tell me what failed")));
        recognition.EndSegment();

        await recognition.DisposeAsync().AsTask().WaitAsync(Patience);
        var delivered = heard.Interims.Count;

        await using var next = await StartAsync(recognizer);
        Assert.Equal(delivered, heard.Interims.Count);
        Assert.False(recognition.Accept(new byte[160]));
    }

    [Fact]
    public async Task Another_language_than_English_is_refused()
    {
        using var recognizer = new PocketSphinxRecognizer(new PocketSphinxOptions { WarmAtStart = false });

        var refused = await Assert.ThrowsAsync<SpeechException>(
            () => recognizer.StartAsync(new RecognitionRequest("de-DE", []), new HeardTexts(), CancellationToken.None).AsTask());

        Assert.Equal(SpeechFailure.Refused, refused.Reason);
    }

    private static Task<ISpeechRecognition> StartAsync(PocketSphinxRecognizer recognizer) =>
        recognizer.StartAsync(RecognitionRequest.Default, new HeardTexts(), CancellationToken.None).AsTask();

    private sealed class BreakingListener : IRecognitionListener
    {
        public TaskCompletionSource<SpeechException> Failure { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void OnText(RecognizedText text) => throw new InvalidOperationException("The listener breaks.");

        public void OnFailed(SpeechException failure) => Failure.TrySetResult(failure);
    }
}

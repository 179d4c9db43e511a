using System.Collections.Concurrent;
using System.Threading.Channels;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.Tests.Recognition;

/// <summary>Collects what a recognition delivers.</summary>
internal sealed class HeardTexts : IRecognitionListener
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Channel<RecognizedText> _finals = Channel.CreateUnbounded<RecognizedText>();

    public ConcurrentQueue<RecognizedText> Interims { get; } = new();

    public TaskCompletionSource<SpeechException> Failure { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool HasMore => _finals.Reader.TryPeek(out _);

    public void OnText(RecognizedText text)
    {
        if (text.IsFinal)
        {
            _finals.Writer.TryWrite(text);
        }
        else
        {
            Interims.Enqueue(text);
        }
    }

    public void OnFailed(SpeechException failure) => Failure.TrySetResult(failure);

    public async Task<RecognizedText> NextFinalAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        return await _finals.Reader.ReadAsync(deadline.Token);
    }
}

using System.Threading.Channels;
using CallActors.Contracts.Speech;

namespace CallActors.Benchmarks.Speech;

/// <summary>Collects the final texts of a recognition.</summary>
internal sealed class Segments : IRecognitionListener
{
    private readonly Channel<string> _texts = Channel.CreateUnbounded<string>();

    public void OnText(RecognizedText text)
    {
        if (text.IsFinal)
        {
            _texts.Writer.TryWrite(text.Text);
        }
    }

    public void OnFailed(SpeechException failure) => _texts.Writer.TryComplete(failure);

    public Task<string> NextAsync() => _texts.Reader.ReadAsync().AsTask();
}

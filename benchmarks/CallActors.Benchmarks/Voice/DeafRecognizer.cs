using CallActors.Contracts.Speech;

namespace CallActors.Benchmarks.Voice;

/// <summary>Takes all audio around speech, as the local recogniser does, and recognises nothing in it: what is measured is the engine.</summary>
internal sealed class DeafRecognizer : ISpeechRecognizer
{
    public string Name => "deaf";

    public bool WantsSilence => false;

    public ValueTask<ISpeechRecognition> StartAsync(RecognitionRequest request, IRecognitionListener listener, CancellationToken cancellationToken) =>
        new(new Recognition(listener));

    private sealed class Recognition(IRecognitionListener listener) : ISpeechRecognition
    {
        private int _segment;

        public bool Accept(ReadOnlySpan<byte> muLaw) => true;

        public void EndSegment() => listener.OnText(new RecognizedText(_segment++, "", IsFinal: true));

        public void Expect(Expectation expectation)
        {
            // Nothing is expected to be understood.
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

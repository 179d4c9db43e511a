using CallActors.Contracts.Speech;
using CallActors.Speech.OpenAi.Transcriptions;

namespace CallActors.Speech.OpenAi;

/// <summary>Listens by one transcription request a segment: OpenAI's, or that of any server with the same endpoint (Whisper, speaches).
/// Words come when the person has paused.</summary>
public sealed class OpenAiTranscriptionRecognizer : ISpeechRecognizer
{
    private readonly OpenAiTranscriptionOptions _options;
    private readonly OpenAiFaults _faults;
    private readonly TranscriptionRequest _request;

    /// <param name="handler">Makes the connections; shared with others and not disposed here.</param>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    /// <exception cref="FormatException">The base address or the key has a form that none has.</exception>
    public OpenAiTranscriptionRecognizer(OpenAiTranscriptionOptions options, TimeProvider time, HttpMessageHandler handler)
    {
        ArgumentNullException.ThrowIfNull(options);
        var address = options.Validate();
        _options = options;
        _faults = new OpenAiFaults(options.Name);
        _request = new TranscriptionRequest(options, address, _faults, new OpenAiHttp(options.Connection, _faults, time, handler), time);
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <summary>Every second is paid for, and silence makes such models invent words.</summary>
    public bool WantsSilence => false;

    /// <summary>Opens nothing: a key or an address that is wrong is found with the first segment.</summary>
    public ValueTask<ISpeechRecognition> StartAsync(RecognitionRequest request, IRecognitionListener listener, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(listener);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<ISpeechRecognition>(
            new BatchRecognition(_options, _faults, _request, Hints.Of(_options.Model, _options.Prompt, request), listener));
    }
}

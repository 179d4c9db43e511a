using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.Deepgram;

/// <summary>Recognises by Deepgram's <c>/v1/listen</c> (Nova): the telephone's audio goes out as it is, words come back early, and are final
/// when a segment is ended.</summary>
public sealed class NovaRecognizer : ISpeechRecognizer
{
    private readonly DeepgramConnection _connection;
    private readonly NovaOptions _options;

    /// <param name="handler">Makes the connections; not disposed of. Null: one of its own.</param>
    /// <exception cref="ArgumentException">An option cannot be used.</exception>
    public NovaRecognizer(DeepgramOptions account, NovaOptions options, TimeProvider time, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _connection = new DeepgramConnection(account, time, handler);
    }

    /// <inheritdoc/>
    public string Name => "deepgram";

    /// <inheritdoc/>
    public bool WantsSilence => _options.SendsSilence;

    /// <inheritdoc/>
    public async ValueTask<ISpeechRecognition> StartAsync(RecognitionRequest request, IRecognitionListener listener, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(listener);
        var socket = await _connection.ConnectAsync("v1/listen", QueryFor(request), cancellationToken).ConfigureAwait(false);
        var recognition = new NovaRecognition(socket, listener, _connection.Time, _options);
        recognition.Start();
        return recognition;
    }

    private Query QueryFor(RecognitionRequest request) => new Query()
        .Add("model", _options.Model)
        .Add("language", _options.Languages.GetValueOrDefault(request.Language, request.Language))
        .Add("encoding", "mulaw")
        .Add("sample_rate", AudioFormat.SampleRate)
        .Add("channels", "1")
        .Add("interim_results", "true")
        .Add("endpointing", (int)_options.Endpointing.TotalMilliseconds)
        .Add("utterance_end_ms", (int)_options.UtteranceEnd.TotalMilliseconds)
        .AddIf(_options.SmartFormat, "smart_format", "true")
        // Models before the third take plain words instead.
        .AddAll(_options.Model.StartsWith("nova-3", StringComparison.Ordinal) ? "keyterm" : "keywords", KeyTerms.Of(request.Hints));
}

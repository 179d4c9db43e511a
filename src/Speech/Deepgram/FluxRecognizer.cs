using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.Deepgram;

/// <summary>Recognises by Deepgram's <c>/v2/listen</c> (Flux), which follows the person's turns itself.</summary>
public sealed class FluxRecognizer : ISpeechRecognizer
{
    private readonly DeepgramConnection _connection;
    private readonly FluxOptions _options;

    /// <param name="handler">Makes the connections; not disposed of. Null: one of its own.</param>
    /// <exception cref="ArgumentException">An option cannot be used.</exception>
    public FluxRecognizer(DeepgramOptions account, FluxOptions options, TimeProvider time, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _connection = new DeepgramConnection(account, time, handler);
    }

    /// <inheritdoc/>
    public string Name => "deepgram-flux";

    /// <inheritdoc/>
    public bool FollowsTurns => true;

    /// <inheritdoc/>
    public async ValueTask<ISpeechRecognition> StartAsync(RecognitionRequest request, IRecognitionListener listener, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(listener);
        var socket = await _connection.ConnectAsync("v2/listen", QueryFor(request), cancellationToken).ConfigureAwait(false);
        var recognition = new FluxRecognition(socket, listener, _connection.Time, _options, request.Hints);
        recognition.Start();
        return recognition;
    }

    private Query QueryFor(RecognitionRequest request)
    {
        var language = request.Language.Split('-')[0].ToLowerInvariant();
        var model = _options.Model.Length > 0 ? _options.Model : language == "en" ? "flux-general-en" : "flux-general-multi";
        var query = new Query()
            .Add("model", model)
            .Add("encoding", "mulaw")
            .Add("sample_rate", AudioFormat.SampleRate)
            .Add("eot_threshold", _options.EndOfTurn)
            .Add("eot_timeout_ms", (int)_options.EndOfTurnTimeout.TotalMilliseconds);
        if (_options.LikelyEnd is { } likely) query.Add("eager_eot_threshold", likely);
        return query
            .AddIf(model == "flux-general-multi" && language.Length > 0, "language_hint", language)
            .AddAll("keyterm", KeyTerms.Of(request.Hints));
    }
}

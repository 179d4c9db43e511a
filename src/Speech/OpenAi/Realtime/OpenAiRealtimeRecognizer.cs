using CallActors.Contracts.Speech;
using CallActors.Speech.OpenAi.Realtime;

namespace CallActors.Speech.OpenAi;

/// <summary>Listens over the realtime socket of OpenAI, or of a local server that has one: words come while they are spoken.</summary>
public sealed class OpenAiRealtimeRecognizer : ISpeechRecognizer
{
    private readonly OpenAiRealtimeOptions _options;
    private readonly TimeProvider _time;
    private readonly OpenAiFaults _faults;
    private readonly SessionOpening _opening;

    /// <param name="handler">Makes the connections; shared with others and not disposed here.</param>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    /// <exception cref="FormatException">The base address or the key has a form that none has.</exception>
    public OpenAiRealtimeRecognizer(OpenAiRealtimeOptions options, TimeProvider time, HttpMessageHandler handler)
    {
        ArgumentNullException.ThrowIfNull(options);
        var address = options.Validate();
        (_options, _time) = (options, time);
        _faults = new OpenAiFaults(options.Name);
        _opening = new SessionOpening(options, address, _faults, time, handler);
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <summary>Only where the server finds the speech: else it hears, and counts, what is speech alone.</summary>
    public bool WantsSilence => FollowsTurns;

    /// <inheritdoc/>
    public bool FollowsTurns => _options.TurnDetection is not TurnDetection.Manual;

    /// <inheritdoc/>
    public async ValueTask<ISpeechRecognition> StartAsync(RecognitionRequest request, IRecognitionListener listener, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(listener);
        var hints = Hints.Of(_options.Model, _options.Prompt, request);
        var (session, shape) = await _opening.OpenAsync(hints, cancellationToken).ConfigureAwait(false);
        var recognition = new RealtimeRecognition(_options, _faults, _opening, hints, listener, _time, session, shape);
        recognition.Start();
        return recognition;
    }
}

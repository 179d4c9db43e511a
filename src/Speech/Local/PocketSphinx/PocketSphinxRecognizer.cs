using CallActors.Contracts.Speech;

namespace CallActors.Speech.Local.PocketSphinx;

/// <summary>Recognises English on this machine, without any network. One instance a process: it owns the decoders.</summary>
public sealed class PocketSphinxRecognizer : ISpeechRecognizer, IDisposable
{
    private readonly PocketSphinxOptions _options;
    private readonly DecoderPool _pool;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public PocketSphinxRecognizer(PocketSphinxOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Decoders, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Decoders, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.QueueSeconds, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.QueueSeconds, 60);
        _options = options;
        _pool = new DecoderPool(options);
        if (options.WarmAtStart)
        {
            _pool.Warm();
        }
    }

    public string Name => "pocketsphinx";

    /// <summary>It pays for every second that it hears.</summary>
    public bool WantsSilence => false;

    /// <summary>Builds the language model if it is not in the cache folder yet: some seconds, once. Without this the first recognition
    /// waits for it.</summary>
    /// <exception cref="SpeechException">Something is missing; the message says what.</exception>
    public static void Prepare(PocketSphinxOptions options) => SphinxModels.Prepare(options);

    public async ValueTask<ISpeechRecognition> StartAsync(RecognitionRequest request, IRecognitionListener listener, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(listener);
        if (!IsEnglish(request.Language))
        {
            throw new SpeechException(SpeechFailure.Refused, $"The local recogniser understands English only, not '{request.Language}'.");
        }

        var worker = await _pool.RentAsync(cancellationToken).ConfigureAwait(false);
        var recognition = new SphinxRecognition(_options, listener, () => _pool.Return(worker));
        worker.Serve(recognition);
        return recognition;
    }

    /// <summary>Lets the decoders go; those in use when their calls end.</summary>
    public void Dispose() => _pool.Dispose();

    private static bool IsEnglish(string language) =>
        language.Equals("en", StringComparison.OrdinalIgnoreCase) || language.StartsWith("en-", StringComparison.OrdinalIgnoreCase);
}

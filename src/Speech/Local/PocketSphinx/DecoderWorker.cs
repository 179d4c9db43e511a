using CallActors.Contracts.Speech;

namespace CallActors.Speech.Local.PocketSphinx;

/// <summary>One decoder and the thread that alone uses it: loads it, then serves one recognition after the other.</summary>
internal sealed class DecoderWorker
{
    private readonly object _gate = new();
    private readonly PocketSphinxOptions _options;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SphinxRecognition? _next;
    private bool _stopped;

    public DecoderWorker(PocketSphinxOptions options)
    {
        _options = options;
        new Thread(Run) { IsBackground = true, Name = "pocketsphinx" }.Start();
    }

    /// <summary>Done when the decoder is loaded; faulted with the reason when it cannot be.</summary>
    public Task Ready => _ready.Task;

    /// <summary>The thread has ended or is about to.</summary>
    public bool IsStopped
    {
        get
        {
            lock (_gate)
            {
                return _stopped;
            }
        }
    }

    public void Serve(SphinxRecognition recognition)
    {
        lock (_gate)
        {
            if (_stopped)
            {
                throw new SpeechException(SpeechFailure.Broken, "The decoder has stopped.");
            }

            _next = recognition;
            Monitor.Pulse(_gate);
        }
    }

    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        LoadedDecoder decoder;
        try
        {
            decoder = LoadedDecoder.Load(_options);
        }
        catch (Exception fault)
        {
            Stop();
            _ready.SetException(fault as SpeechException ?? new SpeechException(SpeechFailure.Unavailable, "The local recogniser could not be loaded.", fault));
            return;
        }

        using (decoder)
        {
            _ready.SetResult();
            while (WaitForWork() is { } recognition)
            {
                // The worker is stopped before its recognition is let go, so that the pool never hands out a broken decoder.
                if (!recognition.Serve(decoder, out var failure))
                {
                    Stop();
                }

                recognition.Finished(failure);
            }
        }
    }

    private SphinxRecognition? WaitForWork()
    {
        lock (_gate)
        {
            while (_next is null && !_stopped)
            {
                Monitor.Wait(_gate);
            }

            var next = _next;
            _next = null;
            return next;
        }
    }
}

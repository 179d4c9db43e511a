using CallActors.Contracts.Speech;

namespace CallActors.Speech.Local.PocketSphinx;

/// <summary>The bounded set of decoders. They are loaded when first needed, kept for the next call, and thrown away when broken.</summary>
internal sealed class DecoderPool
{
    private readonly object _gate = new();
    private readonly PocketSphinxOptions _options;
    private readonly Stack<DecoderWorker> _free = new();
    private int _count;
    private bool _disposed;

    public DecoderPool(PocketSphinxOptions options) => _options = options;

    /// <summary>Loads the first decoder ahead of need.</summary>
    public void Warm()
    {
        lock (_gate)
        {
            if (_count == 0 && !_disposed)
            {
                _count++;
                _free.Push(new DecoderWorker(_options));
            }
        }
    }

    /// <exception cref="SpeechException">Busy, or what hinders the loading.</exception>
    public async ValueTask<DecoderWorker> RentAsync(CancellationToken cancellationToken)
    {
        var worker = Take();
        try
        {
            await worker.Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
            return worker;
        }
        catch
        {
            Return(worker);
            throw;
        }
    }

    public void Return(DecoderWorker worker)
    {
        lock (_gate)
        {
            if (_disposed || worker.IsStopped)
            {
                _count--;
                worker.Stop();
            }
            else
            {
                _free.Push(worker);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            while (_free.TryPop(out var worker))
            {
                _count--;
                worker.Stop();
            }
        }
    }

    private DecoderWorker Take()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            while (_free.TryPop(out var free))
            {
                if (!free.IsStopped)
                {
                    return free;
                }

                // A decoder that was warmed ahead and could not be loaded: its reason is met again by whoever asks now.
                _count--;
            }

            if (_count >= _options.Decoders)
            {
                throw new SpeechException(
                    SpeechFailure.Busy,
                    $"All {_options.Decoders} local recognisers are listening to other calls. Wait, or configure more decoders.");
            }

            _count++;
            return new DecoderWorker(_options);
        }
    }
}

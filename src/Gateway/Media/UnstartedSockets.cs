namespace CallActors.Gateway.Media;

/// <summary>Counts the sockets that have not presented a token, so that nobody can hold more than a few open without one.</summary>
public sealed class UnstartedSockets(MediaLimits limits)
{
    private int _count;

    /// <summary>Sockets without a token now.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Takes a place; null when all are taken.</summary>
    public Place? TryEnter()
    {
        if (Interlocked.Increment(ref _count) <= limits.MaxUnstarted) return new Place(this);
        Interlocked.Decrement(ref _count);
        return null;
    }

    /// <summary>A place; given back once.</summary>
    public sealed class Place(UnstartedSockets sockets) : IDisposable
    {
        private int _held = 1;

        /// <inheritdoc/>
        public void Dispose()
        {
            if (Interlocked.Exchange(ref _held, 0) == 1) Interlocked.Decrement(ref sockets._count);
        }
    }
}

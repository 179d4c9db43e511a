using CallActors.Edges.Wire;

namespace CallActors.Edges.Links;

/// <summary>How a socket of a session ended.</summary>
/// <param name="Ours">The code that we closed it with; null when we did not.</param>
/// <param name="Theirs">The code that the other end closed it with; null when it did not.</param>
/// <param name="SaidBye">The other end leaves for good.</param>
internal sealed record LinkEnd(EdgeClosing? Ours, EdgeClosing? Theirs, bool SaidBye);

/// <summary>What a link's owner does with what comes.</summary>
internal interface ILinkOwner
{
    /// <summary>Takes what came, each once and in order. Returns at once.</summary>
    /// <returns>What is wrong with it; null for nothing.</returns>
    EdgeClosing? Take(LinkBody body);

    /// <summary>Asked with each beat of the heart.</summary>
    /// <returns>Why the socket has to be closed; null when it may go on.</returns>
    EdgeClosing? OnBeat();
}

/// <summary>One end of a session, over the sockets that it has one after the other. Thread-safe.</summary>
internal sealed class Link(LinkLimits limits, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly LinkSession _session = new(limits);
    private LinkRun? _run;

    /// <summary>Whether too much waited, and the session is over.</summary>
    public bool IsOver
    {
        get
        {
            lock (_lock) return _session.IsOver;
        }
    }

    /// <summary>The number of the last frame that came.</summary>
    public long Got
    {
        get
        {
            lock (_lock) return _session.Got;
        }
    }

    /// <summary>Whether it has a socket.</summary>
    public bool IsAttached => Volatile.Read(ref _run) is not null;

    /// <param name="replaces">See <see cref="LinkSession.Queue"/>.</param>
    /// <param name="letter">Null when the session is over.</param>
    /// <returns>False when it is longer than a frame may be: nothing is sent.</returns>
    public bool TryQueue(LinkBody body, string replaces, out Letter? letter)
    {
        letter = null;
        var written = LinkWire.Write(body);
        if (written.Length + LinkWire.EnvelopeBytes > limits.FrameBytes) return false;
        lock (_lock) letter = _session.Queue(written, replaces);
        var run = Volatile.Read(ref _run);
        if (letter is null) run?.Close(EdgeClosing.SessionOver);
        else run?.Wake();
        return true;
    }

    /// <summary>What must not be lost, and is known to fit.</summary>
    public Letter? Queue(LinkBody body) => TryQueue(body, "", out var letter) ? letter : throw new ArgumentException("It is longer than a frame may be.", nameof(body));

    public void Pass(PassingNews.Source source, string text)
    {
        lock (_lock) _session.Pass(source, text);
        Volatile.Read(ref _run)?.Wake();
    }

    public void Skip(PassingNews.Source source)
    {
        lock (_lock) _session.Skip(source);
        Volatile.Read(ref _run)?.Wake();
    }

    /// <summary>See <see cref="LinkSession.Forget"/>.</summary>
    public void Forget(long connection)
    {
        lock (_lock) _session.Forget(connection);
    }

    /// <summary>See <see cref="LinkSession.Withdraw"/>.</summary>
    public bool Withdraw(Letter letter)
    {
        lock (_lock) return _session.Withdraw(letter);
    }

    /// <summary>A socket begins.</summary>
    /// <param name="peerGot">What the other end says it got.</param>
    /// <param name="got">What we got.</param>
    /// <returns>False when the session cannot go on.</returns>
    public bool TryBegin(long peerGot, out long got)
    {
        lock (_lock)
        {
            got = _session.Got;
            return _session.TryBegin(peerGot);
        }
    }

    /// <summary>Ends the socket that it has, and waits until nothing of it comes any more.</summary>
    public Task CutAsync()
    {
        if (Volatile.Read(ref _run) is not { } run) return Task.CompletedTask;
        run.Abort();
        return run.Ended;
    }

    /// <summary>Closes the socket that it has.</summary>
    public void Close(EdgeClosing closing, bool withBye = false) => Volatile.Read(ref _run)?.Close(closing, withBye);

    /// <summary>Asks the other end whether it is there.</summary>
    public async Task<bool> ProbeAsync(TimeSpan within)
    {
        if (Volatile.Read(ref _run) is not { } run) return false;
        var heard = run.HeardAgainAsync();
        lock (_lock) _session.WantPing();
        run.Wake();
        try
        {
            await heard.WaitAsync(within, time).ConfigureAwait(false);
            return run == Volatile.Read(ref _run);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Serves a socket to its end. Only after <see cref="TryBegin"/>, and one socket at a time: it is the link's when this returns.</summary>
    /// <param name="first">Sent before everything else; null for nothing.</param>
    public Task<LinkEnd> StartAsync(LinkSocket socket, ILinkOwner owner, byte[]? first = null)
    {
        var run = new LinkRun(socket, _session, _lock, owner, limits, time);
        Volatile.Write(ref _run, run);
        return RunAsync(run, first);
    }

    private async Task<LinkEnd> RunAsync(LinkRun run, byte[]? first)
    {
        try
        {
            return await run.RunAsync(first).ConfigureAwait(false);
        }
        finally
        {
            // Another may have begun already.
            Interlocked.CompareExchange(ref _run, null, run);
            run.Dispose();
        }
    }
}

using CallActors.Contracts.Speech;

namespace CallActors.Speech.Local;

/// <summary>A request that is spoken sentence by sentence by an engine that it shares with others.</summary>
internal interface ISentenceTurn
{
    /// <summary>Nothing is left to be spoken, by completion, failure or cancellation.</summary>
    bool IsOver { get; }

    /// <summary>So much audio is unread that the next sentence should wait.</summary>
    bool IsAhead { get; }
}

/// <summary>
/// Shares one synthesis thread among requests: each in turn has one sentence spoken. A request whose reader is behind is set aside
/// and comes back when its reader has caught up, so that no slow call holds up another. Thread-safe.
/// </summary>
/// <typeparam name="T">The request.</typeparam>
internal sealed class SentenceTurns<T> where T : class, ISentenceTurn
{
    private readonly object _gate = new();
    private readonly Queue<T> _ready = new();
    private readonly HashSet<T> _aside = [];
    private int _admitted;

    /// <summary>Requests admitted and not over.</summary>
    public int Count
    {
        get { lock (_gate) return _admitted; }
    }

    /// <summary>Takes a new request in.</summary>
    /// <exception cref="SpeechException">There are <paramref name="maximum"/> already.</exception>
    public void Admit(T request, int maximum)
    {
        lock (_gate)
        {
            if (_admitted >= maximum)
                throw new SpeechException(SpeechFailure.Busy, $"{maximum} texts are being spoken already; try again when one has ended.");
            _admitted++;
            MakeReady(request);
        }
    }

    /// <summary>Waits for the next request whose turn it is. Called by the synthesis thread alone.</summary>
    public T Next()
    {
        lock (_gate)
        {
            while (_ready.Count == 0) Monitor.Wait(_gate);
            return _ready.Dequeue();
        }
    }

    /// <summary>Ends the turn begun by <see cref="Next"/>: the request goes to the back of the queue, aside, or out. True if it is out.</summary>
    public bool EndTurn(T request)
    {
        lock (_gate)
        {
            if (request.IsOver)
            {
                _admitted--;
                return true;
            }

            _aside.Add(request);
            // Read after it was set aside: a reader that catches up from now on calls Recall and finds it there.
            if (!request.IsAhead) Recall(request);
            return false;
        }
    }

    /// <summary>Brings a request back that was set aside. Called by its reader when it has caught up or has cancelled.</summary>
    public void Recall(T request)
    {
        lock (_gate)
            if (_aside.Remove(request)) MakeReady(request);
    }

    private void MakeReady(T request)
    {
        _ready.Enqueue(request);
        Monitor.Pulse(_gate);
    }
}

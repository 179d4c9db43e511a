using System.Net.WebSockets;
using System.Text.Json;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;
using CallActors.Speech.Sockets;

namespace CallActors.Speech.Deepgram;

/// <summary>
/// One call's stream to Deepgram: what both of its generations have in common. All that comes from the service and from timers is handled
/// under one lock, which no audio waits for.
/// </summary>
internal abstract class DeepgramRecognition : ISpeechRecognition
{
    private readonly VendorSocket _socket;
    private readonly IRecognitionListener _listener;
    private readonly AudioBatch _audio;
    private readonly ITimer _tick;
    private readonly ITimer _answerIsLate;
    private readonly TimeSpan _tickEvery;
    private readonly Queue<long> _ended = new();
    private long _givenAtTick;
    private int _segment;
    private bool _over;
    private int _disposed;

    protected DeepgramRecognition(VendorSocket socket, IRecognitionListener listener, TimeProvider time, TimeSpan batch, TimeSpan tickEvery)
    {
        (_socket, _listener, _tickEvery) = (socket, listener, tickEvery);
        _audio = new AudioBatch(socket, (int)AudioFormat.SamplesIn(batch));
        _tick = time.CreateTimer(static me => ((DeepgramRecognition)me!).OnTick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _answerIsLate = time.CreateTimer(static me => ((DeepgramRecognition)me!).OnLate(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    protected Lock Gate { get; } = new();

    protected bool HasEnded => _ended.Count > 0;

    /// <summary>By the service's clock, in samples: where the oldest segment that waits for its text has ended.</summary>
    protected long FirstEnd => _ended.Peek();

    /// <summary>By the service's clock: how far into the audio it has told anything of.</summary>
    protected long Covered { get; private set; }

    /// <summary>The service lives: it has told of audio near the end of the segment that waits. One that has not may be deaf, and its
    /// silence must not be taken for the caller's.</summary>
    protected bool IsAlive => Covered > 0 && Covered + AudioFormat.SampleRate * 3 / 2 >= FirstEnd;

    public void Start()
    {
        _tick.Change(_tickEvery, Timeout.InfiniteTimeSpan);
        _ = Task.Run(ReadAsync);
    }

    public bool Accept(ReadOnlySpan<byte> muLaw) => _audio.Add(muLaw);

    public void EndSegment()
    {
        lock (Gate)
        {
            if (_over) return;
            _audio.Flush();
            _ended.Enqueue(_audio.Given);
            OnEndSegment();
        }
    }

    public virtual void Expect(Expectation expectation) => ArgumentNullException.ThrowIfNull(expectation);

    /// <summary>Nothing is delivered once this has begun. Says goodbye and closes, at most two seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        if (End()) SendText("""{"type":"CloseStream"}"""u8);
        await _socket.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>A segment has been ended, and its end is queued.</summary>
    protected abstract void OnEndSegment();

    /// <summary>The service has said something.</summary>
    protected abstract void OnMessage(ReadOnlySpan<byte> json);

    /// <summary>The answer to an ended segment is late.</summary>
    protected abstract void OnAnswerIsLate();

    /// <summary>The phone has sent nothing since the tick before.</summary>
    protected abstract void OnQuiet(AudioBatch audio);

    protected void SendText(ReadOnlySpan<byte> json) => _socket.TrySend(json, WebSocketMessageType.Text);

    protected void ExpectAnswer(TimeSpan within) => _answerIsLate.Change(within, Timeout.InfiniteTimeSpan);

    protected static long SamplesOf(double seconds) => (long)Math.Round(Math.Max(0, seconds) * AudioFormat.SampleRate);

    /// <summary>The service cannot have heard what it was not given, whatever it says.</summary>
    protected void Cover(long to) => Covered = Math.Max(Covered, Math.Min(to, _audio.Given));

    protected void TellInterim(string text)
    {
        if (text.Length > 0) _listener.OnText(new RecognizedText(_segment, text, IsFinal: false));
    }

    /// <param name="through">By the service's clock; null when it may still change its mind.</param>
    protected void TellFinal(string text, double? confidence, long? through)
    {
        TimeSpan? reach = through is { } samples ? AudioFormat.DurationOf(Math.Max(0, Math.Min(samples, _audio.Given) - _audio.Own)) : null;
        _listener.OnText(new RecognizedText(_segment++, text, IsFinal: true, confidence, reach));
    }

    /// <summary>Answers the oldest segment that waits.</summary>
    protected void Answer(string text, double? confidence, long? through)
    {
        _ended.Dequeue();
        if (_ended.Count == 0) _answerIsLate.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        TellFinal(text, confidence, through);
    }

    protected void TellTurn(RecognizedTurn turn) => _listener.OnTurn(turn);

    protected void Fail(SpeechException failure)
    {
        lock (Gate)
        {
            if (!End()) return;
            _listener.OnFailed(failure);
        }
    }

    /// <returns>False when it was over before.</returns>
    private bool End()
    {
        lock (Gate)
        {
            if (_over) return false;
            _over = true;
            _ended.Clear();
            _tick.Dispose();
            _answerIsLate.Dispose();
            _audio.Flush();
            _audio.Close();
            return true;
        }
    }

    private async Task ReadAsync()
    {
        for (var read = _socket.ReadAsync(); await read.ConfigureAwait(false) is { } message; read = _socket.ReadAsync(read))
        {
            lock (Gate)
            {
                if (_over) return;
                if (message.IsText) Take(message.Content.Span);
            }
        }

        Fail(DeepgramConnection.Lost(_socket.End!));
    }

    private void Take(ReadOnlySpan<byte> json)
    {
        try
        {
            OnMessage(json);
        }
        catch (JsonException)
        {
            Fail(new SpeechException(SpeechFailure.Broken, $"{DeepgramConnection.Vendor} sent what is no message of its protocol."));
        }
    }

    private void OnTick()
    {
        lock (Gate)
        {
            if (_over) return;
            if (_audio.Given == _givenAtTick) OnQuiet(_audio);
            _givenAtTick = _audio.Given;
            _tick.Change(_tickEvery, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnLate()
    {
        lock (Gate)
        {
            if (!_over && _ended.Count > 0) OnAnswerIsLate();
        }
    }
}

using System.Runtime.CompilerServices;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.OpenAi.Realtime;

/// <summary>Listens to one call: one loop sends its audio, one takes the server's events. What they tell goes through
/// <see cref="HeardItems"/>. Replacing an old session is in <c>.Renewal.cs</c>.</summary>
internal sealed partial class RealtimeRecognition : ISpeechRecognition
{
    // A message of a backlog holds up to 100 ms.
    private const int MostPiece = 5 * AudioFormat.FrameBytes;

    private static readonly byte[] Commit = [.. """{"type":"input_audio_buffer.commit"}"""u8];

    private readonly OpenAiRealtimeOptions _options;
    private readonly OpenAiFaults _faults;
    private readonly SessionOpening _opening;
    private readonly Hints _hints;
    private readonly HeardItems _heard;
    private readonly AudioQueue _queue;
    private readonly CancellationTokenSource _ended = new();
    private readonly ITimer _answerTimer;
    private readonly ITimer _renewTimer;
    private readonly bool _isManual;
    private readonly byte[] _piece;

    private RealtimeSession _session;
    private AppendMessage _append;
    private Task _receiving = Task.CompletedTask;
    private Task _sending = Task.CompletedTask;
    private Task? _ending;
    private long _accepted;
    private long _sent;
    private long _sinceEnd;
    private int _pending;

    // The speech whose end the server has found by itself last.
    private string? _stoppedItem;
    private long? _stoppedMs;

    public RealtimeRecognition(
        OpenAiRealtimeOptions options, OpenAiFaults faults, SessionOpening opening, Hints hints, IRecognitionListener listener, TimeProvider time,
        RealtimeSession session, RealtimeShape shape)
    {
        (_options, _faults, _opening, _hints, _session) = (options, faults, opening, hints, session);
        _isManual = options.TurnDetection is TurnDetection.Manual;
        _heard = new HeardItems(listener);
        var joined = (int)AudioFormat.SamplesIn(options.Joined);
        _queue = new AudioQueue((int)AudioFormat.SamplesIn(options.Backlog), joined);
        _piece = new byte[Math.Max(joined, MostPiece)];
        _append = new AppendMessage(_piece.Length, SessionOpening.IsPcm(shape));
        _lately = new byte[_isManual ? 0 : LatelyBytes];
        _answerTimer = time.CreateTimer(_ => OnAnswerIsLate(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _renewTimer = time.CreateTimer(_ => _queue.Wake(), null, options.RenewAfter, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Begins its work.</summary>
    public void Start()
    {
        // Neither may begin on the caller's thread: a server that has failed already would end them before they are known.
        _receiving = Task.Run(() => ReceiveAsync(_session, _ended.Token));
        _sending = Task.Run(() => SendAsync(_ended.Token));
    }

    public bool Accept(ReadOnlySpan<byte> muLaw)
    {
        if (!_queue.TryWrite(muLaw)) return false;
        _accepted += muLaw.Length;
        return true;
    }

    public void EndSegment()
    {
        _queue.Write(_heard.Ask(_accepted));
        SetAnswerTimer();
    }

    /// <summary>A session's instructions cannot be changed between two segments without a pause of the whole session.</summary>
    public void Expect(Expectation expectation) => ArgumentNullException.ThrowIfNull(expectation);

    /// <summary>Nothing is delivered once this is done.</summary>
    public async ValueTask DisposeAsync()
    {
        _heard.Close();
        await EndAsync().ConfigureAwait(false);
    }

    private Task EndAsync()
    {
        lock (_ended) return _ending ??= EndOnceAsync();
    }

    private async Task EndOnceAsync()
    {
        _queue.Dispose();
        _answerTimer.Dispose();
        _renewTimer.Dispose();
        await _ended.CancelAsync().ConfigureAwait(false);
        // The sending may still have opened a new session.
        await _sending.ConfigureAwait(false);
        await _receiving.ConfigureAwait(false);
        await _closing.ConfigureAwait(false);
        await _session.DisposeAsync().ConfigureAwait(false);
    }

    private void Fail(SpeechException failure)
    {
        // Whoever is told of it gets no more audio taken.
        _queue.Dispose();
        _heard.Fail(failure);
        _ = EndAsync();
    }

    private void OnAnswerIsLate()
    {
        if (_heard.Pending > 0) Fail(_faults.Stalled(_options.AnswerWithin));
    }

    /// <summary>What a session that has ended does not take is nobody's: whoever reads it tells why it ended.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask PutAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (message.IsEmpty) return;
        await _session.SendAsync(message).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await _queue.WaitAsync().ConfigureAwait(false))
            {
                if (IsDue) await RenewAsync(cancellationToken).ConfigureAwait(false);
                while (_queue.TryRead(_piece, out var count, out var end))
                {
                    if (end is null) await SendAudioAsync(count, cancellationToken).ConfigureAwait(false);
                    else await SendEndAsync(end, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Ended, by failure or because nobody wants it any more.
        }
        catch (Exception e)
        {
            // Whatever it is: a loop that ends in silence leaves the call deaf.
            Fail(_faults.OfTransport(e));
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendAudioAsync(int count, CancellationToken cancellationToken)
    {
        await PutAsync(_append.Write(_piece.AsSpan(0, count)), cancellationToken).ConfigureAwait(false);
        Keep(_piece.AsSpan(0, count));
        _sent += count;
        _sinceEnd += count;
    }

    private async ValueTask SendEndAsync(SegmentEnd end, CancellationToken cancellationToken)
    {
        if (_sinceEnd == 0)
        {
            _heard.MarkEmpty(end);
            SetAnswerTimer();
            return;
        }

        _sinceEnd = 0;
        if (_isManual) await PutAsync(_append.Flush(), cancellationToken).ConfigureAwait(false);
        await PutAsync(Commit, cancellationToken).ConfigureAwait(false);
    }

    private async Task ReceiveAsync(RealtimeSession session, CancellationToken cancellationToken)
    {
        try
        {
            while (true) Handle(await session.NextAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested || session != Volatile.Read(ref _session))
        {
            // Ended, by failure or because nobody wants it any more; or it was replaced.
        }
        catch (Exception e)
        {
            Fail(_faults.OfTransport(e));
        }
    }

    private void Handle(RealtimeEvent received)
    {
        switch (received)
        {
            case { Type: "input_audio_buffer.speech_started" }:
                if (!_isManual) _heard.NoteSpeech(true);
                break;
            case { Type: "input_audio_buffer.speech_stopped" }:
                (_stoppedItem, _stoppedMs) = (received.ItemId, received.AudioEndMs);
                if (!_isManual) _heard.NoteSpeech(false);
                break;
            case { Type: "input_audio_buffer.committed", ItemId: { } item }:
                // What the server has found the end of by itself it takes unasked.
                if (!_isManual && item == _stoppedItem) _heard.Add(item, received.PreviousItemId, ReachOf(_stoppedMs));
                else _heard.AddAsked(item, received.PreviousItemId);
                break;
            case { Type: "conversation.item.input_audio_transcription.delta", ItemId: { } item, Delta: { } words }:
                _heard.Extend(item, words);
                break;
            case { Type: "conversation.item.input_audio_transcription.completed", ItemId: { } item }:
                _heard.Complete(item, received.Transcript ?? "");
                break;
            case { Type: "conversation.item.input_audio_transcription.failed", ItemId: { } item }:
                OnItemFailed(item, received.Error);
                break;
            case { Type: "error", Error: { IsEmptyCommit: true } }:
                _heard.AnswerNothingLeft();
                break;
            case { Type: "error", Error: { } error }:
                throw _faults.OfEvent(error.ToCode());
        }

        SetAnswerTimer();
    }

    /// <summary>One that could not be transcribed is empty; but where no other will be transcribed either, another recogniser must.</summary>
    private void OnItemFailed(string item, RealtimeError? error)
    {
        if (error is not null && _faults.OfItem(error.ToCode()) is { } failure) throw failure;
        _heard.Complete(item, "");
    }

    private long? ReachOf(long? endMs) =>
        endMs is { } milliseconds ? Math.Clamp(Volatile.Read(ref _sessionFrom) + milliseconds * AudioFormat.SampleRate / 1000, 0, Volatile.Read(ref _sent)) : null;

    /// <summary>Each answer gives the next one its time.</summary>
    private void SetAnswerTimer()
    {
        var pending = _heard.Pending;
        if (Interlocked.Exchange(ref _pending, pending) == pending) return;
        _answerTimer.Change(pending > 0 ? _options.AnswerWithin : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (pending == 0 && IsOld) _queue.Wake();
    }
}

using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.OpenAi.Realtime;

/// <summary>Servers end a session after some time, in the middle of a word: it is replaced before, in a pause.</summary>
internal sealed partial class RealtimeRecognition
{
    // Where the server finds the speech itself it hears of it a little later than it begins: the new session gets that audio too.
    private const int LatelyBytes = AudioFormat.SampleRate / 2;
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMinutes(1);

    private readonly byte[] _lately;
    private int _latelyCount;
    private TimeSpan _postponed;

    // Position in the accepted audio at which the session's own time begins.
    private long _sessionFrom;
    private Task _closing = Task.CompletedTask;

    private bool IsOld => Volatile.Read(ref _session).Age >= _options.RenewAfter + _postponed;

    private bool IsDue => IsOld && (_sinceEnd == 0 || !_isManual) && _heard.IsIdle;

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        RealtimeSession session;
        RealtimeShape shape;
        try
        {
            (session, shape) = await _opening.OpenAsync(_hints, cancellationToken).ConfigureAwait(false);
        }
        catch (SpeechException)
        {
            // The old one still works.
            Postpone();
            return;
        }

        if (!_heard.IsIdle)
        {
            // The server has begun to hear something meanwhile.
            await session.DisposeAsync().ConfigureAwait(false);
            Postpone();
            return;
        }

        var old = _session;
        Volatile.Write(ref _session, session);
        Volatile.Write(ref _sessionFrom, _sent - _latelyCount);
        _append = new AppendMessage(_piece.Length, SessionOpening.IsPcm(shape));
        _receiving = Task.WhenAll(_receiving, ReceiveAsync(session, cancellationToken));
        // Its close is not waited for: there is audio to be sent.
        _closing = Task.WhenAll(_closing, old.DisposeAsync().AsTask());
        _postponed = TimeSpan.Zero;
        _renewTimer.Change(_options.RenewAfter, Timeout.InfiniteTimeSpan);
        for (var at = 0; at < _latelyCount; at += _piece.Length)
            await PutAsync(_append.Write(_lately.AsSpan(at, Math.Min(_piece.Length, _latelyCount - at))), cancellationToken).ConfigureAwait(false);
    }

    private void Postpone()
    {
        _postponed += TryAgainAfter;
        _renewTimer.Change(TryAgainAfter, Timeout.InfiniteTimeSpan);
    }

    private void Keep(ReadOnlySpan<byte> sent)
    {
        if (_lately.Length == 0) return;
        var kept = Math.Min(_latelyCount, _lately.Length - sent.Length);
        _lately.AsSpan(_latelyCount - kept, kept).CopyTo(_lately);
        sent.CopyTo(_lately.AsSpan(kept));
        _latelyCount = kept + sent.Length;
    }
}

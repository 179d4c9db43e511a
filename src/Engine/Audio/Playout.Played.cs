using CallActors.Contracts.Audio;

namespace CallActors.Engine.Audio;

/// <summary>What the person has heard: marks that came back, time since, and where the carrier's buffer was cleared.</summary>
internal sealed partial class Playout
{
    /// <summary>A mark has come back. True when it tells something new.</summary>
    public bool MarkReturned(MediaMark mark, TimeSpan now)
    {
        if (_cleared.MarkReturned(mark, now, out var clearedAt))
        {
            if (IsPaused) _cursor = _playedTo = clearedAt;
            return true;
        }

        if (mark.Epoch != Epoch || IsPaused) return false;
        while (_marks.TryPeek(out var oldest) && oldest.Number <= mark.Number)
        {
            _marks.Dequeue();
            // The epoch's first frame was sent when the epoch began: what its mark took longer than the frame is the road's delay.
            if (oldest.Number == 0) _roundTrip = Longer(TimeSpan.Zero, now - _epochAt - AudioFormat.DurationOf(oldest.Sample - _epochFrom));
            if (oldest.Sample > _playedTo) (_playedTo, _playedAt) = (oldest.Sample, now);
        }

        return true;
    }

    /// <summary>Stops at the sample that the person hears now, and clears the carrier's buffer. Which sample that was, the carrier's marks
    /// tell soon after: see <see cref="AwaitsClear"/>.</summary>
    /// <returns>The epoch that was stopped.</returns>
    public int Pause(TimeSpan now, IMediaOutlet outlet)
    {
        var (stopped, heard) = (Epoch, PlayedAt(now));
        var last = new MediaMark(Epoch, _markNumber);
        if (_started && _epochFrames > 0 && outlet.SendMark(last))
            _cleared.Await(Epoch, last.Number, _cursor, _playedTo, _playedAt ?? _epochAt + _roundTrip, _marks);
        outlet.SendClear();
        _cursor = heard;
        IsPaused = true;
        ForgetSent();
        _playedTo = _cursor;
        return stopped;
    }

    /// <summary>Everything was played, as far as can be known.</summary>
    public bool IsFinished(TimeSpan now) =>
        IsActive && !IsPaused && IsSent
        && (_marks.Count == 0 || now - (_epochAt + _epochFrames * AudioFormat.FrameDuration) > rules.MarkGrace);

    /// <summary>Characters of the agent's text that were heard by now: whole words.</summary>
    public int HeardLength(TimeSpan now) => _text.HeardAt(PlayedAt(now));

    /// <summary>The whole utterance has been heard.</summary>
    public int FullLength => _text.HeardAt(_end);

    /// <summary>The highest level, in dBFS, of what the person's room could echo now.</summary>
    public float EchoableDb(TimeSpan now) => _echo.Highest(now, rules.EchoTail);

    /// <summary>A sentence has been played to its end since the last call.</summary>
    public bool TakeSentenceEnd(TimeSpan now)
    {
        var played = PlayedAt(now);
        var any = false;
        while (_sentenceEnds.TryPeek(out var end) && end <= played)
        {
            _sentenceEnds.Dequeue();
            any = true;
        }

        return any;
    }

    /// <summary>
    /// The sample that the person hears now: what the last mark confirmed and what must have played since, but never past a mark
    /// that has not come back, nor past what was sent.
    /// </summary>
    private long PlayedAt(TimeSpan now)
    {
        if (IsPaused || !_started) return _playedTo;
        var since = AudioFormat.SamplesIn(now - (_playedAt ?? _epochAt));
        var limit = _marks.TryPeek(out var next) ? Math.Min(next.Sample - 1, _cursor) : _cursor;
        return Math.Clamp(_playedTo + since, _playedTo, Math.Max(_playedTo, limit));
    }
}

using CallActors.Contracts.Audio;

namespace CallActors.Engine.Audio;

/// <summary>What the person has heard: marks that came back, time since, and where the carrier's buffer was cleared.</summary>
internal sealed partial class Playout
{
    // Marks come back between two frames or one too late, in samples.
    private const long ListeningSlack = AudioFormat.FrameBytes;

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
            if (oldest.Sample > _playedTo) (_playedTo, _playedAt, _playedFrames) = (oldest.Sample, now, _heardFrames);
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
        outlet.SendClear();
        // Behind the clear: what is queued in front of one, marks included, may never leave the socket's send buffer.
        if (_started && _epochFrames > 0 && outlet.SendMark(last))
            _cleared.Await(Epoch, last.Number, _cursor, _playedTo, _playedAt ?? _epochAt + _roundTrip, _marks);
        (_sentTo, _cursor) = (_cursor, heard);
        IsPaused = true;
        ForgetSent();
        _playedTo = _cursor;
        return stopped;
    }

    /// <summary>Everything was played, as far as can be known.</summary>
    public bool IsFinished(TimeSpan now) => IsActive && !IsPaused && IsSent && MarksAreBack(now);

    /// <summary>Everything at hand was played, as far as can be known, and more will come.</summary>
    public bool IsDry(TimeSpan now) => IsActive && !IsPaused && !_complete && _cursor >= _end && MarksAreBack(now);

    /// <summary>Characters of the agent's text that were heard by now: whole words.</summary>
    public int HeardLength(TimeSpan now) => _text.HeardAt(PlayedAt(now));

    /// <summary>Characters that are heard when all the audio at hand has been played.</summary>
    public int FullLength => _text.HeardAt(_end);

    /// <summary>Characters of the agent's text that count as heard when the whole utterance has been played.</summary>
    public int WholeLength => _text.WholeLength;

    /// <summary>
    /// The 20 ms of ours that the person hears with the frame that comes in now, to know its echo by; less at the end of the speech, empty
    /// when nothing is heard. To be called once for each frame that comes in. Their count is the clock here: marks come back between the
    /// frames in which they were reached, so a road or a machine that holds both up and lets them go in a burst moves nothing. After a clear
    /// the carrier plays on until its mark says that it has stopped.
    /// </summary>
    public ReadOnlySpan<byte> Listen()
    {
        _heardFrames++;
        var isPlaying = IsActive && !IsPaused;
        if (!_started || !(isPlaying || _cleared.IsAwaited)) return [];
        var sent = isPlaying ? _cursor : _sentTo;
        if (isPlaying)
        {
            // Before a mark has come back nothing is known to be heard.
            if (_playedAt is null && _marks.Count > 0) return [];
            var at = Math.Max(0, PlayedAfter((_heardFrames - _playedFrames) * AudioFormat.FrameBytes) - AudioFormat.FrameBytes);
            if (_listenedTo > at + ListeningSlack) return [];
            if (_listenedTo < at - ListeningSlack) _listenedTo = at;
        }

        var (from, length) = (_listenedTo, (int)Math.Min(AudioFormat.FrameBytes, sent - _listenedTo));
        if (length <= 0 || from < _base) return [];
        _listenedTo += length;
        return _audio.AsSpan((int)(from - _base), length);
    }

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

    private bool MarksAreBack(TimeSpan now) =>
        _marks.Count == 0 || now - (_epochAt + _epochFrames * AudioFormat.FrameDuration) > rules.MarkGrace;

    /// <summary>
    /// The sample that the person hears now: what the last mark confirmed and what must have played since, but never past a mark
    /// that has not come back, nor past what was sent.
    /// </summary>
    private long PlayedAt(TimeSpan now)
    {
        if (IsPaused || !_started) return _playedTo;
        return PlayedAfter(AudioFormat.SamplesIn(now - (_playedAt ?? _epochAt)));
    }

    private long PlayedAfter(long since)
    {
        var limit = _marks.TryPeek(out var next) ? Math.Min(next.Sample - 1, _cursor) : _cursor;
        return Math.Clamp(_playedTo + since, _playedTo, Math.Max(_playedTo, limit));
    }
}

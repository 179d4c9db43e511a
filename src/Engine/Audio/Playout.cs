using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Engine.Audio;

/// <summary>
/// One utterance on its way to the carrier: the audio at hand, what has been sent, what has been played, which words that was.
/// Sends by schedule, so that drift cannot grow; after a pause it goes on at the sample where it stopped. Times are
/// <see cref="IPlayoutClock.Now"/>. Allocates nothing per frame.
/// </summary>
internal sealed partial class Playout(PlayoutRules rules)
{
    private const float SoundDb = -45;

    private static readonly long History = AudioFormat.SamplesIn(TimeSpan.FromSeconds(1));

    private readonly SpokenText _text = new();
    private readonly Queue<SentMark> _marks = new();
    private readonly Queue<long> _sentenceEnds = new();
    private readonly ClearedBuffer _cleared = new();
    private readonly int _leadFrames = (int)(rules.Lead / AudioFormat.FrameDuration);
    private readonly int _markFrames = (int)(rules.MarkEvery / AudioFormat.FrameDuration);
    private readonly long _keepWhole = AudioFormat.SamplesIn(rules.KeepWhole);
    private readonly long _keepAhead = AudioFormat.SamplesIn(rules.KeepAhead);

    private byte[] _audio = [];
    private long _base;
    private long _end;
    private long _cursor;
    private long _sentTo;
    private bool _complete;

    private bool _started;
    private TimeSpan _epochAt;
    private long _epochFrom;
    private TimeSpan _untilMiddle;
    private bool _aligned;
    private int _epochFrames;
    private int _markNumber;
    private int _sinceMark;
    private bool _markNext;
    private long _playedTo;
    private TimeSpan? _playedAt;
    private TimeSpan _roundTrip;
    private long _listenedTo;
    private long _heardFrames;
    private long _playedFrames;

    /// <summary>The number of the utterance; 0 before the first.</summary>
    public int Utterance { get; private set; }

    /// <summary>Characters of its text that were heard before it began.</summary>
    public int From { get; private set; }

    /// <summary>An utterance is being said, or paused.</summary>
    public bool IsActive { get; private set; }

    public bool IsPaused { get; private set; }

    /// <summary>Marks of an older epoch are stale.</summary>
    public int Epoch { get; private set; }

    /// <summary>The voice should deliver more.</summary>
    public bool WantsAudio => IsActive && !_complete && _end - _cursor < (_text.NeedsWhole ? _keepWhole : _keepAhead);

    /// <summary>The utterance's first frame is out.</summary>
    public bool HasBegun => _started;

    /// <summary>Where the carrier's buffer was cleared is not known yet: what was heard may still grow by some words.</summary>
    public bool AwaitsClear => _cleared.IsAwaited;

    /// <summary>Audio that has not been played yet, as far as is known.</summary>
    public TimeSpan Left => AudioFormat.DurationOf(_end - _playedTo);

    /// <summary>Frames have been sent, or the whole of an empty utterance is known, and nothing more will come.</summary>
    public bool IsSent => _complete && _cursor >= _end;

    /// <param name="speed">What the voice is asked for, 1 for its own.</param>
    public void Begin(int utterance, string text, int from, double speed = 1)
    {
        (Utterance, From) = (utterance, from);
        (IsActive, IsPaused, _complete, _started) = (true, false, false, false);
        (_base, _end, _cursor, _playedTo, _listenedTo) = (0, 0, 0, 0, 0);
        ForgetSent();
        _cleared.Forget();
        _sentenceEnds.Clear();
        _text.Begin(text, from, speed);
    }

    /// <summary>The utterance's text has grown.</summary>
    public void Extend(string text) => _text.Extend(text);

    /// <summary>The audio from here on says this sentence.</summary>
    public void BeginSentence(SpeakableSentence sentence) => _text.BeginSentence(sentence, _end);

    /// <summary>More audio of the current sentence.</summary>
    public void Append(ReadOnlySpan<byte> muLaw, ReadOnlySpan<SpokenWord> words)
    {
        foreach (var word in words) _text.AddWord(word);
        MakeRoom(muLaw.Length);
        muLaw.CopyTo(_audio.AsSpan((int)(_end - _base)));
        if (words.IsEmpty) FindSound(muLaw);
        _end += muLaw.Length;
    }

    /// <summary>The current sentence has all its audio.</summary>
    public void EndSentence()
    {
        _text.EndSentence(_end);
        _sentenceEnds.Enqueue(_end);
    }

    /// <summary>The current sentence's voice broke off.</summary>
    /// <param name="sourceEnd">Where in the agent's text another goes on.</param>
    /// <param name="kept">Samples of the sentence that stay: what lies behind them is said again, unless it was sent already.</param>
    public void BreakSentence(int sourceEnd, long kept)
    {
        // Where a cleared buffer ended is not known at once: until then all that was sent may have been heard.
        _end = Math.Clamp(_text.SentenceStart + kept, Math.Min(AwaitsClear ? _sentTo : _cursor, _end), _end);
        _text.BreakSentence(_end, sourceEnd);
        _sentenceEnds.Enqueue(_end);
    }

    /// <summary>No more audio will come.</summary>
    public void Complete() => _complete = true;

    /// <summary>The clock ticks now. The first tick of a schedule moves its frames' edges to the middle between two ticks: at an edge the
    /// ticks' unrest would decide, and send no frame at one and two at the next.</summary>
    public void Tick(TimeSpan now)
    {
        if (_aligned || !IsActive || IsPaused || _epochFrames == 0) return;
        _aligned = true;
        _untilMiddle = AudioFormat.FrameDuration / 2 - new TimeSpan((now - _epochAt).Ticks % AudioFormat.FrameDuration.Ticks);
    }

    /// <summary>Sends what is due. Returns the frames sent.</summary>
    public int Send(TimeSpan now, IMediaOutlet outlet)
    {
        if (!IsActive || IsPaused || _cursor >= _end) return 0;
        if (!_started || _epochFrames == 0) StartEpoch(now);
        var elapsed = (int)((now - _epochAt + _untilMiddle).Ticks / AudioFormat.FrameDuration.Ticks);
        if (_epochFrames < elapsed)
        {
            // The voice was late and the carrier has run dry: the schedule starts again from here instead of catching up in a burst.
            // Everything before has been played; what comes now is heard a road's delay later.
            (_playedTo, _playedAt, _markNext) = (_cursor, now + _roundTrip, true);
            _playedFrames = _heardFrames + (long)(_roundTrip / AudioFormat.FrameDuration);
            _epochAt = now - _epochFrames * AudioFormat.FrameDuration;
            (_untilMiddle, _aligned) = (TimeSpan.Zero, false);
            elapsed = _epochFrames;
        }

        var sent = 0;
        while (_epochFrames < elapsed + _leadFrames && HasFrame())
        {
            SendFrame(outlet);
            sent++;
        }

        return sent;
    }

    /// <summary>Sends what is left at hand when it is less than a frame: the voice has said all that it was given.</summary>
    public void SendRest(IMediaOutlet outlet)
    {
        if (IsActive && !IsPaused && _started && _cursor < _end && !HasFrame()) SendFrame(outlet);
    }

    /// <summary>Goes on where <see cref="Pause"/> stopped.</summary>
    public void Resume()
    {
        ForgetClear();
        _listenedTo = _cursor;
        IsPaused = false;
    }

    /// <summary>Gives the utterance up.</summary>
    public void Stop()
    {
        IsActive = false;
        IsPaused = false;
        Epoch++;
    }

    /// <summary>Where the carrier's buffer was cleared will not be known: what its earlier marks tell must do.</summary>
    public void ForgetClear() => _cleared.Forget();

    private void StartEpoch(TimeSpan now)
    {
        (_started, _markNext) = (true, true);
        _epochAt = now;
        _epochFrom = _cursor;
        (_untilMiddle, _aligned) = (TimeSpan.Zero, false);
        _playedTo = _cursor;
        _playedAt = null;
        _playedFrames = _heardFrames;
    }

    private void ForgetSent()
    {
        Epoch++;
        _epochFrames = 0;
        _markNumber = 0;
        _sinceMark = 0;
        _marks.Clear();
        _playedAt = null;
    }

    private bool HasFrame() => _end - _cursor >= AudioFormat.FrameBytes || (_complete && _cursor < _end);

    private void SendFrame(IMediaOutlet outlet)
    {
        var length = (int)Math.Min(AudioFormat.FrameBytes, _end - _cursor);
        var frame = _audio.AsSpan((int)(_cursor - _base), length);
        if (length == AudioFormat.FrameBytes)
        {
            outlet.SendAudio(frame);
        }
        else
        {
            Span<byte> padded = stackalloc byte[AudioFormat.FrameBytes];
            padded.Fill(AudioFormat.Silence);
            frame.CopyTo(padded);
            outlet.SendAudio(padded);
        }

        _cursor += length;
        _epochFrames++;
        _sinceMark++;
        // The mark of the first frame after a silence tells when the carrier went on.
        if (_markNext) SendMark(outlet, since: 1);
        else if (_sinceMark >= _markFrames || _cursor >= _end || EndsSentence(length)) SendMark(outlet, since: 0);
    }

    private bool EndsSentence(int length) => _sentenceEnds.TryPeek(out var end) && end <= _cursor && end > _cursor - length;

    private void SendMark(IMediaOutlet outlet, int since)
    {
        (_sinceMark, _markNext) = (since, false);
        var number = _markNumber++;
        if (outlet.SendMark(new MediaMark(Epoch, number))) _marks.Enqueue(new SentMark(number, _cursor));
    }

    // Where a voice gives no word times, its words are looked for within its sound only.
    private void FindSound(ReadOnlySpan<byte> muLaw)
    {
        for (var at = 0; at < muLaw.Length; at += AudioFormat.FrameBytes)
        {
            var length = Math.Min(AudioFormat.FrameBytes, muLaw.Length - at);
            if (AudioLevel.Db(muLaw.Slice(at, length)) > SoundDb) _text.Sounded(_end + at, _end + at + length);
        }
    }

    private void MakeRoom(int length)
    {
        // What was played more than a second ago cannot be asked for again.
        var keepFrom = Math.Max(_base, Math.Min(_playedTo, _cursor) - History);
        var live = (int)(_end - keepFrom);
        if (live + length > _audio.Length)
        {
            var larger = new byte[Math.Max(live + length, Math.Min(_audio.Length * 2, (int)_keepAhead * 4))];
            _audio.AsSpan((int)(keepFrom - _base), live).CopyTo(larger);
            _audio = larger;
            _base = keepFrom;
        }
        else if (_end - _base + length > _audio.Length)
        {
            _audio.AsSpan((int)(keepFrom - _base), live).CopyTo(_audio);
            _base = keepFrom;
        }
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}

using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;
using CallActors.Engine.Audio;

namespace CallActors.Engine.Tests.Fakes;

/// <summary>A playout clock that the test turns by hand.</summary>
internal sealed class ManualClock : IPlayoutClock
{
    private readonly ConcurrentDictionary<IActorRef, bool> _streams = new();
    private long _ticks = TimeSpan.FromHours(1).Ticks;

    public TimeSpan Now => new(Interlocked.Read(ref _ticks));

    public bool Wakes(IActorRef stream) => _streams.ContainsKey(stream);

    public void Add(IActorRef stream) => _streams[stream] = true;

    public void Remove(IActorRef stream) => _streams.TryRemove(stream, out _);

    /// <summary>Lets so many frames of 20 ms pass, with a tick at each.</summary>
    public void Pass(int frames = 1)
    {
        for (var i = 0; i < frames; i++)
        {
            Interlocked.Add(ref _ticks, AudioFormat.FrameDuration.Ticks);
            foreach (var stream in _streams.Keys) stream.Tell(PlayoutTick.Instance, ActorRefs.NoSender);
        }
    }
}

/// <summary>A voice that says each word in 200 ms and tells its times, or fails, or waits, as the test wants.</summary>
internal sealed class WordyVoice : ISpeechSynthesizer
{
    public const int FramesPerWord = 10;

    public string Name { get; init; } = "wordy";

    public IReadOnlyList<VoiceProfile> Voices { get; init; } = [];

    /// <summary>The first byte of its first word's audio; each word has the next one.</summary>
    public byte Tone { get; init; } = 0x80;

    /// <summary>Words after which the voice fails; −1 for never.</summary>
    public int FailsAfter { get; set; } = -1;

    /// <summary>Frames of the next word that it still gives before it fails.</summary>
    public int FailsWithin { get; init; }

    /// <summary>Words after which the voice delivers nothing more until it is cancelled; −1 for never.</summary>
    public int StallsAfter { get; set; } = -1;

    /// <summary>Bytes by which a word is longer than its frames.</summary>
    public int MoreBytes { get; set; }

    public List<string> Spoken { get; } = [];

    /// <summary>The names by which its voices were asked for.</summary>
    public List<string> AskedAs { get; } = [];

    /// <summary>The languages in which it was asked to speak.</summary>
    public List<string> AskedIn { get; } = [];

    /// <summary>Cancels the latest request.</summary>
    public CancellationToken Cancellation { get; private set; }

    /// <summary>Words delivered so far.</summary>
    public int Delivered;

    /// <summary>Requests that wait for ever by now.</summary>
    public int Stalled;

    public int Cancelled;

    /// <summary>Whether it fails before it gives any audio to wait for.</summary>
    public bool RefusesAtOnce { get; set; }

    public IAsyncEnumerable<SpeechAudio> SynthesizeAsync(SpeechRequest request, CancellationToken cancellationToken) => RefusesAtOnce
        ? throw new SpeechException(SpeechFailure.Refused, "The voice does not know that language.")
        : SpeakAsync(request, cancellationToken);

    private async IAsyncEnumerable<SpeechAudio> SpeakAsync(SpeechRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Cancellation = cancellationToken;
        lock (Spoken)
        {
            Spoken.Add(request.Text);
            AskedAs.Add(request.Voice);
            AskedIn.Add(request.Language);
        }

        var at = 0;
        var count = 0;
        foreach (var word in request.Text.Split(' '))
        {
            if (count == FailsAfter)
            {
                if (FailsWithin > 0) yield return Say(word, at, count, FailsWithin);
                throw new SpeechException(SpeechFailure.Broken, "The voice lost its breath.");
            }

            if (count == StallsAfter)
            {
                Interlocked.Increment(ref Stalled);
                try
                {
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                }
                finally
                {
                    Interlocked.Increment(ref Cancelled);
                }
            }

            yield return Say(word, at, count, FramesPerWord);
            Interlocked.Increment(ref Delivered);
            at += word.Length + 1;
            count++;
        }
    }

    private SpeechAudio Say(string word, int at, int count, int frames)
    {
        var audio = new byte[frames * AudioFormat.FrameBytes + MoreBytes];
        Array.Fill(audio, (byte)(Tone + count));
        return new SpeechAudio(audio, new[] { new SpokenWord(at, word.Length, count * (long)(FramesPerWord * AudioFormat.FrameBytes + MoreBytes)) });
    }
}

/// <summary>A recogniser whose ears are the test's.</summary>
internal sealed class ScriptedRecognizer : ISpeechRecognizer
{
    private readonly Channel<Recognition> _opened = Channel.CreateUnbounded<Recognition>();
    private readonly TaskCompletionSource _opens = new();

    public string Name { get; init; } = "scripted";

    public bool WantsSilence { get; set; }

    public bool FollowsTurns { get; set; }

    /// <summary>Whether its recognitions keep what they hear.</summary>
    public bool KeepsFrames { get; set; }

    /// <summary>Openings that fail before one succeeds.</summary>
    public int Failures { get; set; }

    public int Attempts { get; private set; }

    /// <summary>Openings that wait until they are cancelled, before one succeeds.</summary>
    public int Hangs { get; set; }

    /// <summary>Whether a hanging opening succeeds when it is cancelled, as if the answer had come in that moment.</summary>
    public bool OpensLate { get; set; }

    /// <summary>Hanging openings succeed.</summary>
    public void Open() => _opens.TrySetResult();

    /// <summary>Hanging openings that were cancelled.</summary>
    public int Cancelled;

    /// <summary>Cancels the latest opening.</summary>
    public CancellationToken Cancellation { get; private set; }

    /// <summary>Whether it refuses the next opening.</summary>
    public bool RefusesOnce { get; set; }

    /// <summary>How it was last asked to listen.</summary>
    public RecognitionRequest? Request { get; private set; }

    public async Task<Recognition> OpenedAsync() => await _opened.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5));

    public ValueTask<ISpeechRecognition> StartAsync(RecognitionRequest request, IRecognitionListener listener, CancellationToken cancellationToken)
    {
        Cancellation = cancellationToken;
        Request = request;
        Attempts++;
        if (RefusesOnce)
        {
            RefusesOnce = false;
            throw new SpeechException(SpeechFailure.Refused, "The recogniser does not know that language.");
        }

        if (Failures-- > 0) throw new SpeechException(SpeechFailure.Unavailable, "The recogniser is not in.");
        if (Hangs-- > 0) return HangAsync(listener, cancellationToken);
        return new ValueTask<ISpeechRecognition>(Opened(listener));
    }

    private async ValueTask<ISpeechRecognition> HangAsync(IRecognitionListener listener, CancellationToken cancellationToken)
    {
        try
        {
            await _opens.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref Cancelled);
            if (!OpensLate) throw;
        }

        return Opened(listener);
    }

    private Recognition Opened(IRecognitionListener listener)
    {
        var recognition = new Recognition(listener) { KeepsFrames = KeepsFrames };
        _opened.Writer.TryWrite(recognition);
        return recognition;
    }

    internal sealed class Recognition(IRecognitionListener listener) : ISpeechRecognition
    {
        private int _accepted;
        private int _ended;
        private int _segment;

        public int AcceptedFrames => Volatile.Read(ref _accepted);

        public int Ended => Volatile.Read(ref _ended);

        public bool Disposed { get; private set; }

        public Expectation Expectation { get; private set; } = Expectation.Open.Instance;

        /// <summary>Whether it keeps <see cref="Frames"/>.</summary>
        public bool KeepsFrames { get; init; }

        /// <summary>The first byte of each frame, in the order in which it was taken.</summary>
        public ConcurrentQueue<byte> Frames { get; } = new();

        /// <summary>It takes no more audio for now.</summary>
        public bool IsFull { get; set; }

        /// <summary>The next audio breaks whoever gives it.</summary>
        public bool Breaks { get; set; }

        public bool Accept(ReadOnlySpan<byte> muLaw)
        {
            if (Breaks) throw new InvalidOperationException("The recogniser breaks what it should not.");
            if (IsFull) return false;
            for (var at = 0; KeepsFrames && at < muLaw.Length; at += AudioFormat.FrameBytes) Frames.Enqueue(muLaw[at]);
            Interlocked.Add(ref _accepted, muLaw.Length / AudioFormat.FrameBytes);
            return true;
        }

        public void EndSegment() => Interlocked.Increment(ref _ended);

        public void Expect(Expectation expectation) => Expectation = expectation;

        public void Interim(string text) => listener.OnText(new RecognizedText(_segment, text, IsFinal: false));

        public void Final(string text, TimeSpan through) => listener.OnText(new RecognizedText(_segment++, text, IsFinal: true, null, through));

        public void Final(string text) => listener.OnText(new RecognizedText(_segment++, text, IsFinal: true));

        public void Turn(RecognizedTurn turn) => listener.OnTurn(turn);

        /// <summary>Confirms the end of the oldest segment that is not confirmed.</summary>
        public void Taken() => listener.OnSegmentTaken();

        public void Break() => Fail(SpeechFailure.Broken);

        public void Fail(SpeechFailure reason) => listener.OnFailed(new SpeechException(reason, "The recogniser broke."));

        public ValueTask DisposeAsync()
        {
            Disposed = true;
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>Every frame that is not digital silence is voice.</summary>
internal sealed class PlainEars : IVoiceActivityDetectorFactory, IVoiceActivityDetector
{
    public IVoiceActivityDetector Create() => new PlainEars();

    public VoiceActivity Process(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> played) => new(frame[0] != AudioFormat.Silence, -20, -60);

    public void Reset()
    {
    }
}

/// <summary>Sentences end with a full stop and are spoken as they are written.</summary>
internal sealed class PlainSentences : ISpeakableText
{
    /// <summary>What begins at this place or behind it is not read, but named.</summary>
    public int ReadsTo { get; set; } = int.MaxValue;

    public IGrowingText Begin() => new Growing(ReadsTo);

    private sealed class Growing(int readsTo) : IGrowingText
    {
        private int _from;

        public IReadOnlyList<SpeakableSentence> Next(string text, bool isComplete)
        {
            var sentences = new List<SpeakableSentence>();
            for (var at = _from; at < text.Length;)
            {
                if (at >= readsTo)
                {
                    if (isComplete) sentences.Add(new SpeakableSentence("there is more.", at, 0));
                    break;
                }

                var end = text.IndexOf(". ", at, StringComparison.Ordinal);
                if (end < 0 && !isComplete) break;
                end = end < 0 ? text.Length : end + 2;
                sentences.Add(new SpeakableSentence(text[at..end].TrimEnd(), at, end - at));
                _from = at = end;
            }

            return sentences;
        }
    }
}

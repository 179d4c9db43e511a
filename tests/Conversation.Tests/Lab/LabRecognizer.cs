using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>A recogniser that reads the words off the frames, as late and as unreliably as it is told. Of our own voice, come back, it
/// understands what is loud enough.</summary>
internal sealed class LabRecognizer(LabTime time, Trace trace, LabRecognizerRules rules, Caller caller, Tape tape, string name) : ISpeechRecognizer
{
    // Frames that tell a word from a snatch of sound.
    private const int Snatch = 2;

    // Of a voice that comes back from a room the short words are not understood.
    private const int LeastOfOurs = 12;

    private Hearing? _current;

    public string Name => name;

    public bool WantsSilence => rules.WantsSilence;

    /// <summary>Recognitions that were opened and not disposed.</summary>
    public int Open { get; private set; }

    public ValueTask<ISpeechRecognition> StartAsync(RecognitionRequest request, IRecognitionListener listener, CancellationToken cancellationToken)
    {
        Open++;
        trace.Add(Who.Recogniser, "listens", name);
        _current = new Hearing(this, listener);
        return new ValueTask<ISpeechRecognition>(_current);
    }

    /// <summary>The connection is lost.</summary>
    public void Break()
    {
        if (_current is null) return;
        trace.Add(Who.Recogniser, "broke");
        var broken = _current;
        _current = null;
        broken.Break();
    }

    /// <summary>It tells final words that no caller said.</summary>
    public void Invent(string text)
    {
        trace.Add(Who.Recogniser, "invents", text);
        _current?.Invent(text);
    }

    private bool IsDeaf => rules.IsDeafFrom is { } deaf && time.Now >= deaf;

    /// <summary>A word that a frame is of, ours or the caller's, and how much of it must be heard; null for none. What comes back of ours is
    /// understood only when the whole word does.</summary>
    private (int Key, string Text, int Frames, bool IsLast)? WordIn(ReadOnlySpan<byte> frame)
    {
        var number = Sounds.NumberOf(frame);
        if (frame[0] == Sounds.Voice) return (number, caller.WordOf(number), Snatch, Sounds.IsLast(frame));
        if (frame[0] != Sounds.Echo || Sounds.PlaceOf(frame) > rules.HearsEchoTo) return null;
        var word = tape.WordAt(number);
        return (-1 - word.FirstFrame, word.Text.TrimEnd('.', '?', ','), Math.Max(word.Frames - Snatch, LeastOfOurs), word.IsLast(number));
    }

    private sealed class Hearing(LabRecognizer owner, IRecognitionListener listener) : ISpeechRecognition
    {
        // Frames without the word after which it is over, though its end was not heard.
        private const int Gap = 5;

        private readonly List<string> _words = [];
        private (int Key, string Text, int Frames, bool IsLast)? _word;
        private int? _finished;
        private int _frames;
        private int _missing;
        private int _segment;
        private bool _closed;

        public bool Accept(ReadOnlySpan<byte> muLaw)
        {
            for (var at = 0; at < muLaw.Length; at += AudioFormat.FrameBytes) Take(muLaw.Slice(at, AudioFormat.FrameBytes));
            return true;
        }

        public void EndSegment()
        {
            Finish();
            var text = string.Join(' ', _words);
            _words.Clear();
            var segment = _segment++;
            if (!owner.IsDeaf) owner.After(owner.FinalAfter, () => Give(new RecognizedText(segment, text, IsFinal: true)));
        }

        public void Expect(Expectation expectation)
        {
        }

        public void Invent(string text) => Give(new RecognizedText(_segment++, text, IsFinal: true));

        public void Break()
        {
            if (_closed) return;
            listener.OnFailed(new SpeechException(SpeechFailure.Broken, "The lab's recogniser broke."));
        }

        public ValueTask DisposeAsync()
        {
            if (!_closed) owner.Open--;
            _closed = true;
            return ValueTask.CompletedTask;
        }

        private void Take(ReadOnlySpan<byte> frame)
        {
            var word = owner.WordIn(frame);
            if (word is null && ++_missing < Gap) return;
            if (word is { } same && same.Key == _word?.Key)
            {
                (_word, _missing) = (word, 0);
                _frames++;
            }
            else
            {
                Finish();
                (_word, _frames, _missing) = (word, 1, 0);
            }

            if (word is { IsLast: true }) Finish();
        }

        // A word of which only a snatch was heard is not recognised; one that was, is not heard twice.
        private void Finish()
        {
            if (_word is { } word && _frames >= word.Frames && _finished != word.Key)
            {
                _finished = word.Key;
                _words.Add(word.Text);
                if (owner.InterimAfter is { } after && !owner.IsDeaf)
                {
                    var text = new RecognizedText(_segment, string.Join(' ', _words), IsFinal: false);
                    owner.After(after, () => Give(text));
                }
            }

            (_word, _frames) = (null, 0);
        }

        private void Give(RecognizedText text)
        {
            if (!_closed && (text.IsFinal || text.Segment == _segment)) listener.OnText(text);
        }
    }

    private TimeSpan FinalAfter => rules.FinalAfter;

    private TimeSpan? InterimAfter => rules.InterimAfter;

    private void After(TimeSpan delay, Action happens) => time.After(delay, happens);
}

/// <summary>How the recogniser hears, and what goes wrong with it.</summary>
internal sealed record LabRecognizerRules
{
    /// <summary>From the end of a segment to its final text.</summary>
    public TimeSpan FinalAfter { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>From the end of a word to the interim text with it; null for none.</summary>
    public TimeSpan? InterimAfter { get; init; } = TimeSpan.FromMilliseconds(120);

    /// <summary>From then on it answers nothing; null for never.</summary>
    public TimeSpan? IsDeafFrom { get; init; }

    /// <summary>Our own voice is understood down to so many dB below what it was.</summary>
    public int HearsEchoTo { get; init; } = 12;

    /// <summary>It is a service that needs an unbroken stream.</summary>
    public bool WantsSilence { get; init; }
}

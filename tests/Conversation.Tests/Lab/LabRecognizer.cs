using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>A recogniser that reads the words off the caller's frames, as late and as unreliably as it is told.</summary>
internal sealed class LabRecognizer(LabTime time, Trace trace, LabRecognizerRules rules, Func<int, string> wordOf) : ISpeechRecognizer
{
    private Hearing? _current;

    public string Name { get; init; } = "lab-ears";

    public bool WantsSilence => rules.WantsSilence;

    /// <summary>Recognitions that were opened and not disposed.</summary>
    public int Open { get; private set; }

    public ValueTask<ISpeechRecognition> StartAsync(RecognitionRequest request, IRecognitionListener listener, CancellationToken cancellationToken)
    {
        Open++;
        _current = new Hearing(this, listener);
        return new ValueTask<ISpeechRecognition>(_current);
    }

    /// <summary>The connection is lost.</summary>
    public void Break()
    {
        trace.Add(Who.Recogniser, "broke");
        var broken = _current;
        _current = null;
        broken?.Break();
    }

    /// <summary>It tells final words that no caller said.</summary>
    public void Invent(string text)
    {
        trace.Add(Who.Recogniser, "invents", text);
        _current?.Invent(text);
    }

    private sealed class Hearing(LabRecognizer owner, IRecognitionListener listener) : ISpeechRecognition
    {
        private readonly List<string> _words = [];
        private int _word = -1;
        private int _frames;
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
            if (owner.Rules.IsDeafFrom is { } deaf && owner.Time.Now >= deaf) return;
            owner.Time.After(owner.Rules.FinalAfter, () => Give(new RecognizedText(segment, text, IsFinal: true)));
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
            var word = frame[0] == Sounds.Voice ? Sounds.NumberOf(frame) : -1;
            if (word == _word)
            {
                _frames++;
            }
            else
            {
                Finish();
                (_word, _frames) = (word, 1);
            }

            if (word >= 0 && Sounds.IsLast(frame)) Finish();
        }

        // A word of which not even a quarter was heard is not recognised.
        private void Finish()
        {
            if (_word >= 0 && _frames >= 2)
            {
                _words.Add(owner.WordOf(_word));
                if (owner.Rules.InterimAfter is { } after)
                {
                    var text = new RecognizedText(_segment, string.Join(' ', _words), IsFinal: false);
                    owner.Time.After(after, () => Give(text));
                }
            }

            (_word, _frames) = (-1, 0);
        }

        private void Give(RecognizedText text)
        {
            if (!_closed && (text.IsFinal || text.Segment == _segment)) listener.OnText(text);
        }
    }

    private LabTime Time => time;

    private LabRecognizerRules Rules => rules;

    private Func<int, string> WordOf => wordOf;
}

/// <summary>How the recogniser hears, and what goes wrong with it.</summary>
internal sealed record LabRecognizerRules
{
    /// <summary>From the end of a segment to its final text.</summary>
    public TimeSpan FinalAfter { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>From the end of a word to the interim text with it; null for none.</summary>
    public TimeSpan? InterimAfter { get; init; } = TimeSpan.FromMilliseconds(120);

    /// <summary>Whether it needs an unbroken stream.</summary>
    public bool WantsSilence { get; init; }

    /// <summary>From then on it answers nothing; null for never.</summary>
    public TimeSpan? IsDeafFrom { get; init; }
}

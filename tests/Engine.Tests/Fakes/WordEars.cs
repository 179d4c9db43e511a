using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Engine.Tests.Fakes;

/// <summary>A recogniser for frames that are filled with the number of their word: it knows what it has heard, and gives final words when
/// chance wills, with or without telling how far they reach.</summary>
/// <param name="finalEvery">Words of which one is followed by a final text, on average.</param>
/// <param name="tellsEarly">Whether each word is told before it is final.</param>
internal sealed class WordEars(Random random, int finalEvery = 4, bool tellsEarly = false, bool tellsReach = true) : ISpeechRecognizer
{
    public const int FramesPerWord = 5;

    private Hearing? _hearing;

    public string Name => "words";

    public bool WantsSilence => false;

    public bool IsOpen => _hearing is not null;

    /// <summary>Recognitions that broke since the last text was given.</summary>
    public int BrokenSinceText { get; private set; }

    public ValueTask<ISpeechRecognition> StartAsync(RecognitionRequest request, IRecognitionListener listener, CancellationToken cancellationToken)
    {
        _hearing = new Hearing(this, listener, random);
        return new ValueTask<ISpeechRecognition>(_hearing);
    }

    public void Break()
    {
        var broken = _hearing;
        _hearing = null;
        BrokenSinceText++;
        broken?.Break();
    }

    private sealed class Hearing(WordEars owner, IRecognitionListener listener, Random random) : ISpeechRecognition
    {
        private readonly List<string> _words = [];
        private int _frames;
        private int _same;
        private int _last = -1;
        private int _segment;

        public bool Accept(ReadOnlySpan<byte> muLaw)
        {
            for (var at = 0; at < muLaw.Length; at += AudioFormat.FrameBytes) Take(muLaw[at]);
            return true;
        }

        public void EndSegment() => Give(through: false);

        public void Expect(Expectation expectation)
        {
        }

        public void Break() => listener.OnFailed(new SpeechException(SpeechFailure.Broken, "The line was cut."));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private void Take(int word)
        {
            _frames++;
            _same = word == _last ? _same + 1 : 1;
            _last = word;
            if (_same < FramesPerWord) return;
            _words.Add($"w{word}");
            if (random.Next(owner.FinalEvery) == 0) Give(through: owner.TellsReach && random.Next(2) == 0);
            else if (owner.TellsEarly) Tell(new RecognizedText(_segment, string.Join(' ', _words), IsFinal: false));
        }

        private void Give(bool through)
        {
            var text = string.Join(' ', _words);
            _words.Clear();
            Tell(new RecognizedText(_segment++, text, IsFinal: true, null, through ? _frames * AudioFormat.FrameDuration : null));
        }

        private void Tell(RecognizedText text)
        {
            owner.BrokenSinceText = 0;
            listener.OnText(text);
        }
    }

    private int FinalEvery => finalEvery;

    private bool TellsEarly => tellsEarly;

    private bool TellsReach => tellsReach;
}

using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Engine.Tests.Fakes;

/// <summary>A recogniser for frames that are filled with the number of their word: it knows what it has heard, and gives final words when
/// chance wills, with or without telling how far they reach.</summary>
internal sealed class WordEars(Random random) : ISpeechRecognizer
{
    public const int FramesPerWord = 5;

    private Hearing? _hearing;

    public string Name => "words";

    public bool WantsSilence => false;

    public bool IsOpen => _hearing is not null;

    public ValueTask<ISpeechRecognition> StartAsync(RecognitionRequest request, IRecognitionListener listener, CancellationToken cancellationToken)
    {
        _hearing = new Hearing(listener, random);
        return new ValueTask<ISpeechRecognition>(_hearing);
    }

    public void Break()
    {
        var broken = _hearing;
        _hearing = null;
        broken?.Break();
    }

    private sealed class Hearing(IRecognitionListener listener, Random random) : ISpeechRecognition
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
            if (random.Next(4) == 0) Give(through: random.Next(2) == 0);
        }

        private void Give(bool through)
        {
            var text = string.Join(' ', _words);
            _words.Clear();
            listener.OnText(new RecognizedText(_segment++, text, IsFinal: true, null, through ? _frames * AudioFormat.FrameDuration : null));
        }
    }
}

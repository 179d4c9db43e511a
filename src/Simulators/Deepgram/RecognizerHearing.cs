using System.Threading.Channels;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Simulators.Deepgram;

/// <summary>Hears real speech through a recogniser. It is asked at each pause; its words are spread evenly over the sound before that.</summary>
public sealed class RecognizerHearing : IHearing, IRecognitionListener
{
    // µ-law magnitude (of 127) from which on a sample counts as sound, and samples of it in 20 ms that make a frame of sound.
    private const int Loud = 48;
    private const int LoudSamples = 8;

    private static readonly long Pause = AudioFormat.SamplesIn(TimeSpan.FromMilliseconds(300));
    private static readonly TimeSpan TextWithin = TimeSpan.FromSeconds(20);

    private readonly List<TimedWord> _words = [];
    private readonly Channel<string> _finals = Channel.CreateUnbounded<string>();
    private ISpeechRecognition _recognition = null!;
    private long _samples;
    private long _from = -1;
    private long _to;

    private RecognizerHearing()
    {
    }

    public IReadOnlyList<TimedWord> Words => [.. _words];

    public static async Task<IHearing> StartAsync(ISpeechRecognizer recognizer, string language)
    {
        var hearing = new RecognizerHearing();
        hearing._recognition = await recognizer.StartAsync(new RecognitionRequest(language, []), hearing, CancellationToken.None).ConfigureAwait(false);
        return hearing;
    }

    public async ValueTask HearAsync(ReadOnlyMemory<byte> muLaw)
    {
        _recognition.Accept(muLaw.Span);
        _samples += muLaw.Length;
        if (IsSound(muLaw.Span))
        {
            if (_from < 0) _from = _samples - muLaw.Length;
            _to = _samples;
        }
        else if (_from >= 0 && _samples - _to >= Pause)
        {
            await SettleAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask SettleAsync()
    {
        if (_from < 0) return;
        _recognition.EndSegment();
        using var late = new CancellationTokenSource(TextWithin);
        var words = (await _finals.Reader.ReadAsync(late.Token).ConfigureAwait(false)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var (from, each) = ((double)_from / AudioFormat.SampleRate, (double)(_to - _from) / AudioFormat.SampleRate / Math.Max(1, words.Length));
        for (var i = 0; i < words.Length; i++) _words.Add(new TimedWord(words[i], from + i * each, from + (i + 1) * each));
        _from = -1;
    }

    public ValueTask DisposeAsync() => _recognition.DisposeAsync();

    void IRecognitionListener.OnText(RecognizedText text)
    {
        if (text.IsFinal) _finals.Writer.TryWrite(text.Text);
    }

    void IRecognitionListener.OnFailed(SpeechException failure) => _finals.Writer.TryComplete(failure);

    private static bool IsSound(ReadOnlySpan<byte> muLaw)
    {
        var loud = 0;
        foreach (var sample in muLaw)
            if ((~sample & 0x7F) >= Loud) loud++;
        return loud >= LoudSamples;
    }
}

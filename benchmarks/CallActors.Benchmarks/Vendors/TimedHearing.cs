using CallActors.Contracts.Audio;
using CallActors.Simulators.Deepgram;

namespace CallActors.Benchmarks.Vendors;

/// <summary>What a simulated recogniser hears: the same words for each run of sound, known when it has been quiet for 100 ms, or when it is
/// asked, after a set delay.</summary>
internal sealed class TimedHearing(string words, TimeSpan answersAfter) : IHearing
{
    private static readonly long Quiet = AudioFormat.SamplesIn(TimeSpan.FromMilliseconds(100));

    private readonly List<TimedWord> _words = [];
    private long _samples;
    private long _from = -1;
    private long _to;

    public IReadOnlyList<TimedWord> Words => _words;

    public ValueTask HearAsync(ReadOnlyMemory<byte> muLaw)
    {
        var isSound = muLaw.Span.IndexOfAnyExcept(AudioFormat.Silence) >= 0;
        if (isSound && _from < 0) _from = _samples;
        _samples += muLaw.Length;
        if (isSound) _to = _samples;
        else if (_samples - _to >= Quiet) Tell();
        return ValueTask.CompletedTask;
    }

    public async ValueTask SettleAsync()
    {
        await Task.Delay(answersAfter);
        Tell();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Tell()
    {
        if (_from < 0) return;
        var spoken = words.Split(' ');
        var (from, each) = ((double)_from / AudioFormat.SampleRate, (double)(_to - _from) / AudioFormat.SampleRate / spoken.Length);
        for (var i = 0; i < spoken.Length; i++) _words.Add(new TimedWord(spoken[i], from + i * each, from + (i + 1) * each));
        _from = -1;
    }
}

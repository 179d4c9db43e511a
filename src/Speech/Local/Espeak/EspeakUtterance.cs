using System.Threading.Channels;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;
using CallActors.Speech.Text;

namespace CallActors.Speech.Local.Espeak;

/// <summary>One request: its sentences still to be spoken, and the audio not yet taken by its reader. espeak-ng's thread writes,
/// one reader reads; either may cancel.</summary>
internal sealed class EspeakUtterance : ISentenceTurn
{
    /// <summary>Most audio of one sentence, in samples: 60 s. A sentence is cut at 240 characters, so only endless digits or symbols
    /// come near it; the request is then refused rather than spoken in part.</summary>
    public const int MaximumSentenceSamples = 60 * AudioFormat.SampleRate;

    // Chunks hold 60 ms as a rule. The count is a second bound behind the samples', for a voice that gives crumbs.
    private const int MaximumChunks = 4096;

    private readonly Channel<EspeakChunk> _chunks = Channel.CreateBounded<EspeakChunk>(
        new BoundedChannelOptions(MaximumChunks) { SingleReader = true, SingleWriter = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly IReadOnlyList<Sentence> _sentences;
    private readonly int _readAheadSamples;
    private int _nextSentence;
    private int _unreadSamples;
    private volatile bool _isCancelled;
    private volatile bool _hasFailed;

    public EspeakUtterance(string voice, int wordsPerMinute, int pitch, IReadOnlyList<Sentence> sentences, TimeSpan readAhead)
    {
        Voice = voice;
        WordsPerMinute = wordsPerMinute;
        Pitch = pitch;
        _sentences = sentences;
        _readAheadSamples = (int)AudioFormat.SamplesIn(readAhead);
    }

    public string Voice { get; }

    public int WordsPerMinute { get; }

    public int Pitch { get; }

    /// <summary>Samples of the sentences spoken so far: where the next one begins.</summary>
    public long SpokenSamples { get; set; }

    public bool IsCancelled => _isCancelled;

    public bool IsOver => _isCancelled || _hasFailed || _nextSentence == _sentences.Count;

    /// <summary>Enough audio lies ready: speaking on would only fill memory.</summary>
    public bool IsAhead => Volatile.Read(ref _unreadSamples) > _readAheadSamples;

    public bool IsLastSentence => _nextSentence == _sentences.Count;

    public Sentence TakeSentence() => _sentences[_nextSentence++];

    /// <summary>Hands a chunk to the reader; false when the reader's buffer is full.</summary>
    public bool Write(EspeakChunk chunk)
    {
        Interlocked.Add(ref _unreadSamples, chunk.AudioLength);
        return _chunks.Writer.TryWrite(chunk);
    }

    /// <summary>Tells the reader that all is said or, with a failure, that no more will come.</summary>
    public void Complete(SpeechException? failure = null)
    {
        if (failure is not null) _hasFailed = true;
        _chunks.Writer.TryComplete(failure);
    }

    public void Cancel() => _isCancelled = true;

    public bool TryRead(out EspeakChunk chunk) => _chunks.Reader.TryRead(out chunk!);

    /// <summary>The next chunk, or null at the end.</summary>
    /// <param name="stallLimit">Longest wait.</param>
    /// <param name="time">The clock of the wait.</param>
    /// <exception cref="SpeechException">The request failed, or nothing came in time.</exception>
    public async ValueTask<EspeakChunk?> ReadAsync(TimeSpan stallLimit, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_chunks.Reader.TryRead(out var chunk)) return chunk;
            var wait = _chunks.Reader.WaitToReadAsync(cancellationToken);
            try
            {
                // As a rule the thread is ahead of its readers and there is nothing to wait for.
                var hasMore = wait.IsCompleted
                    ? await wait.ConfigureAwait(false)
                    : await wait.AsTask().WaitAsync(stallLimit, time, cancellationToken).ConfigureAwait(false);
                if (!hasMore) return null;
            }
            catch (TimeoutException)
            {
                throw new SpeechException(SpeechFailure.TimedOut, $"espeak-ng gave no audio for {stallLimit.TotalSeconds:0} s.");
            }
        }
    }

    /// <summary>The reader is done with a chunk.</summary>
    public void Return(EspeakChunk chunk)
    {
        Interlocked.Add(ref _unreadSamples, -chunk.AudioLength);
        chunk.Return();
    }
}

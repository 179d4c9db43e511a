using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.Local.PocketSphinx;

/// <summary>One call's recognition: hands its audio to a decoder's thread and gives that thread back when disposed.</summary>
internal sealed class SphinxRecognition : ISpeechRecognition
{
    private static readonly TimeSpan ReleaseDeadline = TimeSpan.FromSeconds(10);

    private readonly RecognitionQueue _queue;
    private readonly IRecognitionListener _listener;
    private readonly Action _release;
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SphinxRecognition(PocketSphinxOptions options, IRecognitionListener listener, Action release)
    {
        _queue = new RecognitionQueue(options.QueueSeconds * AudioFormat.SampleRate);
        _listener = listener;
        _release = release;
    }

    public bool Accept(ReadOnlySpan<byte> muLaw) => _queue.TryWrite(muLaw);

    public void EndSegment() => _queue.TryMark(QueueMark.SegmentEnd.Instance);

    public void Expect(Expectation expectation)
    {
        ArgumentNullException.ThrowIfNull(expectation);
        _queue.TryMark(new QueueMark.Expected(expectation));
    }

    /// <summary>Nothing is delivered once this is done. Waits for the decoder to leave the utterance, at most ten seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        try
        {
            await _finished.Task.WaitAsync(ReleaseDeadline).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The decoder hangs in its library: it stays counted as taken, and the call goes on without it.
        }
    }

    /// <summary>Recognises until the recognition is closed. False when the decoder may not be used again.</summary>
    public bool Serve(LoadedDecoder decoder, out SpeechException? failure)
    {
        failure = null;
        try
        {
            decoder.StartCall();
            var segments = new SegmentDecoding(decoder, _listener);
            Span<byte> audio = stackalloc byte[AudioFormat.FrameBytes];
            while (_queue.Read(audio, out var count, out var mark))
            {
                switch (mark)
                {
                    case null:
                        segments.Accept(audio[..count]);
                        break;
                    case QueueMark.SegmentEnd:
                        segments.EndSegment();
                        break;
                    case QueueMark.Expected expected:
                        segments.Expect(expected.Expectation);
                        break;
                }
            }

            segments.Abandon();
            return true;
        }
        catch (Exception fault)
        {
            failure = fault as SpeechException ?? new SpeechException(SpeechFailure.Broken, "The local recogniser failed in the middle of its work.", fault);
            return false;
        }
    }

    /// <summary>The decoder's thread has let go.</summary>
    public void Finished(SpeechException? failure)
    {
        _queue.Close();
        _release();
        if (failure is not null)
        {
            _listener.OnFailed(failure);
        }

        _finished.TrySetResult();
    }
}

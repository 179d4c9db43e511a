using System.Globalization;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.OpenAi.Transcriptions;

/// <summary>Listens to one call: each segment is one request, several may be under way, and their texts are told in order.</summary>
internal sealed class BatchRecognition(
    OpenAiTranscriptionOptions options, OpenAiFaults faults, TranscriptionRequest request, Hints hints, IRecognitionListener listener)
    : ISpeechRecognition
{
    // No word is shorter, and the vendor refuses less.
    private const int ShortestPart = AudioFormat.SampleRate / 10;

    private readonly HeardItems _heard = new(listener);
    private readonly CancellationTokenSource _ended = new();
    private readonly HashSet<Task> _asked = [];
    private readonly long _longestPart = AudioFormat.SamplesIn(options.LongestPart);
    private SegmentAudio _audio = new();
    private long _accepted;
    private int _parts;
    private bool _isOver;

    public bool Accept(ReadOnlySpan<byte> muLaw)
    {
        lock (_asked)
        {
            if (_isOver) return false;
            _audio.Append(muLaw);
            _accepted += muLaw.Length;
            if (_audio.Length >= _longestPart) AskForPart(null);
            return true;
        }
    }

    public void EndSegment()
    {
        lock (_asked)
        {
            if (_isOver) return;
            var end = _heard.Ask(_accepted);
            if (_audio.Length >= ShortestPart)
            {
                AskForPart(end);
                return;
            }

            _audio.Dispose();
            _heard.MarkEmpty(end);
        }
    }

    /// <summary>What is expected has no place in a request.</summary>
    public void Expect(Expectation expectation) => ArgumentNullException.ThrowIfNull(expectation);

    /// <summary>Nothing is delivered once this is done; requests under way are cancelled.</summary>
    public async ValueTask DisposeAsync()
    {
        _heard.Close();
        End();
        Task[] asked;
        lock (_asked) asked = [.. _asked];
        await Task.WhenAll(asked).ConfigureAwait(false);
    }

    /// <param name="end">The segment's end behind the part; null in its middle.</param>
    private void AskForPart(SegmentEnd? end)
    {
        if (_asked.Count >= options.MaximumRequests)
        {
            _ = FailAsync(faults.Stalled(options.Connection.OpenWithin));
            return;
        }

        var id = _parts++.ToString(CultureInfo.InvariantCulture);
        var audio = _audio;
        _audio = new SegmentAudio();
        if (end is null) _heard.AddPart(id, _accepted);
        else _heard.AddAsked(id, null, isConfirmed: false);
        // The caller is the audio path: the file is made and sent elsewhere.
        var task = Task.Run(() => TranscribeAsync(id, audio));
        _asked.Add(task);
        _ = task.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Forget(Task task)
    {
        lock (_asked) _asked.Remove(task);
    }

    private async Task TranscribeAsync(string id, SegmentAudio audio)
    {
        try
        {
            byte[] wav;
            using (audio) wav = audio.ToWav();
            _heard.Complete(id, await request.AskAsync(wav, hints, words => _heard.Extend(id, words), _ended.Token).ConfigureAwait(false));
        }
        catch (SpeechException failure)
        {
            await FailAsync(failure).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Nobody wants it any more.
        }
    }

    private Task FailAsync(SpeechException failure)
    {
        _heard.Fail(failure);
        return Task.Run(End);
    }

    private void End()
    {
        lock (_asked)
        {
            if (_isOver) return;
            _isOver = true;
            _audio.Dispose();
        }

        _ended.Cancel();
    }
}

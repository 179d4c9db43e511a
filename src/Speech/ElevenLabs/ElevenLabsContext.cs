using System.Threading.Channels;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.ElevenLabs;

/// <summary>One request on a socket: what has come of it and was not taken yet. The socket's reader writes, one reader reads.</summary>
/// <param name="id">Its name on the socket; empty on a socket of its own.</param>
/// <param name="text">The request's text.</param>
internal sealed class ElevenLabsContext(string id, string text)
{
    /// <summary>Most audio of one request: more than eight minutes. The longest text takes less; a vendor that goes on is stopped.</summary>
    private const long MaximumSamples = 4 << 20;

    private readonly Channel<SpeechAudio> _pieces = Channel.CreateUnbounded<SpeechAudio>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly AlignedWords _words = new(text);
    private long _samples;

    public string Id => id;

    /// <summary>The vendor has said that no more will come, or its socket is gone.</summary>
    public bool IsOver { get; private set; }

    /// <summary>When its reader left it before it was over, by the clock's time stamp; null while it is read.</summary>
    public long? LeftAt { get; set; }

    /// <summary>Takes a message of this request.</summary>
    public void Take(SocketAnswer answer)
    {
        if (LeftAt is null && (answer.Audio is { Length: > 0 } || answer.Alignment is not null))
        {
            var pieceAt = _samples;
            var words = _words.Of(answer.Alignment?.Chars, answer.Alignment?.CharStartTimesMs, time => AlignedWords.InPiece(pieceAt, time));
            _samples += answer.Audio?.Length ?? 0;
            if (_samples > MaximumSamples) End(new SpeechException(SpeechFailure.Broken, "ElevenLabs does not come to the end of a request."));
            else _pieces.Writer.TryWrite(new SpeechAudio(answer.Audio, words));
        }

        if (answer.IsFinal is true || answer.IsFinalToo is true) End();
    }

    /// <summary>Nothing more will come.</summary>
    public void End(SpeechException? failure = null)
    {
        IsOver = true;
        _pieces.Writer.TryComplete(failure);
    }

    /// <summary>The next piece; null at the end.</summary>
    /// <exception cref="SpeechException">The request has failed.</exception>
    /// <exception cref="TimeoutException">Nothing came in time.</exception>
    public async ValueTask<SpeechAudio?> ReadAsync(TimeSpan within, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_pieces.Reader.TryRead(out var piece)) return piece;
            var wait = _pieces.Reader.WaitToReadAsync(cancellationToken);
            var hasMore = wait.IsCompleted
                ? await wait.ConfigureAwait(false)
                : await wait.AsTask().WaitAsync(within, time, cancellationToken).ConfigureAwait(false);
            if (!hasMore) return null;
        }
    }
}

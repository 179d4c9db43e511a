using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.OpenAi.Voices;

/// <summary>The answer to one request, read piece by piece.</summary>
internal abstract class SpeechStream(HttpResponseMessage response, Stream body, PcmToMuLaw converter) : IAsyncDisposable
{
    private const int MostScraps = 128;
    private const int ScrapBytes = 8192;

    private bool _isRead;
    private bool _isFlushed;

    protected Stream Body => body;

    protected PcmToMuLaw Converter => converter;

    /// <summary>The next audio, null at the end; valid until the next is asked for.</summary>
    public async ValueTask<SpeechAudio?> NextAsync(CancellationToken cancellationToken)
    {
        if (await ReadAsync(cancellationToken).ConfigureAwait(false) is { } audio) return audio;
        _isRead = true;
        if (_isFlushed) return null;
        _isFlushed = true;
        return new SpeechAudio(converter.Flush(), default);
    }

    /// <summary>Closes the connection at once where the body has not been read to its end.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        if (!_isRead) await AbandonAsync().ConfigureAwait(false);
        response.Dispose();
    }

    protected abstract ValueTask<SpeechAudio?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>A response that is let go unread is read on by its handler for some seconds, in the hope of using the connection again, and
    /// the server speaks on. A read that is cancelled ends the connection.</summary>
    private async ValueTask AbandonAsync()
    {
        var scraps = new byte[ScrapBytes];
        try
        {
            for (var i = 0; i < MostScraps; i++)
            {
                using var abandon = new CancellationTokenSource();
                var reading = body.ReadAsync(scraps, abandon.Token);
                if (!reading.IsCompleted) await abandon.CancelAsync().ConfigureAwait(false);
                if (await reading.ConfigureAwait(false) == 0) return;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or HttpRequestException or ObjectDisposedException)
        {
            // That is what it was for, or the connection had ended before.
        }
    }
}

/// <summary>PCM as it is.</summary>
internal sealed class PcmStream(HttpResponseMessage response, Stream body, PcmToMuLaw converter) : SpeechStream(response, body, converter)
{
    private readonly byte[] _buffer = new byte[8192];

    protected override async ValueTask<SpeechAudio?> ReadAsync(CancellationToken cancellationToken)
    {
        var count = await Body.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false);
        return count == 0 ? null : new SpeechAudio(Converter.Convert(_buffer.AsSpan(0, count)), default);
    }
}

/// <summary>PCM with the times of its words, a JSON object a line.</summary>
internal sealed class CaptionedStream(HttpResponseMessage response, Stream body, PcmToMuLaw converter, CaptionedWords words, long origin, OpenAiFaults faults)
    : SpeechStream(response, body, converter)
{
    // A sentence of half a minute, as base64.
    private const int LongestLine = 4 * 1024 * 1024;

    private readonly PipeReader _lines = PipeReader.Create(body, new StreamPipeReaderOptions(leaveOpen: true));

    public override async ValueTask DisposeAsync()
    {
        await _lines.CompleteAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override async ValueTask<SpeechAudio?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _lines.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = read.Buffer.Slice(0, end);
                var piece = Parse(line);
                _lines.AdvanceTo(read.Buffer.GetPosition(1, end));
                if (piece is not null) return Of(piece);
                continue;
            }

            if (read.Buffer.Length > LongestLine) throw faults.Broken("the server sent a line of more than 4 megabytes.");
            if (read.IsCompleted)
            {
                var rest = Parse(read.Buffer);
                _lines.AdvanceTo(read.Buffer.End);
                return rest is null ? null : Of(rest);
            }

            _lines.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static CaptionedPiece? Parse(ReadOnlySequence<byte> line)
    {
        // A blank line says nothing.
        if (line.Length < 2) return null;
        var reader = new Utf8JsonReader(line);
        return JsonSerializer.Deserialize(ref reader, SpeechJson.Default.CaptionedPiece);
    }

    private SpeechAudio Of(CaptionedPiece piece)
    {
        var found = new List<SpokenWord>();
        foreach (var caption in piece.Timestamps ?? [])
            if (words.Find(caption, origin) is { } word) found.Add(word);
        return new SpeechAudio(Converter.Convert(piece.Audio ?? []), found.ToArray());
    }
}

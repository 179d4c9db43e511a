using System.Buffers;
using System.IO.Pipelines;
using System.Net.Http.Json;
using System.Text.Json;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;
using CallActors.Speech.Sockets;

namespace CallActors.Speech.ElevenLabs;

/// <summary>One request by HTTP: lines of JSON with audio and the times of its characters.</summary>
internal sealed class ElevenLabsDownload : IAsyncDisposable
{
    private const int MaximumLine = 4 << 20;
    private const int MaximumFault = 16 * 1024;

    private readonly HttpResponseMessage _response;
    private readonly PipeReader _body;
    private readonly ElevenLabsOptions _options;
    private readonly TimeProvider _time;
    private readonly AlignedWords _words;
    private long _samples;

    private ElevenLabsDownload(HttpResponseMessage response, PipeReader body, ElevenLabsAsk ask, ElevenLabsOptions options, TimeProvider time)
    {
        (_response, _body, _options, _time) = (response, body, options, time);
        _words = new AlignedWords(ask.Text);
    }

    /// <summary>Asks; comes back when the vendor has begun to answer.</summary>
    /// <exception cref="SpeechException">It was refused or did not answer in time.</exception>
    public static async Task<ElevenLabsDownload> StartAsync(
        ElevenLabsRoads roads, ElevenLabsAsk ask, ElevenLabsOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(options.AudioWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        HttpResponseMessage? response = null;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, ask.HttpOf(options));
            request.Headers.Add("xi-api-key", options.ApiKey);
            var language = ask.Line.LanguageCode;
            request.Content = JsonContent.Create(
                new HttpAsk(ask.Text, options.Model, language.Length > 0 ? language : null, ask.Settings), ElevenLabsAskJson.Default.HttpAsk);
            response = await roads.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            var body = PipeReader.Create(await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false));
            if (response.IsSuccessStatusCode) return new ElevenLabsDownload(response, body, ask, options, time);
            roads.Gate.Note(new VendorRefusal(ElevenLabsFaults.Vendor, response.StatusCode, VendorRefusal.WaitOf(response.Headers, time.GetUtcNow())));
            throw ElevenLabsFaults.OfStatus(response.StatusCode, await WordAsync(body, either.Token).ConfigureAwait(false));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException or SpeechException)
        {
            response?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            if (e is SpeechException) throw;
            if (late.IsCancellationRequested) throw Late(options);
            throw ElevenLabsFaults.OfConnection((e as HttpRequestException)?.HttpRequestError ?? HttpRequestError.ResponseEnded);
        }
    }

    /// <summary>The next piece; null at the end.</summary>
    /// <exception cref="SpeechException">It broke off, or nothing came in time.</exception>
    public async ValueTask<SpeechAudio?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var reading = _body.ReadAsync(cancellationToken);
                var read = reading.IsCompleted
                    ? await reading.ConfigureAwait(false)
                    : await reading.AsTask().WaitAsync(_options.AudioWithin, _time, cancellationToken).ConfigureAwait(false);
                var buffer = read.Buffer;
                var newline = buffer.PositionOf((byte)'\n');
                if (newline is null && !read.IsCompleted)
                {
                    if (buffer.Length > MaximumLine) throw new JsonException("A line without an end.");
                    _body.AdvanceTo(buffer.Start, buffer.End);
                    continue;
                }

                if (buffer.IsEmpty) return null;
                var end = newline ?? buffer.End;
                var piece = Take(buffer.Slice(0, end));
                _body.AdvanceTo(newline is null ? end : buffer.GetPosition(1, end));
                if (piece is not null) return piece;
            }
        }
        catch (TimeoutException)
        {
            throw Late(_options);
        }
        catch (JsonException)
        {
            throw new SpeechException(SpeechFailure.Broken, "ElevenLabs sent what is no message of its protocol.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new SpeechException(SpeechFailure.Broken, "The connection to ElevenLabs broke.");
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        // Ends the connection when the answer was not read to its end, and with it the vendor's work.
        _response.Dispose();
        return ValueTask.CompletedTask;
    }

    private SpeechAudio? Take(ReadOnlySequence<byte> line)
    {
        if (IsBlank(line)) return null;
        var reader = new Utf8JsonReader(line);
        var piece = JsonSerializer.Deserialize(ref reader, ElevenLabsAskJson.Default.HttpPiece) ?? throw new JsonException("Null.");
        var starts = piece.Alignment?.CharacterStartTimesSeconds;
        // The vendor does not tell whether these times count from the piece's beginning, as those of its sockets do, or from that of all.
        var isFromStart = starts is [var first, ..] && first * AudioFormat.SampleRate > _samples / 2d;
        var pieceAt = isFromStart ? 0 : _samples;
        var words = _words.Of(piece.Alignment?.Characters, starts, seconds => AlignedWords.InPiece(pieceAt, seconds * 1000));
        _samples += piece.AudioBase64?.Length ?? 0;
        return new SpeechAudio(piece.AudioBase64, words);
    }

    private static bool IsBlank(ReadOnlySequence<byte> line)
    {
        foreach (var part in line)
            if (part.Span.ContainsAnyExcept(" \t\r"u8)) return false;
        return true;
    }

    private static async Task<string> WordAsync(PipeReader body, CancellationToken cancellationToken)
    {
        var read = await body.ReadAtLeastAsync(MaximumFault, cancellationToken).ConfigureAwait(false);
        return ElevenLabsFaults.WordOf(read.Buffer.Slice(0, Math.Min(read.Buffer.Length, MaximumFault)).ToArray());
    }

    private static SpeechException Late(ElevenLabsOptions options) =>
        new(SpeechFailure.TimedOut, $"ElevenLabs gave no audio for {options.AudioWithin.TotalSeconds:0.#} s.");
}

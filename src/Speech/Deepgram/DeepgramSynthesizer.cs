using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.Deepgram;

/// <summary>
/// Speaks with Deepgram's Aura and Flux voices, in the telephone's own µ-law: over sockets that are kept from sentence to sentence, and by
/// HTTP where there are none. A cancelled request is stopped at the service before its socket speaks again. Word times it does not tell.
/// </summary>
public sealed class DeepgramSynthesizer : ISpeechSynthesizer, IAsyncDisposable
{
    private const double Slowest = 0.7;
    private const double Fastest = 1.5;
    private const double SlowestFlux = 0.5;
    private const double FluxStep = 0.05;

    // 200 ms.
    private const int PieceBytes = 1600;

    private readonly DeepgramConnection _connection;
    private readonly SpeakOptions _options;
    private readonly SpeakSockets _sockets;

    /// <param name="handler">Makes the connections; not disposed of. Null: one of its own.</param>
    /// <exception cref="ArgumentException">An option cannot be used.</exception>
    public DeepgramSynthesizer(DeepgramOptions account, SpeakOptions options, TimeProvider time, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _connection = new DeepgramConnection(account, time, handler);
        _sockets = new SpeakSockets(_connection, options);
        Voices = [.. DeepgramVoices.All.OrderBy(voice => voice.Name == options.Voice ? 0 : 1)];
    }

    /// <inheritdoc/>
    public string Name => "deepgram";

    /// <inheritdoc/>
    public IReadOnlyList<VoiceProfile> Voices { get; }

    /// <summary>Sockets that nobody speaks with.</summary>
    internal int IdleSockets => _sockets.Idle;

    /// <inheritdoc/>
    public async IAsyncEnumerable<SpeechAudio> SynthesizeAsync(SpeechRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        var pieces = SpeakText.Cut(request.Text);
        if (pieces.Count == 0) yield break;
        while (_options.UsesSockets && await RentAsync(request, cancellationToken).ConfigureAwait(false) is { } socket)
        {
            var (isSpoken, hasBegun, fault) = (false, false, default(SpeechException));
            try
            {
                socket.Speak(pieces);
                while (!isSpoken && fault is null)
                {
                    var step = await socket.NextAsync(_options.AudioWithin, cancellationToken).ConfigureAwait(false);
                    (isSpoken, fault) = (step.IsDone, step.Fault);
                    if (step.Audio.IsEmpty) continue;
                    hasBegun = true;
                    yield return new SpeechAudio(step.Audio, default);
                }
            }
            finally
            {
                // Whoever leaves early waits for nothing.
                if (isSpoken) _sockets.Return(socket);
                else if (fault is not null) _sockets.Discard(socket);
                else _ = _sockets.ClearAsync(socket);
            }

            if (isSpoken) yield break;
            // One that was kept may have been lost unnoticed, or have spoken too often: another one can still say it.
            if (hasBegun || socket.Uses == 1 || fault!.Reason is SpeechFailure.TimedOut) throw fault!;
        }

        foreach (var piece in pieces)
            await foreach (var audio in PostAsync(request, piece, cancellationToken).ConfigureAwait(false)) yield return audio;
    }

    /// <summary>Closes the sockets that nobody speaks with; the others when their requests end.</summary>
    public ValueTask DisposeAsync() => _sockets.DisposeAsync();

    private async Task<SpeakSocket?> RentAsync(SpeechRequest request, CancellationToken cancellation)
    {
        try
        {
            return await _sockets.RentAsync(VoiceFor(request), QueryFor(request), cancellation).ConfigureAwait(false);
        }
        catch (SpeechException fault) when (fault.Reason is SpeechFailure.Broken)
        {
            // There are networks that let no sockets through.
            return null;
        }
    }

    private async IAsyncEnumerable<SpeechAudio> PostAsync(SpeechRequest request, string text, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var body = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new SpeakText(text), DeepgramJson.Default.SpeakText));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await _connection.PostAsync(SpeakWire.PathOf(VoiceFor(request)), QueryFor(request).Add("container", "none"), body, cancellation).ConfigureAwait(false);
        using var late = new CancellationTokenSource(_options.AudioWithin, _connection.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        var piece = new byte[PieceBytes];
        while (await ReadAsync(response, piece, late, either.Token, cancellation).ConfigureAwait(false) is var length and > 0)
            yield return new SpeechAudio(piece.AsMemory(0, length), default);
    }

    private async Task<int> ReadAsync(HttpResponseMessage response, byte[] piece, CancellationTokenSource late, CancellationToken either, CancellationToken cancellation)
    {
        try
        {
            var body = await response.Content.ReadAsStreamAsync(either).ConfigureAwait(false);
            var length = await body.ReadAsync(piece, either).ConfigureAwait(false);
            late.CancelAfter(_options.AudioWithin);
            return length;
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw late.IsCancellationRequested
                ? new SpeechException(SpeechFailure.TimedOut, $"{DeepgramConnection.Vendor}'s voice gave nothing for {_options.AudioWithin.TotalSeconds:0.#} s.", fault)
                : new SpeechException(SpeechFailure.Broken, $"{DeepgramConnection.Vendor}'s voice broke off.", fault);
        }
    }

    private Query QueryFor(SpeechRequest request)
    {
        var voice = VoiceFor(request);
        var query = new Query().Add("model", voice).Add("encoding", "mulaw").Add("sample_rate", AudioFormat.SampleRate);
        var pace = Math.Clamp(request.Pace, SpeakWire.IsFlux(voice) ? SlowestFlux : Slowest, Fastest);
        if (pace is 1) return query;
        return query.Add("speed", SpeakWire.IsFlux(voice) ? Math.Round(Math.Round(pace / FluxStep) * FluxStep, 2) : Math.Round(pace, 2));
    }

    private string VoiceFor(SpeechRequest request)
    {
        if (request.Voice.Length > 0) return request.Voice;
        var isOwn = _options.Voice.EndsWith($"-{request.Language.Split('-')[0]}", StringComparison.OrdinalIgnoreCase);
        return isOwn || request.Language.Length == 0 ? _options.Voice : DeepgramVoices.For(request.Language) ?? _options.Voice;
    }
}

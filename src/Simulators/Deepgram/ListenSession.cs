using System.Net.WebSockets;
using System.Text.Json.Nodes;
using CallActors.Contracts.Audio;

namespace CallActors.Simulators.Deepgram;

/// <summary>One socket that is spoken into: what both generations of the vendor's listening have in common. All times are of the audio that
/// was received.</summary>
internal abstract class ListenSession(Peer peer, IHearing hearing) : IAsyncDisposable
{
    private long _samples;

    protected Peer Peer => peer;

    protected IHearing Hearing => hearing;

    /// <summary>Seconds of audio so far.</summary>
    protected double Now => (double)_samples / AudioFormat.SampleRate;

    public async Task RunAsync()
    {
        await BeginAsync().ConfigureAwait(false);
        while (await peer.ReadAsync().ConfigureAwait(false) is { } type)
        {
            var goesOn = type is WebSocketMessageType.Text
                ? await OnTextAsync(peer.ReadObject()).ConfigureAwait(false)
                : await OnBinaryAsync(peer.Content).ConfigureAwait(false);
            if (!goesOn) break;
        }
    }

    public virtual ValueTask DisposeAsync() => hearing.DisposeAsync();

    protected abstract Task BeginAsync();

    /// <param name="message">Null when it was none of JSON.</param>
    /// <returns>False when that was the last.</returns>
    protected abstract Task<bool> OnTextAsync(JsonObject? message);

    /// <summary>By default all that is binary is audio, and must be some.</summary>
    /// <returns>False when that was the last.</returns>
    protected virtual async Task<bool> OnBinaryAsync(ReadOnlyMemory<byte> audio)
    {
        peer.Session.ReceivedAudio(audio.Length);
        for (var at = 0; at < audio.Length; at += AudioFormat.FrameBytes)
        {
            var frame = audio.Slice(at, Math.Min(AudioFormat.FrameBytes, audio.Length - at));
            await hearing.HearAsync(frame).ConfigureAwait(false);
            _samples += frame.Length;
            await StepAsync().ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>A frame more has been heard.</summary>
    protected abstract Task StepAsync();

    protected static string TextOf(IEnumerable<TimedWord> words) => string.Join(' ', words.Select(word => word.Text));

    /// <param name="written">How the generation writes the word itself.</param>
    protected static JsonArray WordsOf(IEnumerable<TimedWord> words, Func<TimedWord, JsonObject> written) => new([.. words.Select(word =>
    {
        var said = written(word);
        (said["start"], said["end"], said["confidence"]) = (word.Start, word.End, word.Confidence);
        return said;
    })]);
}

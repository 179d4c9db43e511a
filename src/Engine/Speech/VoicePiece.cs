using System.Buffers;
using CallActors.Contracts.Speech;

namespace CallActors.Engine.Speech;

/// <summary>What came of asking a voice for its next piece of audio.</summary>
internal abstract record VoicePiece : IDeadLetterSuppression
{
    /// <summary>Audio in a buffer of the shared array pool, which the receiver returns.</summary>
    internal sealed record Audio(int Run, byte[] Buffer, int Length, SpokenWord[] Words) : VoicePiece;

    /// <summary>The sentence is spoken.</summary>
    internal sealed record Done(int Run) : VoicePiece;

    /// <summary>The voice failed or was cancelled. Holds no caller's words.</summary>
    internal sealed record Failed(int Run, SpeechFailure Reason, string Detail) : VoicePiece;

    /// <summary>Waits for the next piece and copies it, since its memory is the synthesizer's. Ends the enumerator when nothing follows.</summary>
    /// <param name="run">Comes back with the answer.</param>
    public static async Task<VoicePiece> NextAsync(IAsyncEnumerator<SpeechAudio> audio, int run)
    {
        try
        {
            if (await audio.MoveNextAsync().ConfigureAwait(false))
            {
                var piece = audio.Current;
                var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, piece.MuLaw.Length));
                piece.MuLaw.CopyTo(buffer);
                return new Audio(run, buffer, piece.MuLaw.Length, piece.Words.IsEmpty ? [] : piece.Words.ToArray());
            }
        }
        catch (OperationCanceledException)
        {
            await EndAsync(audio).ConfigureAwait(false);
            return new Failed(run, SpeechFailure.Broken, "The voice was cancelled.");
        }
        catch (SpeechException e)
        {
            await EndAsync(audio).ConfigureAwait(false);
            return new Failed(run, e.Reason, e.Message);
        }
        catch (Exception e)
        {
            await EndAsync(audio).ConfigureAwait(false);
            return new Failed(run, SpeechFailure.Broken, $"The voice broke ({e.GetType().Name}).");
        }

        await EndAsync(audio).ConfigureAwait(false);
        return new Done(run);
    }

    /// <summary>Nobody takes the piece that was asked for last: its buffer goes back to the pool, and the voice's work ends.</summary>
    public static async Task AbandonAsync(Task<VoicePiece> next, IAsyncEnumerator<SpeechAudio> audio)
    {
        // A voice that was done, or has failed, has ended its work by itself.
        if (await next.ConfigureAwait(false) is not Audio piece) return;
        ArrayPool<byte>.Shared.Return(piece.Buffer);
        await EndAsync(audio).ConfigureAwait(false);
    }

    /// <summary>Ends a voice's work.</summary>
    public static async Task EndAsync(IAsyncEnumerator<SpeechAudio> audio)
    {
        try
        {
            await audio.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or SpeechException)
        {
            // It was ended because it failed or was cancelled; that has been told already.
        }
    }
}

using System.Buffers;
using CallActors.Contracts.Speech;

namespace CallActors.Engine.Speech;

/// <summary>What a playback tells its stream, which may have ended with its socket meanwhile.</summary>
internal static class PlaybackReports
{
    /// <summary>The audio that follows says this sentence, or the rest of one that another voice began.</summary>
    internal sealed record SentenceBegan(int Utterance, SpeakableSentence Sentence) : IDeadLetterSuppression;

    /// <summary>Audio of the current sentence. The buffer is rented from the shared array pool; the stream returns it.</summary>
    internal sealed record Audio(int Utterance, byte[] Buffer, int Length, SpokenWord[] Words) : IDeadLetterSuppression
    {
        public void Return() => ArrayPool<byte>.Shared.Return(Buffer);
    }

    /// <summary>The sentence has all its audio.</summary>
    internal sealed record SentenceEnded(int Utterance) : IDeadLetterSuppression;

    /// <summary>The sentence's voice broke off. What follows, if anything does, says the rest.</summary>
    /// <param name="SourceEnd">Where in the agent's text the rest begins.</param>
    /// <param name="Kept">Samples of the sentence that stay; audio behind them is of the rest's first word and is not to be heard.</param>
    internal sealed record SentenceBroke(int Utterance, int SourceEnd, long Kept) : IDeadLetterSuppression;

    /// <summary>The whole utterance has been delivered.</summary>
    internal sealed record Finished(int Utterance) : IDeadLetterSuppression;

    /// <summary>No voice could say it; what was delivered before stays valid.</summary>
    internal sealed record Failed(int Utterance, string Detail) : IDeadLetterSuppression;
}

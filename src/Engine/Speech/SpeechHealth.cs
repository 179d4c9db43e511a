namespace CallActors.Engine.Speech;

/// <summary>What the calls of a node have learned about its voices and recognisers. A service that offers both has two circuits under one
/// name: that it hears badly says nothing of how it speaks.</summary>
public sealed class SpeechHealth
{
    /// <summary>Latency: from asking to the first audio.</summary>
    public ProviderCircuits Voices { get; } = new();

    /// <summary>Latency: from a segment's end to its text.</summary>
    public ProviderCircuits Recognizers { get; } = new();
}

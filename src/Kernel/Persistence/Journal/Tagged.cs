using System.Collections.Immutable;

namespace Kernel.Persistence.Journal;

/// <summary>What a write adapter answers for an event that queries shall find by tags.</summary>
public sealed class Tagged
{
    public Tagged(object payload, IEnumerable<string> tags)
    {
        Payload = payload;
        Tags = [.. tags];
    }

    public object Payload { get; }

    public IImmutableSet<string> Tags { get; }
}

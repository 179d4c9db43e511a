namespace Kernel.Persistence.Query;

/// <summary>A place in a journal's order, from which a query goes on. Every <see cref="EventEnvelope"/> has one.</summary>
public abstract class Offset : IComparable<Offset>
{
    /// <summary>From the first event.</summary>
    public static Offset NoOffset() => Query.NoOffset.Instance;

    /// <summary>After the event with that place.</summary>
    public static Offset Sequence(long value) => new Sequence(value);

    public abstract int CompareTo(Offset? other);

    /// <summary>The place as a number; 0 for the beginning.</summary>
    internal abstract long Place { get; }
}

/// <summary>The place of an event among all events of its journal.</summary>
public sealed class Sequence(long value) : Offset, IEquatable<Sequence>
{
    public long Value { get; } = value;

    internal override long Place => Value;

    public override int CompareTo(Offset? other) => other switch
    {
        Sequence sequence => Value.CompareTo(sequence.Value),
        null or Query.NoOffset => 1,
        _ => throw new InvalidOperationException($"Cannot compare an offset of type {GetType()} with one of type {other.GetType()}."),
    };

    public bool Equals(Sequence? other) => other is not null && Value == other.Value;

    public override bool Equals(object? obj) => Equals(obj as Sequence);

    public override int GetHashCode() => Value.GetHashCode();

    public override string ToString() => $"Sequence({Value})";
}

/// <summary>The beginning.</summary>
public sealed class NoOffset : Offset
{
    private NoOffset()
    {
    }

    public static NoOffset Instance { get; } = new();

    internal override long Place => 0;

    public override int CompareTo(Offset? other) => other is null ? 1 : other is NoOffset ? 0 : -1;
}

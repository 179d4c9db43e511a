namespace Kernel.Configuration.Hocon;

/// <summary>What the parser found, before substitutions are resolved.</summary>
internal abstract record Syntax(HoconOrigin Origin);

/// <summary>Every assignment to a key is kept in order, since a later one may refer to an earlier one.</summary>
internal sealed record ObjectSyntax(HoconOrigin Origin) : Syntax(Origin)
{
    public Dictionary<string, List<Syntax>> Fields { get; } = new(StringComparer.Ordinal);

    public void Add(string key, Syntax value)
    {
        if (!Fields.TryGetValue(key, out var assignments)) Fields[key] = assignments = [];
        assignments.Add(value);
    }
}

internal sealed record ListSyntax(HoconOrigin Origin, IReadOnlyList<Syntax> Items) : Syntax(Origin);

internal sealed record TextSyntax(HoconOrigin Origin, string Text) : Syntax(Origin)
{
    /// <summary>White space between two values: kept when they join to a string, dropped when they join to a list or an object.</summary>
    public bool IsGap { get; init; }
}

internal sealed record NullSyntax(HoconOrigin Origin) : Syntax(Origin);

/// <param name="Origin">Where it was written.</param>
/// <param name="Path">Keys from the root of the text that holds it.</param>
/// <param name="Optional"><c>${?…}</c>: absent instead of an error.</param>
/// <param name="Prefix">Where the including text put this text: tried first, then the path alone.</param>
internal sealed record SubstitutionSyntax(HoconOrigin Origin, IReadOnlyList<string> Path, bool Optional, IReadOnlyList<string> Prefix)
    : Syntax(Origin);

/// <summary>The value that the same key had before: the left side of <c>+=</c>.</summary>
internal sealed record PreviousSyntax(HoconOrigin Origin) : Syntax(Origin);

internal sealed record ConcatenationSyntax(HoconOrigin Origin, IReadOnlyList<Syntax> Pieces) : Syntax(Origin);

namespace Kernel.Configuration.Hocon;

/// <summary>Where a value was written. Line and column count from 1; 0 means that the source has no lines (environment).</summary>
public readonly record struct HoconOrigin(string Source, int Line, int Column)
{
    public override string ToString() => Line == 0 ? Source : $"{Source}:{Line}:{Column}";
}

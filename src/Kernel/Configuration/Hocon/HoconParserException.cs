namespace Kernel.Configuration.Hocon;

/// <summary>A HOCON text cannot be read: carries the place and what was expected there.</summary>
public sealed class HoconParserException : ConfigurationException
{
    internal HoconParserException(HoconOrigin origin, string problem) : base($"{origin}: {problem}") => Origin = origin;

    /// <summary>File (or other source) with line and column, both counted from 1.</summary>
    public HoconOrigin Origin { get; }
}

namespace CallActors.Gateway.Options;

/// <summary>One thing that is wrong with the configuration.</summary>
/// <param name="Key">The key as its owner wrote it: a HOCON path, a variable's name or a switch.</param>
/// <param name="Origin">Where it was written: <c>environment</c>, <c>command line</c> or the file's path.</param>
/// <param name="Problem">What is wrong; names the value's shape, never the value.</param>
/// <param name="Mend">What to do.</param>
public sealed record OptionFault(string Key, string Origin, string Problem, string Mend)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Key} ({Origin}): {Problem} {Mend}";
}

/// <summary>The configuration as read: options when nothing is wrong, else everything that is.</summary>
public sealed record OptionsReading(GatewayOptions? Options, IReadOnlyList<OptionFault> Faults);

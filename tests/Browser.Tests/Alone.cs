namespace CallActors.Browser.Tests;

/// <summary>Tests of how things sound and how long they take: nothing runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}

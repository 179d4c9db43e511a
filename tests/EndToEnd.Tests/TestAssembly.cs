namespace CallActors.Tests.Postgres;

/// <summary>Where xunit finds the discoverer of <see cref="StorageFactAttribute"/>.</summary>
internal static class TestAssembly
{
    public const string Name = "CallActors.EndToEnd.Tests";
}

namespace CallActors.EndToEnd.Tests;

/// <summary>A folder of the test's own. Declared before the programs that write to it, it is removed when they have ended.</summary>
internal sealed class TemporaryFolder(string prefix) : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory(prefix).FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

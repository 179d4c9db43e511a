using System.Reflection;

namespace CallActors.McpEdge.Tests.Processes;

/// <summary>Where the build has put what these tests start.</summary>
internal static class Places
{
    public static string EdgeExecutable { get; } = Path.GetFullPath(Of("EdgeExecutable"));

    private static string Of(string key) =>
        typeof(Places).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}

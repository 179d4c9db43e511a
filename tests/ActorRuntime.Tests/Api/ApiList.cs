namespace CallActors.ActorRuntime.Tests.Api;

/// <summary>The checked-in lists: one line a type, a kinship or a member; <c>#</c> begins a comment.</summary>
internal static class ApiList
{
    /// <summary>What Akka.NET 1.5.30 has, as far as this project has to do with it.</summary>
    public static IReadOnlySet<string> Akka { get; } = Read("AkkaApi.txt");

    /// <summary>What of it the kernel does without, under the reason.</summary>
    public static IReadOnlySet<string> NotInKernel { get; } = Read("NotInKernel.txt");

    private static HashSet<string> Read(string name)
    {
        using var stream = typeof(ApiList).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0 && l[0] != '#')];
    }
}

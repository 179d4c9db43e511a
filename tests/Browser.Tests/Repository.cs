namespace CallActors.Browser.Tests;

/// <summary>Finds files of the repository from where the tests were built to.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CallActors.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No CallActors.sln above {AppContext.BaseDirectory}.");
    }
}

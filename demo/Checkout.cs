namespace CallActors.Demo;

/// <summary>Where the built programs of this checkout are.</summary>
internal static class Checkout
{
    /// <summary>The folder with CallActors.sln, looked for upward from this program.</summary>
    /// <exception cref="DirectoryNotFoundException">This program does not run from a checkout.</exception>
    public static string Root { get; } = FindRoot();

    public static string Gateway => Built("Gateway");

    public static string McpEdge => Built("McpEdge");

    /// <summary>The agent with a script: to tmux, and to us, it is a Claude Code.</summary>
    public static string ScriptedAgent => Path.Combine(Root, "demo", "ScriptedAgent", "bin", Configuration, "net10.0", "claude");

    // The demo and what it starts are built in the same configuration.
    private static string Built(string project) => Path.Combine(Root, "src", project, "bin", Configuration, "net10.0", $"CallActors.{project}.dll");

    private static string Configuration => AppContext.BaseDirectory.Contains("/Debug/", StringComparison.Ordinal) ? "Debug" : "Release";

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "CallActors.sln"))) return at.FullName;
        throw new DirectoryNotFoundException($"No CallActors.sln above {AppContext.BaseDirectory}: run this from a checkout.");
    }
}

using CallActors.Cmux.ClaudeCode;
using CallActors.Gateway.Options;

namespace CallActors.Gateway;

/// <summary><c>gateway hooks [--path]</c>: makes the settings with which a Claude Code tells the gateway what it does, and says how to use them.
/// No file of the user's is touched.</summary>
public static class HooksVerb
{
    /// <summary>Prints the settings' path and nothing else, for scripts.</summary>
    public const string PathSwitch = "--path";

    /// <summary>Takes the verb's own word from the command line; the others are the gateway's switches.</summary>
    public static (bool PathOnly, IReadOnlyList<string> Others) Read(IReadOnlyList<string> arguments) =>
        (arguments.Contains(PathSwitch), [.. arguments.Where(a => a != PathSwitch)]);

    /// <summary>Makes what is missing, and prints.</summary>
    /// <exception cref="IOException">The hooks' folder cannot be made or written.</exception>
    /// <exception cref="UnauthorizedAccessException">It belongs to somebody else.</exception>
    public static async Task<int> RunAsync(WorkspaceOptions options, bool pathOnly, TextWriter output)
    {
        var settings = await MakeAsync(options).ConfigureAwait(false);
        if (pathOnly)
        {
            await output.WriteLineAsync(settings).ConfigureAwait(false);
            return 0;
        }

        var command = Command(settings);
        await output.WriteAsync(
            $"""
            Start Claude Code with these settings, in tmux or cmux, and callers hear from itself what it does:

              {command}

            Always so, by a line in ~/.bashrc or ~/.zshrc:

              {Alias(command)}

            None of your files was changed.

            """).ConfigureAwait(false);
        if (IsInMemory(settings))
            await output.WriteLineAsync("The settings lie in memory and are gone when you log out or the machine restarts: the gateway makes them again when it starts and somebody has a PIN, and so does this command.").ConfigureAwait(false);
        return 0;
    }

    /// <summary>The settings, made if they are missing, as the gateway makes them when it starts.</summary>
    public static async Task<string> MakeAsync(WorkspaceOptions options)
    {
        var feed = new ClaudeCodeFeed(new HookOptions { Folder = Path.GetFullPath(options.HooksFolder) }, []);
        await using (feed.ConfigureAwait(false)) return feed.Prepare(ClaudeCodeFeed.PersonsSession).SettingsFile;
    }

    /// <summary>The command, for a POSIX shell.</summary>
    public static string Command(string settings) => $"claude --settings {Quoted(settings)}";

    /// <summary>The line that makes <c>claude</c> mean that.</summary>
    public static string Alias(string command) => $"alias claude={Quoted(command)}";

    /// <summary>Whether a file's disk is memory.</summary>
    public static bool IsInMemory(string file)
    {
        try
        {
            return new DriveInfo(file).DriveFormat is "tmpfs" or "ramfs";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }

    private static string Quoted(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_') ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

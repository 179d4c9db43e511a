using System.Runtime.InteropServices;

namespace CallActors.Cmux.Socket;

/// <summary>The machine that cmux runs on, as far as its socket is looked for there.</summary>
public interface ICmuxMachine
{
    /// <summary>The person's home folder.</summary>
    string Home { get; }

    /// <summary>The folder of old sockets, <c>/tmp</c>.</summary>
    string TemporaryFolder { get; }

    /// <summary>The person's number.</summary>
    uint UserId { get; }

    /// <summary>An environment variable; empty when it is not set.</summary>
    string Variable(string name);

    /// <summary>A small file's text; empty when it cannot be read.</summary>
    string ReadText(string path);

    /// <summary>The files of a folder whose names match, sorted; none when it cannot be read.</summary>
    IReadOnlyList<string> Files(string folder, string pattern);
}

/// <summary>This machine.</summary>
public sealed class LocalMachine : ICmuxMachine
{
    private const int LongestFile = 4096;

    /// <inheritdoc/>
    public string Home { get; } = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <inheritdoc/>
    public string TemporaryFolder => "/tmp";

    /// <inheritdoc/>
    public uint UserId { get; } = OperatingSystem.IsWindows() ? 0 : EffectiveUser();

    /// <inheritdoc/>
    public string Variable(string name) => Environment.GetEnvironmentVariable(name) ?? "";

    /// <inheritdoc/>
    public string ReadText(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: <= LongestFile } ? File.ReadAllText(path) : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Files(string folder, string pattern)
    {
        try
        {
            return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal)] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint EffectiveUser();
}

using System.Security.Cryptography;

namespace CallActors.Gateway.Options;

/// <summary>A file of one line that its owner alone may read, and that is there whole or not at all.</summary>
internal static class OwnersFile
{
    /// <summary>Writes it beside its place, and moves it there.</summary>
    /// <param name="replaces">Whether one that is there gives way.</param>
    /// <exception cref="IOException">It cannot be written, or there is one that does not give way.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder belongs to somebody else.</exception>
    public static void Write(string path, string line, bool replaces)
    {
        var draft = $"{path}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(draft, how)) writer.WriteLine(line);
        File.Move(draft, path, replaces);
    }
}

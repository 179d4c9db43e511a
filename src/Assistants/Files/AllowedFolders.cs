using System.Text;
using CallActors.Contracts.Assistants;

namespace CallActors.Assistants.Files;

/// <summary>
/// Text files below folders that are allowed. What counts is where a file really is: links are followed before it is looked at, and the file
/// that was opened is the one that was judged. Hidden folders and files that are known to hold secrets are refused wherever they lie.
/// </summary>
public sealed class AllowedFolders : IAllowedFiles
{
    /// <summary>Largest file, in bytes.</summary>
    public const int MostBytes = 64 * 1024;

    private const int MostLinks = 40;

    private static readonly string[] SecretNames = ["id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "credentials", "htpasswd", "netrc", "passwd", "shadow", "known_hosts", "authorized_keys"];
    private static readonly string[] SecretEndings = [".pem", ".key", ".p12", ".pfx", ".jks", ".keystore", ".kdbx", ".ppk", ".gpg", ".asc", ".env", ".tfstate", ".tfvars", ".token"];
    private static readonly string[] SecretWords = ["secret", "password", "api-key", "api_key", "apikey", "credential", "private-key", "private_key"];

    private readonly string[] _real;

    /// <param name="folders">Paths of folders; what is not there allows nothing.</param>
    public AllowedFolders(IReadOnlyList<string> folders)
    {
        Folders = [.. folders.Select(Path.GetFullPath)];
        _real = [.. Folders.Select(f => Resolve(f, MostLinks)).OfType<string>().Select(Path.TrimEndingDirectorySeparator)];
    }

    public IReadOnlyList<string> Folders { get; }

    public Task<FileReading> ReadAsync(string path, CancellationToken cancelled) => Task.Run(() => Read(path), cancelled);

    private FileReading Read(string path)
    {
        try
        {
            if (path.Contains('\0')) return NotThere();
            foreach (var candidate in Path.IsPathRooted(path) ? [path] : Folders.Select(f => Path.Combine(f, path)))
            {
                if (Resolve(Path.GetFullPath(candidate), MostLinks) is not { } real || _real.FirstOrDefault(f => IsBelow(real, f)) is not { } folder) continue;
                // A file that is hidden is told as a secret only where it is below a folder: elsewhere it is not there.
                if (IsSecret(real[folder.Length..]) || IsSecret(Path.GetFileName(candidate)))
                    return new FileReading.Refused(FileRefusal.Secret, "That file may hold secrets, so it is not read.");
                return Open(real);
            }

            return NotThere();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new FileReading.Refused(FileRefusal.Unreadable, "That file could not be read.");
        }
    }

    private static FileReading Open(string real)
    {
        if (Directory.Exists(real)) return new FileReading.Refused(FileRefusal.NotText, "That is a folder.");
        // A pipe, which would be waited for for ever, a device and an empty file look alike: none is opened.
        if (new FileInfo(real).Length == 0) return new FileReading.Read("");
        using var file = new FileStream(real, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        // It may have been changed for a link since it was looked at.
        if (OperatingSystem.IsLinux() && new FileInfo($"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}").LinkTarget != real) return NotThere();
        if (file.Length > MostBytes) return TooLarge();
        var bytes = new byte[MostBytes + 1];
        var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (length > MostBytes) return TooLarge();
        return TextOf(bytes.AsSpan(0, length)) is { } text ? new FileReading.Read(text) : new FileReading.Refused(FileRefusal.NotText, "That is no text file.");
    }

    private static string? TextOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Contains((byte)0)) return null;
        try
        {
            var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
            return text.TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static FileReading.Refused NotThere() => new(FileRefusal.NotThere, "There is no such file in the folders that may be read.");

    private static FileReading.Refused TooLarge() => new(FileRefusal.TooLarge, $"That file is larger than {MostBytes / 1024} KB.");

    private static bool IsBelow(string path, string folder) => path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) || (folder == "/" && path.Length > 1);

    private static bool IsSecret(string relative)
    {
        var parts = relative.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Any(p => p[0] == '.')) return true;
        var name = parts[^1].ToLowerInvariant();
        return SecretNames.Contains(name) || SecretNames.Contains(Path.GetFileNameWithoutExtension(name)) || SecretEndings.Any(e => name.EndsWith(e, StringComparison.Ordinal))
            || SecretWords.Any(w => name.Contains(w, StringComparison.Ordinal));
    }

    /// <summary>Where a path leads, all links followed, of its folders too; null where nothing is.</summary>
    private static string? Resolve(string path, int links)
    {
        var real = Path.GetPathRoot(path)!;
        foreach (var part in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, part);
            FileSystemInfo info = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
            if (info.LinkTarget is { } target)
            {
                if (links-- <= 0) return null;
                if (Resolve(Path.GetFullPath(Path.Combine(real, target)), links) is not { } leads) return null;
                real = leads;
                continue;
            }

            if (!info.Exists) return null;
            real = next;
        }

        return real;
    }
}

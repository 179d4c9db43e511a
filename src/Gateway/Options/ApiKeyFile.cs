using System.Buffers.Text;
using System.Security.Cryptography;

namespace CallActors.Gateway.Options;

/// <summary>The API key in the data folder: made on the first start, readable by its owner alone.</summary>
public static class ApiKeyFile
{
    private const UnixFileMode OwnersFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const int KeyBytes = 32;
    private static readonly TimeSpan LockedFor = TimeSpan.FromSeconds(10);

    /// <summary>Whether a text can be a key: 16–256 visible ASCII characters.</summary>
    public static bool IsUsable(string key) => key.Length is >= 16 and <= 256 && key.All(c => c is > ' ' and <= '~');

    /// <summary>Reads the key, or makes one: 32 random bytes in base64url, mode 0600. Two gateways that start at once on one folder
    /// end up with the same key.</summary>
    /// <exception cref="IOException">The file cannot be read or made, or holds no usable key; the message says which.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file belongs to somebody else.</exception>
    public static string ReadOrCreate(string path)
    {
        if (!File.Exists(path)) Create(path);
        var key = File.ReadAllText(path).Trim();
        return IsUsable(key)
            ? key
            : throw new IOException($"{path} holds no usable API key (16 to 256 visible ASCII characters). Delete it: a new one is made at the next start.");
    }

    /// <summary>Whether others than the owner may read the file.</summary>
    public static bool IsOpenToOthers(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnersFolder) != 0;

    /// <summary>Makes a folder that only its owner may enter; an existing one stays as it is.</summary>
    public static void EnsureFolder(string folder)
    {
        if (Directory.Exists(folder)) return;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnersFolder);
    }

    private static void Create(string path)
    {
        EnsureFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        if (!SpinWait.SpinUntil(() => TryCreateAlone(path), LockedFor))
            throw new IOException($"{path} could not be made: another process holds {path}.lock.");
    }

    /// <summary>Makes the key unless it is there; false while another process is at it. A file's move cannot decide between two: on some
    /// systems the later one replaces the earlier.</summary>
    private static bool TryCreateAlone(string path)
    {
        FileStream gate;
        try
        {
            gate = new FileStream($"{path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException) when (File.Exists($"{path}.lock") || File.Exists(path))
        {
            return File.Exists(path);
        }

        using (gate)
        {
            if (File.Exists(path)) return true;
            OwnersFile.Write(path, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes)), replaces: false);
            return true;
        }
    }
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace CallActors.Cmux.ClaudeCode;

/// <summary>
/// What one Claude Code is started with so that it is heard: a settings document that names a forwarder for each event, the forwarder, and
/// the folder that it writes to. Nobody but this user can read or write there; what is written bears a key that is in the forwarder alone,
/// and neither in an argument nor in the environment, which others could see.
/// </summary>
public sealed class HookSession
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;
    private const int LongestName = 64;
    private const string ForwarderName = "forward";
    private const string KeyName = "key";

    private HookSession(string name, string folder, string key)
    {
        Name = name;
        Folder = folder;
        Key = key;
    }

    /// <summary>What it is called by whoever had it made.</summary>
    public string Name { get; }

    /// <summary>The document for <c>claude --settings</c>.</summary>
    public string SettingsFile => Path.Combine(Folder, "settings.json");

    internal string Folder { get; }

    internal string Key { get; }

    /// <summary>Whether it may be a session's name: 1 to 64 ASCII letters, digits and hyphens.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    /// <summary>Makes the files, or takes over those of a session of this name, whose Claude Code may be running.</summary>
    /// <exception cref="ArgumentException">No name.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    internal static HookSession Open(string name, HookOptions options)
    {
        if (!IsName(name)) throw new ArgumentException($"A session's name has 1 to {LongestName} letters, digits and hyphens.", nameof(name));
        MakeFolder(options.Folder);
        var folder = Path.Combine(options.Folder, name);
        MakeFolder(folder);
        var session = Find(name, options) ?? new HookSession(name, folder, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24)));
        Write(Path.Combine(folder, KeyName), session.Key);
        Write(Path.Combine(folder, ForwarderName), HookForwarder.Script(session.Folder, session.Key, options));
        Write(session.SettingsFile, Settings(Path.Combine(folder, ForwarderName), options));
        return session;
    }

    /// <summary>A session that was opened before, by whatever process; null when there is none.</summary>
    internal static HookSession? Find(string name, HookOptions options)
    {
        var folder = Path.Combine(options.Folder, name);
        var key = Path.Combine(folder, KeyName);
        return IsName(name) && File.Exists(key) ? new HookSession(name, folder, File.ReadAllText(key).Trim()) : null;
    }

    private static string Settings(string forwarder, HookOptions options)
    {
        using var document = new MemoryStream();
        using (var json = new Utf8JsonWriter(document, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteStartObject("hooks");
            foreach (var kind in Enum.GetNames<HookKind>())
            {
                json.WriteStartArray(kind);
                json.WriteStartObject();
                json.WriteStartArray("hooks");
                json.WriteStartObject();
                json.WriteString("type", "command");
                json.WriteString("command", HookForwarder.Command(forwarder));
                json.WriteNumber("timeout", (int)Math.Ceiling(options.HookWithin.TotalSeconds));
                json.WriteEndObject();
                json.WriteEndArray();
                json.WriteEndObject();
                json.WriteEndArray();
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(document.ToArray());
    }

    /// <summary>Makes a folder, or takes one over, that is this user's alone.</summary>
    internal static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }
        Directory.CreateDirectory(folder, OwnersFolder);
        // It may have been there before, open to others.
        if (File.GetUnixFileMode(folder) != OwnersFolder) File.SetUnixFileMode(folder, OwnersFolder);
    }

    /// <summary>In one step: a Claude Code that runs may read it at this moment.</summary>
    private static void Write(string path, string text)
    {
        var fresh = path + ".new";
        File.Delete(fresh);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnersFile;
        using (var writer = new StreamWriter(fresh, options)) writer.Write(text);
        File.Move(fresh, path, overwrite: true);
    }
}

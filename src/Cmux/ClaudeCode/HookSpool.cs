using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CallActors.Cmux.ClaudeCode;

/// <summary>The files that one session's hooks have written, read in order. Nothing in them is read as JSON before its size, its end and its
/// key are right. Not thread-safe.</summary>
internal sealed class HookSpool(HookSession session, HookOptions options, TimeProvider time)
{
    /// <summary>What stands before the payload: the key and the place.</summary>
    private const int LongestHead = 16 * 1024;

    private static readonly byte[] EndMark = Encoding.ASCII.GetBytes(HookForwarder.EndMark);

    /// <summary>What was told and could not be deleted.</summary>
    private readonly HashSet<string> _told = [];
    private string _awaited = "";
    private long _awaitedSince;

    private int LongestFile => (options.LongestPayload * 1024) + LongestHead;

    /// <summary>Tells what there is.</summary>
    /// <returns>After how long there may be more, though nothing changes; null when there is nothing to wait for.</returns>
    public TimeSpan? Read(Action<HookNews> tell)
    {
        TellLost(tell);
        foreach (var file in Files())
        {
            var id = IdOf(file);
            if (id.Length == 0) continue;
            if (!_told.Contains(id))
            {
                var bytes = Bytes(file, out var isWhole);
                if (bytes is null) continue;
                if (!isWhole && Patience(id) is { } rest) return rest;
                if (isWhole && !IsOurs(bytes))
                {
                    // Somebody else's. Not even a loss.
                }
                else if (!isWhole)
                {
                    tell(new HookNews.Lost(session.Name));
                }
                else if (Parse(bytes, file, id) is { } told)
                {
                    tell(told);
                }
            }
            Remove(file, id);
        }
        return null;
    }

    private void TellLost(Action<HookNews> tell)
    {
        var mark = new FileInfo(Path.Combine(session.Folder, HookForwarder.LostName));
        if (!mark.Exists || !TryDelete(mark)) return;
        tell(new HookNews.Lost(session.Name));
    }

    private IEnumerable<FileInfo> Files()
    {
        try
        {
            return new DirectoryInfo(session.Folder).GetFiles(HookForwarder.Pattern).Where(file => file.LinkTarget is null).OrderBy(file => file.Name, StringComparer.Ordinal);
        }
        catch (IOException)
        {
            // The folder is gone, and the session with it.
            return [];
        }
    }

    /// <summary>Numbers are used again, so the time belongs to the name.</summary>
    private static string IdOf(FileInfo file)
    {
        try
        {
            file.Refresh();
            return file.Exists ? string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(file.Name)}-{file.CreationTimeUtc.Ticks:x}") : "";
        }
        catch (IOException)
        {
            return "";
        }
    }

    /// <returns>Null when it cannot be read; of one that is too long, as much as is kept.</returns>
    private byte[]? Bytes(FileInfo file, out bool isWhole)
    {
        isWhole = false;
        try
        {
            // A pipe or the like has no length, and would keep us waiting for ever.
            if (file.Length == 0) return [];
            using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var bytes = new byte[Math.Min(stream.Length, LongestFile)];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            isWhole = bytes.AsSpan(0, length).EndsWith(EndMark) || stream.Length >= (long)options.LongestPayload * 1024;
            return length == bytes.Length ? bytes : bytes[..length];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <returns>How long one that is being written is waited for yet; null when no longer.</returns>
    private TimeSpan? Patience(string id)
    {
        if (_awaited != id) (_awaited, _awaitedSince) = (id, time.GetTimestamp());
        var rest = options.WrittenWithin - time.GetElapsedTime(_awaitedSince);
        return rest > TimeSpan.Zero ? rest : null;
    }

    private bool IsOurs(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)'\n');
        return end > 0 && CryptographicOperations.FixedTimeEquals(bytes[..end], Encoding.ASCII.GetBytes(session.Key));
    }

    private HookNews.Told? Parse(ReadOnlySpan<byte> bytes, FileInfo file, string id)
    {
        var head = bytes[..Math.Min(bytes.Length, LongestHead)].IndexOf("\n\n"u8);
        if (head < 0 || HookParser.Read(bytes[(head + 2)..]) is not { } hook) return null;
        var place = new Dictionary<string, string>();
        foreach (var line in Encoding.UTF8.GetString(bytes[..head]).Split('\n').Skip(1))
            if (line.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals) place.TryAdd(line[..equals], line[(equals + 1)..]);
        _ = int.TryParse(Of("PPID"), NumberStyles.None, CultureInfo.InvariantCulture, out var process);
        return new HookNews.Told(
            session.Name, id, new DateTimeOffset(file.LastWriteTimeUtc),
            new HookPlace(process, Of("CALLACTORS_WORKSPACE"), Of("TMUX"), Of("TMUX_PANE"), Of("CMUX_WORKSPACE_ID"), Of("CMUX_SURFACE_ID"), Of("CMUX_SOCKET_PATH")), hook);

        string Of(string name) => place.GetValueOrDefault(name, "");
    }

    private void Remove(FileInfo file, string id)
    {
        if (TryDelete(file)) _told.Remove(id);
        else _told.Add(id);
    }

    private static bool TryDelete(FileInfo file)
    {
        try
        {
            file.Delete();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

using CallActors.Contracts.Calls;
using CallActors.Contracts.Recordings;
using CallActors.Gateway.Options;

namespace CallActors.Gateway.Recordings;

/// <summary>The recordings in the data folder: a file for each call, under the call's id, never a number or a name.</summary>
/// <param name="folder">Made when the first call is recorded, for its owner alone.</param>
/// <param name="mostBytes">All of them together.</param>
/// <param name="keepFor">From a recording's last sample on.</param>
public sealed partial class RecordingFolder(string folder, long mostBytes, TimeSpan keepFor, ILogger<RecordingFolder> log) : IRecordingStore
{
    private const string Extension = ".wav";

    private bool _mended;

    /// <summary>The call's file; null when there is none.</summary>
    public string? Find(CallId callId) => File.Exists(PathOf(callId)) ? PathOf(callId) : null;

    /// <summary>The call's recording as it is now, to be read; null when there is none.</summary>
    public Stream? Read(CallId callId)
    {
        try
        {
            return new SnapshotStream(new FileStream(PathOf(callId), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public IRecordingFile Open(CallId callId)
    {
        ApiKeyFile.EnsureFolder(folder);
        return WavRecording.Open(PathOf(callId));
    }

    public bool Delete(CallId callId)
    {
        if (Find(callId) is not { } path) return false;
        File.Delete(path);
        return true;
    }

    public bool Tidy(DateTimeOffset now, IReadOnlySet<CallId> open)
    {
        if (!Directory.Exists(folder)) return true;
        var total = 0L;
        var closed = new List<FileInfo>();
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles(CallId.Prefix + "*" + Extension))
        {
            if (!CallId.TryParse(Path.GetFileNameWithoutExtension(file.Name), out var callId)) continue;
            if (!open.Contains(callId)) closed.Add(file);
            total += file.Length;
        }

        closed.Sort((a, b) => a.LastWriteTimeUtc.CompareTo(b.LastWriteTimeUtc));
        foreach (var file in closed)
        {
            var isOld = file.LastWriteTimeUtc < (now - keepFor).UtcDateTime;
            if (isOld || total > mostBytes)
            {
                total -= file.Length;
                file.Delete();
                LogDeleted(file.Name, isOld ? "its time is over" : "the room is used up");
            }
            else if (!_mended)
            {
                Mend(file);
            }
        }

        _mended = true;
        return total <= mostBytes;
    }

    private void Mend(FileInfo file)
    {
        var written = file.LastWriteTimeUtc;
        try
        {
            if (!WavRecording.Mend(file.FullName)) return;
            // It is as old as it was.
            File.SetLastWriteTimeUtc(file.FullName, written);
            LogMended(file.Name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotMended(file.Name, e.GetType().Name);
        }
    }

    private string PathOf(CallId callId) => Path.Combine(folder, callId.Value + Extension);

    [LoggerMessage(Level = LogLevel.Information, Message = "The recording {File} was deleted: {Why}")]
    private partial void LogDeleted(string file, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "The recording {File} was left unfinished and was mended")]
    private partial void LogMended(string file);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The recording {File} cannot be mended ({Cause})")]
    private partial void LogNotMended(string file, string cause);
}

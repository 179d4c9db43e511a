using System.Text;

namespace CallActors.Cmux.ClaudeCode;

/// <summary>The reply that a conversation had before we came to it, from its transcript's end.</summary>
internal static class LastReply
{
    /// <summary>So much of the file's end is looked at, in bytes. What a tool returned after the words may be longer: then none is found.</summary>
    private const int Looked = 256 * 1024;

    /// <summary>The words of the last turn that came to its end by itself.</summary>
    /// <param name="before">What was written then or later is left to who follows the transcript.</param>
    /// <returns>Empty when none is found.</returns>
    public static string Read(string path, DateTimeOffset before)
    {
        var words = new StringBuilder();
        var reply = "";
        var end = Tail(path);
        while (end.Span.IndexOf((byte)'\n') is >= 0 and var length)
        {
            foreach (var entry in TranscriptParser.Read(end[..length]))
            {
                if (entry.At >= before) return reply;
                if (entry is TranscriptEntry.Prompt or TranscriptEntry.Interrupted or TranscriptEntry.ServiceFailed) words.Clear();
                if (entry is TranscriptEntry.Wrote wrote) words.Append(words.Length > 0 ? "\n\n" : "").Append(wrote.Text);
                if (entry is TranscriptEntry.TurnOver && words.Length > 0) reply = words.ToString();
            }
            end = end[(length + 1)..];
        }
        return reply;
    }

    /// <summary>Whole lines, but for what is being written at the end.</summary>
    private static ReadOnlyMemory<byte> Tail(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var begin = Math.Max(0, stream.Length - Looked);
            stream.Position = begin;
            var bytes = new byte[Looked];
            var tail = bytes.AsMemory(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
            return begin == 0 ? tail : tail[(tail.Span.IndexOf((byte)'\n') + 1)..];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not there, or not any more.
            return default;
        }
    }
}

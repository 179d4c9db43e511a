using System.Text;

namespace CallActors.Carriers.MediaStreams;

/// <summary>Reasons as they fit into a WebSocket close frame (RFC 6455 section 5.5.1): at most 123 bytes of UTF-8.</summary>
internal static class CloseReason
{
    private const int MaxBytes = 123;

    public static string Fit(string reason)
    {
        var length = Math.Min(reason.Length, MaxBytes);
        while (Encoding.UTF8.GetByteCount(reason.AsSpan(0, length)) > MaxBytes) length--;
        return reason[..length];
    }
}

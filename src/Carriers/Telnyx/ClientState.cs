using System.Globalization;
using System.Text;
using CallActors.Contracts.Calls;

namespace CallActors.Carriers.Telnyx;

/// <summary>What we give Telnyx to hand back with every event of a leg: whose leg it is, so that any process can tell, and how many
/// streams it had been asked for by then, so that the end of an earlier stream is not taken for the end of the present one. No secret:
/// it stands in webhooks and in the media socket's start.</summary>
/// <param name="Run">0 before the first stream.</param>
internal readonly record struct ClientState(CallId CallId, int Run)
{
    private const int MaxLength = 100;

    /// <summary>Base64 of <c>call-…/run</c>.</summary>
    public override string ToString() => Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{CallId.Value}/{Run}")));

    /// <summary>Reads it back; false for what is none of ours.</summary>
    public static bool TryParse(string? text, out ClientState state)
    {
        state = default;
        if (text is null || text.Length > MaxLength) return false;
        Span<byte> bytes = stackalloc byte[MaxLength];
        if (!Convert.TryFromBase64String(text, bytes, out var length)) return false;
        var plain = Encoding.ASCII.GetString(bytes[..length]);
        var slash = plain.IndexOf('/');
        if (slash < 0 || !CallId.TryParse(plain[..slash], out var call)) return false;
        if (!int.TryParse(plain.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var run)) return false;
        state = new ClientState(call, run);
        return true;
    }
}

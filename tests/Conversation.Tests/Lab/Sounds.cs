using CallActors.Contracts.Audio;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>
/// Sound that says what it is: a frame carries a kind, a word and its place in it, so that detector, recogniser and ear of the lab know the
/// truth, and nobody has to guess. The engine treats it as any other µ-law.
/// </summary>
internal static class Sounds
{
    /// <summary>The person's voice, saying a word.</summary>
    public const byte Voice = 0x21;

    /// <summary>A sound like a voice without words: a cough.</summary>
    public const byte Cough = 0x22;

    /// <summary>A sound that is no voice.</summary>
    public const byte Noise = 0x55;

    /// <summary>Our own voice, come back: its place in the frame is its level below ours, in dB.</summary>
    public const byte Echo = 0x31;

    /// <summary>Speech of ours.</summary>
    public const byte Ours = 0x20;

    private const int HeaderBytes = 7;

    public static byte[] Silence { get; } = Fill(AudioFormat.Silence);

    /// <summary>A frame of a kind.</summary>
    /// <param name="number">Word of the caller, or frame of our tape: 0–2,097,151.</param>
    /// <param name="place">Frame within the word.</param>
    /// <param name="isLast">The word ends with it.</param>
    public static byte[] Frame(byte kind, int number = 0, int place = 0, bool isLast = false)
    {
        var frame = Fill(kind);
        (frame[1], frame[2], frame[3]) = ((byte)(number & 0x7F), (byte)((number >> 7) & 0x7F), (byte)((number >> 14) & 0x7F));
        (frame[4], frame[5], frame[6]) = ((byte)(place & 0x7F), (byte)((place >> 7) & 0x7F), isLast ? (byte)1 : (byte)0);
        return frame;
    }

    public static int NumberOf(ReadOnlySpan<byte> frame) => frame[1] | (frame[2] << 7) | (frame[3] << 14);

    public static int PlaceOf(ReadOnlySpan<byte> frame) => frame[4] | (frame[5] << 7);

    public static bool IsLast(ReadOnlySpan<byte> frame) => frame[6] == 1;

    /// <summary>There is speech of ours in it, and no other sound.</summary>
    public static bool IsOurs(ReadOnlySpan<byte> frame) => frame.Count(Ours) > AudioFormat.FrameBytes / 2;

    /// <summary>It is one frame as it was made, and not the end of one with the beginning of another.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> frame) => !frame[HeaderBytes..].ContainsAnyExcept(frame[0]);

    private static byte[] Fill(byte value)
    {
        var frame = new byte[AudioFormat.FrameBytes];
        Array.Fill(frame, value);
        return frame;
    }
}

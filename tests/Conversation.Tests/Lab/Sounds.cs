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

    /// <summary>Our own voice, come back.</summary>
    public const byte Echo = 0x31;

    /// <summary>Speech of ours.</summary>
    public const byte Ours = 0x20;

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

    public static bool IsLast(ReadOnlySpan<byte> frame) => frame[6] == 1;

    private static byte[] Fill(byte value)
    {
        var frame = new byte[AudioFormat.FrameBytes];
        Array.Fill(frame, value);
        return frame;
    }
}

/// <summary>Hears the truth: a frame of voice is voiced, an echo only where the guard is switched off.</summary>
internal sealed class TrueEars : IVoiceActivityDetectorFactory, IVoiceActivityDetector
{
    public IVoiceActivityDetector Create() => new TrueEars();

    public VoiceActivity Process(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> played) => new(frame[0] is Sounds.Voice or Sounds.Cough, -20, -60);

    public void Reset()
    {
    }
}

namespace CallActors.Conversation.Tests.Lab;

/// <summary>The line between the person's phone and the carrier: what it loses, what noise it adds, and how much of our voice comes back from
/// the phone's loudspeaker.</summary>
internal sealed class PhoneLine(LabTime time, Random random, LineRules rules)
{
    private const int LongestBurst = 3;
    private const double MeanBurst = (1 + LongestBurst) / 2.0;

    private static readonly byte[] Hiss = Sounds.Frame(Sounds.Noise);
    private static readonly byte[] Crackle = Sounds.Frame(Sounds.Cough);

    private readonly Queue<(TimeSpan At, int TapeFrame)> _echo = new();
    private int _losesUp;
    private int _losesDown;
    private int _crackles;

    /// <summary>What arrives at the carrier of 20 ms of the person's microphone. The person's own voice is louder than all else.</summary>
    public byte[] Up(byte[] sound)
    {
        var echo = TakeEcho();
        if (rules.IsOneWay || Hits(rules.Loss, ref _losesUp)) return Sounds.Silence;
        if (sound[0] is Sounds.Voice or Sounds.Cough) return sound;
        if (echo >= 0 && rules.Echo is { } level) return Sounds.Frame(Sounds.Echo, echo, -level);
        if (rules.Noise <= 0) return sound;
        return Hits(rules.Noise, ref _crackles) ? Crackle : Hiss;
    }

    /// <summary>20 ms of ours go to the person's ear.</summary>
    /// <returns>False when the line loses them.</returns>
    public bool Down(ReadOnlySpan<byte> frame)
    {
        if (Hits(rules.Loss, ref _losesDown)) return false;
        if (rules.Echo is not null && frame[0] == Sounds.Ours) _echo.Enqueue((time.Now + rules.EchoDelay, Sounds.NumberOf(frame)));
        return true;
    }

    private int TakeEcho()
    {
        var echo = -1;
        while (_echo.TryPeek(out var next) && next.At <= time.Now) echo = _echo.Dequeue().TapeFrame;
        return echo;
    }

    private bool Hits(double share, ref int left)
    {
        if (share <= 0) return false;
        if (left == 0 && random.NextDouble() < share / MeanBurst) left = random.Next(1, LongestBurst + 1);
        if (left == 0) return false;
        left--;
        return true;
    }
}

namespace CallActors.Simulators.Media;

/// <summary>What a simulated phone does when it is called.</summary>
public abstract record HandsetPlan
{
    private HandsetPlan() { }

    /// <summary>Rings until the test answers or declines, or the carrier gives up.</summary>
    public sealed record Rings : HandsetPlan;

    /// <summary>Somebody answers after so long.</summary>
    public sealed record Answers(TimeSpan After) : HandsetPlan;

    /// <summary>Somebody declines after so long.</summary>
    public sealed record Declines(TimeSpan After) : HandsetPlan;

    /// <summary>The line is engaged.</summary>
    public sealed record Busy : HandsetPlan;

    /// <summary>The network knows no such phone.</summary>
    /// <param name="SipCode">What it answers, 400–699.</param>
    public sealed record Unreachable(int SipCode = 404) : HandsetPlan;

    /// <summary>An answering machine: greets, beeps and records until the other side hangs up.</summary>
    /// <param name="Greeting">µ-law, 8 kHz.</param>
    public sealed record Voicemail(TimeSpan After, ReadOnlyMemory<byte> Greeting) : HandsetPlan
    {
        /// <summary>What is heard at the greeting's end; empty for none. 400 ms of 1 kHz by default.</summary>
        public ReadOnlyMemory<byte> Beep { get; init; } = Tone;

        /// <summary>A 1 kHz tone has eight samples a period at 8 kHz: 0, 5657, 8000, 5657, 0, … in µ-law.</summary>
        private static byte[] Tone { get; } = [.. Enumerable.Repeat<byte[]>([0xFF, 0xA9, 0xA0, 0xA9, 0xFF, 0x29, 0x20, 0x29], 400).SelectMany(period => period)];
    }
}

/// <summary>A text message that a phone got.</summary>
/// <param name="Id">The carrier's name for it.</param>
public sealed record HandsetText(DateTimeOffset At, string Id, string From, string Body);

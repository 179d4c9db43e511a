using CallActors.Contracts.Audio;
using CallActors.Simulators.Media;

namespace CallActors.Simulators.Twilio;

/// <summary>A call as it was asked for.</summary>
internal sealed record CallOrder
{
    public required string To { get; init; }

    public required string From { get; init; }

    /// <summary>outbound-api or inbound.</summary>
    public required string Direction { get; init; }

    /// <summary>Asked for TwiML at the answer; null when <see cref="Twiml"/> is given.</summary>
    public Uri? Url { get; init; }

    public string Method { get; init; } = "POST";

    public string? Twiml { get; init; }

    public Uri? FallbackUrl { get; init; }

    public string FallbackMethod { get; init; } = "POST";

    public Uri? StatusCallback { get; set; }

    public string StatusCallbackMethod { get; set; } = "POST";

    /// <summary>initiated, ringing, answered, completed.</summary>
    public IReadOnlySet<string> StatusCallbackEvents { get; init; } = new HashSet<string> { "completed" };

    /// <summary>How long it rings.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long it may last; null for four hours.</summary>
    public TimeSpan? TimeLimit { get; init; }

    public string SendDigits { get; init; } = "";

    /// <summary>Null when nobody asked.</summary>
    public MachineDetection? Detection { get; init; }
}

/// <summary>What a call asks of Twilio's machine detection.</summary>
/// <param name="ToMessageEnd">Waits for the greeting's end (DetectMessageEnd).</param>
/// <param name="Asynchronous">The call goes on meanwhile.</param>
internal sealed record MachineDetection(bool ToMessageEnd, bool Asynchronous, TimeSpan Timeout, Uri? Callback, string CallbackMethod)
{
    private static readonly MachineVerdict Person = new("human", TimeSpan.FromSeconds(2));

    /// <summary>A machine is told from a person after so much speech.</summary>
    private static readonly TimeSpan SpeechThreshold = TimeSpan.FromMilliseconds(2400);

    /// <summary>So much silence ends a greeting.</summary>
    private static readonly TimeSpan SpeechEnd = TimeSpan.FromMilliseconds(1200);

    /// <summary>What Twilio would say of a phone.</summary>
    public MachineVerdict Judge(HandsetPlan plan, MachineVerdict? given)
    {
        var verdict = given ?? (plan is HandsetPlan.Voicemail machine ? Judge(machine) : Person);
        return verdict.After <= Timeout ? verdict : new MachineVerdict("unknown", Timeout);
    }

    private MachineVerdict Judge(HandsetPlan.Voicemail machine)
    {
        var greeting = AudioFormat.DurationOf(machine.Greeting.Length);
        if (!ToMessageEnd) return new MachineVerdict("machine_start", SpeechThreshold);
        return machine.Beep.IsEmpty
            ? new MachineVerdict("machine_end_silence", greeting + SpeechEnd)
            : new MachineVerdict("machine_end_beep", greeting + AudioFormat.DurationOf(machine.Beep.Length));
    }
}

/// <summary>How ringing ended.</summary>
internal abstract record RingOutcome
{
    public sealed record Answered : RingOutcome;

    /// <param name="Status">busy, no-answer, failed or canceled.</param>
    public sealed record Failed(string Status, int SipCode) : RingOutcome;
}

using CallActors.Contracts.Recordings;

namespace CallActors.Engine.Calls;

/// <summary>The limits and times of a call.</summary>
public sealed record CallRules
{
    public static CallRules Default { get; } = new();

    /// <summary>How long a phone rings when the agent does not say. Range 5–120 s, default 45 s. The tool returns within this time and
    /// <see cref="RingGrace"/>.</summary>
    public TimeSpan RingFor { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>What a carrier may take longer than the ring time to say that nobody answered. Default 2 s; after it the call ends
    /// itself.</summary>
    public TimeSpan RingGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an operation waits for the person's words when the agent does not say. Range 5–600 s, default 180 s.</summary>
    public TimeSpan ListenFor { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>How long an answered call may be without a media socket: at its start, after a lost socket, after the node that served
    /// it died. Default 30 s; then the call ends as media-lost.</summary>
    public TimeSpan MediaWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a media ticket is good. Default 30 s.</summary>
    public TimeSpan TicketFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The voice must start within this time, or the operation fails. Default 10 s.</summary>
    public TimeSpan SpeechWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The next piece of a message that comes in pieces must come within this; then it ends with what there is. Range 1–120 s,
    /// default 15 s.</summary>
    public TimeSpan TextWithin { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest message, in characters. Default 16,384.</summary>
    public int LongestMessage { get; init; } = 16_384;

    /// <summary>A connected call that no agent uses is ended after this. Default 7 min.</summary>
    public TimeSpan IdleFor { get; init; } = TimeSpan.FromMinutes(7);

    /// <summary>The longest call. Default 3 h.</summary>
    public TimeSpan LongestCall { get; init; } = TimeSpan.FromHours(3);

    /// <summary>The carrier must answer a dial or hang-up order within this. Default 15 s.</summary>
    public TimeSpan CarrierWithin { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long an ended call stays in memory for questions. Default 60 s; it is recovered from the journal afterwards.</summary>
    public TimeSpan LingerFor { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A person who speaks over the goodbye may end the turn within this; then the line is put down all the same. Range 1–60 s,
    /// default 30 s.</summary>
    public TimeSpan LastWordsWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Quiet after which a person who is listened to is asked "Are you still there?", counted from the end of our speech; after
    /// the same again the call says goodbye. Range 5–600 s, default 45 s; zero never asks.</summary>
    public TimeSpan QuietFor { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Silence after a turn, while the agent works, until a soft sound says so. Range 1–30 s, default 2.5 s: three seconds of nothing
    /// are dead air. Zero for no sounds.</summary>
    public TimeSpan WorkingAfter { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>Distance of the sounds after the first. Range 2–60 s, default 8 s.</summary>
    public TimeSpan WorkingEvery { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Least distance of two progress lines. Range 2–60 s, default 6 s; the newest line waits.</summary>
    public TimeSpan ProgressEvery { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>How long "hold on" stops the clocks. Range 10–600 s, default 120 s.</summary>
    public TimeSpan HoldFor { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>A pause in pressing keys that ends an entry. Range 1–10 s, default 3 s; # ends it at once.</summary>
    public TimeSpan KeypadPause { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>What is done when a machine answers. Default <see cref="VoicemailPolicy.LeaveMessage"/>.</summary>
    public VoicemailPolicy Voicemail { get; init; } = VoicemailPolicy.LeaveMessage;

    /// <summary>How long a machine's greeting may last, from the news of it; then the message is said into whatever there is. Range 5–120 s,
    /// default 45 s.</summary>
    public TimeSpan GreetingWithin { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>The longest message on a machine, which itself may record less; what is longer is cut. Range 10–600 s, default 120 s.</summary>
    public TimeSpan LeaveWithin { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Whether the call listens for machines itself, besides what the carrier says. Default true.</summary>
    public bool ListensForMachines { get; init; } = true;

    /// <summary>Whether the message of a call that nobody answered, that was engaged or declined, or that a machine took, is sent as a text to
    /// the number that was called. Default false: a text costs, and is kept.</summary>
    public bool TextsUnreached { get; init; }

    /// <summary>Whether these texts go over WhatsApp. Default false.</summary>
    public bool TextsOverWhatsApp { get; init; }

    /// <summary>How long an agent that was told of a call back may take to use it, from the answer; then the person is asked what it is about.
    /// Default 20 s.</summary>
    public TimeSpan AgentWithin { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Which calls are recorded, once the person was told. Default <see cref="RecordingPolicy.Off"/>.</summary>
    public RecordingPolicy Recording { get; init; }

    /// <summary>BCP 47 tag of the language that the call itself speaks and in which it understands wishes. Default <c>en-US</c>.</summary>
    public string Language { get; init; } = "en-US";

    /// <summary>Operations that may wait behind the current one; one more is refused as busy. Default 8.</summary>
    public int QueueLimit { get; init; } = 8;
}

/// <summary>What is done when a machine answers a call.</summary>
public enum VoicemailPolicy
{
    /// <summary>The agent's message is left on it.</summary>
    LeaveMessage,

    /// <summary>The line is put down.</summary>
    HangUp,
}

using System.Collections.Immutable;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Speech;

namespace CallActors.Engine.Calls;

/// <summary>What a call knows only while it is in memory; a recovered call starts with <see cref="Fresh"/>. Agents repeat their
/// requests under the same operation id, and phones ask for a new ticket, so nothing here needs to be stored.</summary>
internal sealed record CallLive
{
    public static CallLive Fresh { get; } = new();

    /// <summary>Operations that wait for the current one to end.</summary>
    public ImmutableList<ICallOperation> Queue { get; init; } = [];

    /// <summary>What the current operation asks for.</summary>
    public ListeningTerms Terms { get; init; } = ListeningTerms.Default;

    /// <summary>The one-time token of the latest invitation; empty when there is none.</summary>
    public string Ticket { get; init; } = "";

    /// <summary>Why the recogniser is lost on the current stream, or empty.</summary>
    public string Deafness { get; init; } = "";

    /// <summary>The person has been told of it.</summary>
    public bool DeafnessTold { get; init; }

    /// <summary>The person types, or the browser recognises: words come without our recogniser.</summary>
    public bool WordsComeOtherwise { get; init; }

    /// <summary>When words were last heard, final or not, or a voice that may have been words: a listening time does not run out in mid-sentence.</summary>
    public DateTimeOffset LastWordsAt { get; init; } = DateTimeOffset.MinValue;

    /// <summary>The carrier was asked again to ring: the leg of before is gone, and the next one takes its place.</summary>
    public bool RingsAgain { get; init; }

    /// <summary>A voice has begun whose turn has not come.</summary>
    public bool PersonSpeaks { get; init; }

    /// <summary>The goodbye is over; the call ends when the person has.</summary>
    public bool Ending { get; init; }

    /// <summary>Then the line is put down, whoever speaks.</summary>
    public DateTimeOffset EndsBy { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Why the line is being put down, while the person is told; null otherwise.</summary>
    public CallCommands.HangUp? HangsUp { get; init; }

    /// <summary>What the call itself is saying, if anything.</summary>
    public Aside? Aside { get; init; }

    /// <summary>Asides so far: they are utterances with negative numbers.</summary>
    public int Asides { get; init; }

    /// <summary>The message that was about to be said waits for a line of the call's.</summary>
    public bool GivesWay { get; init; }

    /// <summary>A wish that came while we were speaking: it is fulfilled behind that.</summary>
    public Wish? Postponed { get; init; }

    /// <summary>Times in a row that nothing was understood.</summary>
    public int Misunderstood { get; init; }

    /// <summary>Times in a row that nobody said anything.</summary>
    public int Quiets { get; init; }

    /// <summary>How far the last message was heard when its speech was over; a repetition moves it too.</summary>
    public int SaidTo { get; init; }

    /// <summary>The operation whose voice was told to begin its work; empty when there is none.</summary>
    public string Prepared { get; init; } = "";

    /// <summary>Characters of the current message that the stream had when nothing of them was left to say; −1 while something is.</summary>
    public int DryAt { get; init; } = -1;

    /// <summary>When the next soft sound is due; in the past when none is.</summary>
    public DateTimeOffset SoundAt { get; init; } = DateTimeOffset.MinValue;

    /// <summary>The newest progress line that was not said; empty when there is none.</summary>
    public string Progress { get; init; } = "";

    public DateTimeOffset ProgressSaidAt { get; init; } = DateTimeOffset.MinValue;

    /// <summary>Announcements that were not said, the oldest first.</summary>
    public ImmutableList<Notice> Notices { get; init; } = [];

    /// <summary>Until then an announcement's sound is being played.</summary>
    public DateTimeOffset SoundsUntil { get; init; } = DateTimeOffset.MinValue;

    /// <summary>Words that are not kept, for the operation that is being worked on, by their turn's place among the call's.</summary>
    public ImmutableDictionary<int, string> Secrets { get; init; } = ImmutableDictionary<int, string>.Empty;

    /// <summary>Keys of an entry that are not kept.</summary>
    public string SecretKeys { get; init; } = "";

    /// <summary>What the person is saying is not kept, though its operation may be over before its text is there.</summary>
    public bool VoiceIsSecret { get; init; }

    /// <summary>The stream was told to record silence for the person.</summary>
    public bool IsMuted { get; init; }

    /// <summary>What the stream listens for besides the person.</summary>
    public MachineWatch Watch { get; init; }

    /// <summary>Times of the current operation.</summary>
    public TurnTimings Timings { get; init; } = TurnTimings.None;
}

/// <summary>How the current operation listens.</summary>
/// <param name="AgentWorks">The person waits for the agent.</param>
internal sealed record ListeningTerms(Expectation Expects, TimeSpan? ListenFor, bool Interruptible = true, bool AgentWorks = false)
{
    public static ListeningTerms Default { get; } = new(Expectation.Open.Instance, null);

    public static ListeningTerms Of(ICallOperation operation) => operation switch
    {
        CallCommands.PlaceCall o => new ListeningTerms(o.Expects, o.ListenFor, o.Interruptible),
        CallCommands.ContinueCall o => new ListeningTerms(o.Expects, o.ListenFor, o.Interruptible),
        CallCommands.Listen o => new ListeningTerms(o.Expects, o.ListenFor, AgentWorks: o.AgentWorks),
        _ => Default with { Interruptible = operation.Interruptible },
    };
}

/// <summary>Something else that the person is told of.</summary>
/// <param name="Sound">Null when it was played, or there is none.</param>
internal sealed record Notice(string Line, Earcon? Sound);

/// <summary>Something that the call itself says.</summary>
/// <param name="Repeats">The utterance whose message it says again, or <see cref="OfNothing"/>.</param>
internal sealed record Aside(int Utterance, AsideKind Kind, int Repeats)
{
    /// <summary>No utterance has this number.</summary>
    public const int OfNothing = 0;
}

/// <summary>What follows when an aside has been said.</summary>
internal enum AsideKind
{
    /// <summary>Things go on as they were.</summary>
    Remark,

    /// <summary>The same; the person has heard how the agent's work goes.</summary>
    Progress,

    /// <summary>The same; the person was told of something else, and who listens begins anew.</summary>
    Notice,

    /// <summary>The call ends: nobody is there.</summary>
    Farewell,

    /// <summary>The call ends: the person wants to be called back.</summary>
    CallBack,

    /// <summary>The call ends: the line is shut down.</summary>
    Stopping,

    /// <summary>The call ends: the message is on the machine.</summary>
    Voicemail,

    /// <summary>The recording begins, and things go on as they were.</summary>
    Announcement,

    /// <summary>Things go on as they were: it was the rest of a message that had stopped for a machine, and may be interrupted if that may.</summary>
    Rest,
}

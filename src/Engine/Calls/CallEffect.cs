using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Texts;

namespace CallActors.Engine.Calls;

/// <summary>Something a call's actor does after its events are stored. A closed set.</summary>
internal abstract record CallEffect
{
    /// <summary>Answers the sender of the command.</summary>
    internal sealed record Reply(ICallReply Message) : CallEffect;

    /// <summary>The sender of the command is answered when this operation is over.</summary>
    internal sealed record AwaitOperation(OperationId Operation) : CallEffect;

    /// <summary>Answers everybody who awaits this operation.</summary>
    /// <param name="Message">For whoever asked first.</param>
    /// <param name="Kept">For everybody else, where the words are for the first asker alone; null where they are not.</param>
    internal sealed record Answer(OperationId Operation, ICallReply Message, ICallReply? Kept = null) : CallEffect;

    /// <summary>Orders the carrier to ring.</summary>
    internal sealed record Dial(DialOrder Order) : CallEffect;

    /// <summary>Orders the carrier to end the leg.</summary>
    internal sealed record HangUpLeg(LegId Leg) : CallEffect;

    /// <summary>Tells the attached stream.</summary>
    internal sealed record TellStream(object Message) : CallEffect;

    /// <summary>The sender is the call's stream from now on; the stream before it is closed.</summary>
    internal sealed record AdoptStream(int Stream) : CallEffect;

    /// <summary>Starts or restarts a timer.</summary>
    internal sealed record Arm(CallTimer Timer, TimeSpan Due, int Run = 0) : CallEffect;

    /// <summary>Stops a timer.</summary>
    internal sealed record Disarm(CallTimer Timer) : CallEffect;

    /// <summary>Stops every timer but <see cref="CallTimer.Linger"/>.</summary>
    internal sealed record DisarmAll : CallEffect;

    /// <summary>Tells the observers.</summary>
    internal sealed record Announce(CallActivity Activity) : CallEffect;

    /// <summary>Hands the message to the person's thread of texts.</summary>
    internal sealed record SendText(ThreadCommands.SendText Order) : CallEffect;

    /// <summary>The call may leave memory.</summary>
    internal sealed record Retire : CallEffect;
}

/// <summary>The timers of a call: at most one of each runs.</summary>
internal enum CallTimer
{
    Ring,
    Media,
    Ticket,
    SpeechStart,
    Listen,
    Idle,
    Longest,
    Linger,
    TextStall,
    LastWords,
    Quiet,
    Working,
    Progress,
    Hold,
    Keypad,
    Machine,
    Stopping,
    Notice,
}

namespace CallActors.Contracts.Calls;

/// <summary>Where a call stands.</summary>
public enum CallPhase
{
    /// <summary>Nobody has asked for this call.</summary>
    Unknown,

    /// <summary>The carrier has been asked to dial.</summary>
    Placing,

    /// <summary>The phone rings.</summary>
    Ringing,

    /// <summary>Answered; the audio stream is not there yet, or is away and expected back.</summary>
    Connecting,

    /// <summary>Both sides can hear each other.</summary>
    Talking,

    /// <summary>Over.</summary>
    Ended,
}

/// <summary>Why a call ended: a closed set, with a plain sentence in <c>Detail</c> beside it.</summary>
public enum CallEndReason
{
    /// <summary>The agent said goodbye and hung up.</summary>
    AgentEnded,

    /// <summary>The person hung up.</summary>
    HungUp,

    /// <summary>Nobody answered within the ring time.</summary>
    NoAnswer,

    /// <summary>The line was engaged.</summary>
    Busy,

    /// <summary>The person declined.</summary>
    Declined,

    /// <summary>The agent gave up before it was answered, or an operator ended it.</summary>
    Cancelled,

    /// <summary>The carrier could not place or keep the call.</summary>
    CarrierFailed,

    /// <summary>The audio stream went away and did not come back in time.</summary>
    MediaLost,

    /// <summary>The gateway was stopped.</summary>
    Shutdown,

    /// <summary>The call reached its longest allowed duration, or nobody used it any more.</summary>
    TimedOut,

    /// <summary>The person hung up in words and wants to be called when the work is done: place a new call then.</summary>
    CallBackWanted,

    /// <summary>An answering machine picked up: the message was left on it, or not (<see cref="VoicemailOutcome"/>).</summary>
    Voicemail,
}

/// <summary>What of the message is on the machine.</summary>
public enum VoicemailOutcome
{
    /// <summary>All of it.</summary>
    MessageLeft,

    /// <summary>Its beginning: the machine hung up, the line was lost, or the time for it was over.</summary>
    PartlyLeft,

    /// <summary>Nothing: messages are not to be left, there was none, or the machine hung up before.</summary>
    NothingLeft,
}

/// <summary>Who of the product itself is with a person who asked to be called.</summary>
public enum CallAttendant
{
    /// <summary>No agent waits: what the person says is taken down.</summary>
    TakesNote,

    /// <summary>An agent was told of the call: the same, should it not come in time.</summary>
    StandsIn,

    /// <summary>Work is done, of which a person wanted to hear: the call's message says so, and the reception is with the person.</summary>
    Switchboard,
}

/// <summary>What an agent asks of a call.</summary>
public enum OperationKind
{
    /// <summary>Ring, speak, listen.</summary>
    Place,

    /// <summary>Speak, then listen for the answer.</summary>
    Continue,

    /// <summary>Speak only.</summary>
    Speak,

    /// <summary>Say goodbye and hang up.</summary>
    End,

    /// <summary>Listen only.</summary>
    Listen,
}

/// <summary>Who or what a call rings.</summary>
/// <param name="Address">The carrier's form of it: a number in E.164, or <c>softphone</c> for every open phone page.</param>
/// <param name="Name">The person's name as the agent may know it; may be empty.</param>
public sealed record Callee(string Address, string Name = "");

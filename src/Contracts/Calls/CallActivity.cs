using CallActors.Contracts.Recordings;

namespace CallActors.Contracts.Calls;

/// <summary>What an observer of a call is told while it happens: captions, states, barge-in. Never stored.</summary>
public abstract record CallActivity(CallId CallId)
{
    /// <summary>The call's phase changed, or the observation has begun.</summary>
    public sealed record Changed(CallId CallId, CallPhase Phase, CallEndReason? EndReason) : CallActivity(CallId);

    /// <summary>The agent is saying this; sent at its start and as it is heard.</summary>
    public sealed record AgentSays(CallId CallId, int Utterance, string Text, int HeardLength, bool Finished, bool Interrupted) : CallActivity(CallId);

    /// <summary>The person is saying this.</summary>
    /// <param name="IsLikelyWhole">Not final yet, but likely to be the whole turn: an agent may begin to think.</param>
    public sealed record PersonSays(CallId CallId, string Text, bool IsFinal, bool IsLikelyWhole = false) : CallActivity(CallId);

    /// <summary>The person has begun to speak, or has stopped. An agent that is thinking about an earlier turn may give that up.</summary>
    public sealed record PersonSpeaks(CallId CallId, bool Speaking) : CallActivity(CallId);

    /// <summary>The call itself says something for the agent: "Are you still there?".</summary>
    /// <param name="Utterance">Asides count down from −1.</param>
    public sealed record Aside(CallId CallId, int Utterance, string Text) : CallActivity(CallId);

    /// <summary>The call is recorded from now on, or no more; sent when the observation begins, too, for a call that
    /// is to be recorded.</summary>
    /// <param name="Stopped">Why it is recorded no more; null while it is.</param>
    public sealed record Recording(CallId CallId, bool IsOn, RecordingStop? Stopped) : CallActivity(CallId);

    /// <summary>The person's voice was noticed over the agent's.</summary>
    public sealed record BargeIn(CallId CallId, BargeInStep Step) : CallActivity(CallId);
}

/// <summary>A rung of the barge-in ladder.</summary>
public enum BargeInStep
{
    /// <summary>A voice was noticed: playback has stopped and the carrier's buffer is cleared.</summary>
    Onset,

    /// <summary>It was speech: the rest of the utterance is cancelled.</summary>
    Commit,

    /// <summary>It was not: the utterance goes on where it stopped.</summary>
    FalseAlarm,
}

/// <summary>What told a rung of the barge-in ladder.</summary>
public enum BargeInCause
{
    /// <summary>Voiced sound, by its length; for a false alarm, the lack of it.</summary>
    Voice,

    /// <summary>Words of the recogniser.</summary>
    Words,

    /// <summary>The recogniser's own notion of a turn.</summary>
    Service,

    /// <summary>A key of the phone.</summary>
    Key,

    /// <summary>Words that were typed or that the person's own device recognised.</summary>
    Typed,
}

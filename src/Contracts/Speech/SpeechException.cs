namespace CallActors.Contracts.Speech;

/// <summary>Why a speech engine failed.</summary>
public enum SpeechFailure
{
    /// <summary>The engine or one of its data files is not installed or cannot be loaded.</summary>
    Unavailable,

    /// <summary>The engine refused the request: text, voice or language.</summary>
    Refused,

    /// <summary>Every place of the engine is taken by other calls.</summary>
    Busy,

    /// <summary>It did not answer in time.</summary>
    TimedOut,

    /// <summary>It failed in the middle of its work.</summary>
    Broken,
}

/// <summary>A speech engine's failure. The message says what to mend and holds no caller's words.</summary>
public sealed class SpeechException : Exception
{
    public SpeechException(SpeechFailure reason, string message, Exception? inner = null) : base(message, inner) => Reason = reason;

    public SpeechFailure Reason { get; }
}

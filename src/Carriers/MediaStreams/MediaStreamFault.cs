namespace CallActors.Carriers.MediaStreams;

/// <summary>What was wrong with a frame on a media socket.</summary>
public enum MediaStreamFaultKind
{
    /// <summary>The frame is not one JSON object.</summary>
    NotJson,

    /// <summary>The frame is longer than <see cref="MediaStreamReaderOptions.MaxFrameBytes"/>.</summary>
    TooLong,

    /// <summary>A field that the event needs is missing, or has the wrong type or content.</summary>
    BadField,

    /// <summary>The audio is not base64.</summary>
    BadAudio,

    /// <summary>The stream's audio is not 8 kHz mono µ-law.</summary>
    UnsupportedFormat,

    /// <summary>Audio, a mark or a key before the start.</summary>
    NotStarted,

    /// <summary>A second start on one socket.</summary>
    StartedTwice,

    /// <summary>The frame names another stream than the one that was started.</summary>
    ForeignStream,
}

/// <summary>Why a frame was not accepted. The socket should be closed with the message.</summary>
/// <param name="Message">At most 100 characters, fit for a close frame and a log: it holds nothing of what the frame carried.</param>
public sealed record MediaStreamFault(MediaStreamFaultKind Kind, string Message);

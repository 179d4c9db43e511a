namespace CallActors.Carriers.MediaStreams;

/// <summary>Whose way of saying the same things a media socket speaks. The start tells: Twilio's has a <c>streamSid</c>, Telnyx' a
/// <c>stream_id</c>.</summary>
public enum MediaDialect
{
    /// <summary>Twilio Media Streams; softphones speak it too. Audio comes in order.</summary>
    Twilio,

    /// <summary>Telnyx media streaming. Fields are in snake case, audio may come out of order, and what is sent names no stream.</summary>
    Telnyx,
}

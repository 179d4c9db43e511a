using CallActors.Contracts.Audio;

namespace CallActors.Carriers.MediaStreams;

/// <summary>What the carrier said first on its media socket: whose audio this is.</summary>
/// <param name="StreamSid">The carrier's name for this socket; every message to it carries it in Twilio's dialect. 1–200 characters.</param>
/// <param name="CallSid">The carrier's name for the phone leg: Twilio's call SID, Telnyx' call control id. 1–200 characters.</param>
/// <param name="CustomParameters">What we attached to the stream when we asked for it, the one-time token among it. Case-sensitive.</param>
/// <param name="Dialect">What the socket speaks; <see cref="MediaStreamWriter"/> has to answer in the same.</param>
public sealed record MediaStreamStart(
    string StreamSid, string CallSid, IReadOnlyDictionary<string, string> CustomParameters, MediaDialect Dialect = MediaDialect.Twilio);

/// <summary>Where <see cref="MediaStreamReader"/> delivers what a carrier sends. Called on the thread that reads the socket, one call
/// at a time; must not block.</summary>
public interface IMediaStreamHandler
{
    /// <summary>The stream has started. Called once, before everything else but <see cref="OnStop"/>.</summary>
    void OnStart(MediaStreamStart start);

    /// <summary>20 ms of the person's audio. The handler owns the frame and returns it.</summary>
    void OnAudio(AudioFrame frame);

    /// <summary>A mark of ours came back: played, or thrown out by a clear.</summary>
    void OnMark(MediaMark mark);

    /// <summary>A mark came back that is not of the form <see cref="MediaMark"/> writes.</summary>
    void OnForeignMark();

    /// <summary>A key was pressed: 0–9, *, #.</summary>
    void OnKey(char key);

    /// <summary>The carrier complains of something that we have sent. Telnyx alone does: 100002 unknown, 100003 malformed message, 100004
    /// audio that it cannot play, 100005 too many messages.</summary>
    /// <param name="code">The carrier's number for it; 0 if it gave none.</param>
    void OnComplaint(int code);

    /// <summary>The carrier sends nothing more. May come without a start, when the person hangs up while the stream is being opened.</summary>
    void OnStop();
}

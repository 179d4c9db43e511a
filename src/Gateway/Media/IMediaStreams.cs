using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;

namespace CallActors.Gateway.Media;

/// <summary>The audio streams behind the media sockets.</summary>
public interface IMediaStreams
{
    /// <summary>A new stream for one socket. The stream sends through the outlet and closes it when it wants no more.</summary>
    ValueTask<IStreamInlet> OpenAsync(IMediaOutlet outlet, CancellationToken cancellationToken);
}

/// <summary>One audio stream, told what its socket receives. Calls return at once and come one at a time, <see cref="Started"/> first,
/// <see cref="Disconnected"/> last.</summary>
public interface IStreamInlet
{
    /// <summary>The socket presents its token; a wrong one makes the stream close the outlet.</summary>
    void Started(CallId callId, string token);

    /// <summary>20 ms of the person's audio; the frame belongs to the stream from now on.</summary>
    void Hear(AudioFrame frame);

    /// <summary>A mark came back.</summary>
    void MarkReturned(MediaMark mark);

    /// <summary>A key was pressed.</summary>
    void KeyPressed(char key);

    /// <summary>The carrier sends nothing more.</summary>
    void Stopped();

    /// <summary>The socket is gone.</summary>
    void Disconnected();
}

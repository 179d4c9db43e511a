using CallActors.Carriers.MediaStreams;
using CallActors.Contracts.Audio;

namespace CallActors.Carriers.Tests.MediaStreams;

/// <summary>Counts frames and gives them back.</summary>
internal sealed class CountingHandler : IMediaStreamHandler
{
    public int Frames { get; private set; }

    public void OnStart(MediaStreamStart start)
    {
    }

    public void OnAudio(AudioFrame frame)
    {
        Frames++;
        frame.Return();
    }

    public void OnMark(MediaMark mark)
    {
    }

    public void OnForeignMark()
    {
    }

    public void OnKey(char key)
    {
    }

    public void OnComplaint(int code)
    {
    }

    public void OnStop()
    {
    }
}

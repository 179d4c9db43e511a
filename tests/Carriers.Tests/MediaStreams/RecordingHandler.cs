using CallActors.Carriers.MediaStreams;
using CallActors.Contracts.Audio;

namespace CallActors.Carriers.Tests.MediaStreams;

internal sealed class RecordingHandler : IMediaStreamHandler
{
    public List<string> Events { get; } = [];

    public List<byte[]> Frames { get; } = [];

    public List<long> ReceivedAt { get; } = [];

    public MediaStreamStart? Start { get; private set; }

    public void OnStart(MediaStreamStart start)
    {
        Start = start;
        Events.Add("start");
    }

    public void OnAudio(AudioFrame frame)
    {
        Frames.Add([.. frame.Samples]);
        ReceivedAt.Add(frame.ReceivedAt);
        frame.Return();
    }

    public void OnMark(MediaMark mark) => Events.Add($"mark {mark}");

    public void OnForeignMark() => Events.Add("foreign mark");

    public void OnKey(char key) => Events.Add($"key {key}");

    public void OnComplaint(int code) => Events.Add($"complaint {code}");

    public void OnStop() => Events.Add("stop");
}

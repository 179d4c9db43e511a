using CallActors.Contracts.Audio;

namespace CallActors.Engine.Tests.Fakes;

/// <summary>A media socket's sending side that keeps what it was given, in order.</summary>
internal sealed class RecordingOutlet : IMediaOutlet
{
    private readonly Lock _gate = new();
    private readonly List<object> _sent = [];

    /// <summary>Frames (byte arrays), marks, <see cref="Clear"/>, and the reason of the closing (a string).</summary>
    public IReadOnlyList<object> Sent
    {
        get
        {
            lock (_gate) return [.. _sent];
        }
    }

    public IReadOnlyList<byte[]> Frames => [.. Sent.OfType<byte[]>()];

    public IReadOnlyList<MediaMark> Marks => [.. Sent.OfType<MediaMark>()];

    public int Clears => Sent.OfType<Clear>().Count();

    public string? ClosedFor => Sent.OfType<string>().FirstOrDefault();

    public bool SendAudio(ReadOnlySpan<byte> frame) => Keep(frame.ToArray());

    public bool SendMark(MediaMark mark) => Keep(mark);

    public bool SendClear() => Keep(new Clear());

    public void Close(string reason) => Keep(reason);

    private bool Keep(object item)
    {
        lock (_gate) _sent.Add(item);
        return true;
    }

    internal sealed record Clear;
}

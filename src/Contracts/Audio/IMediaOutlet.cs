namespace CallActors.Contracts.Audio;

/// <summary>
/// The sending side of one media socket, as the audio stream sees it. Calls encode into the socket's bounded send buffer and
/// never block; false means that the buffer is full or the socket is closed and the item was dropped.
/// </summary>
public interface IMediaOutlet
{
    /// <summary>Sends one frame of µ-law audio (<see cref="AudioFormat.FrameBytes"/> bytes).</summary>
    bool SendAudio(ReadOnlySpan<byte> frame);

    /// <summary>Asks the carrier to echo this mark when everything sent before it has been played.</summary>
    bool SendMark(MediaMark mark);

    /// <summary>Empties the carrier's playback buffer. Marks not yet reached come back at once, unplayed.</summary>
    bool SendClear();

    /// <summary>Closes the socket after what is buffered has been sent.</summary>
    /// <param name="reason">Why, for the log and the close frame; at most 100 characters; no caller's words.</param>
    void Close(string reason);
}

/// <summary>A mark in the outgoing audio. Wire form: <c>e{Epoch}:{Number}</c>.</summary>
/// <param name="Epoch">The playback epoch of the audio before it; an echo of an older epoch is stale.</param>
/// <param name="Number">Counts up within the epoch from 0.</param>
public readonly record struct MediaMark(int Epoch, int Number)
{
    /// <inheritdoc/>
    public override string ToString() => $"e{Epoch}:{Number}";

    /// <summary>Reads the wire form; false for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out MediaMark mark)
    {
        mark = default;
        if (text.Length < 4 || text[0] != 'e') return false;
        var colon = text.IndexOf(':');
        if (colon < 2
            || !int.TryParse(text[1..colon], System.Globalization.NumberStyles.None, null, out var epoch)
            || !int.TryParse(text[(colon + 1)..], System.Globalization.NumberStyles.None, null, out var number))
            return false;
        mark = new MediaMark(epoch, number);
        return true;
    }
}

using CallActors.Contracts.Calls;
using CallActors.Contracts.Recordings;

namespace CallActors.Engine.Recording;

/// <summary>What streams, hosts and recordings tell each other. Local to a node.</summary>
public static class RecordingMessages
{
    /// <summary>A stream begins a track. Answered by <see cref="Stopped"/> when it is stopped before the stream ends.</summary>
    public sealed record Begin(CallId CallId, RecordingTrack Track);

    /// <summary>A stream has completed a track: it is to be written. No reply.</summary>
    public sealed record Finish(CallId CallId);

    /// <summary>To a stream: nothing more of it is recorded.</summary>
    public sealed record Stopped(RecordingStop Reason);

    /// <summary>Deletes a call's recording; one that is being made is stopped first. Answered by <see cref="Deleted"/> or
    /// <see cref="NotDeleted"/>.</summary>
    public sealed record Delete(CallId CallId);

    /// <param name="Existed">False when there was none.</param>
    public sealed record Deleted(CallId CallId, bool Existed);

    /// <summary>The disk refused.</summary>
    public sealed record NotDeleted(CallId CallId);

    /// <summary>From a recording to its parent: of so many tracks nothing is left to be written.</summary>
    internal sealed record Idle(CallId CallId, int Tracks);

    /// <summary>From the parent to a recording: it ends now.</summary>
    internal sealed record Stop(RecordingStop Reason);
}

using CallActors.Contracts.Calls;
using CallActors.Engine;
using CallActors.Engine.Recording;

namespace CallActors.Gateway.Calls;

/// <summary>The recordings of calls, as the HTTP edge sees them.</summary>
public interface ICallRecordings
{
    /// <summary>Deletes a call's recording; one that is being made is stopped first. False when there was none, null when the disk refused.</summary>
    Task<bool?> DeleteAsync(CallId callId, CancellationToken cancellationToken);
}

/// <summary>The recordings of the engine.</summary>
public sealed class ActorCallRecordings(EngineHandle engine) : ICallRecordings
{
    private static readonly TimeSpan DeleteWithin = TimeSpan.FromSeconds(10);

    public async Task<bool?> DeleteAsync(CallId callId, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.Recordings.Ask<object>(new RecordingMessages.Delete(callId), DeleteWithin, cancellationToken).ConfigureAwait(false) is RecordingMessages.Deleted deleted
                ? deleted.Existed
                : null;
        }
        catch (AskTimeoutException e)
        {
            throw new TimeoutException("The recording was not deleted in time.", e);
        }
    }
}

using CallActors.Contracts.Calls;
using CallActors.Gateway.Calls;
using CallActors.Gateway.Recordings;

namespace CallActors.Gateway.Http;

/// <summary>The handlers of <c>/api/call/{id}/recording</c>. Both need nothing but the file: it may be had when its call is long forgotten.</summary>
public sealed class RecordingEndpoints(RecordingFolder folder, ICallRecordings recordings)
{
    public const string MediaType = "audio/wav";

    /// <summary>The file, or the part of it that a <c>Range</c> asks for. Of a call that goes on it is what there is so far.</summary>
    public IResult Get(string id) =>
        CallId.TryParse(id, out var callId) && folder.Read(callId) is { } recording
            ? TypedResults.File(recording, MediaType, $"{callId}.wav", enableRangeProcessing: true)
            : NoRecording();

    /// <summary>Deletes it; a call that is being recorded goes on without.</summary>
    public async Task<IResult> DeleteAsync(HttpContext http, string id)
    {
        if (!CallId.TryParse(id, out var callId)) return NoRecording();
        return await recordings.DeleteAsync(callId, http.RequestAborted).ConfigureAwait(false) switch
        {
            true => TypedResults.NoContent(),
            false => NoRecording(),
            null => Problems.Of(StatusCodes.Status500InternalServerError, "not-deleted", "The disk refused to delete the recording; the gateway's data folder needs a look."),
        };
    }

    private static IResult NoRecording() => Problems.Of(StatusCodes.Status404NotFound, "no-recording", "There is no recording of such a call.");
}

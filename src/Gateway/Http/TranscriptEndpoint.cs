using System.Text;
using CallActors.Contracts.Calls;
using CallActors.Gateway.Calls;
using Microsoft.Net.Http.Headers;

namespace CallActors.Gateway.Http;

/// <summary>The handler of <c>GET /api/call/{id}/transcript</c>: JSON, text or subtitles, by <c>?format=</c> or else by <c>Accept</c>.</summary>
public sealed class TranscriptEndpoint(ICallService calls)
{
    public async Task<IResult> GetAsync(HttpContext http, string id, string? format)
    {
        if (!CallId.TryParse(id, out var callId)) return Problems.UnknownCall();
        if (format is not (null or "json" or "text" or "srt")) return Problems.BadMember("format", "must be json, text or srt");
        var reply = await calls.GetAsync(new CallCommands.GetCall(callId), http.RequestAborted).ConfigureAwait(false);
        if (reply is not CallReplies.CallView call) return Answers.Of(reply, null, withDetails: false);
        return (format ?? Accepted(http.Request)) switch
        {
            "text" => TypedResults.Text(Transcript.Text(call), Transcript.TextType, Encoding.UTF8),
            "srt" => TypedResults.Text(Transcript.Subtitles(call), Transcript.SubtitlesType, Encoding.UTF8),
            _ => TypedResults.Ok(new TranscriptResponse(callId.Value, [.. call.Transcript.Select(TranscriptLineBody.Of)])),
        };
    }

    /// <summary>What the client likes best of what there is; JSON when it says nothing of it.</summary>
    private static string Accepted(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)) return "json";
        foreach (var type in accepted.OrderByDescending(a => a.Quality ?? 1))
        {
            if (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)) return "json";
            if (type.MediaType.Equals(Transcript.TextType, StringComparison.OrdinalIgnoreCase)) return "text";
            if (type.MediaType.Equals(Transcript.SubtitlesType, StringComparison.OrdinalIgnoreCase)) return "srt";
        }
        return "json";
    }
}

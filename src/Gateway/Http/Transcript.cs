using System.Globalization;
using System.Text;
using CallActors.Contracts.Calls;

namespace CallActors.Gateway.Http;

/// <summary>Answer to <c>GET /api/call/{id}/transcript</c> as JSON.</summary>
public sealed record TranscriptResponse(string CallId, IReadOnlyList<TranscriptLineBody> Lines);

/// <summary>A call's transcript in the forms that people and players read. Times count from the answer; an agent's line is what was heard
/// of it, and is left out when that is nothing.</summary>
public static class Transcript
{
    public const string TextType = "text/plain";
    public const string SubtitlesType = "application/x-subrip";

    // Subtitles that begin and end at once are never shown; words that were typed come in no time.
    private static readonly TimeSpan ShortestSubtitle = TimeSpan.FromSeconds(1);

    /// <summary>One line each: the time, who, the words.</summary>
    public static string Text(CallReplies.CallView call)
    {
        var text = new StringBuilder();
        foreach (var (line, at) in Heard(call))
            text.Append(CultureInfo.InvariantCulture, $"[{Clock(at)}] {Who(line)}: {OneLine(line.Heard)}\n");
        return text.ToString();
    }

    /// <summary>SubRip subtitles.</summary>
    public static string Subtitles(CallReplies.CallView call)
    {
        var text = new StringBuilder();
        var number = 0;
        foreach (var (line, at) in Heard(call))
        {
            var length = (line.EndedAt ?? line.StartedAt) - line.StartedAt;
            var end = at + (length > ShortestSubtitle ? length : ShortestSubtitle);
            text.Append(CultureInfo.InvariantCulture, $"{++number}\n{Clock(at)},{at.Milliseconds:000} --> {Clock(end)},{end.Milliseconds:000}\n{Who(line)}: {OneLine(line.Heard)}\n\n");
        }
        return text.ToString();
    }

    private static IEnumerable<(TranscriptLine Line, TimeSpan At)> Heard(CallReplies.CallView call)
    {
        var zero = call.AnsweredAt ?? call.PlacedAt;
        foreach (var line in call.Transcript)
        {
            if (string.IsNullOrWhiteSpace(line.Heard)) continue;
            var at = line.StartedAt - zero;
            yield return (line, at > TimeSpan.Zero ? at : TimeSpan.Zero);
        }
    }

    private static string Who(TranscriptLine line) => line.Speaker is Speaker.Agent ? "Agent" : "Person";

    private static string Clock(TimeSpan at) => string.Create(CultureInfo.InvariantCulture, $"{(int)at.TotalHours:00}:{at.Minutes:00}:{at.Seconds:00}");

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

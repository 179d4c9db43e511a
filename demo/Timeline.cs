using System.Globalization;
using System.Text.Json;
using CallActors.Simulators.Softphone;

namespace CallActors.Demo;

/// <summary>Prints a call as a timeline.</summary>
internal static class Timeline
{
    public static async Task PrintAsync(TextWriter output, ToolAnswer status, HeadlessSoftphone phone, params ToolAnswer[] turns)
    {
        var call = status.Content;
        var answered = call.GetProperty("answered_at").GetDateTimeOffset();
        var lines = new List<(DateTimeOffset At, string Text)>();
        foreach (var line in call.GetProperty("transcript").EnumerateArray()) lines.Add(Spoken(line));
        foreach (var step in phone.Captions.OfType<Caption.BargeIn>()) lines.Add((step.At, $"         — barge-in: {step.Step}"));

        await output.WriteLineAsync().ConfigureAwait(false);
        await output.WriteLineAsync($"{call.GetProperty("call_id").GetString()}, {call.GetProperty("end_reason").GetString()}").ConfigureAwait(false);
        foreach (var (at, text) in lines.OrderBy(l => l.At))
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{(at - answered).TotalSeconds,7:0.00} s  {text}")).ConfigureAwait(false);
        await output.WriteLineAsync().ConfigureAwait(false);
        for (var i = 0; i < turns.Length; i++)
            await output.WriteLineAsync(
                $"turn {i + 1}: reply to first audio {Milliseconds(turns[i].Timing("reply_to_audio"))}, "
                + $"voice end to text {Milliseconds(turns[i].Timing("voice_end_to_text"))}, "
                + $"voice onset to clear {Milliseconds(turns[i].Timing("onset_to_clear"))}").ConfigureAwait(false);
        await output.WriteLineAsync().ConfigureAwait(false);
    }

    private static (DateTimeOffset At, string Text) Spoken(JsonElement line)
    {
        var at = line.GetProperty("started_at").GetDateTimeOffset();
        var text = line.GetProperty("text").GetString()!;
        if (line.GetProperty("speaker").GetString() != "agent") return (at, $"person   {text}");
        var heard = line.TryGetProperty("heard", out var part) ? part.GetString()!.TrimEnd() : text;
        return (at, heard.Length < text.TrimEnd().Length ? $"agent    {heard} ⟂{text[heard.Length..]} (not heard)" : $"agent    {text}");
    }

    private static string Milliseconds(double? value) =>
        value is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0.0} ms") : "–";
}

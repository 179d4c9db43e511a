using System.Text.Json.Nodes;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Simulators.ElevenLabs;

/// <summary>A piece of audio with the characters that are spoken in it.</summary>
/// <param name="Samples">µ-law.</param>
/// <param name="AtMs">Where it begins in the generation, in milliseconds.</param>
/// <param name="Characters">As they were sent.</param>
/// <param name="StartsMs">When each begins, counted from the piece's beginning.</param>
/// <param name="DurationsMs">How long each lasts; together the piece's length.</param>
internal sealed record SpokenPiece(byte[] Samples, int AtMs, string[] Characters, int[] StartsMs, int[] DurationsMs)
{
    /// <summary>As the sockets tell it.</summary>
    public JsonObject Alignment() => new()
    {
        ["chars"] = new JsonArray([.. Characters.Select(c => (JsonNode)c)]),
        ["charStartTimesMs"] = new JsonArray([.. StartsMs.Select(t => (JsonNode)t)]),
        ["charDurationsMs"] = new JsonArray([.. DurationsMs.Select(t => (JsonNode)t)]),
    };

    /// <summary>As HTTP tells it.</summary>
    /// <param name="offsetMs">Added to all times.</param>
    public JsonObject AlignmentInSeconds(int offsetMs) => new()
    {
        ["characters"] = new JsonArray([.. Characters.Select(c => (JsonNode)c)]),
        ["character_start_times_seconds"] = new JsonArray([.. StartsMs.Select(t => (JsonNode)((t + offsetMs) / 1000d))]),
        ["character_end_times_seconds"] = new JsonArray([.. StartsMs.Zip(DurationsMs, (t, d) => (JsonNode)((t + d + offsetMs) / 1000d))]),
    };
}

/// <summary>Has a voice say a text, and cuts what it said where words begin.</summary>
internal static class SpokenPieces
{
    private const int SamplesPerMs = AudioFormat.SampleRate / 1000;

    public static async Task<IReadOnlyList<SpokenPiece>> OfAsync(ISpeechSynthesizer voice, SpeechRequest request, TimeSpan least, CancellationToken cancellationToken)
    {
        var audio = new MemoryStream();
        var words = new List<SpokenWord>();
        await foreach (var piece in voice.SynthesizeAsync(request, cancellationToken).ConfigureAwait(false))
        {
            audio.Write(piece.MuLaw.Span);
            words.AddRange(piece.Words.Span);
        }

        // Whole milliseconds, as the vendor's times are.
        while (audio.Length % SamplesPerMs != 0) audio.WriteByte(AudioFormat.Silence);
        return Cut(request.Text, audio.ToArray(), words, (int)least.TotalMilliseconds);
    }

    private static List<SpokenPiece> Cut(string text, byte[] audio, List<SpokenWord> words, int leastMs)
    {
        var starts = StartsOf(text, words, audio.Length / SamplesPerMs);
        var pieces = new List<SpokenPiece>();
        for (int from = 0, to; from < text.Length; from = to)
        {
            to = words.Select(w => w.TextStart).Where(at => at > from && starts[at] - starts[from] >= leastMs).DefaultIfEmpty(text.Length).Min();
            var (begins, ends) = (starts[from], starts[to]);
            pieces.Add(new SpokenPiece(
                audio[(begins * SamplesPerMs)..(ends * SamplesPerMs)],
                begins,
                [.. text[from..to].Select(c => c.ToString())],
                [.. starts[from..to].Select(t => t - begins)],
                [.. Enumerable.Range(from, to - from).Select(i => starts[i + 1] - starts[i])]));
        }

        return pieces;
    }

    /// <summary>When each character begins, and behind them the end: evenly within each word.</summary>
    private static int[] StartsOf(string text, List<SpokenWord> words, int lengthMs)
    {
        List<(int Character, int Ms)> anchors = [(0, 0)];
        foreach (var word in words)
        {
            var ms = (int)Math.Min(lengthMs, word.SampleStart / SamplesPerMs);
            if (word.TextStart > anchors[^1].Character && ms >= anchors[^1].Ms) anchors.Add((word.TextStart, ms));
        }

        anchors.Add((text.Length, lengthMs));
        var starts = new int[text.Length + 1];
        for (var i = 1; i < anchors.Count; i++)
        {
            var (from, to) = (anchors[i - 1], anchors[i]);
            for (var c = from.Character; c < to.Character; c++)
                starts[c] = from.Ms + (to.Ms - from.Ms) * (c - from.Character) / (to.Character - from.Character);
        }

        starts[text.Length] = lengthMs;
        return starts;
    }
}

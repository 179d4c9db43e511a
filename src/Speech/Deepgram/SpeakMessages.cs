using System.Text;
using CallActors.Speech.Text;

namespace CallActors.Speech.Deepgram;

/// <summary>The body of an HTTP request to <c>/v1/speak</c>.</summary>
internal sealed record SpeakText(string Text)
{
    /// <summary>Longest text of one request or message, in characters.</summary>
    public const int Longest = 2000;

    /// <summary>A text in pieces that fit, cut between sentences.</summary>
    public static IReadOnlyList<string> Cut(string text)
    {
        if (text.Length <= Longest) return string.IsNullOrWhiteSpace(text) ? [] : [text];
        var pieces = new List<string>();
        var piece = new StringBuilder();
        foreach (var sentence in SentenceSplitter.Split(text))
        {
            if (piece.Length + 1 + sentence.Text.Length > Longest)
            {
                pieces.Add(piece.ToString());
                piece.Clear();
            }

            piece.Append(piece.Length > 0 ? " " : "").Append(sentence.Text);
        }

        if (piece.Length > 0) pieces.Add(piece.ToString());
        return pieces;
    }
}

/// <summary>A text message on a speaking socket, either way.</summary>
/// <param name="Code">Of a warning or an error.</param>
/// <param name="PlaybackOffset">Of an <c>Interrupt</c>.</param>
/// <param name="AudioPlayedMs">Of what answers it: milliseconds of the session that count as played.</param>
internal sealed record SpeakMessage(string Type, string? Text = null, string? Code = null, PlaybackOffset? PlaybackOffset = null, double? AudioPlayedMs = null);

/// <param name="Value">Milliseconds since the session began, over all its turns; what was interrupted counts as far as it was played.</param>
internal sealed record PlaybackOffset(long Value, string Type = "time_ms");

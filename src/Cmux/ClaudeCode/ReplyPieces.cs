using CallActors.Contracts.Agents;

namespace CallActors.Cmux.ClaudeCode;

/// <summary>Passes a long reply on in pieces, so that nobody behind has to hold it whole.</summary>
internal static class ReplyPieces
{
    /// <summary>Longest piece, in characters.</summary>
    public const int Longest = 16 * 1024;

    /// <summary>The reply as it is, or its words in pieces: cut between paragraphs where there are any, else between lines, words or characters.</summary>
    public static IEnumerable<AgentReply> Of(AgentReply reply)
    {
        if (reply is not AgentReply.Text { Words.Length: > Longest } text)
        {
            yield return reply;
            yield break;
        }
        for (var begin = 0; begin < text.Words.Length;)
        {
            var length = LengthOf(text.Words.AsSpan(begin));
            var piece = text.Words.AsSpan(begin, length).Trim();
            if (piece.Length > 0) yield return text with { Words = piece.ToString() };
            begin += length;
        }
    }

    private static int LengthOf(ReadOnlySpan<char> rest)
    {
        if (rest.Length <= Longest) return rest.Length;
        var piece = rest[..Longest];
        if (piece.LastIndexOf("\n\n") is > 0 and var paragraph) return paragraph;
        if (piece.LastIndexOf('\n') is > 0 and var line) return line;
        if (piece.LastIndexOf(' ') is > 0 and var word) return word;
        return char.IsHighSurrogate(piece[^1]) ? Longest - 1 : Longest;
    }
}

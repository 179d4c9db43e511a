using System.Text.RegularExpressions;

namespace CallActors.Speech.Text;

/// <summary>Takes out of a line what only a terminal understands: escape sequences, overwritten beginnings, frames and spinners.</summary>
internal static partial class TerminalText
{
    /// <param name="line">One line, without its line feed.</param>
    /// <param name="start">Where it stands in the agent's text.</param>
    public static BoundText Clean(ReadOnlySpan<char> line, int start)
    {
        if (line is [.., '\r']) line = line[..^1];
        // A carriage return within a line starts it anew, as progress displays do: the last state counts.
        var shown = line.LastIndexOf('\r') + 1;
        line = line[shown..];
        start += shown;
        var clean = new BoundText.Builder();
        var at = 0;
        foreach (var escape in EscapeSequence().EnumerateMatches(line))
        {
            Append(clean, line[at..escape.Index], start + at);
            at = escape.Index + escape.Length;
        }

        Append(clean, line[at..], start + at);
        return clean.ToText(start + line.Length);
    }

    private static void Append(BoundText.Builder clean, ReadOnlySpan<char> text, int start)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '\t' or '\u2028' or '\u2029' || IsDrawing(c)) clean.Append(' ', start + i);
            else if (!char.IsControl(c)) clean.Append(c, start + i);
        }
    }

    /// <summary>Box drawing, block elements, geometric shapes and the Braille patterns that spinners are made of.</summary>
    private static bool IsDrawing(char c) => c is >= '\u2500' and <= '\u25FF' or >= '\u2800' and <= '\u28FF';

    // ECMA-48: control sequences (CSI), strings such as window titles and links (OSC, DCS, PM, APC), and two-character escapes.
    [GeneratedRegex(@"\x1B\[[0-?]*[ -/]*[@-~]|\x1B[\]P^_][^\x07\x1B\n]*(?:\x07|\x1B\\)?|\x1B[ -/]*[0-~]|\x9B[0-?]*[ -/]*[@-~]")]
    private static partial Regex EscapeSequence();
}

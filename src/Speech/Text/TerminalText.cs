using System.Text;
using System.Text.RegularExpressions;

namespace CallActors.Speech.Text;

/// <summary>Takes out of text what only a terminal understands: escape sequences, overwritten lines, frames and spinners.</summary>
internal static partial class TerminalText
{
    public static string Clean(string text)
    {
        text = EscapeSequence().Replace(text, "").Replace("\r\n", "\n", StringComparison.Ordinal);
        var clean = new StringBuilder(text.Length);
        foreach (var line in text.Split('\n'))
        {
            // A carriage return within a line starts it anew, as progress displays do: the last state counts.
            var shown = line.AsSpan().TrimEnd('\r');
            shown = shown[(shown.LastIndexOf('\r') + 1)..];
            if (clean.Length > 0) clean.Append('\n');
            foreach (var c in shown)
            {
                if (c is '\t' || IsDrawing(c)) clean.Append(' ');
                else if (!char.IsControl(c)) clean.Append(c);
            }
        }

        return clean.ToString();
    }

    /// <summary>Box drawing, block elements, geometric shapes and the Braille patterns that spinners are made of.</summary>
    private static bool IsDrawing(char c) => c is >= '\u2500' and <= '\u25FF' or >= '\u2800' and <= '\u28FF';

    // ECMA-48: control sequences (CSI), strings such as window titles and links (OSC, DCS, PM, APC), and two-character escapes.
    [GeneratedRegex(@"\x1B\[[0-?]*[ -/]*[@-~]|\x1B[\]P^_][^\x07\x1B\n]*(?:\x07|\x1B\\)?|\x1B[ -/]*[0-~]|\x9B[0-?]*[ -/]*[@-~]")]
    private static partial Regex EscapeSequence();
}

using System.Text;

namespace CallActors.Cmux;

/// <summary>Words for terminals and the shells in them.</summary>
internal static class TerminalText
{
    /// <summary>A word for a POSIX shell.</summary>
    public static string ShellWord(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>What is typed of a text: tabs, line ends and printable characters. Line ends of every kind become one kind.</summary>
    public static string Typable(string text)
    {
        var typable = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\r')
            {
                typable.Append('\n');
                if (i + 1 < text.Length && text[i + 1] == '\n') i++;
            }
            else if (c is '\n' or '\t' || !char.IsControl(c))
            {
                typable.Append(c);
            }
        }
        return typable.ToString();
    }
}

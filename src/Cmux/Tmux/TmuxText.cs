using System.Text;

namespace CallActors.Cmux.Tmux;

/// <summary>Puts words into tmux's command language, as they are.</summary>
internal static class TmuxText
{
    /// <summary>
    /// One word of a command, whatever is in it, on one line. Letters and digits stand as they are; other ASCII characters as their octal
    /// number, so that nothing is a quote, a variable or a home folder; NUL, which a terminal never gets, is left out.
    /// </summary>
    public static string Quote(string word)
    {
        var quoted = new StringBuilder(word.Length + 16).Append('"');
        foreach (var c in word)
        {
            if (c == '\0') continue;
            if (c > '\u007F' || char.IsAsciiLetterOrDigit(c) || c is ' ' or '.' or ',' or '-' or '_' or '/' or '@' or ':' or '=') quoted.Append(c);
            else quoted.Append('\\').Append(Octal(c));
        }
        return quoted.Append('"').ToString();
    }

    /// <summary>As <see cref="Quote"/>, for a command that would expand formats and times in it.</summary>
    public static string QuotePlain(string word) =>
        Quote(word.Replace("#", "##", StringComparison.Ordinal).Replace("%", "%%", StringComparison.Ordinal));

    private static string Octal(char c) => Convert.ToString(c, 8).PadLeft(3, '0');
}

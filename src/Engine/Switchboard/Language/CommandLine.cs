using System.Text;

namespace CallActors.Engine.Switchboard.Language;

/// <summary>
/// Brings shell commands into one form, so that one pattern finds them however they are written: each simple command by itself, without quotes, its
/// words first, then its options one by one in order (<c>rm -fr /x</c> is <c>rm /x -f -r</c>).
/// </summary>
internal static class CommandLine
{
    /// <summary>Longer texts are cut: no agent tells as much.</summary>
    private const int Longest = 64 * 1024;

    // Of git's own options these have a value before the command that counts.
    private static readonly string[] GitOptionsWithValue = ["-C", "-c", "--git-dir", "--work-tree"];

    /// <summary>The simple commands, one a line: pipes, lists and substitutions taken apart.</summary>
    public static IReadOnlyList<string> Commands(string text)
    {
        var commands = new List<string>();
        var plain = new StringBuilder();
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, Longest)))
            switch (c)
            {
                // What is quoted may be a command as well: bash -c "rm -rf x".
                case '"' or '\'' or '\\' or '{' or '}': break;
                case ';' or '|' or '&' or '\n' or '\r' or '(' or ')' or '`' or '$':
                    plain.Append('\n');
                    break;
                default: plain.Append(c); break;
            }
        foreach (var line in plain.ToString().Split('\n'))
            if (Canonical(line) is { Length: > 0 } command) commands.Add(command);
        return commands;
    }

    /// <summary>One blank between words, no quotes; for patterns that look at the whole text.</summary>
    public static string Flat(string text) =>
        string.Join(' ', text[..Math.Min(text.Length, Longest)].Replace("\\\n", " ", StringComparison.Ordinal)
            .Split([' ', '\t', '\n', '\r', '"', '\'', '`', '\\'], StringSplitOptions.RemoveEmptyEntries));

    private static string Canonical(string line)
    {
        var parts = line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var words = new List<string>();
        var options = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < parts.Length; i++)
        {
            var part = parts[i];
            // Assignments before a command: FOO=1 git push.
            if (words.Count == 0 && part.Contains('=', StringComparison.Ordinal) && part[0] != '-') continue;
            if (words is [.., "git"] && Array.IndexOf(GitOptionsWithValue, part) >= 0) i++;
            else if (part.StartsWith("--", StringComparison.Ordinal) && part.Length > 2) options.Add(part.ToLowerInvariant());
            else if (part.Length > 1 && part[0] == '-' && part.AsSpan(1).ContainsAnyExceptInRange('0', '9'))
            {
                options.Add(part);
                // A bundle of letters; a word behind one dash (terraform -destroy) stays besides.
                foreach (var flag in part.AsSpan(1)) options.Add($"-{flag}");
            }
            else words.Add(words.Count == 0 ? part[(part.LastIndexOf('/') + 1)..] : part);
        }
        return string.Join(' ', words.Concat(options));
    }
}

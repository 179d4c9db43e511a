using System.Text.Json;

namespace CallActors.Cmux.ClaudeCode;

/// <summary>What a tool is to do, from its input: the one field that says it best.</summary>
internal static class AboutReader
{
    /// <summary>The best first. Tools of other servers name theirs likewise.</summary>
    private static readonly string[] Telling = ["command", "question", "plan", "file_path", "notebook_path", "path", "url", "pattern", "query", "description", "prompt"];

    /// <param name="reader">At the input's beginning; afterwards at its end.</param>
    /// <param name="isWhole">False when the input is cut.</param>
    public static string Read(ref Utf8JsonReader reader, out bool isWhole)
    {
        var about = "";
        var rank = Telling.Length;
        var depth = reader.CurrentDepth;
        string? name = null;
        isWhole = false;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == depth)
            {
                isWhole = true;
                break;
            }
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                name = reader.GetString();
            }
            else if (reader.TokenType == JsonTokenType.String)
            {
                var candidate = Array.IndexOf(Telling, name);
                // Of several questions the first. Deeper down only a question counts: the others are options and the like.
                if (candidate < 0 || candidate >= rank || (reader.CurrentDepth > depth + 1 && name != "question")) continue;
                rank = candidate;
                about = reader.GetString() ?? "";
            }
        }
        return Cut(about);
    }

    private static string Cut(string about)
    {
        if (about.Length <= HookEvent.LongestAbout) return about;
        var end = HookEvent.LongestAbout;
        return about[..(char.IsHighSurrogate(about[end - 1]) ? end - 1 : end)];
    }
}

using System.Text;

namespace CallActors.Simulators.Cmux;

/// <summary>A v1 command cut into words: split at blanks, with quotes of two kinds and backslash escapes.</summary>
internal sealed class PlainWords
{
    private PlainWords(string command, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> options)
    {
        Command = command;
        Arguments = arguments;
        Options = options;
    }

    public string Command { get; }

    public IReadOnlyList<string> Arguments { get; }

    /// <summary><c>--key=value</c> and <c>--key value</c>.</summary>
    public IReadOnlyDictionary<string, string> Options { get; }

    public string Argument(int index) => index < Arguments.Count ? Arguments[index] : "";

    public string Option(string name) => Options.GetValueOrDefault(name, "");

    public static PlainWords Read(string line)
    {
        var words = Split(line);
        List<string> arguments = [];
        Dictionary<string, string> options = [];
        var areOver = false;
        for (var i = 1; i < words.Count; i++)
        {
            var word = words[i];
            if (areOver || !word.StartsWith("--", StringComparison.Ordinal))
            {
                arguments.Add(word);
            }
            else if (word == "--")
            {
                // set_status takes it for a word of its own.
                if (words[0] == "set_status") arguments.Add(word);
                else areOver = true;
            }
            else if (word.IndexOf('=', StringComparison.Ordinal) is > 0 and var split)
            {
                options[word[2..split]] = word[(split + 1)..];
            }
            else
            {
                options[word[2..]] = i + 1 < words.Count && !words[i + 1].StartsWith("--", StringComparison.Ordinal) ? words[++i] : "";
            }
        }
        return new PlainWords(words.Count > 0 ? words[0] : "", arguments, options);
    }

    private static List<string> Split(string line)
    {
        List<string> words = [];
        var word = new StringBuilder();
        var (quote, isWord) = ('\0', false);
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '\\' && quote != '\'' && i + 1 < line.Length)
            {
                word.Append(line[++i] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', var other => other });
                isWord = true;
            }
            else if (quote != '\0')
            {
                if (c == quote) quote = '\0';
                else word.Append(c);
            }
            else if (c is '"' or '\'')
            {
                (quote, isWord) = (c, true);
            }
            else if (c is ' ' or '\t')
            {
                if (isWord) words.Add(word.ToString());
                word.Clear();
                isWord = false;
            }
            else
            {
                word.Append(c);
                isWord = true;
            }
        }
        if (isWord) words.Add(word.ToString());
        return words;
    }
}

using System.Text;

namespace CallActors.Speech.Local.LanguageModel;

/// <summary>How words sound, in the phones of the CMU dictionary: our own words first, then the installed dictionary, then
/// letter-to-sound rules. Thread-safe.</summary>
internal sealed class PronouncingDictionary
{
    private static readonly Dictionary<string, string[]> Own = ReadOwn();

    private readonly byte[] _installed;

    private PronouncingDictionary(byte[] installed) => _installed = installed;

    /// <summary>Reads the installed dictionary: lines of <c>word PH ON ES</c>, further pronunciations as <c>word(2)</c>.</summary>
    public static PronouncingDictionary Read(string path) => new(File.ReadAllBytes(path));

    /// <summary>All that is known, else one made up from the letters; empty for a word without letters.</summary>
    public IReadOnlyList<string> PronunciationsOf(string word)
    {
        var known = Known(word);
        return known.Count > 0 ? known : LetterToSound.Pronounce(word) is { Length: > 0 } guess ? [guess] : [];
    }

    /// <summary>The pronunciations that somebody wrote down; empty when there are none.</summary>
    public IReadOnlyList<string> Known(string word)
    {
        if (Own.TryGetValue(word, out var own))
        {
            return own;
        }

        var found = new List<string>();
        for (var number = 1; Find(number == 1 ? word : $"{word}({number})") is { } phones; number++)
        {
            found.Add(phones);
        }

        return found;
    }

    private string? Find(string entry)
    {
        // The file's order is no plain byte order; a scan of its 3 MB takes about a millisecond.
        var key = Encoding.UTF8.GetBytes("\n" + entry + " ");
        var at = _installed.AsSpan().IndexOf(key);
        if (at < 0)
        {
            return null;
        }

        var rest = _installed.AsSpan(at + key.Length);
        var end = rest.IndexOf((byte)'\n');
        return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]).Trim();
    }

    private static Dictionary<string, string[]> ReadOwn() =>
        ModelText.Lines("pronunciations.txt")
            .Select(line => line.Split(' ', 2, StringSplitOptions.TrimEntries))
            .GroupBy(parts => parts[0], parts => parts[1])
            .ToDictionary(group => group.Key, group => group.ToArray());
}

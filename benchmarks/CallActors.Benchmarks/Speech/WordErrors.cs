namespace CallActors.Benchmarks.Speech;

/// <summary>Counts words that were heard wrong: substitutions, insertions and deletions of the cheapest alignment, over the words said.</summary>
internal sealed class WordErrors
{
    public int Errors { get; private set; }

    public int Words { get; private set; }

    public double Percent => 100.0 * Errors / Math.Max(1, Words);

    public int Add(string said, string heard)
    {
        var reference = said.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var errors = Distance(reference, heard.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Words += reference.Length;
        Errors += errors;
        return errors;
    }

    private static int Distance(string[] said, string[] heard)
    {
        var row = Enumerable.Range(0, heard.Length + 1).ToArray();
        for (var i = 1; i <= said.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= heard.Length; j++)
            {
                var cost = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (said[i - 1] == heard[j - 1] ? 0 : 1));
                diagonal = row[j];
                row[j] = cost;
            }
        }

        return row[heard.Length];
    }
}

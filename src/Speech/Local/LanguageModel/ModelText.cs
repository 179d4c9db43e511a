namespace CallActors.Speech.Local.LanguageModel;

/// <summary>The hand-written sources of the language model, which are built into this assembly.</summary>
internal static class ModelText
{
    /// <summary>Lines of a file under <c>Local/Models</c>, without comments (<c>#</c>) and empty lines.</summary>
    public static IEnumerable<string> Lines(string file) =>
        Text(file).Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#');

    public static string Text(string file)
    {
        using var stream = typeof(ModelText).Assembly.GetManifestResourceStream("CallActors.Speech.Local.Models." + file)
            ?? throw new InvalidOperationException($"{file} is not built into the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

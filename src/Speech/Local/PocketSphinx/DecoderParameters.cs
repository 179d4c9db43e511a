using System.Globalization;

namespace CallActors.Speech.Local.PocketSphinx;

/// <summary>What the decoder is started with, by PocketSphinx' own names.</summary>
internal static class DecoderParameters
{
    public static Dictionary<string, string> For(PocketSphinxOptions options, string dictionaryPath)
    {
        var acousticModel = Path.Combine(options.ModelDirectory, "en-us");
        var parameters = new Dictionary<string, string>
        {
            ["hmm"] = acousticModel,
            ["dict"] = dictionaryPath,
            ["logfn"] = "/dev/null",

            // The noise subtraction takes a telephone line's missing band for noise: fewer words are wrong without it.
            ["remove_noise"] = "no",
        };
        foreach (var (name, value) in options.EngineParameters)
        {
            parameters[name] = value;
        }

        if (!parameters.ContainsKey("cmninit"))
        {
            parameters["cmninit"] = InitialMeanOf(acousticModel);
        }

        return parameters;
    }

    public static float[] CepstralMean(IReadOnlyDictionary<string, string> parameters)
    {
        var values = parameters["cmninit"].Split(',').Select(v => float.Parse(v, CultureInfo.InvariantCulture)).ToArray();
        Array.Resize(ref values, 13);
        return values;
    }

    private static string InitialMeanOf(string acousticModel) =>
        File.ReadLines(Path.Combine(acousticModel, "feat.params"))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(parts => parts is ["-cmninit", _])
            .Select(parts => parts[1])
            .FirstOrDefault("40,3,-1");
}

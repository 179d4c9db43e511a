using CallActors.Gateway.Options;

namespace CallActors.Gateway.Tests;

/// <summary>The gateway's options, read from a folder of the test's own.</summary>
public abstract class OptionsTest : IDisposable
{
    protected string Folder { get; } = Directory.CreateTempSubdirectory("gateway-tests-").FullName;

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected OptionsReading Read(params (string, string)[] variables) => Read([], variables);

    protected OptionsReading Read(string[]? arguments, params (string, string)[] variables) =>
        GatewayOptionsReader.Read(new OptionSources(["--data", Folder, .. arguments ?? []], variables.ToDictionary(v => v.Item1, v => v.Item2)));

    /// <summary>Writes the configuration file, which is found in the folder.</summary>
    protected string File(string text)
    {
        var path = Path.Combine(Folder, "gateway.conf");
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}

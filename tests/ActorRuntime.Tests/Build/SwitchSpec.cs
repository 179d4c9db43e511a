using System.Xml.Linq;

namespace CallActors.ActorRuntime.Tests.Build;

/// <summary>The build's switch between the runtimes, as one sees it who has not got what it needs.</summary>
public sealed class SwitchSpec : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("actor-runtime-").FullName;

    [Fact]
    public async Task An_unknown_runtime_is_refused_with_the_two_that_there_are()
    {
        var (code, output) = await DotNet.RunAsync(_folder, "build", Project("src/Engine/Engine.csproj"), "-p:ActorRuntime=orleans");
        Assert.NotEqual(0, code);
        Assert.Contains("error RUNTIME001: ActorRuntime is 'orleans'. It may be 'kernel'", output, StringComparison.Ordinal);
        Assert.Contains("or 'akka'", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Packages_that_no_feed_has_are_told_in_one_sentence_with_their_versions_and_the_mend()
    {
        var feed = Directory.CreateDirectory(Path.Combine(_folder, "feed")).FullName;
        var (code, output) = await DotNet.RunAsync(
            _folder, "build", Project("tests/Engine.Tests/Engine.Tests.csproj"), "-p:ActorRuntime=akka", $"-p:RestoreSources={feed}", $"-p:ArtifactsPath={_folder}/artifacts");
        Assert.NotEqual(0, code);
        var told = Assert.Single(output.Split('\n').Where(l => l.Contains("error", StringComparison.Ordinal)).Distinct());
        Assert.Contains("error RUNTIME002: ActorRuntime=akka takes the engine's actor runtime from NuGet", told, StringComparison.Ordinal);
        Assert.All(AkkaPackages(), package => Assert.Contains(package, told, StringComparison.Ordinal));
        Assert.Contains(feed, told, StringComparison.Ordinal);
        Assert.Contains("leave out -p:ActorRuntime=akka", told, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Project(string path) => Repository.PathOf(path.Split('/'));

    private static List<string> AkkaPackages()
    {
        var packages = XDocument.Load(Repository.PathOf("Directory.Packages.props")).Descendants("PackageVersion")
            .Select(p => (Id: p.Attribute("Include")!.Value, Version: p.Attribute("Version")!.Value))
            .Where(p => p.Id.StartsWith("Akka", StringComparison.Ordinal)).Select(p => $"{p.Id} {p.Version}").ToList();
        Assert.True(packages.Count >= 6);
        return packages;
    }
}

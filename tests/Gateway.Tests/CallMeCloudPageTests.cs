using System.Text.RegularExpressions;

namespace CallActors.Gateway.Tests;

/// <summary>The page for those who move over from Call-Me Cloud promises by naming tests.</summary>
public sealed partial class CallMeCloudPageTests
{
    [Fact]
    public async Task Every_test_that_the_page_names_exists()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Root, "docs", "call-me-cloud.md"));
        var sources = string.Concat(await Task.WhenAll(
            Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*.cs", SearchOption.AllDirectories)
                .Where(path => !path.Split(Path.DirectorySeparatorChar).Contains("obj"))
                .Select(path => File.ReadAllTextAsync(path))));

        var tests = Sentence().Matches(page).Select(m => m.Groups[1].Value).ToHashSet();
        Assert.InRange(tests.Count, 50, 500);
        Assert.All(tests, test => Assert.Contains($" {test}(", sources, StringComparison.Ordinal));
        var classes = ClassName().Matches(page).Select(m => m.Groups[1].Value).ToHashSet();
        Assert.NotEmpty(classes);
        Assert.All(classes, name => Assert.Contains($"class {name}", sources, StringComparison.Ordinal));
    }

    /// <summary>The checkout.</summary>
    internal static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "CallActors.sln"))) folder = folder.Parent ?? throw new InvalidOperationException("Not inside the checkout.");
            return folder.FullName;
        }
    }

    // A sentence as a name: a capital, small letters, and underlines between words. Environment variables are all capitals.
    [GeneratedRegex("`([A-Z][a-z0-9]*(?:_[A-Za-z0-9]+)+)`")]
    private static partial Regex Sentence();

    [GeneratedRegex("`([A-Z][A-Za-z]+(?:Tests|Spec))`")]
    private static partial Regex ClassName();
}

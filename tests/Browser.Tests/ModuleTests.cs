using System.Diagnostics;
using Xunit.Abstractions;

namespace CallActors.Browser.Tests;

/// <summary>The page's pure modules, tested by node's own runner under <c>modules/</c>.</summary>
public sealed class ModuleTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Every_module_test_passes_in_node()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("--test");
        start.ArgumentList.Add("--test-reporter=tap");
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("tests/Browser.Tests/modules"), "*.test.mjs").Order())
            start.ArgumentList.Add(file);

        using var node = Process.Start(start)!;
        var errors = node.StandardError.ReadToEndAsync(deadline.Token);
        var report = await node.StandardOutput.ReadToEndAsync(deadline.Token);
        await node.WaitForExitAsync(deadline.Token);

        output.WriteLine(report);
        Assert.True(node.ExitCode == 0, $"node --test failed:\n{report}\n{await errors}");
        Assert.True(PassedIn(report) >= 80, $"fewer tests ran than there are:\n{report}");
    }

    private static int PassedIn(string report)
    {
        var line = report.Split('\n').LastOrDefault(static line => line.StartsWith("# pass ", StringComparison.Ordinal));
        return line is null ? 0 : int.Parse(line["# pass ".Length..]);
    }
}

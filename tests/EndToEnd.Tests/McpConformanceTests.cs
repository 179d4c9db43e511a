namespace CallActors.EndToEnd.Tests;

/// <summary>The official conformance suite against the gateway's <c>/mcp</c>. <c>mcp-expected-failures.yml</c> says what does not apply, and
/// why.</summary>
public sealed class McpConformanceTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    [OracleFact]
    public async Task The_official_suite_finds_no_failure_that_is_not_explained_and_no_explanation_that_is_out_of_date()
    {
        var key = (await File.ReadAllTextAsync(gateway.Process.KeyFile)).Trim();
        var report = await Oracle.AskAsync("mcp-conformance.mjs", "", $"{gateway.Process.Address}mcp", key);
        foreach (var scenario in new[] { "server-initialize", "logging-set-level", "ping", "tools-list", "server-sse-multiple-streams", "dns-rebinding-protection" })
            Assert.Matches($"✓ {scenario}: [1-9]", report);
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CallActors.McpEdge.Tests.Gateways;
using CallActors.McpEdge.Tests.Processes;

namespace CallActors.McpEdge.Tests;

public sealed class ProgramTests
{
    [Fact]
    public async Task Every_fault_of_the_configuration_is_told_at_once_and_nothing_is_served()
    {
        using var edge = Start(
            new() { ["CALLME_CLOUD_URL"] = "ftp://nowhere", ["CALLME_API_KEY"] = "two words", ["CALLACTORS_MCP_DEADLINE"] = "soon" },
            "--progress", "60", "--loud");
        var (exit, output, errors) = await Finish(edge);

        Assert.Equal(2, exit);
        Assert.Equal("", output);
        string[] names = ["CALLME_CLOUD_URL", "CALLME_API_KEY", "CALLACTORS_MCP_DEADLINE", "--progress", "--loud"];
        Assert.All(names, name => Assert.Contains($"callactors-mcp: {name}: ", errors, StringComparison.Ordinal));
        Assert.DoesNotContain("two words", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_cleanly_when_the_client_closes_standard_input()
    {
        using var edge = Start(new() { ["CALLME_API_KEY"] = "unused-key" });
        var (exit, output, _) = await Finish(edge);

        Assert.Equal(0, exit);
        Assert.Equal("", output);
    }

    [Fact]
    public async Task Standard_output_carries_nothing_but_the_protocol_even_for_nonsense()
    {
        using var edge = Start(new() { ["CALLME_API_KEY"] = "unused-key" });
        await edge.StandardInput.WriteLineAsync("this is not JSON");
        await edge.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""");
        await edge.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        await edge.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","id":2,"method":"tools/list"}""");
        string? line;
        var ids = new List<string>();
        while (ids.Count < 2 && (line = await edge.StandardOutput.ReadLineAsync().Soon()) is not null)
        {
            using var message = JsonDocument.Parse(line);
            Assert.Equal("2.0", message.RootElement.GetProperty("jsonrpc").GetString());
            if (message.RootElement.TryGetProperty("result", out _)) ids.Add(message.RootElement.GetProperty("id").ToString());
        }
        Assert.Equal(["1", "2"], ids);
        Assert.Equal(0, (await Finish(edge)).Exit);
    }

    [Fact]
    public async Task Told_to_stop_in_the_middle_of_a_call_it_abandons_the_operation_and_ends_cleanly()
    {
        await using var gateway = await GatewayFake.StartAsync();
        gateway.OnOperation = async (_, aborted) =>
        {
            await Task.Delay(Timeout.Infinite, aborted);
            return FakeReply.NoContent;
        };
        using var edge = Start(new() { ["CALLME_CLOUD_URL"] = gateway.Address, ["CALLME_API_KEY"] = GatewayFake.Key });
        await edge.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""");
        await edge.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        await edge.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"initiate_call","arguments":{"message":"Hi"}}}""");
        var order = await gateway.NextOperation();
        var (_, fault) = await Command.RunAsync("kill", ".", Patience.Longest, "-TERM", edge.Id.ToString(CultureInfo.InvariantCulture));

        Assert.Null(fault);
        Assert.Equal($"DELETE /api/operations/{order.IdempotencyKey}", (await gateway.NextDelete()).Line);
        await edge.WaitForExitAsync().Soon();
        Assert.Equal(0, edge.ExitCode);
    }

    [Fact]
    public async Task Help_names_every_option_and_variable()
    {
        using var edge = Start([], "--help");
        var (exit, output, _) = await Finish(edge);

        Assert.Equal(0, exit);
        string[] names = ["CALLME_CLOUD_URL", "CALLME_API_KEY", "CALLACTORS_DATA", "--gateway", "--key-file", "--deadline", "--reconnect", "--progress"];
        Assert.All(names, name => Assert.Contains(name, output, StringComparison.Ordinal));
    }

    private static Process Start(Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Places.EdgeExecutable, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static async Task<(int Exit, string Output, string Errors)> Finish(Process edge)
    {
        try
        {
            edge.StandardInput.Close();
            var output = edge.StandardOutput.ReadToEndAsync();
            var errors = edge.StandardError.ReadToEndAsync();
            await edge.WaitForExitAsync().Soon();
            return (edge.ExitCode, await output, await errors);
        }
        finally
        {
            if (!edge.HasExited) edge.Kill(entireProcessTree: true);
        }
    }
}

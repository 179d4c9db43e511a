using System.Diagnostics;
using CallActors.Demo;
using CallActors.Simulators.Softphone;

namespace CallActors.EndToEnd.Tests.Agents;

/// <summary>The session runs on a laptop, the gateway elsewhere: programs as they are, joined by one socket.</summary>
public sealed class EdgeCallTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task A_laptop_lends_its_session_and_what_is_said_while_its_edge_is_dead_is_typed_once_when_it_is_back()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        // Short: a socket's path has 107 characters at most.
        using var server = new TemporaryFolder("edge-g");
        using var laptop = new TemporaryFolder("edge-l");
        var (socket, hooks) = (Path.Combine(laptop.Path, "tmux"), Path.Combine(laptop.Path, "hooks"));
        await InboundStory.SetPinAsync(server.Path, InboundStory.Pin, deadline.Token);
        var key = await EdgeKeyAsync(server.Path, deadline.Token);
        await using var gateway = await GatewayProcess.StartAsync(
            server.Path, deadline.Token,
            new Dictionary<string, string>
            {
                ["CALLACTORS_TMUX_SOCKET"] = Path.Combine(server.Path, "no-tmux"),
                ["CALLACTORS_HOOKS"] = Path.Combine(server.Path, "hooks"),
                ["CMUX_SOCKET_PATH"] = Path.Combine(server.Path, "no-cmux"),
            });
        var edge = StartEdge(gateway, key, socket, hooks);
        try
        {
            await UntilAsync(() => File.Exists(Path.Combine(hooks, "default", "settings.json")), deadline.Token);
            await using var terminal = await Terminal.StartAsync(laptop.Path, socket, "harbor", Path.Combine(hooks, "default", "settings.json"), deadline.Token);
            await using var phone = await HeadlessSoftphone.ConnectAsync(gateway.Address, cancellationToken: deadline.Token);
            await phone.DialAsync("1", deadline.Token);
            await HearsAsync(phone, "your PIN");
            foreach (var digit in InboundStory.Pin + "#") await phone.PressAsync(digit);
            await HearsAsync(phone, "Whom do you want to talk to");
            await phone.SendWordsAsync("talk to harbor");
            await HearsAsync(phone, "You are talking to harbor");
            await phone.SendWordsAsync("run the tests");
            await HearsAsync(phone, "All 42 tests passed");

            edge.Kill();
            await edge.WaitForExitAsync(deadline.Token);
            await HearsAsync(phone, "cannot be reached");
            await phone.SendWordsAsync("did you push");
            edge.Dispose();
            edge = StartEdge(gateway, key, socket, hooks);
            await HearsAsync(phone, "nothing was pushed");
            Assert.Single(terminal.Reached, r => r.Kind == "prompt" && r.Text.Contains("did you push", StringComparison.Ordinal));
        }
        finally
        {
            edge.Kill();
            await edge.WaitForExitAsync(CancellationToken.None);
            edge.Dispose();
        }
    }

    private static Process StartEdge(GatewayProcess gateway, string key, string socket, string hooks)
    {
        var start = new ProcessStartInfo("dotnet", [Checkout.McpEdge, "edge", "--gateway", gateway.Address.ToString(), "--name", "laptop", "--tmux-socket", socket, "--no-cmux"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        // Its diagnostic sockets would stay behind when it is killed.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["CALLACTORS_EDGE_KEY"] = key;
        start.Environment["CALLACTORS_HOOKS"] = hooks;
        var edge = Process.Start(start)!;
        edge.BeginErrorReadLine();
        edge.BeginOutputReadLine();
        return edge;
    }

    private static async Task<string> EdgeKeyAsync(string data, CancellationToken cancellationToken)
    {
        var printed = await Tool.RunAsync(new ProcessStartInfo("dotnet", [Checkout.Gateway, "edge-key", "you", "--data", data]), "There is no key", "It runs this test too.", cancellationToken);
        return printed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).First(word => word.Length >= 40);
    }

    private static Task<Caption.Agent> HearsAsync(HeadlessSoftphone phone, string words) =>
        phone.WaitForCaptionAsync<Caption.Agent>(c => c.Text.Contains(words, StringComparison.OrdinalIgnoreCase) && (c.Finished || c.Utterance < 0), Patience);

    private static async Task UntilAsync(Func<bool> holds, CancellationToken cancellationToken)
    {
        while (!holds()) await Task.Delay(50, cancellationToken);
    }
}

using System.Diagnostics;
using CallActors.Cmux.Tests.ClaudeCode;
using CallActors.Demo;
using CallActors.Simulators.Softphone;

namespace CallActors.EndToEnd.Tests.Agents;

/// <summary>A whole call to the real Claude Code in a real tmux, before a model of the test's own.</summary>
[Trait("Category", "Soak")]
public sealed class RealClaudeCallTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [ClaudeFact]
    public async Task A_person_calls_talks_to_a_real_Claude_Code_and_allows_what_it_asks_for()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(180));
        // Short: a socket's path has 107 characters at most.
        var data = Directory.CreateTempSubdirectory("real-");
        using var model = new FakeModel();
        var (socket, hooks, home) = (Path.Combine(data.FullName, "tmux"), Path.Combine(data.FullName, "hooks"), data.CreateSubdirectory("home").FullName);
        await File.WriteAllTextAsync(
            Path.Combine(home, ".claude.json"),
            $$$$"""{"hasCompletedOnboarding":true,"theme":"dark","projects":{"{{{{data.FullName}}}}":{"hasTrustDialogAccepted":true,"hasCompletedProjectOnboarding":true}}}""",
            deadline.Token);
        await InboundStory.SetPinAsync(data.FullName, InboundStory.Pin, deadline.Token);
        await using var gateway = await GatewayProcess.StartAsync(
            data.FullName, deadline.Token,
            new Dictionary<string, string> { ["CALLACTORS_TMUX_SOCKET"] = socket, ["CALLACTORS_HOOKS"] = hooks, ["CMUX_SOCKET_PATH"] = Path.Combine(data.FullName, "no-cmux") });
        try
        {
            await TmuxAsync(
                socket, "new-session", "-d", "-s", "kunduz", "-x", "160", "-y", "48", "-c", data.FullName,
                "env", $"HOME={home}", $"ANTHROPIC_BASE_URL={model.Address}", "ANTHROPIC_AUTH_TOKEN=none", "DISABLE_AUTOUPDATER=1", "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1",
                ClaudeFactAttribute.Program!, "--settings", Path.Combine(hooks, "default", "settings.json"));
            await using var phone = await HeadlessSoftphone.ConnectAsync(gateway.Address, cancellationToken: deadline.Token);
            try
            {
                await phone.DialAsync("1", deadline.Token);
                await HearsAsync(phone, "your PIN");
                foreach (var key in InboundStory.Pin + "#") await phone.PressAsync(key);
                await HearsAsync(phone, "Whom do you want to talk to");
                await phone.SendWordsAsync("talk to kunduz");
                await HearsAsync(phone, "You are talking to kunduz");
                await phone.SendWordsAsync("hello there");
                await HearsAsync(phone, "Hello from the model.");
                await phone.SendWordsAsync("make a file");
                await HearsAsync(phone, "touch made.txt");
                await phone.SendWordsAsync("yes");
                await HearsAsync(phone, "It is made.");
                Assert.True(File.Exists(Path.Combine(data.FullName, "made.txt")));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(
                    $"""
                    {e.Message}
                    The captions:
                    {string.Join(Environment.NewLine, phone.Captions)}
                    The terminal:
                    {await TmuxAsync(socket, "capture-pane", "-p", "-e", "-t", "kunduz")}
                    The gateway printed:
                    {gateway.Output}
                    """,
                    e);
            }

            await phone.HangUpAsync(deadline.Token);
        }
        finally
        {
            await EndAsync(socket);
            data.Delete(recursive: true);
        }
    }

    private static Task<Caption.Agent> HearsAsync(HeadlessSoftphone phone, string words) =>
        phone.WaitForCaptionAsync<Caption.Agent>(c => c.Finished && c.Text.Contains(words, StringComparison.OrdinalIgnoreCase), Patience);

    /// <summary>Claude Code outlives its terminal by a second or more on a busy machine, and writes into its home until it ends.</summary>
    private static async Task EndAsync(string socket)
    {
        Process? program = null;
        if (int.TryParse(await TmuxAsync(socket, "display-message", "-p", "-t", "kunduz", "#{pane_pid}"), out var id))
        {
            try
            {
                program = Process.GetProcessById(id);
            }
            catch (ArgumentException)
            {
                // It has ended already.
            }
        }

        await TmuxAsync(socket, "kill-server");
        using (program)
        {
            if (program is not null) await program.WaitForExitAsync().WaitAsync(Patience);
        }
    }

    /// <returns>What tmux printed: of a server that is gone, nothing.</returns>
    private static async Task<string> TmuxAsync(string socket, params string[] arguments)
    {
        var start = new ProcessStartInfo("tmux", ["-S", socket, "-f", "/dev/null", .. arguments]) { RedirectStandardOutput = true };
        start.Environment.Remove("TMUX");
        using var tmux = Process.Start(start)!;
        var output = await tmux.StandardOutput.ReadToEndAsync();
        await tmux.WaitForExitAsync();
        return output;
    }
}

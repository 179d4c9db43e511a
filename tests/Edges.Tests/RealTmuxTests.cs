using System.Diagnostics;
using System.Reflection;
using System.Text;
using CallActors.Cmux.Tests.Tmux;
using CallActors.Cmux.Tmux;
using CallActors.Contracts.Workspaces;
using CallActors.Edges.Borrowing;
using CallActors.Edges.Tests.Support;

namespace CallActors.Edges.Tests;

/// <summary>A real tmux on the laptop's side, reached from the gateway's.</summary>
public sealed class RealTmuxTests : TmuxTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private string File => Path.Combine(Folder, "noted");

    [TmuxFact]
    public async Task Texts_are_typed_once_into_a_real_pane_over_a_network_that_fails_again_and_again()
    {
        await using var gateway = await EdgeGateway.StartAsync(new EdgeRules { MissedAfter = TimeSpan.FromMinutes(1) });
        await using var network = new CutProxy(gateway.Port);
        await using var edge = new RunningEdge(network.Port, [new TmuxHost(Options)]);
        var (connection, id) = await StartAsync(gateway);
        var typed = new StringBuilder();
        for (var i = 0; i < 8; i++)
        {
            var submitting = connection.SubmitAsync(id, new Submission(new SubmissionId($"s-{i}"), $"text {i}"), CancellationToken.None);
            // At another step of it each time: before it is sent, before and after it is typed, before and after Enter.
            await Task.Delay(i * 8);
            network.Cut();
            Assert.Equal(SubmissionState.Entered, await submitting.WaitAsync(Patience));
            typed.Append($"\u001b[200~text {i}\u001b[201~\r");
        }
        await ExpectAsync(typed.ToString());
    }

    [TmuxFact]
    public async Task The_program_lends_a_real_tmux_until_it_is_told_to_stop()
    {
        await using var gateway = await EdgeGateway.StartAsync();
        using var program = Start(gateway.Port, "anna");
        var errors = program.StandardError.ReadToEndAsync();
        var (connection, id) = await StartAsync(gateway);
        Assert.StartsWith("tmux@laptop:%", id.Value, StringComparison.Ordinal);
        Assert.Equal(SubmissionState.Entered, await connection.SubmitAsync(id, new Submission(new SubmissionId("s-1"), "run the tests"), CancellationToken.None).WaitAsync(Patience));
        await ExpectAsync("\u001b[200~run the tests\u001b[201~\r");
        using (Process.Start("kill", ["-TERM", $"{program.Id}"])) await program.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal(0, program.ExitCode);
        await gateway.UntilAsync(() => gateway.Times("laptop left: it left") == 1);
        var told = await errors;
        Assert.Contains("is lent tmux@laptop.", told, StringComparison.Ordinal);
        Assert.DoesNotContain("run the tests", told, StringComparison.Ordinal);
        Assert.DoesNotContain("anna", told, StringComparison.Ordinal);
    }

    [TmuxFact]
    public async Task The_program_gives_up_with_a_sentence_when_its_key_is_not_taken()
    {
        await using var gateway = await EdgeGateway.StartAsync();
        gateway.Replaced["anna"] = true;
        using var program = Start(gateway.Port, "anna");
        var told = await program.StandardError.ReadToEndAsync().WaitAsync(Patience);
        await program.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal(1, program.ExitCode);
        Assert.Contains("does not take the key", told, StringComparison.Ordinal);
    }

    private async Task<(IWorkspaceConnection Connection, WorkspaceId Id)> StartAsync(EdgeGateway gateway)
    {
        // Attached before the program begins: so it is seen what the program asks for.
        var words = NotingProgram(File, takesPastes: true);
        await StartSessionAsync("a", "sh", "-c", $"read go; exec {words[0]} {words[1]} '{words[2].Replace("'", "'\\''", StringComparison.Ordinal)}'");
        var news = new NewsLog();
        var connection = await (await gateway.HostAsync("tmux@laptop")).Host.ConnectAsync(news, CancellationToken.None);
        var id = (await news.WorkspaceAsync("a")).Id;
        await connection.PressAsync(id, WorkspaceKey.Enter, CancellationToken.None);
        await news.WroteAsync(id, "ready");
        return (connection, id);
    }

    private Process Start(int port, string key)
    {
        var executable = typeof(RealTmuxTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(m => m.Key == "EdgeExecutable").Value!;
        var start = new ProcessStartInfo(executable) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["CALLACTORS_EDGE_KEY"] = key;
        start.Environment["CALLACTORS_HOOKS"] = Path.Combine(Folder, "hooks");
        start.Environment.Remove("TMUX");
        foreach (var argument in (string[])["edge", "--gateway", $"http://127.0.0.1:{port}", "--name", "laptop", "--no-cmux", "--tmux-socket", Options.Socket]) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private async Task ExpectAsync(string typed)
    {
        var noted = await BytesAsync(File, Encoding.UTF8.GetByteCount(typed));
        Assert.Equal(typed, Encoding.UTF8.GetString(noted));
    }
}

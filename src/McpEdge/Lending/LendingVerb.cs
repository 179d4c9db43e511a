using System.Runtime.InteropServices;
using CallActors.Cmux.ClaudeCode;
using CallActors.Cmux.Socket;
using CallActors.Cmux.Tmux;
using CallActors.Contracts.Workspaces;
using CallActors.Edges;
using CallActors.Edges.Lending;

namespace CallActors.McpEdge.Lending;

/// <summary><c>callactors edge</c>: lends this machine's workspaces to a gateway elsewhere.</summary>
internal static class LendingVerb
{
    private const int GaveUp = 1;
    private const int Misconfigured = 2;
    private const string HooksVariable = "CALLACTORS_HOOKS";

    private static string HooksFolder => Environment.GetEnvironmentVariable(HooksVariable) is { Length: > 0 } folder ? folder : HookOptions.UsualFolder;

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        if (arguments is ["--help" or "-h" or "help", ..])
        {
            await output.WriteAsync(LendingUsage.Text).ConfigureAwait(false);
            return 0;
        }
        var (options, faults) = LendingOptionsReader.Read(arguments, Environment.GetEnvironmentVariable, Environment.MachineName);
        if (options is null)
        {
            foreach (var fault in faults) Say(errors, fault);
            return Misconfigured;
        }
        if (options is { IsInsecure: true, Gateway: { Scheme: "http", IsLoopback: false } })
            Say(errors, $"{options.Gateway.Authority} is not encrypted: the key and every word can be read on the way.");

        using var stop = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        var tmux = options.HasTmux ? new TmuxHost(new TmuxOptions { Socket = options.TmuxSocket }) : null;
        var claude = Feed(tmux);
        var feed = new FeedOrScreens(claude, why => Say(errors, $"{why} Give this user the right to {HooksFolder}, or name another folder by {HooksVariable}, and start again."));
        var client = new EdgeClient(
            new EdgeClientOptions(options.Gateway, options.Name, options.Key), Hosts(options, tmux, claude), feed, line => Say(errors, line), Random.Shared.NextDouble, TimeProvider.System);
        if (await client.RunAsync(stop.Token).ConfigureAwait(false) is not { } why) return 0;
        Say(errors, why);
        return GaveUp;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static List<IWorkspaceHost> Hosts(LendingOptions options, TmuxHost? tmux, ClaudeCodeFeed feed)
    {
        var hosts = new List<IWorkspaceHost>();
        if (tmux is not null) hosts.Add(new HookedHost(tmux, feed));
        if (options.HasCmux) hosts.Add(new HookedHost(new CmuxHost(new CmuxOptions()), feed));
        return hosts;
    }

    /// <summary>What this machine's agents tell of themselves beside their terminals.</summary>
    private static ClaudeCodeFeed Feed(TmuxHost? tmux) => new(new HookOptions { Folder = HooksFolder }, tmux is null ? [] : [tmux]);

    private static void Say(TextWriter errors, string line) => errors.WriteLine($"callactors edge: {line}");
}

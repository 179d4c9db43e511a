using CallActors.Benchmarks.Voice;

namespace CallActors.Benchmarks.Workspaces;

/// <summary>What fifty terminals cost while nobody calls: quiet ones, and such as print a line a second.</summary>
internal sealed class SteadyRun(WorkspaceRunSize size)
{
    private const int Terminals = 50;

    /// <summary>Attaching, the first looks at screens, and what they compile.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

    public async Task RunAsync()
    {
        var (quietAlone, writingAlone) = await WithoutUsAsync();
        await using var tmux = TmuxBed.Make();
        await using var server = await ServerProcess.StartAsync(WorkspaceServer.Verb, WorkspaceServer.ConfigurationFor(tmux));
        await Task.Delay(Settle);
        var idle = await server.StatsAfterCollectionAsync();
        await Task.Delay(size.Window / 2);
        var idleLater = await server.StatsAsync();
        Figures.Print("no workspaces, gateway's CPU", idleLater.ProcessorPercentSince(idle), "% of a core");

        await OpenAsync(tmux);
        await Task.Delay(Settle);
        await WatchAsync($"{Terminals} quiet workspaces", tmux, server, idle, quietAlone);
        await WriteAsync(tmux);
        await Task.Delay(Settle);
        await WatchAsync($"{Terminals} workspaces that write a line a second", tmux, server, idle, writingAlone);
        var clients = (await tmux.RunAsync("list-clients", "-F", "#{client_pid}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Figures.Print("tmux' clients in control mode", clients.Length, $"(for {Terminals} sessions)");
        Figures.Print("memory of such a client, its share of what is shared included", clients.Average(pid => ProcessCost.MemoryKilobytes(int.Parse(pid))), "KB");
    }

    /// <summary>Nothing is started to wait with: the shell itself reads, for a second, what nobody types.</summary>
    private static Task OpenAsync(TmuxBed tmux) => tmux.OpenAsync(
        Enumerable.Range(0, Terminals).Select(i => $"w{i}"), "while :; do read -rst 1 || :; [ -e writes ] && echo \"line $((++n)) of the build\"; done", "bash");

    private static Task WriteAsync(TmuxBed tmux) => File.WriteAllTextAsync(Path.Combine(tmux.Folder, "writes"), "");

    /// <summary>The baseline: the same terminals, and nobody attached.</summary>
    private async Task<(double Quiet, double Writing)> WithoutUsAsync()
    {
        await using var tmux = TmuxBed.Make();
        await OpenAsync(tmux);
        await Task.Delay(Settle);
        var quiet = await ServerPercentAsync(tmux);
        await WriteAsync(tmux);
        await Task.Delay(Settle);
        return (quiet, await ServerPercentAsync(tmux));
    }

    private async Task<double> ServerPercentAsync(TmuxBed tmux)
    {
        var before = new ProcessCost(await tmux.ServerAsync());
        await Task.Delay(size.Window);
        return before.PercentSince();
    }

    private async Task WatchAsync(string what, TmuxBed tmux, ServerProcess server, ServerStats idle, double alone)
    {
        var clients = (await tmux.RunAsync("list-clients", "-F", "#{client_pid}")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(pid => new ProcessCost(int.Parse(pid))).ToArray();
        var terminals = new ProcessCost(await tmux.ServerAsync());
        var before = await server.StatsAsync();
        await Task.Delay(size.Window);
        var after = await server.StatsAsync();
        var (withUs, attached) = (terminals.PercentSince(), clients.Sum(client => client.PercentSince()));
        Figures.Print($"{what}, gateway's CPU", after.ProcessorPercentSince(before), "% of a core");
        Figures.Print($"{what}, CPU of tmux' clients", attached, "% of a core");
        Figures.Print($"{what}, tmux server's CPU", withUs, "% of a core");
        Figures.Print($"{what}, tmux server's CPU without us", alone, "% of a core");
        // Of nothing there is no multiple.
        if (alone > 0) Figures.Print($"{what}, all of it over tmux without us", (after.ProcessorPercentSince(before) + attached + withUs) / alone, "x");
        Figures.Print($"{what}, allocated", (after.AllocatedBytes - before.AllocatedBytes) / 1024.0 / (after.AtMs - before.AtMs) * 1000 / Terminals, "KB a second for each");
        Figures.Print($"{what}, garbage collections", after.Collections - before.Collections, $"in {size.Window.TotalSeconds:0} s");
        var collected = await server.StatsAfterCollectionAsync();
        Figures.Print($"{what}, memory", (collected.WorkingSetBytes - idle.WorkingSetBytes) / 1024.0 / Terminals, "KB over idle for each");
        Figures.Print($"{what}, managed memory", (collected.HeapBytes - idle.HeapBytes) / 1024.0 / Terminals, "KB over idle for each");
    }
}

using System.Diagnostics;
using System.Text;
using CallActors.Contracts.Workspaces;

namespace CallActors.Benchmarks.Workspaces;

/// <summary>From a program's line to the host's telling of it.</summary>
internal sealed class OutputRun(TmuxBed tmux, WorkspaceEngine engine, WorkspaceRunSize size)
{
    private const int Warming = 20;
    private const double LookedAt = 4;

    /// <summary>After a pause a line is told at once; what comes thick and fast is taken together.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    private readonly Spread _told = new("output to event");
    private readonly Spread _polled = new("output until capture-pane at 4 Hz shows it");

    public async Task RunAsync()
    {
        var pipe = await tmux.PipeAsync("lines");
        await using var lines = new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        await tmux.OpenAsync("out", $"exec cat <'{pipe}'");
        var id = await engine.FindAsync("out");
        long allocated = 0;
        for (var i = 0; i < Warming + size.Lines; i++)
        {
            if (i == Warming) allocated = GC.GetTotalAllocatedBytes();
            await Task.Delay(Pause);
            var line = $"line {i} of the build";
            var told = engine.Host.News.NextAsync(news => news is WorkspaceNews.Wrote wrote && wrote.Id == id && wrote.Text.Contains(line, StringComparison.Ordinal));
            var at = Stopwatch.GetTimestamp();
            lines.Write(Encoding.UTF8.GetBytes(line + "\n"));
            var toldAt = (await told).At;
            if (i >= Warming) _told.Add(at, toldAt);
        }

        Figures.Print("output, allocated in all, looks at the screen included", (GC.GetTotalAllocatedBytes() - allocated) / 1024.0 / size.Lines, "KB a line");
        for (var i = 0; i < size.Polled; i++)
        {
            var line = $"polled line {i}.";
            var seen = tmux.PollAsync("out", line, LookedAt);
            var at = Stopwatch.GetTimestamp();
            lines.Write(Encoding.UTF8.GetBytes(line + "\n"));
            _polled.Add(at, await seen);
        }

        _told.Print(_polled);
        _polled.Print();
    }
}

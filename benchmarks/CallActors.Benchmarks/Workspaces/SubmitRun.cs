using System.Diagnostics;
using System.Globalization;
using CallActors.Contracts.Workspaces;

namespace CallActors.Benchmarks.Workspaces;

/// <summary>From a text's order to its arrival at the program in the terminal.</summary>
internal sealed class SubmitRun(TmuxBed tmux, WorkspaceEngine engine, WorkspaceRunSize size)
{
    /// <summary>Enough for each to have had its text confirmed, which takes a look at its screen after 3 s, before its turn comes again.</summary>
    private const int Terminals = 16;

    /// <summary>What is compiled at its first use is so afterwards.</summary>
    private const int Warming = 4;

    private const double LookedAt = 15;

    private readonly Spread _submit = new("submit to text in the pane");
    private readonly Spread _stored = new("submit, of it: until it is stored and answered");
    private readonly Spread _typed = new("submit, behind it: until Enter is pressed and that is told");
    private readonly Spread _host = new("submit by the host alone, to text in the pane");
    private readonly Spread _bare = new("bare tmux send-keys to text in the pane");
    private readonly Spread _polled = new("bare tmux send-keys until capture-pane at 15 Hz shows it");

    public async Task RunAsync()
    {
        var pipe = await tmux.PipeAsync("typed");
        using var arrivals = new Arrivals(pipe);
        await tmux.OpenAsync(Enumerable.Range(0, Terminals).Select(i => $"w{i}"), $"stty raw -echo; printf '$ '; exec cat >'{pipe}'");
        var ids = new WorkspaceId[Terminals];
        for (var i = 0; i < Terminals; i++) ids[i] = await engine.FindAsync($"w{i}");
        foreach (var id in ids) await engine.RestsAsync(id);
        await SubmitAsync(ids, arrivals);
        await SubmitByHostAsync(ids[0], arrivals);
        await SendBareAsync(arrivals);
        await tmux.OpenAsync("echo", "exec cat");
        await engine.FindAsync("echo");
        await SendAndLookAsync();
        _submit.Print(_bare, _polled);
        foreach (var part in (Spread[])[_stored, _host, _typed, _bare, _polled]) part.Print();
    }

    private async Task SubmitAsync(WorkspaceId[] ids, Arrivals arrivals)
    {
        var taken = new Task[ids.Length];
        Array.Fill(taken, Task.CompletedTask);
        long allocated = 0;
        for (var i = 0; i < Warming + size.Submissions; i++)
        {
            if (i == Warming) allocated = GC.GetTotalAllocatedBytes();
            var (id, submission) = (ids[i % ids.Length], new SubmissionId(Name("s", i)));
            await taken[i % ids.Length];
            var arrival = arrivals.NextAsync(Text(submission.Value));
            var queued = engine.Told.NextAsync(m => m is WorkspaceReplies.Queued reply && reply.SubmissionId == submission);
            var typed = engine.Told.NextAsync(m => m is WorkspaceActivity.SubmissionChanged { Stage: SubmissionStage.Typed, Detail: "" } changed && changed.SubmissionId == submission);
            taken[i % ids.Length] = engine.Told.NextAsync(m => m is WorkspaceActivity.SubmissionChanged { Stage: SubmissionStage.Taken } changed && changed.SubmissionId == submission);
            var asked = Stopwatch.GetTimestamp();
            engine.Tell(new WorkspaceCommands.Submit(id, submission, Text(submission.Value), "bench"));
            var (arrivedAt, storedAt, typedAt) = (await arrival, (await queued).At, (await typed).At);
            if (i < Warming) continue;
            _submit.Add(asked, arrivedAt);
            _stored.Add(asked, storedAt);
            _typed.Add(arrivedAt, typedAt);
        }

        Figures.Print("submit, allocated in all, looks at screens included", (GC.GetTotalAllocatedBytes() - allocated) / 1024.0 / size.Submissions, "KB a text");
        await Task.WhenAll(taken);
    }

    private async Task SubmitByHostAsync(WorkspaceId id, Arrivals arrivals)
    {
        for (var i = 0; i < Warming + size.Polled; i++)
        {
            var submission = new SubmissionId(Name("h", i));
            var arrival = arrivals.NextAsync(Text(submission.Value));
            var asked = Stopwatch.GetTimestamp();
            var submitted = engine.Host.Connection!.SubmitAsync(id, new Submission(submission, Text(submission.Value)), CancellationToken.None);
            var arrivedAt = await arrival;
            await submitted;
            if (i >= Warming) _host.Add(asked, arrivedAt);
        }
    }

    private async Task SendBareAsync(Arrivals arrivals)
    {
        for (var i = 0; i < size.Submissions; i++)
        {
            var text = Text(Name("b", i));
            var arrival = arrivals.NextAsync(text);
            var asked = Stopwatch.GetTimestamp();
            var sent = tmux.RunAsync("send-keys", "-l", "-t", "w0", text);
            _bare.Add(asked, await arrival);
            await sent;
        }
    }

    private async Task SendAndLookAsync()
    {
        for (var i = 0; i < size.Polled; i++)
        {
            var text = Text(Name("p", i));
            var asked = Stopwatch.GetTimestamp();
            var seen = tmux.PollAsync("echo", text, LookedAt);
            await tmux.RunAsync("send-keys", "-l", "-t", "echo", text);
            _polled.Add(asked, await seen);
            await tmux.RunAsync("send-keys", "-t", "echo", "Enter");
        }
    }

    private static string Name(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}{number:0000}");

    private static string Text(string name) => $"please run the tests of {name} now";
}

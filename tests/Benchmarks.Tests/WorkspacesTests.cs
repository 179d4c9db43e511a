using System.Globalization;
using CallActors.Benchmarks.Workspaces;

namespace CallActors.Benchmarks.Tests;

public sealed class WorkspacesTests
{
    [Theory]
    [InlineData("--slow")]
    [InlineData("--only")]
    [InlineData("--only", "everything")]
    public void An_option_that_is_none_is_refused(params string[] options) => Assert.Null(WorkspacesBenchmark.Read(options));

    [Fact]
    public void All_parts_are_measured_unless_some_are_chosen()
    {
        Assert.Equal((WorkspaceRunSize.Full, 5), WorkspacesBenchmark.Read([]) is var (size, parts) ? (size, parts.Count) : default);
        var chosen = WorkspacesBenchmark.Read(["--quick", "--only", "hook"])!.Value;
        Assert.Equal(WorkspaceRunSize.Quick, chosen.Size);
        Assert.Equal(["hook"], chosen.Parts);
    }

    [Fact]
    public async Task A_few_lines_and_hooks_on_a_real_tmux_have_their_figures()
    {
        var printed = new StringWriter(CultureInfo.InvariantCulture);
        var output = Console.Out;
        Console.SetOut(printed);
        try
        {
            var few = new WorkspaceRunSize(Submissions: 1, Lines: 3, Polled: 1, Hooks: 3, Questions: 1, Spoken: 1, TimeSpan.FromSeconds(1));
            await using var tmux = TmuxBed.Make();
            await using var engine = await WorkspaceEngine.StartAsync(tmux);
            await new OutputRun(tmux, engine, few).RunAsync();
            await new HookRun(tmux, engine, few).RunAsync();
        }
        finally
        {
            Console.SetOut(output);
        }

        foreach (var figure in (string[])["output to event, p50", "output until capture-pane at 4 Hz shows it, p50", "hook to state known, over sh -c 'exit 0'", "hook to state known, p99", "transcript's block to words of the reply, max"])
            Assert.True(Of(figure) > 0, figure);

        double Of(string figure) => double.Parse(
            printed.ToString().Split(Environment.NewLine).Single(line => line.StartsWith(figure + " ", StringComparison.Ordinal))[figure.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0],
            CultureInfo.InvariantCulture);
    }
}

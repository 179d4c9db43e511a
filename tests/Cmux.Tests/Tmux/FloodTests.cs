using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tests.Tmux;

public sealed class FloodTests : TmuxTest
{
    [TmuxFact]
    public Task A_flood_through_one_pane_keeps_nothing_of_the_others_and_its_end_is_seen() => FloodAsync(megabytes: 5);

    [TmuxFact, Trait("Category", "Soak")]
    public Task A_hundred_megabytes_through_one_pane_keep_nothing_of_the_others() => FloodAsync(megabytes: 100);

    private async Task FloodAsync(int megabytes)
    {
        for (var i = 0; i < 20; i++) await StartSessionAsync($"quiet{i}", "cat");
        await StartSessionAsync("loud", "sh", "-c", $"read go; yes 'a line of the flood' | head -c {megabytes}000000; echo; echo end of the flood; cat");
        var (connection, news) = await ConnectAsync();
        var loud = await news.WorkspaceAsync("loud");
        await connection.PressAsync(loud.Id, WorkspaceKey.Enter, CancellationToken.None);
        await news.WroteAsync(loud.Id, "a line of the flood");

        foreach (var quiet in news.Workspaces.Where(workspace => workspace.Name != "loud").ToArray())
        {
            await connection.SubmitAsync(quiet.Id, new Submission(new SubmissionId($"for-{quiet.Name}"), $"a reply of {quiet.Name}"), CancellationToken.None);
            await news.WroteAsync(quiet.Id, $"a reply of {quiet.Name}");
        }

        // Its end may be among what was passed over: then its screen has it.
        while (!news.Output(loud.Id).Contains("end of the flood", StringComparison.Ordinal)
            && (await connection.ReadScreenAsync(loud.Id, 0, CancellationToken.None)).Lines[^1] != "end of the flood") await Task.Delay(100);
        Assert.True(news.HasSkipped(loud.Id), "Nothing was passed over: this was no flood.");
        // What is told of it is bounded, whatever it writes.
        Assert.True(news.Output(loud.Id).Length < megabytes * 1_000_000, "All of the flood was told.");
        Assert.DoesNotContain(news.Workspaces, workspace => workspace.Name != "loud" && news.HasSkipped(workspace.Id));
        var screen = await connection.ReadScreenAsync(loud.Id, 0, CancellationToken.None);
        Assert.Equal("end of the flood", screen.Lines[^1]);
    }
}

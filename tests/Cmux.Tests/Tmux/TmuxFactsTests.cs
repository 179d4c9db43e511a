using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tests.Tmux;

public sealed class TmuxFactsTests : TmuxTest
{
    [TmuxFact]
    public async Task Nothing_is_shown_beside_a_pane_and_one_that_is_gone_is_said_to_be()
    {
        await StartSessionAsync("a", "cat");
        await StartSessionAsync("b", "cat");
        var (connection, news) = await ConnectAsync();
        var id = (await news.WorkspaceAsync("a")).Id;
        Assert.Same(WorkspaceFacts.None, await connection.ReadFactsAsync(id, CancellationToken.None));
        await TmuxAsync("kill-session", "-t", "=a");
        await news.UntilAsync(() => news.Workspaces.Count == 1);
        var gone = await Assert.ThrowsAsync<WorkspaceException>(() => connection.ReadFactsAsync(id, CancellationToken.None));
        Assert.Equal(WorkspaceFault.NotFound, gone.Fault);
    }
}

using CallActors.Contracts.Workspaces;
using CallActors.Engine.Workspaces;

namespace CallActors.Engine.Tests.Workspaces;

/// <summary>News of a connection, taken together.</summary>
public sealed class LinkNewsSpec
{
    private readonly LinkNews _news;
    private int _waiting;

    public LinkNewsSpec() => _news = new LinkNews(() => _waiting++);

    [Fact]
    public void It_is_told_once_that_news_waits_however_much_comes()
    {
        for (var i = 0; i < 10_000; i++) _news.On(new WorkspaceNews.Wrote(Desk.Id, "x"));
        _news.On(new WorkspaceNews.Skipped(Desk.Id));
        _news.On(new WorkspaceNews.Listed([]));
        _news.On(new WorkspaceNews.Listed([Desk.Agent]));
        _news.On(new WorkspaceNews.FactsChanged(Desk.Id, new WorkspaceFacts { Branch = "old" }));
        _news.On(new WorkspaceNews.FactsChanged(Desk.Id, new WorkspaceFacts { Branch = "main" }));
        Assert.Equal(1, _waiting);
        var batch = _news.Take()!;
        Assert.Equal([Desk.Id], batch.Wrote);
        Assert.Equal([Desk.Agent], batch.Listed!);
        Assert.Equal("main", batch.Facts[Desk.Id].Branch);
    }

    [Fact]
    public void Who_takes_news_looks_again_until_there_is_none()
    {
        _news.On(new WorkspaceNews.Wrote(Desk.Id, "x"));
        Assert.NotNull(_news.Take());
        _news.On(new WorkspaceNews.Wrote(Desk.Id, "x"));
        Assert.Equal(1, _waiting);
        Assert.NotNull(_news.Take());
        Assert.Null(_news.Take());
        _news.On(new WorkspaceNews.Wrote(Desk.Id, "x"));
        Assert.Equal(2, _waiting);
    }
}

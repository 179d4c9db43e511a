using CallActors.Cmux.ClaudeCode;

namespace CallActors.Cmux.Tests.ClaudeCode;

/// <summary>Keeps what the hooks told, and waits for what has not come yet.</summary>
internal sealed class HookLog : IHookObserver
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly List<HookNews> _news = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void On(HookNews news)
    {
        TaskCompletionSource more;
        lock (_lock)
        {
            _news.Add(news);
            more = _more;
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        more.SetResult();
    }

    public IReadOnlyList<HookNews> News
    {
        get
        {
            lock (_lock) return _news.ToArray();
        }
    }

    public IReadOnlyList<HookNews.Told> Told => News.OfType<HookNews.Told>().ToArray();

    public async Task<IReadOnlyList<HookNews>> CountAsync(int count)
    {
        while (true)
        {
            Task more;
            lock (_lock)
            {
                if (_news.Count >= count) return _news.ToArray();
                more = _more.Task;
            }
            await more.WaitAsync(Patience);
        }
    }
}

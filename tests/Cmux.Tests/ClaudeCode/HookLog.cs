using CallActors.Cmux.ClaudeCode;

namespace CallActors.Cmux.Tests.ClaudeCode;

/// <summary>What the hooks told.</summary>
internal sealed class HookLog : Kept<HookNews>, IHookObserver
{
    public IReadOnlyList<HookNews.Told> Told => News.OfType<HookNews.Told>().ToArray();

    public async Task<IReadOnlyList<HookNews>> CountAsync(int count)
    {
        await UntilAsync(() => News.Count >= count);
        return News;
    }
}

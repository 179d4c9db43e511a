namespace CallActors.Browser.Tests.Peer;

/// <summary>The one deadline of everything a browser test waits for.</summary>
internal static class Within
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    public static async ValueTask<T> Deadline<T>(Func<CancellationToken, ValueTask<T>> wait, string otherwise)
    {
        using var deadline = new CancellationTokenSource(Limit);
        try
        {
            return await wait(deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            throw new TimeoutException($"{otherwise} within {Limit.TotalSeconds:0} s.");
        }
    }
}

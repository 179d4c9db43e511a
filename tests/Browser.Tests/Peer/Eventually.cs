namespace CallActors.Browser.Tests.Peer;

/// <summary>Waits for what a browser or a socket brings about in its own time.</summary>
internal static class Eventually
{
    public static async Task IsTrueAsync(Func<Task<bool>> condition, string what)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        await Within.Deadline(
            async cancel =>
            {
                while (!await condition()) await timer.WaitForNextTickAsync(cancel);
                return true;
            },
            $"Not seen: {what}");
    }
}

namespace CallActors.McpEdge.Tests;

/// <summary>The one time-out of these tests: long enough for a loaded machine, so that only a real fault reaches it.</summary>
internal static class Patience
{
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Longest);

    public static Task Soon(this Task task) => task.WaitAsync(Longest);
}

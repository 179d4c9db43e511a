namespace CallActors.Benchmarks.KernelRuntime;

/// <summary>Threads of their own that all do the same thing, many times.</summary>
internal static class Producers
{
    public static Task RunAsync(int producers, int operations, Action operation) =>
        Task.WhenAll(Enumerable.Range(0, producers).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < operations / producers; i++) operation();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
}

using Kernel.Actor;

namespace Kernel.TestKit;

/// <inheritdoc/>
internal sealed class EventFilterApplier(TestKitBase testKit, ActorSystem system, IReadOnlyList<Predicate<object>> conditions)
    : IEventFilterApplier
{
    public EventFilterFactory And => new(testKit, system, conditions);

    private TestEventListener Listener => TestEventListener.Of(system);

    private TimeSpan Leeway => testKit.Dilated(testKit.TestKitSettings.TestEventFilterLeeway);

    public void ExpectOne(Action action, CancellationToken cancellationToken = default) => Expect(1, action, cancellationToken);

    public void ExpectOne(TimeSpan timeout, Action action, CancellationToken cancellationToken = default) =>
        Expect(1, timeout, action, cancellationToken);

    public T ExpectOne<T>(Func<T> func, CancellationToken cancellationToken = default) => Expect(1, func, cancellationToken);

    public T ExpectOne<T>(TimeSpan timeout, Func<T> func, CancellationToken cancellationToken = default) =>
        Expect(1, timeout, func, cancellationToken);

    public Task ExpectOneAsync(Func<Task> actionAsync, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, actionAsync, cancellationToken);

    public Task ExpectOneAsync(Action action, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, Leeway, action, cancellationToken);

    public Task ExpectOneAsync(TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, timeout, action, cancellationToken);

    public Task<T> ExpectOneAsync<T>(Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, func, cancellationToken);

    public Task<T> ExpectOneAsync<T>(TimeSpan timeout, Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, timeout, func, cancellationToken);

    public void Expect(int expectedCount, Action action, CancellationToken cancellationToken = default) =>
        Expect(expectedCount, Leeway, action, cancellationToken);

    public void Expect(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default) =>
        Expect(expectedCount, timeout, Answering(action), cancellationToken);

    public T Expect<T>(int expectedCount, Func<T> func, CancellationToken cancellationToken = default) =>
        Expect(expectedCount, Leeway, func, cancellationToken);

    public T Expect<T>(int expectedCount, TimeSpan timeout, Func<T> func, CancellationToken cancellationToken = default)
    {
        using var filter = new Applied(Listener, conditions);
        var result = func();
        filter.Taken.Reached(expectedCount).Wait(timeout, cancellationToken);
        testKit.CheckEventCount(filter.Taken.Count, expectedCount, timeout);
        return result;
    }

    public Task ExpectAsync(int expectedCount, Func<Task> actionAsync, CancellationToken cancellationToken = default) =>
        ExpectAsync(expectedCount, Leeway, actionAsync, cancellationToken);

    public Task ExpectAsync(
        int expectedCount, Func<Task> actionAsync, TimeSpan? timeout, CancellationToken cancellationToken = default) =>
        ExpectAsync(expectedCount, timeout ?? Leeway, actionAsync, cancellationToken);

    public Task ExpectAsync(
        int expectedCount, TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default) =>
        ExpectAsync(expectedCount, timeout, Answering(action), cancellationToken);

    public Task ExpectAsync(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default) =>
        ExpectAsync(expectedCount, timeout, Later(action), cancellationToken);

    public Task<T> ExpectAsync<T>(int expectedCount, Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        ExpectAsync(expectedCount, Leeway, func, cancellationToken);

    public async Task<T> ExpectAsync<T>(
        int expectedCount, TimeSpan timeout, Func<Task<T>> func, CancellationToken cancellationToken = default)
    {
        using var filter = new Applied(Listener, conditions);
        var result = await func();
        await Task.WhenAny(filter.Taken.Reached(expectedCount), Task.Delay(timeout, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        testKit.CheckEventCount(filter.Taken.Count, expectedCount, timeout);
        return result;
    }

    public void Mute(Action action, CancellationToken cancellationToken = default) => Mute(Answering(action), cancellationToken);

    public T Mute<T>(Func<T> func, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using (Mute())
            return func();
    }

    public Task MuteAsync(Func<Task> action, CancellationToken cancellationToken = default) => MuteAsync(Answering(action), cancellationToken);

    public Task MuteAsync(Action action, CancellationToken cancellationToken = default) => MuteAsync(Later(action), cancellationToken);

    public async Task<T> MuteAsync<T>(Func<Task<T>> func, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using (Mute())
            return await func();
    }

    public IUnmutableFilter Mute() => new Applied(Listener, conditions);

    private static Func<bool> Answering(Action action) => () =>
    {
        action();
        return true;
    };

    private static Func<Task<bool>> Answering(Func<Task> action) => async () =>
    {
        await action();
        return true;
    };

    private static Func<Task<bool>> Later(Action action) => () => Task.FromResult(Answering(action)());

    /// <summary>A filter at work.</summary>
    private sealed class Applied : IUnmutableFilter
    {
        private readonly TestEventListener _listener;

        public Applied(TestEventListener listener, IReadOnlyList<Predicate<object>> conditions)
        {
            Taken = new TestEventFilter(conditions);
            _listener = listener;
            _listener.Add(Taken);
        }

        public TestEventFilter Taken { get; }

        public void Unmute() => _listener.Remove(Taken);

        public void Dispose() => Unmute();
    }
}

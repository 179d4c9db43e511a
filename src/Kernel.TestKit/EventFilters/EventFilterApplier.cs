namespace Kernel.TestKit;

/// <summary>Ends a <see cref="IEventFilterApplier.Mute()"/>.</summary>
public interface IUnmutableFilter : IDisposable
{
    void Unmute();
}

/// <summary>Applies what was said about events: to expect them from an action, or to keep them out of the output.</summary>
public interface IEventFilterApplier
{
    /// <summary>Adds an alternative.</summary>
    EventFilterFactory And { get; }

    void ExpectOne(Action action, CancellationToken cancellationToken = default);

    void ExpectOne(TimeSpan timeout, Action action, CancellationToken cancellationToken = default);

    Task ExpectOneAsync(Func<Task> actionAsync, CancellationToken cancellationToken = default);

    Task ExpectOneAsync(Action action, CancellationToken cancellationToken = default);

    Task ExpectOneAsync(TimeSpan timeout, Func<Task> actionAsync, CancellationToken cancellationToken = default);

    T ExpectOne<T>(Func<T> func, CancellationToken cancellationToken = default);

    void Expect(int expectedCount, Action action, CancellationToken cancellationToken = default);

    void Expect(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default);

    Task ExpectAsync(int expectedCount, Func<Task> actionAsync, CancellationToken cancellationToken = default);

    Task ExpectAsync(int expectedCount, Action action, CancellationToken cancellationToken = default);

    Task ExpectAsync(int expectedCount, TimeSpan timeout, Func<Task> actionAsync, CancellationToken cancellationToken = default);

    T Expect<T>(int expectedCount, Func<T> func, CancellationToken cancellationToken = default);

    /// <summary>Keeps matching events out of the output during an action.</summary>
    void Mute(Action action);

    IUnmutableFilter Mute();
}

/// <inheritdoc/>
internal sealed class EventFilterApplier(TestKitBase testKit, IReadOnlyList<Predicate<object>> conditions) : IEventFilterApplier
{
    public EventFilterFactory And => new(testKit, conditions);

    public void ExpectOne(Action action, CancellationToken cancellationToken = default) => Expect(1, action, cancellationToken);

    public void ExpectOne(TimeSpan timeout, Action action, CancellationToken cancellationToken = default) =>
        Expect(1, timeout, action, cancellationToken);

    public T ExpectOne<T>(Func<T> func, CancellationToken cancellationToken = default) => Expect(1, func, cancellationToken);

    public Task ExpectOneAsync(Func<Task> actionAsync, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, actionAsync, cancellationToken);

    public Task ExpectOneAsync(Action action, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, action, cancellationToken);

    public Task ExpectOneAsync(TimeSpan timeout, Func<Task> actionAsync, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, timeout, actionAsync, cancellationToken);

    public void Expect(int expectedCount, Action action, CancellationToken cancellationToken = default) =>
        Expect(expectedCount, Leeway(), action, cancellationToken);

    public void Expect(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default) =>
        Expect(
            expectedCount,
            timeout,
            () =>
            {
                action();
                return true;
            },
            cancellationToken);

    public T Expect<T>(int expectedCount, Func<T> func, CancellationToken cancellationToken = default) =>
        Expect(expectedCount, Leeway(), func, cancellationToken);

    public Task ExpectAsync(int expectedCount, Func<Task> actionAsync, CancellationToken cancellationToken = default) =>
        ExpectAsync(expectedCount, Leeway(), actionAsync, cancellationToken);

    public Task ExpectAsync(int expectedCount, Action action, CancellationToken cancellationToken = default) =>
        ExpectAsync(
            expectedCount,
            () =>
            {
                action();
                return Task.CompletedTask;
            },
            cancellationToken);

    public async Task ExpectAsync(
        int expectedCount, TimeSpan timeout, Func<Task> actionAsync, CancellationToken cancellationToken = default)
    {
        var filter = new TestEventFilter(conditions);
        testKit.Listener.Add(filter);
        try
        {
            await actionAsync();
            await Task.WhenAny(filter.Reached(expectedCount), Task.Delay(timeout, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            testKit.CheckEventCount(filter.Count, expectedCount, timeout);
        }
        finally
        {
            testKit.Listener.Remove(filter);
        }
    }

    public void Mute(Action action)
    {
        using (Mute())
            action();
    }

    public IUnmutableFilter Mute()
    {
        var filter = new TestEventFilter(conditions);
        testKit.Listener.Add(filter);
        return new Muted(testKit.Listener, filter);
    }

    private T Expect<T>(int expectedCount, TimeSpan timeout, Func<T> func, CancellationToken cancellationToken)
    {
        var filter = new TestEventFilter(conditions);
        testKit.Listener.Add(filter);
        try
        {
            var result = func();
            filter.Reached(expectedCount).Wait(timeout, cancellationToken);
            testKit.CheckEventCount(filter.Count, expectedCount, timeout);
            return result;
        }
        finally
        {
            testKit.Listener.Remove(filter);
        }
    }

    private TimeSpan Leeway() => testKit.Dilated(testKit.TestKitSettings.TestEventFilterLeeway);

    private sealed class Muted(TestEventListener listener, TestEventFilter filter) : IUnmutableFilter
    {
        public void Unmute() => listener.Remove(filter);

        public void Dispose() => Unmute();
    }
}

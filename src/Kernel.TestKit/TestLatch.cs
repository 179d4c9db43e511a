using System.Diagnostics.CodeAnalysis;

namespace Kernel.TestKit;

/// <summary>Lets those pass who wait for it when it has been counted down.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Holds no handle unless somebody asks for one, and the original is not disposable.")]
public class TestLatch
{
    private readonly CountdownEvent _count;
    private readonly Func<TimeSpan, TimeSpan> _dilate;
    private readonly TimeSpan _defaultTimeout;

    public TestLatch()
        : this(1)
    {
    }

    public TestLatch(int count)
        : this(count, TimeSpan.FromSeconds(5))
    {
    }

    public TestLatch(int count, TimeSpan defaultTimeout)
        : this(duration => duration, defaultTimeout, count)
    {
    }

    protected internal TestLatch(Func<TimeSpan, TimeSpan> dilate, TimeSpan defaultTimeout, int count)
    {
        ArgumentNullException.ThrowIfNull(dilate);
        _dilate = dilate;
        _defaultTimeout = defaultTimeout;
        _count = new CountdownEvent(count);
    }

    public bool IsOpen => _count.IsSet;

    public void CountDown() => _count.Signal();

    public void Open()
    {
        while (!_count.IsSet)
            _count.Signal();
    }

    public void Reset() => _count.Reset();

    /// <summary>Waits for it.</summary>
    /// <exception cref="TimeoutException">It was not opened in time.</exception>
    public void Ready(TimeSpan timeout)
    {
        if (!_count.Wait(_dilate(timeout)))
            throw new TimeoutException($"Timeout of {timeout}: {_count.CurrentCount} of {_count.InitialCount} have not come.");
    }

    /// <inheritdoc cref="Ready(TimeSpan)"/>
    public void Ready() => Ready(_defaultTimeout);
}

/// <summary>Lets so many threads pass together.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "As the original; its handle goes with it.")]
public class TestBarrier
{
    private readonly TestKitBase _testKit;
    private readonly TimeSpan _defaultTimeout;
    private readonly Barrier _barrier;

    public TestBarrier(TestKitBase testKit, int count, TimeSpan? defaultTimeout = null)
    {
        ArgumentNullException.ThrowIfNull(testKit);
        _testKit = testKit;
        _defaultTimeout = defaultTimeout ?? testKit.TestKitSettings.DefaultTimeout;
        _barrier = new Barrier(count);
    }

    public void Await() => Await(_defaultTimeout);

    /// <summary>Waits for the others.</summary>
    /// <exception cref="TimeoutException">They did not come in time.</exception>
    public void Await(TimeSpan timeout)
    {
        if (!_barrier.SignalAndWait(_testKit.Dilated(timeout)))
            throw new TimeoutException($"Timeout of {timeout}: {_barrier.ParticipantsRemaining} of {_barrier.ParticipantCount} have not come.");
    }
}

using CallActors.Carriers.Tests;
using CallActors.Simulators.Media;

namespace CallActors.Simulators.Tests.Media;

public sealed class PhoneClockTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Late_firings_do_not_shift_the_schedule()
    {
        var ticks = new List<long>();
        using var ticking = PhoneClock.For(_time).Every20Milliseconds(_ => ticks.Add(_time.GetTimestamp() / TimeSpan.TicksPerMillisecond));
        for (var i = 0; i < 1000; i++) _time.Advance(TimeSpan.FromMilliseconds(i % 2 == 0 ? 7 : 33));
        Assert.InRange(ticks.Count, 999, 1000);
        Assert.All(ticks.Index(), tick => Assert.Equal(2 + tick.Index * 20, tick.Item));
    }

    [Fact]
    public void Many_phones_tick_each_on_its_own_and_stop_when_disposed()
    {
        var counts = new int[300];
        var ticking = counts.Index().Select(place =>
        {
            _time.Advance(TimeSpan.FromMicroseconds(66));
            return PhoneClock.For(_time).Every20Milliseconds(_ => counts[place.Index]++);
        }).ToArray();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.All(counts, count => Assert.InRange(count, 50, 51));
        foreach (var one in ticking[..150]) one.Dispose();
        var stopped = counts[0];
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(stopped, counts[0]);
        Assert.InRange(counts[299], 100, 101);
        foreach (var one in ticking) one.Dispose();
    }

    [Fact]
    public void A_process_that_was_stopped_goes_on_instead_of_catching_up()
    {
        var ticks = 0;
        var asleep = new StoppedTime();
        using var ticking = PhoneClock.For(asleep).Every20Milliseconds(_ => ticks++);
        asleep.Wake(TimeSpan.FromMinutes(1));
        Assert.InRange(ticks, 1, 3);
    }

    /// <summary>A clock whose timers fire only once, late.</summary>
    private sealed class StoppedTime : TimeProvider
    {
        private TimerCallback _callback = _ => { };
        private TimeSpan _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _callback = callback;
            return new NoTimer();
        }

        public void Wake(TimeSpan now)
        {
            _now = now;
            _callback(null);
        }

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}

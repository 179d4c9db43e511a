using System.Threading.Channels;
using Kernel.Actor;
using Kernel.Persistence.Journal;

namespace Kernel.Persistence.Query;

/// <summary>Wakes one live query: at once when this process stored something, and in any case after the refresh interval, for what others store.</summary>
internal sealed class JournalBell : IDisposable
{
    private readonly EventJournal _journal;
    private readonly ExtendedActorSystem _system;
    private readonly TimeSpan _refreshInterval;
    private readonly CancellationTokenSource _disposed = new();
    private readonly Channel<bool> _rung = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public JournalBell(EventJournal journal, ExtendedActorSystem system, TimeSpan refreshInterval)
    {
        (_journal, _system, _refreshInterval) = (journal, system, refreshInterval);
        journal.Stored += Ring;
        // Taken back when the query ends: the system lives longer, and would keep every bell that there ever was.
        _ = system.WhenTerminated.ContinueWith(_ => Ring(), _disposed.Token, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Nothing will ever be stored again.</summary>
    public bool IsOver => _system.WhenTerminated.IsCompleted;

    /// <summary>What was rung before this call and after the last is not lost.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (!_rung.Reader.TryRead(out _) && !IsOver)
        {
            var refresh = _system.Scheduler.Advanced.ScheduleOnceCancelable(_refreshInterval, Ring);
            try
            {
                await _rung.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                refresh.Cancel();
            }
        }
    }

    public void Dispose()
    {
        _journal.Stored -= Ring;
        _disposed.Cancel();
        _disposed.Dispose();
    }

    private void Ring() => _rung.Writer.TryWrite(true);
}

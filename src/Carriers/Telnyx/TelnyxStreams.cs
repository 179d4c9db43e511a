using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Telnyx;

/// <summary>
/// Keeps a media socket on every leg that was picked up. A token for a socket is good for seconds, so a stream is not asked for when a leg
/// is dialled but when it is answered, and again, with a new token, whenever a stream was lost: then any process of ours can take it. A
/// stream that does not last is asked for ever more slowly, and after so many times in a row the leg is given up. Thread-safe.
/// </summary>
/// <param name="desk">The calls; asked when it is needed, because the gateway makes them later than its carriers.</param>
public sealed class TelnyxStreams(TelnyxCarrier carrier, Func<ICallDesk> desk, TelnyxOptions options, TimeProvider time) : IAsyncDisposable
{
    private const int MaxLegs = 10_000;

    private const string NoAudio = "Telnyx could not connect the call's audio to the gateway: does wss reach it at its public URL?";

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(4);

    /// <summary>A stream that was up for so long counts as one that came up.</summary>
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(5);

    /// <summary>How long a call may take for a token, and a command may take with all its repeats.</summary>
    private static readonly TimeSpan WorkWithin = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly LegStates _legs = new(MaxLegs);
    private readonly CancellationTokenSource _disposed = new();
    private readonly HashSet<Task> _work = [];

    /// <summary>Somebody has picked up. Told again it does nothing, and nothing after the end.</summary>
    internal void Answered(ClientState state, LegId leg)
    {
        int run;
        lock (_lock)
        {
            var known = _legs[leg];
            if (known.IsOver || known.Run > 0) return;
            run = known.Run = state.Run + 1;
        }
        Begin(token => StartAsync(state.CallId, leg, run, TimeSpan.Zero, token));
    }

    /// <summary>The stream is up.</summary>
    internal void Started(ClientState state, LegId leg)
    {
        lock (_lock)
        {
            var known = _legs[leg];
            if (state.Run < known.Run) return;
            known.Run = state.Run;
            known.StartedAt = time.GetTimestamp();
        }
    }

    /// <summary>The stream has ended or could not be made. The end of an earlier one says nothing of the present one.</summary>
    internal void Lost(ClientState state, LegId leg) => Again(state.CallId, leg, state.Run);

    /// <summary>The leg has ended, whatever is said of it later.</summary>
    internal void Ended(LegId leg)
    {
        lock (_lock) _legs[leg].IsOver = true;
    }

    /// <summary>Does something that a webhook's answer does not wait for. Failures are those of the leg.</summary>
    internal void Begin(Func<CancellationToken, Task> work)
    {
        // On another thread: a webhook is answered at once.
        var task = Task.Run(() => work(_disposed.Token));
        lock (_lock) _work.Add(task);
        task.ContinueWith(done =>
        {
            _ = done.Exception;
            lock (_lock) _work.Remove(done);
        }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Nothing is under way.</summary>
    internal bool IsIdle
    {
        get
        {
            lock (_lock) return _work.Count == 0;
        }
    }

    /// <summary>Everything that is under way is cancelled and waited for. Legs stay as they are.</summary>
    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync().ConfigureAwait(false);
        Task[] work;
        lock (_lock) work = [.. _work];
        await Task.WhenAll(work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _disposed.Dispose();
    }

    private void Again(CallId call, LegId leg, int lost)
    {
        int run, failures;
        lock (_lock)
        {
            var known = _legs[leg];
            // A stream that an earlier process asked for is not known here: its number then is the leg's.
            if (known.IsOver || lost < known.Run) return;
            if (known.StartedAt is { } at && time.GetElapsedTime(at) >= Lasting) known.Failures = 0;
            known.StartedAt = null;
            failures = known.Failures++;
            run = known.Run = lost + 1;
        }
        if (failures >= options.MaxStreamFailures) Begin(token => GiveUpAsync(call, leg, token));
        else Begin(token => StartAsync(call, leg, run, Wait(failures), token));
    }

    private async Task StartAsync(CallId call, LegId leg, int run, TimeSpan wait, CancellationToken stopping)
    {
        if (wait > TimeSpan.Zero) await Task.Delay(wait, time, stopping).ConfigureAwait(false);
        if (IsOverOrOvertaken(leg, run)) return;
        using var limit = new CancellationTokenSource(WorkWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        try
        {
            // A refusal: the call is over, or not this leg's. Its own timers see to the leg.
            if (await desk().InviteMediaAsync(new CallCommands.InviteMedia(call, leg), either.Token).ConfigureAwait(false) is not CallReplies.MediaInvited ticket) return;
            if (!await carrier.StartStreamAsync(leg, new ClientState(call, run), ticket.Token, either.Token).ConfigureAwait(false)) Ended(leg);
        }
        catch (Exception) when (!stopping.IsCancellationRequested)
        {
            // The call did not answer, or Telnyx did not take the command, all its repeats included.
            Again(call, leg, run);
        }
    }

    private async Task GiveUpAsync(CallId call, LegId leg, CancellationToken stopping)
    {
        Ended(leg);
        desk().Report(new CallCommands.ReportLeg(call, leg, LegNews.Failed, NoAudio));
        using var limit = new CancellationTokenSource(WorkWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        await carrier.HangUpAsync(leg, either.Token).ConfigureAwait(false);
    }

    private bool IsOverOrOvertaken(LegId leg, int run)
    {
        lock (_lock) return _legs[leg] is var known && (known.IsOver || known.Run > run);
    }

    private static TimeSpan Wait(int failures)
    {
        if (failures == 0) return TimeSpan.Zero;
        var wait = FirstWait * Math.Pow(2, failures - 1);
        return wait < LongestWait ? wait : LongestWait;
    }
}

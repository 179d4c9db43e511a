using CallActors.Contracts.Calls;
using CallActors.Gateway.Options;

namespace CallActors.Gateway.Calls;

/// <summary>Stopping, politely: no new calls from the signal on; whoever is on the line is told so in words, and live calls are hung up, each
/// with its reason, within a bound; then the sockets go, then the server.</summary>
public sealed partial class CallsShutdown(ICallService calls, ShutdownGate gate, GatewayOptions options, TimeProvider time, ILogger<CallsShutdown> log)
    : IHostedLifecycleService
{
    private const int MostCalls = 1000;

    /// <summary>What is left of the time to stop for everything behind the goodbyes.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(6);

    private TimeSpan? GoodbyeWithin => options.StopWithin - Margin is var left && left > LongestGoodbye ? LongestGoodbye : left > TimeSpan.Zero ? left : null;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs before the server stops: requests that wait on a call still get their answer.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        gate.Close();
        using var deadline = new CancellationTokenSource(options.StopWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var live = (await calls.ListAsync(MostCalls, either.Token).WaitAsync(either.Token).ConfigureAwait(false)).Where(c => c.Phase is not CallPhase.Ended).ToArray();
            if (live.Length > 0) LogEnding(live.Length);
            await Task.WhenAll(live.Select(c => HangUpAsync(c.CallId, either.Token))).WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            LogNotEnded(options.StopWithin.TotalSeconds);
        }
        catch (Exception e)
        {
            LogFailed(e);
        }
        gate.CloseSockets();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task HangUpAsync(CallId callId, CancellationToken cancellationToken)
    {
        try
        {
            await calls.HangUpAsync(new CallCommands.HangUp(callId, CallEndReason.Shutdown, "The gateway was stopped.", GoodbyeWithin), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Ending {Count} live calls")]
    private partial void LogEnding(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not every call had ended after {Seconds} s; the rest go on from the journal at the next start, if their phones still wait")]
    private partial void LogNotEnded(double seconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "A live call could not be ended")]
    private partial void LogFailed(Exception exception);
}

using Kernel.Dispatch.SysMsg;

namespace Kernel.Actor;

/// <summary>Stopping an actor and knowing when it has ended.</summary>
public static class GracefulStopSupport
{
    public static Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout) =>
        target.GracefulStop(timeout, PoisonPill.Instance);

    /// <summary>Sends a stop message; true when the actor has ended.</summary>
    /// <exception cref="TaskCanceledException">It did not end in time.</exception>
    public static async Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout, object stopMessage)
    {
        var ended = new EndOfActor((IInternalActorRef)target);
        target.Tell(stopMessage, ActorRefs.NoSender);
        try
        {
            return await ended.Task.WaitAsync(timeout).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new TaskCanceledException($"{target} has not ended within {timeout}.");
        }
        finally
        {
            ended.Forget();
        }
    }

    /// <summary>True when the actor has ended; false when the token was cancelled first.</summary>
    public static async Task<bool> WatchAsync(this IActorRef target, CancellationToken token = default)
    {
        var ended = new EndOfActor((IInternalActorRef)target);
        try
        {
            return await ended.Task.WaitAsync(token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            ended.Forget();
        }
    }

    /// <summary>A watcher that is a task.</summary>
    private sealed class EndOfActor : MinimalActorRef
    {
        private static long _names;

        private readonly IInternalActorRef _target;
        private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public EndOfActor(IInternalActorRef target)
        {
            _target = target;
            Provider = target.Provider;
            Path = Provider.TempPath / $"watch-{Interlocked.Increment(ref _names)}";
            target.SendSystemMessage(new Watch(target, this));
        }

        public Task<bool> Task => _ended.Task;

        public override ActorPath Path { get; }

        public override IActorRefProvider Provider { get; }

        public void Forget() => _target.SendSystemMessage(new Unwatch(_target, this));

        public override void SendSystemMessage(ISystemMessage message)
        {
            if (message is DeathWatchNotification)
                _ended.TrySetResult(true);
        }
    }
}

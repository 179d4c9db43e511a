using Kernel.Dispatch.SysMsg;

namespace Kernel.Actor;

/// <summary>Waiting for the end of an actor from outside of actors.</summary>
public static class WatchAsyncSupport
{
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
}

/// <summary>A watcher that is a task.</summary>
internal sealed class EndOfActor : MinimalActorRef
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

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
}

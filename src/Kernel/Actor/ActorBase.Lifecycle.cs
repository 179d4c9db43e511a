namespace Kernel.Actor;

public abstract partial class ActorBase
{
    private SupervisorStrategy? _supervisorStrategy;

    /// <summary>The strategy for this actor's children, asked for once an instance.</summary>
    internal SupervisorStrategy SupervisorStrategyInternal =>
        _supervisorStrategy ??= Context.Props.SupervisorStrategy ?? SupervisorStrategy();

    /// <summary>Runs once before the first message of the first instance, and after a restart unless PostRestart is overridden.</summary>
    protected virtual void PreStart()
    {
    }

    /// <summary>Runs after the last message, and before a restart unless PreRestart is overridden.</summary>
    protected virtual void PostStop()
    {
    }

    /// <summary>On the failed instance: stops and unwatches the children, then <see cref="PostStop"/>.</summary>
    protected virtual void PreRestart(Exception reason, object? message)
    {
        foreach (var child in Context.GetChildren().ToList())
        {
            Context.Unwatch(child);
            Context.Stop(child);
        }

        PostStop();
    }

    /// <summary>On the fresh instance: <see cref="PreStart"/>.</summary>
    protected virtual void PostRestart(Exception reason) => PreStart();

    protected virtual SupervisorStrategy SupervisorStrategy() => Actor.SupervisorStrategy.DefaultStrategy;

    public virtual void AroundPreStart() => PreStart();

    public virtual void AroundPostStop()
    {
        CancelTimers();
        PostStop();
    }

    public virtual void AroundPreRestart(Exception cause, object? message)
    {
        CancelTimers();
        PreRestart(cause, message);
    }

    public virtual void AroundPostRestart(Exception cause, object? message) => PostRestart(cause);

    private void CancelTimers()
    {
        if (this is IWithTimers { Timers: { } timers })
            timers.CancelAll();
    }
}

using Kernel.Actor;
using Kernel.Event;

namespace Kernel.Pattern;

/// <summary>Starts its child again, after a growing pause, whenever it ends. Made by <see cref="Backoff.OnStop"/>.</summary>
public sealed class BackoffSupervisor : BackoffSupervisorBase
{
    internal BackoffSupervisor(BackoffSettings settings)
        : base(settings)
    {
    }

    /// <summary>A supervisor as the options say.</summary>
    public static Props Props(BackoffOptions options) => options.Props;

    public static Props Props(Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor) =>
        PropsWithSupervisorStrategy(childProps, childName, minBackoff, maxBackoff, randomFactor, Actor.SupervisorStrategy.DefaultStrategy);

    public static Props PropsWithSupervisorStrategy(
        Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor, SupervisorStrategy strategy) =>
        Backoff.OnStop(childProps, childName, minBackoff, maxBackoff, randomFactor, -1)
            .WithSupervisorStrategy((OneForOneStrategy)strategy)
            .Props;

    /// <summary>min(max, min × 2^restarts) × (1 + random × factor).</summary>
    internal static TimeSpan CalculateDelay(int restartCount, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor)
    {
        var ticks = Math.Min(maxBackoff.Ticks, minBackoff.Ticks * Math.Pow(2, restartCount));
        return TimeSpan.FromTicks((long)(ticks * (1.0 + (Random.Shared.NextDouble() * randomFactor))));
    }

    protected override SupervisorStrategy SupervisorStrategy() => Settings.Strategy;

    private protected override void OnChildEnded()
    {
        if (FinalMessageReceived)
            Context.Stop(Self);
        else
            StartAgainLater();
    }

    /// <summary>To the supervisor: who is the child? Answered by <see cref="CurrentChild"/>.</summary>
    public sealed class GetCurrentChild
    {
        public static readonly GetCurrentChild Instance = new();

        private GetCurrentChild()
        {
        }
    }

    /// <summary>The child, or nobody during a pause.</summary>
    public sealed class CurrentChild(IActorRef @ref)
    {
        public IActorRef Ref { get; } = @ref;
    }

    /// <summary>To the supervisor, with manual reset: forget the restarts.</summary>
    public sealed class Reset
    {
        public static readonly Reset Instance = new();

        private Reset()
        {
        }
    }

    /// <summary>To the supervisor: how often was the child started again? Answered by <see cref="RestartCount"/>.</summary>
    public sealed class GetRestartCount
    {
        public static readonly GetRestartCount Instance = new();

        private GetRestartCount()
        {
        }
    }

    /// <summary>How often the child was started again since the last reset.</summary>
    public sealed class RestartCount(int count)
    {
        public int Count { get; } = count;
    }

    internal sealed class StartChild : IDeadLetterSuppression
    {
        public static readonly StartChild Instance = new();
    }

    internal sealed record ResetRestartCount(int Current) : IDeadLetterSuppression;
}

/// <summary>Starts its child again after a growing pause when it has failed; ends with it when it just ends.</summary>
internal sealed class BackoffOnFailureSupervisor : BackoffSupervisorBase
{
    private bool _failed;

    public BackoffOnFailureSupervisor(BackoffSettings settings)
        : base(settings)
    {
    }

    // What would be a restart is a stop here, with a start after the pause.
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(-1, -1, cause =>
    {
        var directive = Settings.Strategy.Decider.Decide(cause);
        if (directive != Directive.Restart)
            return directive;
        _failed = true;
        return Directive.Stop;
    });

    private protected override void OnChildEnded()
    {
        if (!_failed || FinalMessageReceived)
        {
            Context.Stop(Self);
            return;
        }

        _failed = false;
        StartAgainLater();
    }
}

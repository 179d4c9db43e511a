using Kernel.Actor;

namespace Kernel.Pattern;

/// <summary>Supervision that starts a child again after a growing pause.</summary>
public static class Backoff
{
    /// <summary>For children that fail: a directive to restart becomes a stop, and a start after the pause.</summary>
    public static BackoffOptions OnFailure(
        Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor, int maxNrOfRetries) =>
        new BackoffOptionsImpl(RestartWhen.Failed, childProps, childName, minBackoff, maxBackoff, randomFactor)
            .WithMaxNrOfRetries(maxNrOfRetries);

    /// <summary>For children that end, whatever ended them.</summary>
    public static BackoffOptions OnStop(
        Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor, int maxNrOfRetries) =>
        new BackoffOptionsImpl(RestartWhen.Stopped, childProps, childName, minBackoff, maxBackoff, randomFactor)
            .WithMaxNrOfRetries(maxNrOfRetries);
}

/// <summary>What a back-off supervisor does.</summary>
public abstract class BackoffOptions
{
    internal abstract Props Props { get; }

    /// <summary>Forgets the restarts when the child has run that long. Default: the least pause.</summary>
    public abstract BackoffOptions WithAutoReset(TimeSpan resetBackoff);

    /// <summary>Forgets the restarts when the child says <see cref="BackoffSupervisor.Reset"/>.</summary>
    public abstract BackoffOptions WithManualReset();

    public abstract BackoffOptions WithSupervisorStrategy(OneForOneStrategy supervisorStrategy);

    /// <summary>Stops a failing child instead of restarting it at once.</summary>
    public abstract BackoffOptions WithDefaultStoppingStrategy();

    /// <summary>Starts allowed before the supervisor gives up and stops; −1 for any number.</summary>
    public abstract BackoffOptions WithMaxNrOfRetries(int maxNrOfRetries);

    /// <summary>Answers what comes during the pause. Without it, that goes to dead letters.</summary>
    public abstract BackoffOptions WithReplyWhileStopped(object replyWhileStopped);

    /// <summary>A child that ends after such a message is not started again, and its supervisor ends too.</summary>
    public abstract BackoffOptions WithFinalStopMessage(Func<object, bool> isFinalStopMessage);
}

internal enum RestartWhen
{
    Failed,
    Stopped,
}

internal sealed record BackoffSettings(
    Props ChildProps,
    string ChildName,
    TimeSpan MinBackoff,
    TimeSpan MaxBackoff,
    double RandomFactor,
    SupervisorStrategy Strategy,
    TimeSpan? AutoReset,
    object? ReplyWhileStopped,
    Func<object, bool>? IsFinalStopMessage)
{
    public int MaxNumberOfRetries => Strategy is OneForOneStrategy { MaxNumberOfRetries: var most } ? most : -1;
}

internal sealed class BackoffOptionsImpl : BackoffOptions
{
    private readonly RestartWhen _when;
    private readonly BackoffSettings _settings;

    public BackoffOptionsImpl(
        RestartWhen when, Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(minBackoff, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBackoff, minBackoff);
        if (randomFactor is < 0 or > 1)
            throw new ArgumentOutOfRangeException(nameof(randomFactor), randomFactor, "The random factor must be between 0 and 1.");
        _when = when;
        _settings = new BackoffSettings(
            childProps,
            childName,
            minBackoff,
            maxBackoff,
            randomFactor,
            new OneForOneStrategy(SupervisorStrategy.DefaultDecider),
            minBackoff,
            null,
            null);
    }

    private BackoffOptionsImpl(RestartWhen when, BackoffSettings settings)
    {
        _when = when;
        _settings = settings;
    }

    internal override Props Props
    {
        get
        {
            var settings = _settings;
            return _when == RestartWhen.Failed
                ? Actor.Props.Create(() => new BackoffOnFailureSupervisor(settings))
                : Actor.Props.Create(() => new BackoffSupervisor(settings));
        }
    }

    private OneForOneStrategy Strategy => (OneForOneStrategy)_settings.Strategy;

    public override BackoffOptions WithAutoReset(TimeSpan resetBackoff)
    {
        if (resetBackoff < _settings.MinBackoff || resetBackoff > _settings.MaxBackoff)
            throw new ArgumentOutOfRangeException(
                nameof(resetBackoff), resetBackoff, $"The reset must be between {_settings.MinBackoff} and {_settings.MaxBackoff}.");
        return With(_settings with { AutoReset = resetBackoff });
    }

    public override BackoffOptions WithManualReset() => With(_settings with { AutoReset = null });

    public override BackoffOptions WithSupervisorStrategy(OneForOneStrategy supervisorStrategy) =>
        With(_settings with { Strategy = supervisorStrategy });

    public override BackoffOptions WithDefaultStoppingStrategy() =>
        With(_settings with { Strategy = SupervisorStrategy.StoppingStrategy.WithMaxNrOfRetries(Strategy.MaxNumberOfRetries) });

    public override BackoffOptions WithMaxNrOfRetries(int maxNrOfRetries) =>
        With(_settings with { Strategy = Strategy.WithMaxNrOfRetries(maxNrOfRetries) });

    public override BackoffOptions WithReplyWhileStopped(object replyWhileStopped) =>
        With(_settings with { ReplyWhileStopped = replyWhileStopped });

    public override BackoffOptions WithFinalStopMessage(Func<object, bool> isFinalStopMessage) =>
        With(_settings with { IsFinalStopMessage = isFinalStopMessage });

    private BackoffOptionsImpl With(BackoffSettings settings) => new(_when, settings);
}

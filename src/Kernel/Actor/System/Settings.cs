using System.Globalization;
using Kernel.Actor.Setup;
using Kernel.Configuration;
using Kernel.Event;

namespace Kernel.Actor;

/// <summary>The settings of a system, read once at its start.</summary>
public class Settings
{
    private readonly Config _defaults = ConfigurationFactory.Default();
    private Config _user;

    public Settings(ActorSystem system, Config config, ActorSystemSetup setup)
    {
        System = system;
        Setup = setup;
        _user = config;
        Config = _user.WithFallback(_defaults);
        AskTimeout = Config.GetTimeSpan("kernel.actor.ask-timeout", Timeout.InfiniteTimeSpan);
        LogLevel = Level("kernel.loglevel", "INFO");
        StdoutLogLevel = Level("kernel.stdout-loglevel", "WARNING");
        LogDeadLetters = DeadLetters();
        LogDeadLettersDuringShutdown = Config.GetBoolean("kernel.log-dead-letters-during-shutdown", true);
        StashCapacity = Config.GetInt("kernel.actor.stash-capacity", -1);
        EmitActorTelemetry = Config.GetBoolean("kernel.actor.telemetry.enabled");
        SchedulerClass = Config.GetString("kernel.scheduler.implementation") ?? string.Empty;
        SupervisorStrategyClass = Config.GetString("kernel.actor.guardian-supervisor-strategy") ?? string.Empty;
    }

    public ActorSystem System { get; }

    public Config Config { get; private set; }

    public ActorSystemSetup Setup { get; }

    /// <summary>Upper bound of an Ask without its own; infinite by default.</summary>
    public TimeSpan AskTimeout { get; }

    /// <summary>The least severe level that is published: DEBUG, INFO, WARNING, ERROR or OFF.</summary>
    public string LogLevel { get; }

    /// <summary>The least severe level that is written to standard error.</summary>
    public string StdoutLogLevel { get; }

    public int LogDeadLetters { get; }

    public bool LogDeadLettersDuringShutdown { get; }

    public string SchedulerClass { get; }

    public string SupervisorStrategyClass { get; }

    /// <summary>Messages that a stash holds unless its actor's deployment says otherwise; −1 is unbounded.</summary>
    internal int StashCapacity { get; }

    /// <summary>Whether actors' starts, stops and restarts are published.</summary>
    internal bool EmitActorTelemetry { get; }

    /// <summary>Adds defaults below the application's own settings, as extensions do.</summary>
    public void InjectTopLevelFallback(Config config)
    {
        _user = _user.WithFallback(config);
        Config = _user.WithFallback(_defaults);
    }

    private string Level(string key, string fallback)
    {
        var level = Config.GetString(key) ?? fallback;
        return Logging.TryLevel(level, out _)
            ? level
            : throw new ConfigurationException($"{key} is \"{level}\"; it may be DEBUG, INFO, WARNING, ERROR or OFF.");
    }

    private int DeadLetters()
    {
        const string Key = "kernel.log-dead-letters";
        return (Config.GetString(Key) ?? "10").ToLowerInvariant() switch
        {
            "on" or "true" or "yes" => int.MaxValue,
            "off" or "false" or "no" => 0,
            var count when int.TryParse(count, NumberStyles.Integer, CultureInfo.InvariantCulture, out var most) => most,
            var other => throw new ConfigurationException($"{Key} is \"{other}\"; it may be on, off or a number."),
        };
    }
}

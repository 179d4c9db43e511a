using Kernel.Actor;

namespace Kernel.Event;

/// <summary>Getting a log.</summary>
public static class Logging
{
    /// <summary>The log of the current actor, under its path.</summary>
    public static ILoggingAdapter GetLogger(this IActorContext context, ILogMessageFormatter? logMessageFormatter = null) =>
        new BusLogging(
            context.System.EventStream,
            context.Self.Path.ToString(),
            context.Props.Type,
            logMessageFormatter ?? DefaultLogMessageFormatter.Instance);

    public static ILoggingAdapter GetLogger(ActorSystem system, object logSourceObj, ILogMessageFormatter? logMessageFormatter = null) =>
        GetLogger(system.EventStream, logSourceObj, logMessageFormatter);

    public static ILoggingAdapter GetLogger(LoggingBus loggingBus, object logSourceObj, ILogMessageFormatter? logMessageFormatter = null)
    {
        ArgumentNullException.ThrowIfNull(logSourceObj);
        var source = logSourceObj switch
        {
            string text => text,
            IActorRef actor => actor.Path.ToString(),
            Type type => type.ToString(),
            ActorSystem system => system.ToString(),
            _ => logSourceObj.GetType().ToString(),
        };
        var logClass = logSourceObj as Type ?? logSourceObj.GetType();
        return new BusLogging(loggingBus, source ?? string.Empty, logClass, logMessageFormatter ?? DefaultLogMessageFormatter.Instance);
    }

    public static LogLevel LogLevelFor(string logLevel) => TryLevel(logLevel, out var level) && level is { } known
        ? known
        : throw new ArgumentException($"Unknown log level: \"{logLevel}\". It may be DEBUG, INFO, WARNING or ERROR.", nameof(logLevel));

    /// <summary>Reads a level; OFF gives null.</summary>
    internal static bool TryLevel(string? text, out LogLevel? level)
    {
        level = text?.ToUpperInvariant() switch
        {
            "DEBUG" => LogLevel.DebugLevel,
            "INFO" => LogLevel.InfoLevel,
            "WARNING" or "WARN" => LogLevel.WarningLevel,
            "ERROR" => LogLevel.ErrorLevel,
            _ => null,
        };
        return level is not null || text?.ToUpperInvariant() is "OFF" or "FALSE";
    }
}

namespace Kernel.Event;

/// <summary>Writing to the log. Arguments are formatted only by those who read the event.</summary>
public static partial class LoggingExtensions
{
    private static void Write(ILoggingAdapter log, LogLevel level, Exception? cause, string format, object?[] args)
    {
        if (log.IsEnabled(level))
            log.Log(level, cause, new FormattedLogMessage(log.Formatter, format, args));
    }
}

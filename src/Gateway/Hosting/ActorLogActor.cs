using System.Collections;
using System.Text.RegularExpressions;

namespace CallActors.Gateway.Hosting;

/// <summary>
/// Writes what actors log to the host's log: level for level, under the category of the logging type, with the actor's path as
/// <c>ActorPath</c>, the exception, and the arguments of the format as values.
/// </summary>
public sealed partial class ActorLogActor : ReceiveActor
{
    public ActorLogActor(ILoggerFactory loggers) => Receive<LogEvent>(entry =>
    {
        try
        {
            var logger = loggers.CreateLogger(entry.LogClass.FullName ?? entry.LogClass.Name);
            var level = LevelOf(entry);
            if (logger.IsEnabled(level)) logger.Log(level, default, Line.Of(entry), entry.Cause, static (line, _) => line.ToString());
        }
        // To fail would be to log again, without end.
        catch (Exception cause)
        {
            Console.Error.WriteLine($"The host's log failed ({cause.Message}) at: {entry}");
        }
    });

    /// <summary>Below <c>/system</c>, so that it sees the application's actors end.</summary>
    public static IActorRef Start(ActorSystem system, ILoggerFactory loggers)
    {
        var log = ((ExtendedActorSystem)system).SystemActorOf(Props.Create(() => new ActorLogActor(loggers)), "host-log");
        // From here on nothing is missed, also before the actor has begun.
        system.EventStream.Subscribe(log, typeof(LogEvent));
        return log;
    }

    private static LogLevel LevelOf(LogEvent entry) => entry switch
    {
        Error => LogLevel.Error,
        Warning => LogLevel.Warning,
        Info => LogLevel.Information,
        _ => LogLevel.Debug,
    };

    [GeneratedRegex(@"\{([^{}:,]+)[^{}]*\}")]
    private static partial Regex Hole();

    /// <summary>The fields of a line, and its text.</summary>
    private sealed class Line : IReadOnlyList<KeyValuePair<string, object?>>
    {
        private readonly List<KeyValuePair<string, object?>> _fields = [];
        private readonly string _text;

        private Line(string text) => _text = text;

        public int Count => _fields.Count;

        public KeyValuePair<string, object?> this[int index] => _fields[index];

        public static Line Of(LogEvent entry)
        {
            var line = new Line(entry.Message?.ToString() ?? "");
            line.Add("ActorPath", entry.LogSource);
            if (entry.Message is not LogMessage message)
            {
                line.Add("{OriginalFormat}", line._text);
                return line;
            }

            object?[] values = [.. message.Parameters()];
            var names = Hole().Matches(message.Format).Select(hole => hole.Groups[1].Value).Distinct().ToArray();
            for (var i = 0; i < values.Length; i++) line.Add(i < names.Length ? names[i] : $"{i}", values[i]);
            line.Add("{OriginalFormat}", message.Format);
            return line;
        }

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _fields.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => _text;

        private void Add(string name, object? value) => _fields.Add(new(name, value));
    }
}

using System.Collections.Concurrent;
using CallActors.Gateway.Hosting;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace CallActors.Gateway.Tests;

public sealed class ActorLogTests : TestKit
{
    private readonly Loggers _loggers = new();

    public ActorLogTests() : base("kernel.loglevel = DEBUG, kernel.stdout-loglevel = OFF") => Watch(ActorLogActor.Start(Sys, _loggers));

    [Fact]
    public async Task Each_level_has_its_own()
    {
        Log.Debug("a");
        Log.Info("b");
        Log.Warning("c");
        Log.Error("d");
        Assert.Equal(
            [("a", LogLevel.Debug), ("b", LogLevel.Information), ("c", LogLevel.Warning), ("d", LogLevel.Error)],
            [(await Next("a")).Brief, (await Next("b")).Brief, (await Next("c")).Brief, (await Next("d")).Brief]);
    }

    [Fact]
    public async Task The_path_is_a_field_the_exception_is_kept_and_arguments_are_values()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Complaining()), "complaining");
        actor.Tell(new FormatException("broken"));
        var line = await Next("7 of 9 went wrong");
        Assert.Equal(actor.Path.ToString(), line.Fields["ActorPath"]);
        Assert.Equal((7, "9"), (line.Fields["Count"], line.Fields["All"]));
        Assert.Equal("{Count} of {All} went wrong", line.Fields["{OriginalFormat}"]);
        Assert.IsType<FormatException>(line.Cause);
        Assert.Equal(typeof(Complaining).FullName, line.Category);
    }

    [Fact]
    public async Task A_dead_letter_tells_its_type_and_not_its_content()
    {
        using var expected = EventFilter.DeadLetter<string>().Mute();
        Sys.DeadLetters.Tell("a secret", TestActor);
        var line = await Next("was not delivered");
        Assert.Contains("String", line.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(line.Fields.Values, value => value?.ToString()?.Contains("secret", StringComparison.Ordinal) == true);
    }

    private async Task<Entry> Next(string text)
    {
        Entry? found = null;
        await AwaitConditionAsync(() => (found = _loggers.Lines.FirstOrDefault(line => line.Text.Contains(text, StringComparison.Ordinal))) is not null);
        return found!;
    }

    private sealed class Complaining : ReceiveActor
    {
        public Complaining()
        {
            var log = Context.GetLogger();
            Receive<Exception>(cause => log.Error(cause, "{Count} of {All} went wrong", 7, "9"));
        }
    }

    private sealed record Entry(string Category, LogLevel Level, string Text, Exception? Cause, Dictionary<string, object?> Fields)
    {
        public (string Text, LogLevel Level) Brief => (Text, Level);
    }

    private sealed class Loggers : ILoggerFactory
    {
        public ConcurrentQueue<Entry> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Lined(categoryName, Lines);

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }

    private sealed class Lined(string category, ConcurrentQueue<Entry> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(new Entry(category, logLevel, formatter(state, exception), exception, ((IEnumerable<KeyValuePair<string, object?>>)state!).ToDictionary()));
    }
}

using System.Text.RegularExpressions;
using Kernel.Event;

namespace Kernel.TestKit;

/// <summary>Says which published events a test expects.</summary>
public class EventFilterFactory
{
    private readonly TestKitBase _testKit;
    private readonly IReadOnlyList<Predicate<object>> _earlier;

    internal EventFilterFactory(TestKitBase testKit, IReadOnlyList<Predicate<object>>? earlier = null)
    {
        _testKit = testKit;
        _earlier = earlier ?? [];
    }

    public IEventFilterApplier Error(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        Level<Error>(new EventPattern(message, start, contains, null, source));

    public IEventFilterApplier Error(Regex pattern, string? source = null) =>
        Level<Error>(new EventPattern(null, null, null, pattern, source));

    public IEventFilterApplier Warning(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        Level<Warning>(new EventPattern(message, start, contains, null, source));

    public IEventFilterApplier Warning(Regex pattern, string? source = null) =>
        Level<Warning>(new EventPattern(null, null, null, pattern, source));

    public IEventFilterApplier Info(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        Level<Info>(new EventPattern(message, start, contains, null, source));

    public IEventFilterApplier Info(Regex pattern, string? source = null) =>
        Level<Info>(new EventPattern(null, null, null, pattern, source));

    public IEventFilterApplier Debug(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        Level<Debug>(new EventPattern(message, start, contains, null, source));

    public IEventFilterApplier Debug(Regex pattern, string? source = null) =>
        Level<Debug>(new EventPattern(null, null, null, pattern, source));

    /// <summary>Errors whose cause, or a cause of it, is of the type.</summary>
    public IEventFilterApplier Exception<TException>(
        string? message = null, string? start = null, string? contains = null, string? source = null)
        where TException : Exception => Exception(typeof(TException), message, start, contains, source);

    public IEventFilterApplier Exception<TException>(Regex pattern, string? source = null)
        where TException : Exception => Errors(typeof(TException), new EventPattern(null, null, null, pattern, source));

    public IEventFilterApplier Exception(
        Type exceptionType, string? message = null, string? start = null, string? contains = null, string? source = null) =>
        Errors(exceptionType, new EventPattern(message, start, contains, null, source));

    public IEventFilterApplier DeadLetter() => Applier(static published => published is Event.DeadLetter or UnhandledMessage);

    /// <summary>Dead letters whose message is of the type; <paramref name="source"/> is the path of the receiver.</summary>
    public IEventFilterApplier DeadLetter<TMessage>(string? source = null) => DeadLetter(typeof(TMessage), source);

    public IEventFilterApplier DeadLetter<TMessage>(Func<TMessage, bool> isMatch, string? source = null) =>
        Applier(published => IsDead(published, source) is TMessage message && isMatch(message));

    public IEventFilterApplier DeadLetter(Type type, string? source = null) =>
        Applier(published => type.IsInstanceOfType(IsDead(published, source)));

    public IEventFilterApplier Custom(Predicate<LogEvent> predicate) => Applier(published => published is LogEvent entry && predicate(entry));

    public IEventFilterApplier Custom<TLogEvent>(Predicate<TLogEvent> predicate)
        where TLogEvent : LogEvent => Applier(published => published is TLogEvent entry && predicate(entry));

    private static object? IsDead(object published, string? source) =>
        published is Event.DeadLetter or UnhandledMessage or Dropped
        && (source is null || ((AllDeadLetters)published).Recipient.Path.ToString().EndsWith(source, StringComparison.Ordinal))
            ? ((AllDeadLetters)published).Message
            : null;

    private static bool IsCausedBy(Exception? cause, Type type) => cause switch
    {
        null => false,
        _ when type.IsInstanceOfType(cause) => true,
        AggregateException several => several.InnerExceptions.Any(one => IsCausedBy(one, type)),
        _ => IsCausedBy(cause.InnerException, type),
    };

    private EventFilterApplier Errors(Type type, EventPattern pattern) =>
        Applier(published => published is Error error && IsCausedBy(error.Cause, type) && pattern.Matches(error));

    private EventFilterApplier Level<TEvent>(EventPattern pattern)
        where TEvent : LogEvent => Applier(published => published is TEvent entry && pattern.Matches(entry));

    private EventFilterApplier Applier(Predicate<object> condition) => new(_testKit, [.. _earlier, condition]);
}

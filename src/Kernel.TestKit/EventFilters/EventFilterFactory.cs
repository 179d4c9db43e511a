using System.Text.RegularExpressions;
using Kernel.Actor;
using Kernel.Event;

namespace Kernel.TestKit;

/// <summary>Says which published events a test expects.</summary>
public class EventFilterFactory
{
    private readonly TestKitBase _testKit;
    private readonly ActorSystem _system;
    private readonly IReadOnlyList<Predicate<object>> _earlier;

    public EventFilterFactory(TestKitBase testkit)
        : this(testkit, testkit?.Sys!)
    {
    }

    /// <param name="testkit">Fails when what was expected did not come.</param>
    /// <param name="system">Whose events are looked at.</param>
    public EventFilterFactory(TestKitBase testkit, ActorSystem system)
        : this(testkit, system, [])
    {
    }

    internal EventFilterFactory(TestKitBase testKit, ActorSystem system, IReadOnlyList<Predicate<object>> earlier)
    {
        ArgumentNullException.ThrowIfNull(testKit);
        ArgumentNullException.ThrowIfNull(system);
        _testKit = testKit;
        _system = system;
        _earlier = earlier;
    }

    /// <summary>Log events of a level.</summary>
    public IEventFilterApplier ForLogLevel(
        LogLevel logLevel, string? message = null, string? start = null, string? contains = null, string? source = null) =>
        Level(logLevel, new EventPattern(message, start, contains, null, source));

    /// <inheritdoc cref="ForLogLevel(LogLevel, string?, string?, string?, string?)"/>
    public IEventFilterApplier ForLogLevel(LogLevel logLevel, Regex pattern, string? source = null) =>
        Level(logLevel, new EventPattern(null, null, null, pattern, source));

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

    /// <summary>Errors with a cause of the type.</summary>
    public IEventFilterApplier Exception<TException>(
        string? message = null, string? start = null, string? contains = null, string? source = null)
        where TException : Exception => Exception(typeof(TException), message, start, contains, source);

    public IEventFilterApplier Exception<TException>(Regex pattern, string? source = null)
        where TException : Exception => Exception(typeof(TException), pattern, source);

    /// <summary>Errors with a cause of the type.</summary>
    /// <param name="checkInnerExceptions">Also those whose cause was caused by one.</param>
    public IEventFilterApplier Exception(
        Type exceptionType, string? message = null, string? start = null, string? contains = null, string? source = null,
        bool checkInnerExceptions = false) =>
        Errors(exceptionType, checkInnerExceptions, new EventPattern(message, start, contains, null, source));

    /// <inheritdoc cref="Exception(Type, string?, string?, string?, string?, bool)"/>
    public IEventFilterApplier Exception(Type exceptionType, Regex pattern, string? source = null, bool checkInnerExceptions = false) =>
        Errors(exceptionType, checkInnerExceptions, new EventPattern(null, null, null, pattern, source));

    public IEventFilterApplier DeadLetter() => Applier(static published => published is Event.DeadLetter);

    /// <summary>Dead letters whose message is of the type; <paramref name="source"/> is the path of the receiver.</summary>
    public IEventFilterApplier DeadLetter<TMessage>(string? source = null) => DeadLetter(typeof(TMessage), source);

    public IEventFilterApplier DeadLetter<TMessage>(Func<TMessage, bool> isMatch, string? source = null)
    {
        ArgumentNullException.ThrowIfNull(isMatch);
        return Applier(published => DeadMessage(published, source) is TMessage message && isMatch(message));
    }

    public IEventFilterApplier DeadLetter(Type type, string? source = null) => DeadLetter(type, _ => true, source);

    public IEventFilterApplier DeadLetter(Type type, Func<object, bool> isMatch, string? source = null)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(isMatch);
        return Applier(published => DeadMessage(published, source) is { } message && type.IsInstanceOfType(message) && isMatch(message));
    }

    public IEventFilterApplier Custom(Predicate<LogEvent> predicate) => Applier(published => published is LogEvent entry && predicate(entry));

    public IEventFilterApplier Custom<TLogEvent>(Predicate<TLogEvent> predicate)
        where TLogEvent : LogEvent => Applier(published => published is TLogEvent entry && predicate(entry));

    private static object? DeadMessage(object published, string? source) =>
        published is Event.DeadLetter letter && EventPattern.IsPath(source, letter.Recipient.Path.ToString()) ? letter.Message : null;

    private EventFilterApplier Errors(Type type, bool checkInner, EventPattern pattern)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (!typeof(Exception).IsAssignableFrom(type))
            throw new ArgumentException($"{type} is no exception.", nameof(type));
        return Applier(published => published is Error error && pattern.MatchesCause(error, error.Cause, type, checkInner));
    }

    private EventFilterApplier Level<TEvent>(EventPattern pattern)
        where TEvent : LogEvent => Applier(published => published is TEvent entry && pattern.Matches(entry));

    private EventFilterApplier Level(LogLevel level, EventPattern pattern) =>
        Applier(published => published is LogEvent entry && entry.LogLevel() == level && pattern.Matches(entry));

    private EventFilterApplier Applier(Predicate<object> condition) => new(_testKit, _system, [.. _earlier, condition]);
}

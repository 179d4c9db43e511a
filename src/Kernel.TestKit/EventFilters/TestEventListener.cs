using System.Runtime.CompilerServices;
using Kernel.Actor;
using Kernel.Event;

namespace Kernel.TestKit;

/// <summary>Sees what a system publishes before it is written anywhere: filters take what tests expect, the rest is written.</summary>
internal sealed class TestEventListener : MinimalActorRef
{
    private static readonly ConditionalWeakTable<ActorSystem, TestEventListener> Listeners = [];

    private readonly LogLevel? _leastWritten;
    private readonly Lock _gate = new();
    private TestEventFilter[] _filters = [];

    private TestEventListener(ActorSystem system)
    {
        Provider = ((ExtendedActorSystem)system).Provider;
        Path = Provider.RootPath / "testEventListener";
        Lost = new LostMessages(system, new TestKitSettings(system.Settings.Config));
        _leastWritten = Logging.TryLevel(system.Settings.StdoutLogLevel, out var level) ? level : null;
        ((ActorSystemImpl)system).ReplaceStandardErrorLogger();
        system.EventStream.Subscribe<LogEvent>(this);
        system.EventStream.Subscribe<AllDeadLetters>(this);
    }

    public override ActorPath Path { get; }

    public override IActorRefProvider Provider { get; }

    public LostMessages Lost { get; }

    /// <summary>Where unfiltered log events go; standard error when null.</summary>
    public Action<string>? Output { get; set; }

    public static TestEventListener Of(ActorSystem system) => Listeners.GetValue(system, made => new TestEventListener(made));

    public void Add(TestEventFilter filter)
    {
        lock (_gate)
            _filters = [.. _filters, filter];
    }

    public void Remove(TestEventFilter filter)
    {
        lock (_gate)
            _filters = [.. _filters.Where(one => !ReferenceEquals(one, filter))];
    }

    protected override void TellInternal(object message, IActorRef? sender)
    {
        var warning = AsWarning(message);
        var taken = false;
        foreach (var filter in _filters)
            taken |= filter.Take(message) || (warning is not null && filter.Take(warning));
        if (taken)
            return;
        if (message is LogEvent entry)
            Write(entry);
        else
            Lost.Note(message);
    }

    /// <summary>To filters an unhandled message is a warning too, with the words of the original.</summary>
    private static Warning? AsWarning(object message) => message is UnhandledMessage unhandled
        ? new Warning(
            unhandled.Recipient.Path.ToString(), unhandled.Recipient.GetType(), $"Unhandled message from {unhandled.Sender}: {unhandled.Message}")
        : null;

    private void Write(LogEvent entry)
    {
        if (Output is { } output)
            output(entry.ToString());
        else if (_leastWritten is { } least && entry.LogLevel() >= least)
            Console.Error.WriteLine(entry);
    }
}

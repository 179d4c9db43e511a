using System.Text.RegularExpressions;
using Kernel.Event;

namespace Kernel.TestKit;

/// <summary>Counts the events that any of its conditions takes.</summary>
internal sealed class TestEventFilter(IReadOnlyList<Predicate<object>> conditions)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;
    private int _wanted = int.MaxValue;

    public int Count
    {
        get
        {
            lock (_gate)
                return _count;
        }
    }

    public bool Take(object published)
    {
        if (!conditions.Any(condition => condition(published)))
            return false;
        lock (_gate)
        {
            if (++_count >= _wanted)
                _reached.TrySetResult();
        }

        return true;
    }

    /// <summary>Completes when that many events were taken.</summary>
    public Task Reached(int count)
    {
        lock (_gate)
        {
            _wanted = count;
            if (_count >= count)
                _reached.TrySetResult();
            else if (_reached.Task.IsCompleted)
                _reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _reached.Task;
        }
    }
}

/// <summary>Conditions on a log event's source and text.</summary>
internal sealed record EventPattern(string? Message, string? Start, string? Contains, Regex? Pattern, string? Source)
{
    public bool Matches(LogEvent entry)
    {
        if (Source is not null && Source != entry.LogSource && !entry.LogSource.EndsWith(Source, StringComparison.Ordinal))
            return false;
        if (TextMatches(entry.Message.ToString() ?? string.Empty))
            return true;

        // An error may say what went wrong in its exception alone.
        for (var cause = entry.Cause; cause is not null; cause = cause.InnerException)
        {
            if (TextMatches(cause.Message))
                return true;
        }

        return false;
    }

    private bool TextMatches(string text) =>
        (Message is null || Message == text)
        && (Start is null || text.StartsWith(Start, StringComparison.Ordinal))
        && (Contains is null || text.Contains(Contains, StringComparison.Ordinal))
        && (Pattern is null || Pattern.IsMatch(text));
}

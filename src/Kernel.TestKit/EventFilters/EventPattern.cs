using System.Text.RegularExpressions;
using Kernel.Event;

namespace Kernel.TestKit;

/// <summary>Conditions on a log event's source and text.</summary>
internal sealed record EventPattern(string? Message, string? Start, string? Contains, Regex? Pattern, string? Source)
{
    /// <summary>A path in full, or as it ends.</summary>
    public static bool IsPath(string? wanted, string path) => wanted is null || path.EndsWith(wanted, StringComparison.Ordinal);

    public bool Matches(LogEvent entry) =>
        IsPath(Source, entry.LogSource) && (TextMatches(entry.Message.ToString() ?? string.Empty) || CauseMatches(entry as Error));

    /// <summary>An error with a cause of the type, whose own text or whose cause's text matches.</summary>
    public bool MatchesCause(Error error, Exception? cause, Type type, bool checkInner) =>
        cause is not null
        && ((type.IsInstanceOfType(cause) && IsPath(Source, error.LogSource)
                && (TextMatches(error.Message.ToString() ?? string.Empty) || TextMatches(cause.Message)))
            || (checkInner && MatchesCause(error, cause.InnerException, type, checkInner)));

    // An error may say what went wrong in its exception alone.
    private bool CauseMatches(Error? error) => error?.Cause is { } cause && TextMatches(cause.Message);

    private bool TextMatches(string text) =>
        (Message is null || Message == text)
        && (Start is null || text.StartsWith(Start, StringComparison.Ordinal))
        && (Contains is null || text.Contains(Contains, StringComparison.Ordinal))
        && (Pattern is null || Pattern.IsMatch(text));
}

using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace CallActors.Contracts.Workspaces;

/// <summary>
/// Names one workspace, an agent's terminal, for as long as it exists: the host's name, a colon and the host's own name for it
/// (<c>tmux:%3</c>, <c>cmux:9F0C…</c>). Its title is for people and may change; this may be stored.
/// </summary>
[JsonConverter(typeof(WorkspaceIdJsonConverter))]
public readonly record struct WorkspaceId
{
    /// <summary>Longest text form, in characters.</summary>
    public const int MaxLength = 128;

    private readonly string? _value;

    private WorkspaceId(string value) => _value = value;

    /// <summary>The text form.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This workspace id was never set.");

    /// <summary>The host that has it.</summary>
    public string Host => Value[..Value.IndexOf(':', StringComparison.Ordinal)];

    /// <summary>What its host calls it.</summary>
    public string Local => Value[(Value.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <exception cref="ArgumentException">The two make no id: see <see cref="TryParse"/>.</exception>
    public static WorkspaceId Of(string host, string local) =>
        TryParse($"{host}:{local}", out var id) && id.Host == host ? id : throw new ArgumentException("This names no workspace.", nameof(local));

    /// <summary>Reads the text form: a host's name of lower-case letters, digits and <c>-_.@</c>, a colon, and visible ASCII characters; 128 at most.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out WorkspaceId id)
    {
        id = default;
        if (text is null || text.Length > MaxLength) return false;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || colon == text.Length - 1) return false;
        foreach (var c in text.AsSpan(0, colon))
            if (!(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.' or '@')) return false;
        foreach (var c in text.AsSpan(colon + 1))
            if (c is <= ' ' or >= '\u007F') return false;
        id = new WorkspaceId(text);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => _value ?? "workspace?";
}

/// <summary>Writes a workspace id as its text.</summary>
public sealed class WorkspaceIdJsonConverter() : Calls.TextJsonConverter<WorkspaceId>(text => WorkspaceId.TryParse(text, out var id) ? id : null, id => id.Value);

/// <summary>
/// Names one text that is submitted to a workspace. Under one name a text is typed once, however often it is ordered, also when the order
/// was lost half-way or its sender died.
/// </summary>
[JsonConverter(typeof(SubmissionIdJsonConverter))]
public readonly record struct SubmissionId
{
    /// <summary>Longest name, in characters.</summary>
    public const int MaxLength = 64;

    private readonly string? _value;

    /// <exception cref="ArgumentException">Not 1 to 64 ASCII letters, digits and hyphens.</exception>
    public SubmissionId(string value)
    {
        if (!IsFit(value))
            throw new ArgumentException($"A submission's name has 1 to {MaxLength} letters, digits and hyphens.", nameof(value));
        _value = value;
    }

    /// <summary>The text form.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This submission was never named.");

    /// <inheritdoc/>
    public override string ToString() => _value ?? "submission?";

    internal static bool IsFit(string value) => value.Length is >= 1 and <= MaxLength && value.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}

/// <summary>Writes a submission's id as its text.</summary>
public sealed class SubmissionIdJsonConverter()
    : Calls.TextJsonConverter<SubmissionId>(text => SubmissionId.IsFit(text) ? new SubmissionId(text) : null, id => id.Value);

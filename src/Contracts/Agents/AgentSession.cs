using System.Diagnostics.CodeAnalysis;

namespace CallActors.Contracts.Agents;

/// <summary>An agent's own name for a conversation. One process may have several, one after the other.</summary>
public readonly record struct AgentSessionId
{
    /// <summary>Longest name, in characters.</summary>
    public const int MaxLength = 128;

    private readonly string? _value;

    private AgentSessionId(string value) => _value = value;

    /// <summary>The text form.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This session was never named.");

    /// <summary>Reads a name of 1 to 128 ASCII letters, digits, hyphens, dots and underscores.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out AgentSessionId id)
    {
        id = default;
        if (text is null || text.Length is < 1 or > MaxLength || !text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')) return false;
        id = new AgentSessionId(text);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => _value ?? "session?";
}

/// <summary>A conversation of an agent.</summary>
/// <param name="Transcript">The file in which the agent writes it down; empty when there is none.</param>
public sealed record AgentSession(AgentSessionId Id, string Transcript);

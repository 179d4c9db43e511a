using System.Text.Json.Serialization;
using CallActors.Contracts.Calls;

namespace CallActors.Contracts.Assistants;

/// <summary>Names one turn of a person's conversation with the assistant: what the person said, and all that was answered. A turn that is
/// said again under the same name is joined: it is not asked twice.</summary>
[JsonConverter(typeof(TurnIdJsonConverter))]
public readonly record struct TurnId
{
    /// <summary>Longest name, in characters.</summary>
    public const int MaxLength = 64;

    private readonly string? _value;

    /// <exception cref="ArgumentException">Empty, or longer than <see cref="MaxLength"/>.</exception>
    public TurnId(string value)
    {
        if (string.IsNullOrWhiteSpace(value) || value.Length > MaxLength) throw new ArgumentException($"A turn's name has 1 to {MaxLength} characters.", nameof(value));
        _value = value;
    }

    /// <summary>The text form.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This turn was never named.");

    /// <inheritdoc/>
    public override string ToString() => _value ?? "turn?";
}

/// <summary>Writes a turn's name as its text.</summary>
public sealed class TurnIdJsonConverter() : TextJsonConverter<TurnId>(text => text.Length is > 0 and <= TurnId.MaxLength ? new TurnId(text) : null, id => id.Value);

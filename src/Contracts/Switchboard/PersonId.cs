using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using CallActors.Contracts.Calls;

namespace CallActors.Contracts.Switchboard;

/// <summary>Names a person who may call in: the name in the list of people, in lower case. 1–64 characters.</summary>
[JsonConverter(typeof(PersonIdJsonConverter))]
public readonly record struct PersonId
{
    /// <summary>Longest name, in characters.</summary>
    public const int MaxLength = 64;

    private readonly string? _value;

    private PersonId(string value) => _value = value;

    /// <summary>Everybody who is not on the list, together. No person can have this name.</summary>
    public static PersonId Unknown { get; } = new("?");

    /// <summary>The text form.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This person was never named.");

    /// <exception cref="ArgumentException">Not a name: see <see cref="TryParse"/>.</exception>
    public static PersonId Of(string name) => TryParse(name, out var id) ? id : throw new ArgumentException("This names no person.", nameof(name));

    /// <summary>Reads a name: 1 to 64 characters without control characters, not blank at an end.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PersonId id)
    {
        id = default;
        if (text is null || text.Length is < 1 or > MaxLength || text.Trim() != text || text.Any(char.IsControl)) return false;
        id = new PersonId(text.ToLowerInvariant());
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => _value ?? "person?";
}

/// <summary>Writes a person's id as its text.</summary>
public sealed class PersonIdJsonConverter() : TextJsonConverter<PersonId>(text => PersonId.TryParse(text, out var id) ? id : null, id => id.Value);

/// <summary>A message that belongs to one person; sharding routes by it.</summary>
public interface IWithPersonId
{
    PersonId Person { get; }
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace CallActors.Contracts.Calls;

/// <summary>Writes an id as its text, and refuses text that is not one.</summary>
/// <param name="parse">Null for text that is not an id.</param>
/// <param name="format">The text form.</param>
public abstract class TextJsonConverter<T>(Func<string, T?> parse, Func<T, string> format) : JsonConverter<T> where T : struct
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } text && parse(text) is { } id ? id : throw new JsonException($"Not a {typeof(T).Name}.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(format(value));
}

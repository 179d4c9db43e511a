using System.Text.Json;
using System.Text.Json.Serialization;

namespace CallActors.Speech.Deepgram;

/// <summary>Reads the field <c>channel</c>: an object in <c>Results</c>, a list of two numbers in the others, which is nothing to us.</summary>
internal sealed class NovaChannelConverter : JsonConverter<NovaChannel>
{
    public override NovaChannel? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        NovaAlternative[]? alternatives = null;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isWanted = reader.ValueTextEquals("alternatives"u8);
            reader.Read();
            if (isWanted) alternatives = JsonSerializer.Deserialize(ref reader, DeepgramJson.Default.NovaAlternativeArray);
            else reader.Skip();
        }

        return new NovaChannel(alternatives);
    }

    public override void Write(Utf8JsonWriter writer, NovaChannel value, JsonSerializerOptions options) => throw new NotSupportedException();
}

using System.Text.Json;
using System.Text.Json.Serialization;
using CallActors.Contracts.Speech;

namespace CallActors.Gateway.Http;

/// <summary>The wire form of an <see cref="Contracts.Speech.Expectation"/>: <c>"open"</c>, <c>"yes-no"</c>, <c>"digits"</c> or
/// <c>{"oneOf": ["main", "develop"]}</c>.</summary>
[JsonConverter(typeof(AnswerFormJsonConverter))]
public sealed record AnswerForm(Expectation Expectation)
{
    public const string Open = "open";
    public const string YesOrNo = "yes-no";
    public const string Digits = "digits";
    public const string OneOf = "oneOf";
    public const int LeastChoices = 2;
    public const int MostChoices = 20;
    public const int MaxChoiceLength = 60;

    private sealed class AnswerFormJsonConverter : JsonConverter<AnswerForm>
    {
        private const string Shape = "must be \"open\", \"yes-no\", \"digits\" or {\"oneOf\": [2 to 20 texts of 1 to 60 characters]}";

        public override AnswerForm Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString() switch
            {
                Open => new AnswerForm(Expectation.Open.Instance),
                YesOrNo => new AnswerForm(Expectation.YesOrNo.Instance),
                Digits => new AnswerForm(Expectation.Digits.Instance),
                _ => throw new RequestException(Shape),
            },
            JsonTokenType.StartObject => new AnswerForm(ReadChoices(ref reader)),
            _ => throw new RequestException(Shape),
        };

        public override void Write(Utf8JsonWriter writer, AnswerForm value, JsonSerializerOptions options)
        {
            switch (value.Expectation)
            {
                case Expectation.OneOf oneOf:
                    writer.WriteStartObject();
                    writer.WriteStartArray(OneOf);
                    foreach (var choice in oneOf.Choices) writer.WriteStringValue(choice);
                    writer.WriteEndArray();
                    writer.WriteEndObject();
                    break;
                case Expectation.YesOrNo: writer.WriteStringValue(YesOrNo); break;
                case Expectation.Digits: writer.WriteStringValue(Digits); break;
                default: writer.WriteStringValue(Open); break;
            }
        }

        private static Expectation.OneOf ReadChoices(ref Utf8JsonReader reader)
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals(OneOf)) throw new RequestException(Shape);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray) throw new RequestException(Shape);
            var choices = new List<string>();
            while (reader.Read() && reader.TokenType == JsonTokenType.String)
            {
                var choice = reader.GetString()!.Trim();
                if (choice.Length is 0 or > MaxChoiceLength || choices.Count == MostChoices) throw new RequestException(Shape);
                choices.Add(choice);
            }
            if (reader.TokenType != JsonTokenType.EndArray || choices.Count < LeastChoices) throw new RequestException(Shape);
            reader.Read();
            return reader.TokenType == JsonTokenType.EndObject ? new Expectation.OneOf(choices) : throw new RequestException(Shape);
        }
    }
}

/// <summary>A member of a request has the wrong shape; the message is the end of the sentence that begins with the member's name.</summary>
public sealed class RequestException(string shape) : JsonException(shape);

using System.Text.Json.Serialization;

namespace CallActors.Carriers.Softphone;

/// <summary>What the gateway tells a phone on its line; see docs/protocols/softphone-line.md.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(Welcome), "welcome")]
[JsonDerivedType(typeof(Ringing), "ringing")]
[JsonDerivedType(typeof(Calling), "calling")]
[JsonDerivedType(typeof(Resumed), "resumed")]
[JsonDerivedType(typeof(Ticket), "ticket")]
[JsonDerivedType(typeof(Ended), "ended")]
[JsonDerivedType(typeof(Agent), "agent")]
[JsonDerivedType(typeof(Person), "person")]
[JsonDerivedType(typeof(BargeIn), "barge-in")]
[JsonDerivedType(typeof(Phase), "phase")]
[JsonDerivedType(typeof(Recording), "recording")]
[JsonDerivedType(typeof(Refused), "refused")]
internal abstract record LineMessage
{
    public sealed record Welcome(string Line) : LineMessage;

    public sealed record Ringing(string Leg, string CallId, string From) : LineMessage;

    public sealed record Calling(string Leg, string CallId) : LineMessage;

    public sealed record Resumed(string Leg, string CallId) : LineMessage;

    public sealed record Ticket(string Leg, string CallId, string Url, string Token, int ValidSeconds) : LineMessage;

    public sealed record Ended(string Leg, string Reason) : LineMessage;

    public sealed record Agent(string Leg, int Utterance, string Text, int HeardLength, bool Finished, bool Interrupted) : LineMessage;

    public sealed record Person(string Leg, string Text, bool Final) : LineMessage;

    public sealed record BargeIn(string Leg, string Step) : LineMessage;

    public sealed record Phase(string Leg, [property: JsonPropertyName("phase")] string Name) : LineMessage;

    public sealed record Recording(string Leg, bool On) : LineMessage;

    public sealed record Refused(string What, string Reason) : LineMessage;
}

/// <summary>What a phone tells the gateway: one record for every event, since unknown fields are ignored. Nothing in it is checked yet.</summary>
internal sealed record LineRequest(
    string? Event = null,
    string? Line = null,
    string? Name = null,
    string? Leg = null,
    string? CallId = null,
    string? Number = null,
    string? Text = null,
    bool? Final = null,
    string? Source = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 8)]
[JsonSerializable(typeof(LineMessage))]
[JsonSerializable(typeof(LineRequest))]
internal sealed partial class LineJson : JsonSerializerContext;

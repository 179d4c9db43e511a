using System.Text.Json.Serialization;

namespace CallActors.Carriers.Twilio;

/// <summary>A call as Twilio tells of it.</summary>
/// <param name="DateCreated">RFC 2822.</param>
internal sealed record TwilioCall(string? Sid, string? Status, string? To, string? From, string? Direction, string? DateCreated);

internal sealed record TwilioCallPage(IReadOnlyList<TwilioCall>? Calls);

/// <param name="Status">active, suspended or closed.</param>
internal sealed record TwilioAccount(string? Status);

/// <summary>A number of the account, or one that is verified for it, of which only <paramref name="PhoneNumber"/> is told.</summary>
internal sealed record TwilioNumber(string? PhoneNumber, string? VoiceUrl, string? SmsUrl, TwilioCapabilities? Capabilities);

internal sealed record TwilioCapabilities(bool Voice);

internal sealed record TwilioNumberPage(IReadOnlyList<TwilioNumber>? IncomingPhoneNumbers, IReadOnlyList<TwilioNumber>? OutgoingCallerIds);

/// <summary>A text message as Twilio tells of it.</summary>
internal sealed record TwilioMessage(string? Sid, string? Status, string? To, string? From, string? Body, string? Direction, string? DateCreated);

internal sealed record TwilioMessagePage(IReadOnlyList<TwilioMessage>? Messages);

/// <summary>Why Twilio refused. Its message and address for more are not read: they hold numbers.</summary>
internal sealed record TwilioError(int Code, int Status);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TwilioAccount))]
[JsonSerializable(typeof(TwilioCall))]
[JsonSerializable(typeof(TwilioCallPage))]
[JsonSerializable(typeof(TwilioNumberPage))]
[JsonSerializable(typeof(TwilioMessage))]
[JsonSerializable(typeof(TwilioMessagePage))]
[JsonSerializable(typeof(TwilioError))]
internal sealed partial class TwilioJson : JsonSerializerContext;

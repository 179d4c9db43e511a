using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace CallActors.Simulators.Telnyx;

/// <summary>A request that is not taken.</summary>
/// <param name="Code">Telnyx' error code.</param>
/// <param name="Field">The field that is wrong; null when none is to blame.</param>
internal sealed record TelnyxRefusal(int Status, string Code, string Title, string Detail, string? Field) : IResult
{
    /// <summary>The call ended in the same moment, or there is too much traffic: an application that does right meets these too.</summary>
    public bool IsNobodysFault => Code is "90018" or "10011";

    public Task ExecuteAsync(HttpContext httpContext) =>
        Results.Json(new { errors = new[] { new { code = Code, title = Title, detail = Detail, source = Field is null ? null : new { pointer = $"/{Field}" } } } }, statusCode: Status)
            .ExecuteAsync(httpContext);

    public override string ToString() => $"{Status} {Code} {Detail}";
}

/// <summary>What the API answers.</summary>
internal static class TelnyxAnswers
{
    public static IResult Ok() => Data(new { result = "ok" });

    public static IResult Data<T>(T data) => Results.Json(new { data });

    public static IResult NotAuthenticated() => Refused(401, "10009", "Authentication failed", "No key found matching the ID.");

    public static IResult NotAllowed() => Refused(403, "10010", "Authorization failed", "You do not have permission to perform the requested action.");

    public static IResult NotFound() => Refused(404, "10005", "Resource not found", "The requested resource or URL could not be found.");

    public static IResult Ended() => Refused(422, "90018", "Call has already ended", "This call is no longer active and can't receive commands.");

    public static IResult NotAnswered() => Refused(422, "90034", "Call not answered yet", "This call can't receive this command until it has been answered.");

    public static IResult BadValue(string field) => Refused(422, "10015", "Bad Request", $"Invalid value for {field}.", field);

    public static IResult BadNumber(string field) => Refused(422, "10016", "Phone number must be in +E164 format", $"The '{field}' parameter must be a phone number in +E164 format.", field);

    public static IResult TooMany() => Refused(429, "10011", "Too many requests", "You have exceeded the maximum number of allowed requests.");

    private static TelnyxRefusal Refused(int status, string code, string title, string detail, string? field = null) => new(status, code, title, detail, field);

    /// <summary>A request's body; null for what is not a JSON object.</summary>
    public static async Task<JsonElement?> ReadAsync(HttpRequest request)
    {
        try
        {
            using var json = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted).ConfigureAwait(false);
            return json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A text field; null when it is missing or no text.</summary>
    public static string? Text(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Names of the fields that are none of these.</summary>
    public static IEnumerable<string> Others(JsonElement body, string[] known) => body.EnumerateObject().Select(field => field.Name).Where(name => !known.Contains(name));

    public static bool IsE164(string? text) => text is { Length: >= 8 and <= 16 } && text[0] == '+' && text.Skip(1).All(char.IsAsciiDigit);

    public static bool IsBase64(string? text) => text is null || System.Buffers.Text.Base64.IsValid(text);
}

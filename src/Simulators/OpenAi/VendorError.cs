using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace CallActors.Simulators.OpenAi;

/// <summary>An error as the vendor words it. Its text quotes what was sent, as the vendor's does.</summary>
internal sealed record VendorError(int Status, string Message, string Type = VendorError.Invalid, string? Code = null, string? Parameter = null)
{
    public const string Invalid = "invalid_request_error";

    public static VendorError NoKey { get; } = new(401, "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth.");

    public static VendorError WrongKey(string key) => new(401, $"Incorrect API key provided: {key}. You can find your API key at https://platform.openai.com/account/api-keys.", Code: "invalid_api_key");

    public static VendorError Unknown(string parameter) => new(400, $"Unknown parameter: '{parameter}'.", Code: "unknown_parameter", Parameter: parameter);

    public static VendorError Missing(string parameter) => new(400, $"Missing required parameter: '{parameter}'.", Code: "missing_required_parameter", Parameter: parameter);

    public static VendorError Value(string parameter, string value) => new(400, $"Invalid value: '{value}'.", Code: "invalid_value", Parameter: parameter);

    public JsonObject ToJson(string? eventId = null)
    {
        var error = new JsonObject { ["type"] = Type, ["code"] = Code, ["message"] = Message, ["param"] = Parameter };
        if (eventId is not null) error["event_id"] = eventId;
        return error;
    }

    public Task WriteAsync(HttpContext http, OpenAiDialect dialect)
    {
        http.Response.StatusCode = Status;
        http.Response.ContentType = "application/json";
        http.Response.Headers["x-request-id"] = "req_simulated";
        var body = dialect is OpenAiDialect.Kokoro or OpenAiDialect.Speaches
            ? new JsonObject { ["detail"] = new JsonObject { ["error"] = "validation_error", ["message"] = Message, ["type"] = Type } }
            : new JsonObject { ["error"] = ToJson() };
        return http.Response.WriteAsync(body.ToJsonString(), http.RequestAborted);
    }
}

/// <summary>Something was sent that the vendor refuses.</summary>
internal sealed class VendorRefusal(VendorError error) : Exception(error.Message)
{
    public VendorError Error => error;
}

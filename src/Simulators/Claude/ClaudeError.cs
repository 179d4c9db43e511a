using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace CallActors.Simulators.Claude;

/// <summary>An error as the vendor words it. Its text quotes what was sent, as the vendor's does.</summary>
internal sealed record ClaudeError(int Status, string Type, string Message)
{
    public static ClaudeError Invalid(string message) => new(400, "invalid_request_error", message);

    /// <summary>The type that belongs to a status.</summary>
    public static string TypeOf(int status) => status switch
    {
        400 => "invalid_request_error",
        401 => "authentication_error",
        402 => "billing_error",
        403 => "permission_error",
        404 => "not_found_error",
        413 => "request_too_large",
        429 => "rate_limit_error",
        504 => "timeout_error",
        529 => "overloaded_error",
        _ => "api_error",
    };

    public JsonObject ToJson() => new()
    {
        ["type"] = "error",
        ["error"] = new JsonObject { ["type"] = Type, ["message"] = Message },
        ["request_id"] = "req_simulated",
    };

    public Task WriteAsync(HttpContext http)
    {
        http.Response.StatusCode = Status;
        http.Response.ContentType = "application/json";
        http.Response.Headers["request-id"] = "req_simulated";
        return http.Response.WriteAsync(ToJson().ToJsonString(), http.RequestAborted);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Status} {Type}: {Message}");
}

/// <summary>Something was sent that the vendor refuses.</summary>
internal sealed class ClaudeRefusal(ClaudeError error) : Exception(error.Message)
{
    public ClaudeError Error => error;
}

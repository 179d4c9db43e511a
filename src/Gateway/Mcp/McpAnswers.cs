using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace CallActors.Gateway.Mcp;

/// <summary>What <c>/mcp</c> answers outside of a session: errors as the protocol words them.</summary>
public static class McpAnswers
{
    /// <summary>What the protocol's SDKs say of a session that is not, or no more, there.</summary>
    private const int SessionNotFound = -32001;

    /// <summary>An error that no closed code exists for.</summary>
    private const int Other = -32000;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private static readonly JsonTypeInfo<JsonRpcMessage> MessageShape = (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));

    public static IResult NotJsonRpc { get; } = Error(StatusCodes.Status400BadRequest, (int)McpErrorCode.ParseError, "The body is not a JSON-RPC message.");

    public static IResult NoSuchSession { get; } = Error(StatusCodes.Status404NotFound, SessionNotFound, "There is no such session, or no more. Begin a new one with initialize.");

    public static IResult NoSession { get; } = Error(StatusCodes.Status400BadRequest, Other, "MCP-Session-Id is needed. A session begins with an initialize request.");

    public static IResult TooManyStreams { get; } = Error(StatusCodes.Status409Conflict, Other, "This session has its stream already.");

    public static IResult NotAcceptable(string wanted) => Error(StatusCodes.Status406NotAcceptable, Other, $"Accept must name {wanted}.");

    /// <summary>The header names a revision that is not spoken.</summary>
    public static IResult UnsupportedVersion(string requested) => Error(
        StatusCodes.Status400BadRequest,
        (int)McpErrorCode.UnsupportedProtocolVersion,
        "Bad Request: unsupported MCP-Protocol-Version.",
        new JsonObject { ["supported"] = new JsonArray([.. McpEras.Spoken.Select(v => JsonValue.Create(v))]), ["requested"] = requested });

    /// <summary>A header does not say what the body says.</summary>
    public static IResult HeaderMismatch(string header, RequestId id) =>
        Error(StatusCodes.Status400BadRequest, (int)McpErrorCode.HeaderMismatch, $"The header {header} does not say what the body says.", id: id);

    /// <summary>The message in a body; null for anything else.</summary>
    public static JsonRpcMessage? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            // A member that is there twice would be found only where somebody looks for it.
            _ = JsonElement.Parse(json, Strict);
            return JsonSerializer.Deserialize(json, MessageShape);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The HTTP status that goes with a first message of an answer.</summary>
    public static int StatusOf(JsonRpcMessage? message) => message is not JsonRpcError { Error.Code: var code }
        ? StatusCodes.Status200OK
        : (McpErrorCode)code switch
        {
            McpErrorCode.MethodNotFound => StatusCodes.Status404NotFound,
            McpErrorCode.HeaderMismatch or McpErrorCode.MissingRequiredClientCapability or McpErrorCode.UnsupportedProtocolVersion or McpErrorCode.InvalidRequest =>
                StatusCodes.Status400BadRequest,
            _ => StatusCodes.Status200OK,
        };

    private static McpError Error(int status, int code, string message, JsonNode? data = null, RequestId id = default) => new(status, new JsonRpcError
    {
        Id = id,
        Error = new JsonRpcErrorDetail { Code = code, Message = message, Data = data },
    });

    private sealed class McpError(int status, JsonRpcError error) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            return httpContext.Response.WriteAsJsonAsync<JsonRpcMessage>(error, MessageShape, contentType: null, httpContext.RequestAborted);
        }
    }
}

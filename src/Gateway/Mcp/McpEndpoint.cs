using CallActors.Gateway.Calls;
using CallActors.Gateway.Hosting;
using CallActors.Gateway.Http;
using CallActors.Gateway.Sockets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using ModelContextProtocol.Protocol;

namespace CallActors.Gateway.Mcp;

/// <summary>MCP over Streamable HTTP at <c>/mcp</c>, in both of the protocol's eras. <see cref="ApiPipeline"/> has asked for the key.</summary>
public sealed class McpEndpoint(McpSessions sessions, Func<McpSession> ofOneRequest, RequestBodyReader bodies, ShutdownGate gate, PublicAddress address)
{
    public const string Path = "/mcp";

    private const string SessionIdHeader = "MCP-Session-Id";
    private const string VersionHeader = "MCP-Protocol-Version";
    private const string MethodHeader = "Mcp-Method";
    private const string NameHeader = "Mcp-Name";
    private const string EventStream = "text/event-stream";
    private const string Json = "application/json";
    private const string Initialize = "initialize";

    /// <summary>Takes one message of a client, and answers it.</summary>
    public async Task<IResult> PostAsync(HttpContext http)
    {
        if (Unwelcome(http.Request, out var version) is { } refusal) return refusal;
        if (!Accepts(http.Request, EventStream) || !Accepts(http.Request, Json)) return McpAnswers.NotAcceptable($"{Json} and {EventStream}");
        var body = await bodies.ReadAsync(http, json => new RequestBody<JsonRpcMessage>(McpAnswers.Read(json), McpAnswers.NotJsonRpc)).ConfigureAwait(false);
        if (body.Value is not { } message) return body.Fault!;

        var id = http.Request.Headers[SessionIdHeader].ToString();
        if (id.Length > 0)
        {
            if (sessions.TryTake(id) is not { } known) return McpAnswers.NoSuchSession;
            return await InSessionAsync(http, known, message).ConfigureAwait(false);
        }
        if (message is JsonRpcRequest { Method: Initialize })
        {
            if (sessions.TryBegin() is not { } begun)
            {
                http.Response.Headers.RetryAfter = "10";
                return Problems.Of(StatusCodes.Status503ServiceUnavailable, "too-many-sessions", "There are too many MCP sessions, and each has a request under way. Try again later.");
            }
            return await InSessionAsync(http, begun, message).ConfigureAwait(false);
        }
        return McpEras.IsWithoutSessions(message, version) ? await WithoutSessionAsync(http, message, version).ConfigureAwait(false) : McpAnswers.NoSession;
    }

    /// <summary>Opens the stream of what the server has to say unasked.</summary>
    public async Task<IResult> GetAsync(HttpContext http)
    {
        if (Unwelcome(http.Request, out var version) is { } refusal) return refusal;
        if (version is not null && McpEras.IsWithoutSessions(version)) return PostOnly(http);
        if (!Accepts(http.Request, EventStream)) return McpAnswers.NotAcceptable(EventStream);
        var id = http.Request.Headers[SessionIdHeader].ToString();
        if (id.Length == 0) return McpAnswers.NoSession;
        if (sessions.TryTake(id) is not { } session) return McpAnswers.NoSuchSession;
        try
        {
            if (!session.TryTakeStream()) return McpAnswers.TooManyStreams;
            using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, gate.SocketsClose);
            BeginStream(http.Response);
            await session.StreamAsync(http.Response.Body, either.Token).ConfigureAwait(false);
            return TypedResults.Empty;
        }
        finally
        {
            sessions.Release(session);
        }
    }

    /// <summary>Ends a session; what its client waited for is abandoned.</summary>
    public async Task<IResult> DeleteAsync(HttpContext http)
    {
        if (Unwelcome(http.Request, out var version) is { } refusal) return refusal;
        if (version is not null && McpEras.IsWithoutSessions(version)) return PostOnly(http);
        var id = http.Request.Headers[SessionIdHeader].ToString();
        if (id.Length == 0) return McpAnswers.NoSession;
        return await sessions.EndAsync(id).ConfigureAwait(false) ? TypedResults.NoContent() : McpAnswers.NoSuchSession;
    }

    private async Task<IResult> InSessionAsync(HttpContext http, McpSession session, JsonRpcMessage message)
    {
        try
        {
            http.Response.Headers[SessionIdHeader] = session.Id;
            return await AnswerAsync(http, session, message, static _ => StatusCodes.Status200OK).ConfigureAwait(false);
        }
        finally
        {
            sessions.Release(session);
        }
    }

    private async Task<IResult> WithoutSessionAsync(HttpContext http, JsonRpcMessage message, string? version)
    {
        if (message is JsonRpcRequest request && Mismatch(http.Request, request) is { } header) return McpAnswers.HeaderMismatch(header, request.Id);
        message.Context = new JsonRpcMessageContext { ProtocolVersion = version };
        // When the client closes the connection it has given the request up: this era has no other way to say so.
        var session = ofOneRequest();
        await using (session.ConfigureAwait(false))
            return await AnswerAsync(http, session, message, McpAnswers.StatusOf).ConfigureAwait(false);
    }

    private async Task<IResult> AnswerAsync(HttpContext http, McpSession session, JsonRpcMessage message, Func<JsonRpcMessage?, int> status)
    {
        BeginStream(http.Response);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, gate.SocketsClose);
        try
        {
            var answered = await session.PostAsync(message, http.Response.Body, Begin, either.Token).ConfigureAwait(false);
            if (answered) return TypedResults.Empty;
            http.Response.Headers.ContentType = default;
            return TypedResults.Accepted((string?)null);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return TypedResults.Empty;
        }

        ValueTask Begin(JsonRpcMessage? first)
        {
            if (!http.Response.HasStarted) http.Response.StatusCode = status(first);
            return ValueTask.CompletedTask;
        }
    }

    private IResult? Unwelcome(HttpRequest request, out string? version)
    {
        version = request.Headers[VersionHeader] is [{ Length: > 0 } header] ? header : null;
        if (!SameOrigin.Accepts(request, address.Url))
            return Problems.Of(StatusCodes.Status403Forbidden, "foreign-origin", "This Host or Origin is not the gateway's. Behind a proxy, or under a name of its own, set the gateway's public URL.");
        if (gate.IsClosed) return Problems.Of(StatusCodes.Status503ServiceUnavailable, "stopping", "The gateway is stopping.");
        return version is null || McpEras.Spoken.Contains(version) ? null : McpAnswers.UnsupportedVersion(version);
    }

    /// <summary>The era without sessions repeats method and name in headers, for those who route without reading bodies.</summary>
    private static string? Mismatch(HttpRequest request, JsonRpcRequest message)
    {
        if (McpEras.VersionOf(message) is { } told && request.Headers[VersionHeader] != told) return VersionHeader;
        if (request.Headers[MethodHeader] != message.Method) return MethodHeader;
        return message.Method is "tools/call" && request.Headers[NameHeader] != McpEras.TextOf(message.Params, "name") ? NameHeader : null;
    }

    private static bool Accepts(HttpRequest request, string type) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted) && accepted.Any(a => a.MatchesMediaType(type));

    private static StatusCodeHttpResult PostOnly(HttpContext http)
    {
        http.Response.Headers.Allow = "POST";
        return TypedResults.StatusCode(StatusCodes.Status405MethodNotAllowed);
    }

    private static void BeginStream(HttpResponse response)
    {
        response.ContentType = EventStream;
        response.Headers.CacheControl = "no-cache, no-store";
        // nginx would hold the stream back.
        response.Headers["X-Accel-Buffering"] = "no";
    }
}

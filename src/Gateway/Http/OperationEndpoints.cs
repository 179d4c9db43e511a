using CallActors.Contracts.Calls;
using CallActors.Gateway.Calls;

namespace CallActors.Gateway.Http;

/// <summary>The handlers of single operations: more of their text, how they stand, giving them up.</summary>
public sealed class OperationEndpoints(ICallService calls, OperationWaits waits, RecentOperations recent, DetachedOperations detached, RequestBodyReader bodies)
{
    private static readonly string KeyShape = $"must have {IdempotencyKey.Shape}";

    /// <summary>Takes the next piece of an operation's message. A piece that is sent again is known by its offset.</summary>
    public async Task<IResult> AddTextAsync(HttpContext http, string id, string operationId)
    {
        if (!CallId.TryParse(id, out var callId)) return Problems.UnknownCall();
        if (!IdempotencyKey.IsKey(operationId)) return Problems.BadMember("operationId", KeyShape);
        var body = await bodies.ReadAsync<TextRequest>(http).ConfigureAwait(false);
        if (body.Value is not { } piece) return body.Fault!;
        if (piece.Offset is not { } offset || offset is < 0 or > IMessageRequest.MaxMessageLength)
            return Problems.BadMember("offset", $"must be a whole number from 0 to {IMessageRequest.MaxMessageLength}");
        var command = new CallCommands.AddText(callId, new OperationId(operationId), offset, piece.Text, piece.Last);
        return Answers.Of(await calls.AddTextAsync(command, http.RequestAborted).ConfigureAwait(false), null, withDetails: false);
    }

    /// <summary>Abandons an operation of a call at once. An operation that is over or unknown is no error.</summary>
    public IResult Abandon(string id, string operationId)
    {
        if (!CallId.TryParse(id, out var callId)) return Problems.UnknownCall();
        if (!IdempotencyKey.IsKey(operationId)) return Problems.BadMember("operationId", KeyShape);
        waits.Abandon(callId, new OperationId(operationId));
        return TypedResults.NoContent();
    }

    /// <summary>Abandons an operation by its key alone. 404 while the request that bears the key has not arrived.</summary>
    public async Task<IResult> AbandonAsync(HttpContext http, string key)
    {
        if (!IdempotencyKey.IsKey(key)) return Problems.BadMember("key", KeyShape);
        if (await FindAsync(key, http.RequestAborted).ConfigureAwait(false) is not { } found) return UnknownOperation();
        waits.Abandon(found.CallId, new OperationId(key));
        return TypedResults.NoContent();
    }

    public async Task<IResult> GetAsync(HttpContext http, string key)
    {
        if (!IdempotencyKey.IsKey(key)) return Problems.BadMember("key", KeyShape);
        if (await FindAsync(key, http.RequestAborted).ConfigureAwait(false) is not { } found) return UnknownOperation();
        return TypedResults.Ok(new OperationStateBody(key, found.CallId.Value, KebabCase.Of(found.Kind), found.Finished));
    }

    /// <summary>Answers as the operation's own request does when it is waited for; 202 while it goes on.</summary>
    public async Task<IResult> LookAsync(HttpContext http, string id, string operationId)
    {
        if (!CallId.TryParse(id, out var callId)) return Problems.UnknownCall();
        if (!IdempotencyKey.IsKey(operationId)) return Problems.BadMember("operationId", KeyShape);
        var operation = new OperationId(operationId);
        if (detached.Find(callId, operation) is { } known)
            return known.Reply.IsCompleted ? Answers.Of(await known.Reply.ConfigureAwait(false), known.Operation, withDetails: true) : Accepted(http, callId, operation);

        var reply = await calls.GetAsync(new CallCommands.GetCall(callId), http.RequestAborted).ConfigureAwait(false);
        if (reply is not CallReplies.CallView call) return Answers.Of(reply, null, withDetails: false);
        if (call.Operations.FirstOrDefault(o => o.OperationId == operation) is not { } view) return UnknownOperation();
        return view.Finished ? FinishedOperation.Answer(call, view) : Accepted(http, callId, operation);
    }

    /// <summary>The operation goes on; where to look for its answer.</summary>
    public static IResult Accepted(HttpContext http, CallId callId, OperationId operationId)
    {
        http.Response.Headers.RetryAfter = "1";
        return TypedResults.Accepted($"/api/call/{callId}/operations/{Uri.EscapeDataString(operationId.Value)}", new AcceptedResponse(callId.Value, operationId.Value));
    }

    /// <summary>After a restart only the call itself knows its operations; the key of a placed call still leads to it.</summary>
    private async Task<Found?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var id = new OperationId(key);
        var isRecent = recent.TryFind(id, out var callId, out var kind);
        if (!isRecent) callId = CallId.ForIdempotencyKey(key);
        var reply = await calls.GetAsync(new CallCommands.GetCall(callId), cancellationToken).ConfigureAwait(false);
        if (reply is CallReplies.CallView view && view.Operations.FirstOrDefault(o => o.OperationId == id) is { } operation)
            return new Found(callId, operation.Kind, operation.Finished);
        return isRecent ? new Found(callId, kind, Finished: false) : null;
    }

    private static IResult UnknownOperation() =>
        Problems.Of(StatusCodes.Status404NotFound, "unknown-operation", "There is no operation with this key, or not yet.");

    private sealed record Found(CallId CallId, OperationKind Kind, bool Finished);
}

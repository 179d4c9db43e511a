using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Gateway.Calls;
using CallActors.Gateway.People;

namespace CallActors.Gateway.Http;

/// <summary>The handlers of <c>/api/workspaces</c>: the agents' terminals that a person may use.</summary>
public sealed class WorkspaceEndpoints(IWorkspaces workspaces, Pins pins, RequestBodyReader bodies, ShutdownGate gate)
{
    /// <summary>Who submits or interrupts, where calls have their ids.</summary>
    private const string By = "api";

    private const string IdShape = "1 to 64 letters, digits and hyphens";

    public async Task<IResult> ListAsync(HttpContext http, string? person)
    {
        if (Whose(person, out var fault) is not { } id) return fault!;
        var listing = await workspaces.ListAsync(id, http.RequestAborted).ConfigureAwait(false);
        return TypedResults.Ok(new WorkspaceListResponse(id.Value, [.. listing.Workspaces.Select(WorkspaceBody.Of)], listing.Faults));
    }

    public async Task<IResult> GetAsync(HttpContext http, string id, string? person)
    {
        var (known, fault) = await FindAsync(http, id, person).ConfigureAwait(false);
        if (known is null) return fault!;
        var reply = await workspaces.AskAsync(new WorkspaceCommands.GetStanding(known.Workspace.Id), http.RequestAborted).ConfigureAwait(false);
        return reply is WorkspaceReplies.Standing standing ? TypedResults.Ok(WorkspaceResponse.Of(known, standing.State)) : Fault(reply);
    }

    public async Task<IResult> SubmitAsync(HttpContext http, string id, string? person)
    {
        if (gate.IsClosed) return Stopping();
        if (!IdempotencyKey.TryRead(http.Request, out var key) || (key is not null && !IsSubmission(key))) return Problems.BadMember(IdempotencyKey.Header, $"must be one value of {IdShape}");
        var body = await bodies.ReadAsync<SubmitRequest>(http).ConfigureAwait(false);
        if (body.Value is not { } request) return body.Fault!;
        if (request.Id is { } named && !IsSubmission(named)) return Problems.BadMember("id", $"must have {IdShape}");
        if (key is not null && request.Id is not null && key != request.Id) return Problems.BadMember("id", $"must be the {IdempotencyKey.Header}, or be left out");
        var (known, fault) = await FindAsync(http, id, person).ConfigureAwait(false);
        if (known is null) return fault!;
        var submission = new SubmissionId(request.Id ?? key ?? Guid.NewGuid().ToString("D"));
        var reply = await workspaces.AskAsync(new WorkspaceCommands.Submit(known.Workspace.Id, submission, request.Text, By), http.RequestAborted).ConfigureAwait(false);
        return reply is WorkspaceReplies.Queued queued
            ? TypedResults.Json(new SubmittedResponse(queued.SubmissionId.Value, queued.Ahead), statusCode: StatusCodes.Status202Accepted)
            : Fault(reply);
    }

    public async Task<IResult> InterruptAsync(HttpContext http, string id, string? person)
    {
        if (gate.IsClosed) return Stopping();
        var (known, fault) = await FindAsync(http, id, person).ConfigureAwait(false);
        if (known is null) return fault!;
        var reply = await workspaces.AskAsync(new WorkspaceCommands.Interrupt(known.Workspace.Id, By), http.RequestAborted).ConfigureAwait(false);
        return reply is WorkspaceReplies.Done ? TypedResults.NoContent() : Fault(reply);
    }

    /// <summary>A workspace is looked for among the person's own: what is somebody else's is not there.</summary>
    private async Task<(WorkspaceSummary? Known, IResult? Fault)> FindAsync(HttpContext http, string id, string? person)
    {
        if (Whose(person, out var fault) is not { } who) return (null, fault);
        if (!WorkspaceId.TryParse(id, out var workspace)) return (null, Unknown());
        var listing = await workspaces.ListAsync(who, http.RequestAborted).ConfigureAwait(false);
        return listing.Workspaces.FirstOrDefault(w => w.Workspace.Id == workspace) is { } known ? (known, null) : (null, Unknown());
    }

    private PersonId? Whose(string? person, out IResult? fault)
    {
        fault = null;
        if (person is null && pins.AtSoftphone is { } near) return PersonId.Of(near.Name);
        if (!PersonId.TryParse(person, out var id)) fault = Problems.BadMember("person", "must be the name of a person");
        else if (!pins.Names.Contains(id)) fault = Problems.Of(StatusCodes.Status404NotFound, "unknown-person", "Nobody of this name is on the gateway's list of people.");
        return fault is null ? id : null;
    }

    private static bool IsSubmission(string text) => text.Length is >= 1 and <= SubmissionId.MaxLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static IResult Fault(IWorkspaceReply reply) => reply is WorkspaceReplies.Refused refused
        ? refused.Reason is WorkspaceRefusal.Gone ? Unknown() : Problems.Of(StatusOf(refused.Reason), KebabCase.Of(refused.Reason), refused.Detail)
        : throw new InvalidOperationException($"A workspace answered {reply.GetType().Name}.");

    /// <summary>What the agent or its terminal refuses is no 5xx: clients repeat those by themselves, and an Escape that is pressed twice is another order.</summary>
    private static int StatusOf(WorkspaceRefusal reason) => reason switch
    {
        WorkspaceRefusal.NotFit => StatusCodes.Status400BadRequest,
        WorkspaceRefusal.NotStored => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status409Conflict,
    };

    private static IResult Unknown() =>
        Problems.Of(StatusCodes.Status404NotFound, "unknown-workspace", "The person has no such workspace, or no more. GET /api/workspaces lists those that there are.");

    private static IResult Stopping() =>
        Problems.Of(StatusCodes.Status503ServiceUnavailable, KebabCase.Of(RefusalReason.Stopping), "The gateway is stopping.");
}

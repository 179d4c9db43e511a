using CallActors.Gateway.Calls;
using CallActors.Gateway.Options;
using CallActors.Gateway.People;
using CallActors.Gateway.Recordings;
using Microsoft.AspNetCore.Mvc;

namespace CallActors.Gateway.Http;

/// <summary>The REST API: its services, its routes, its OpenAPI document.</summary>
public static class RestApi
{
    private const string Calls = "Calls";

    /// <summary>Adds what the API needs besides <see cref="ICallService"/>, <see cref="ICallEvents"/>, <see cref="BearerKey"/>, <see cref="GatewayOptions"/> and a
    /// <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddRestApi(this IServiceCollection services)
    {
        services.AddSingleton<ApiPipeline>();
        services.AddSingleton<CallEndpoints>();
        services.AddSingleton<OperationEndpoints>();
        services.AddSingleton<MessageEndpoints>();
        services.AddSingleton(s => new Callees(s.GetRequiredService<GatewayOptions>().People, s.GetRequiredService<GatewayOptions>().DefaultCallee));
        services.AddSingleton(s => new RateLimits(s.GetRequiredService<GatewayOptions>().RateLimits, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new Pins(s.GetRequiredService<GatewayOptions>().People, s.GetRequiredService<GatewayOptions>().DefaultCallee, s.GetRequiredService<GatewayOptions>().PinFolder));
        services.AddSingleton<AuditEndpoint>();
        services.AddSingleton<ScheduleEndpoints>();
        services.AddSingleton<WorkspaceEndpoints>();
        services.AddSingleton<CallBacks>();
        services.AddSingleton<HistoryEndpoint>();
        services.AddSingleton<TranscriptEndpoint>();
        services.AddSingleton<RecordingEndpoints>();
        services.AddSingleton(s => new RecordingFolder(
            s.GetRequiredService<GatewayOptions>().RecordingFolder,
            s.GetRequiredService<GatewayOptions>().Recording.Megabytes * 1_000_000L,
            TimeSpan.FromDays(s.GetRequiredService<GatewayOptions>().Recording.Days),
            s.GetRequiredService<ILogger<RecordingFolder>>()));
        services.AddSingleton<CallEventsEndpoint>();
        services.AddSingleton<DetachedOperations>();
        services.AddSingleton<RecentOperations>();
        services.AddSingleton<RequestBodyReader>();
        services.AddSingleton<ShutdownGate>();
        services.AddSingleton(s => new OperationWaits(
            s.GetRequiredService<ICallService>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<GatewayOptions>().ReconnectWithin));
        return services.AddApiDocument();
    }

    /// <summary>Maps the API and its document.</summary>
    public static WebApplication MapRestApi(this WebApplication app)
    {
        app.Services.GetRequiredService<ApiPipeline>().UseOn(app);
        app.MapOpenApi("/openapi/{documentName}.json");

        var api = app.MapGroup("/api").WithTags(Calls).ProducesFault(400, 401, 404, 405, 500);
        MapOperations(api);
        MapQuestions(api);
        MapWorkspaces(api);
        return app;
    }

    private static void MapOperations(RouteGroupBuilder api)
    {
        api.MapPost("/call", (HttpContext http, CallEndpoints e, [FromQuery] string? include, [FromQuery] string? wait, [FromHeader(Name = IdempotencyKey.Header)] string? key) => e.PlaceAsync(http))
            .Operation<PlaceCallRequest, PlacedResponse>("placeCall", "Rings a person, says the message and returns the answer.")
            .ProducesFault(403, 408, 409, 413, 415, 422, 502, 503);
        api.MapPost("/call/{id}/continue", (HttpContext http, CallEndpoints e, string id, [FromQuery] string? include, [FromQuery] string? wait, [FromHeader(Name = IdempotencyKey.Header)] string? key) => e.ContinueAsync(http, id))
            .Operation<ContinueCallRequest, ContinuedResponse>("continueCall", "Says the message and returns the answer.")
            .ProducesFault(408, 409, 413, 415, 422, 502, 503);
        api.MapPost("/call/{id}/speak", (HttpContext http, CallEndpoints e, string id, [FromQuery] string? include, [FromQuery] string? wait, [FromHeader(Name = IdempotencyKey.Header)] string? key) => e.SpeakAsync(http, id))
            .Operation<SpeakRequest, SpokenResponse>("speak", "Says the message without waiting for an answer.")
            .ProducesFault(408, 409, 413, 415, 422, 502, 503);
        api.MapPost("/call/{id}/listen", (HttpContext http, CallEndpoints e, string id, [FromQuery] string? include, [FromQuery] string? wait, [FromHeader(Name = IdempotencyKey.Header)] string? key) => e.ListenAsync(http, id))
            .Operation<ListenRequest, ContinuedResponse>("listen", "Returns what the person said while nobody waited, or else waits for the next words.")
            .ProducesFault(408, 409, 413, 415, 422, 502, 503);
        api.MapPost("/call/{id}/progress", (HttpContext http, CallEndpoints e, string id) => e.ReportProgressAsync(http, id))
            .WithName("reportProgress").WithSummary("Says how the work goes while the person waits: the newest line, when nobody speaks, every few seconds at most.")
            .Accepts<ProgressRequest>("application/json").Produces(StatusCodes.Status202Accepted).ProducesFault(408, 409, 413, 415);
        api.MapPost("/call/{id}/end", (HttpContext http, CallEndpoints e, string id, [FromQuery] string? include, [FromQuery] string? wait, [FromHeader(Name = IdempotencyKey.Header)] string? key) => e.EndAsync(http, id))
            .Operation<EndCallRequest, EndedResponse>("endCall", "Says goodbye, waits until it has been heard, and hangs up.")
            .ProducesFault(408, 409, 413, 415, 422, 502, 503);
        api.MapPost("/call/{id}/cancel", (HttpContext http, CallEndpoints e, string id, [FromQuery] string? include) => e.CancelAsync(http, id))
            .WithName("cancelCall").WithSummary("Hangs up at once, without a goodbye.")
            .Produces<EndedResponse>().ProducesFault(409, 503);
        api.MapPost("/call/{id}/operations/{operationId}/text", (HttpContext http, OperationEndpoints e, string id, string operationId) => e.AddTextAsync(http, id, operationId))
            .Operation<TextRequest, TextTakenResponse>("addText", "More of a message that was begun with complete false; operationId is its Idempotency-Key. A piece may be sent again.")
            .ProducesFault(408, 409, 413, 415);
        api.MapDelete("/call/{id}/operations/{operationId}", (OperationEndpoints e, string id, string operationId) => e.Abandon(id, operationId))
            .WithName("abandonOperation").WithSummary("The client no longer waits for this operation: speech in progress stops, a phone that still rings for it falls silent.")
            .Produces(StatusCodes.Status204NoContent);
        api.MapDelete("/operations/{key}", (HttpContext http, OperationEndpoints e, string key) => e.AbandonAsync(http, key))
            .WithName("abandonOperationByKey").WithSummary("The same by the operation's Idempotency-Key alone.")
            .Produces(StatusCodes.Status204NoContent);
    }

    private static void MapQuestions(RouteGroupBuilder api)
    {
        api.MapPost("/message", (HttpContext http, MessageEndpoints e, [FromHeader(Name = IdempotencyKey.Header)] string? key) => e.SendAsync(http))
            .Operation<MessageRequest, MessageResponse>("sendMessage", "Sends a text to a person and returns the reply. Who replies with the wish to be called is rung at once: callId names the call, which goes on with continue.")
            .ProducesFault(403, 408, 409, 413, 415, 502, 503);
        api.MapGet("/calls", (HttpContext http, CallEndpoints e, [FromQuery] string? limit) => e.ListAsync(http, limit))
            .WithName("listCalls").WithSummary("The latest calls, newest first.")
            .Produces<CallListResponse>();
        api.MapGet("/call/{id}", (HttpContext http, CallEndpoints e, string id) => e.GetAsync(http, id))
            .WithName("getCall").WithSummary("The call as it stands: state, transcript, what was heard, operations and their latencies.")
            .Produces<CallResponse>();
        api.MapGet("/call/{id}/transcript", (HttpContext http, TranscriptEndpoint e, string id, [FromQuery] string? format) => e.GetAsync(http, id, format))
            .WithName("getTranscript").WithSummary("What was said, as JSON, text or subtitles.")
            .Produces<TranscriptResponse>().Produces<string>(200, Transcript.TextType, Transcript.SubtitlesType);
        api.MapGet("/call/{id}/recording", (RecordingEndpoints e, string id) => e.Get(id))
            .WithName("getRecording").WithSummary("The call's recording, if it was recorded: WAV, G.711 \u00b5-law, left the person, right the agent as heard. Range is honoured.")
            .Produces(200, contentType: RecordingEndpoints.MediaType).Produces(206, contentType: RecordingEndpoints.MediaType);
        api.MapDelete("/call/{id}/recording", (HttpContext http, RecordingEndpoints e, string id) => e.DeleteAsync(http, id))
            .WithName("deleteRecording").WithSummary("Deletes the call's recording; a call that is being recorded goes on without.")
            .Produces(StatusCodes.Status204NoContent);
        api.MapGet("/call/{id}/events", (HttpContext http, CallEventsEndpoint e, string id) => e.FollowAsync(http, id))
            .WithName("followCall").WithSummary("The call as it happens, as server-sent events, until it ends: state, caption, speaking, barge-in, transcript.")
            .Produces<string>(200, "text/event-stream").ProducesFault(503);
        api.MapGet("/call/{id}/operations/{operationId}", (HttpContext http, OperationEndpoints e, string id, string operationId) => e.LookAsync(http, id, operationId))
            .WithName("getOperationAnswer").WithSummary("What the operation's own request answers; 202 while it goes on.")
            .Produces<ContinuedResponse>().Produces<AcceptedResponse>(StatusCodes.Status202Accepted).ProducesFault(409, 502, 503);
        api.MapGet("/history", (HttpContext http, HistoryEndpoint e, [FromQuery] string? limit) => e.GetAsync(http, limit))
            .WithName("getHistory").WithSummary("The latest calls with their transcripts, in the shape that Call-Me Cloud's client 1.3 reads.")
            .Produces<HistoryResponse>();
        api.MapGet("/audit", (HttpContext http, AuditEndpoint e, [FromQuery] string? person, [FromQuery] string? limit) => e.GetAsync(http, person, limit))
            .WithName("getAudit").WithSummary("What a person's calls did, newest first: attempts at the PIN, workspaces, texts, grants. Never what was said.")
            .Produces<AuditResponse>();
        api.MapGet("/schedules", (HttpContext http, ScheduleEndpoints e, [FromQuery] string? person) => e.ListAsync(http, person))
            .WithName("listSchedules").WithSummary("The calls that a person has ordered for a time, and what became of the latest.")
            .Produces<ScheduleListResponse>();
        api.MapDelete("/schedules/{callId}", (HttpContext http, ScheduleEndpoints e, string callId, [FromQuery] string? person) => e.CancelAsync(http, callId, person))
            .WithName("cancelSchedule").WithSummary("Cancels one that is pending; again does no harm.")
            .Produces(StatusCodes.Status204NoContent).ProducesFault(409, 503);
        api.MapGet("/operations/{key}", (HttpContext http, OperationEndpoints e, string key) => e.GetAsync(http, key))
            .WithName("getOperation").WithSummary("Which call an Idempotency-Key belongs to, and whether its operation is over.")
            .Produces<OperationStateBody>();
    }

    private static void MapWorkspaces(RouteGroupBuilder api)
    {
        api.MapGet("/workspaces", (HttpContext http, WorkspaceEndpoints e, [FromQuery] string? person) => e.ListAsync(http, person))
            .WithName("listWorkspaces").WithSummary("The agents' terminals that a person may use, and what each agent does.")
            .Produces<WorkspaceListResponse>().ProducesFault(504);
        api.MapGet("/workspaces/{workspaceId}", (HttpContext http, WorkspaceEndpoints e, string workspaceId, [FromQuery] string? person) => e.GetAsync(http, workspaceId, person))
            .WithName("getWorkspace").WithSummary("One of them as it stands, with the agent's latest words; the agent is not disturbed.")
            .Produces<WorkspaceResponse>().ProducesFault(504);
        api.MapPost("/workspaces/{workspaceId}/submit", (HttpContext http, WorkspaceEndpoints e, string workspaceId, [FromQuery] string? person, [FromHeader(Name = IdempotencyKey.Header)] string? key) => e.SubmitAsync(http, workspaceId, person))
            .WithName("submitToWorkspace").WithSummary("Gives the agent a text as its person's prompt, exactly once: 202 when it is stored. Its Idempotency-Key has letters, digits and hyphens only.")
            .Accepts<SubmitRequest>("application/json").Produces<SubmittedResponse>(StatusCodes.Status202Accepted).ProducesFault(408, 409, 413, 415, 503, 504);
        api.MapPost("/workspaces/{workspaceId}/interrupt", (HttpContext http, WorkspaceEndpoints e, string workspaceId, [FromQuery] string? person) => e.InterruptAsync(http, workspaceId, person))
            .WithName("interruptWorkspace").WithSummary("Interrupts the agent: Escape. What was submitted stays.")
            .Produces(StatusCodes.Status204NoContent).ProducesFault(409, 503, 504);
    }

    private static RouteHandlerBuilder Operation<TRequest, TResponse>(this RouteHandlerBuilder route, string name, string summary) where TRequest : notnull =>
        route.WithName(name).WithSummary(summary).Accepts<TRequest>("application/json").Produces<TResponse>().Produces<AcceptedResponse>(StatusCodes.Status202Accepted);

    private static TBuilder ProducesFault<TBuilder>(this TBuilder builder, params ReadOnlySpan<int> statuses) where TBuilder : IEndpointConventionBuilder
    {
        foreach (var status in statuses)
            builder.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ProblemBody), [Problems.ContentType]));
        return builder;
    }
}

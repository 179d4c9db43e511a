using CallActors.Contracts.Calls;
using CallActors.Contracts.Recordings;
using CallActors.Contracts.Speech;
using CallActors.Gateway.Calls;
using CallActors.Gateway.Options;
using CallActors.Gateway.People;

namespace CallActors.Gateway.Http;

/// <summary>The handlers of <c>/api/call</c>: each reads its request, asks the call, and answers in HTTP's words.</summary>
public sealed class CallEndpoints(ICallService calls, OperationWaits waits, RecentOperations recent, RequestBodyReader bodies, DetachedOperations detached, Callees callees, RateLimits limits, CallBacks callBacks, ShutdownGate gate, GatewayOptions options)
{
    private const string Details = "details";

    public Task<IResult> PlaceAsync(HttpContext http) => OperateAsync<PlaceCallRequest>(http, callId: null, (request, id, operation) =>
    {
        var choice = callees.Choose(request.To);
        if (choice is not CalleeChoice.Allowed allowed) return (null, Problems.Of(choice));
        if (Seconds(request.ListenSeconds, ListenRange.LeastSeconds, ListenRange.MostSeconds, options.ListenFor) is not { } listen)
            return (null, Problems.BadMember("listenSeconds", "must be a number from 1 to 3600"));
        if (Seconds(request.RingSeconds, RingRange.LeastSeconds, RingRange.MostSeconds, options.RingFor) is not { } ring)
            return (null, Problems.BadMember("ringSeconds", "must be a number from 1 to 300"));
        if (SpeechFault(request) is { } fault) return (null, fault);
        if (request.Record is true && options.Recording.Calls is RecordingPolicy.Off)
            return (null, Problems.Of(StatusCodes.Status403Forbidden, "recording-off", "This gateway records no calls. Its operator may allow it with recording.calls = per-call; or leave record out."));
        var person = allowed.Person;
        return (new CallCommands.PlaceCall(
            id, operation, allowed.Callee, request.Message, Expected(request.Expect), ring, listen, request.Interruptible ?? true,
            Voice: request.Voice ?? person?.Voice, Language: request.Language ?? person?.Language, Hints: request.Hints ?? person?.Hints, Record: request.Record), null);
    });

    private static IResult? SpeechFault(PlaceCallRequest request) =>
        request.Voice is { Length: 0 or > CallSpeech.LongestName } ? Problems.BadMember("voice", $"must be a name of 1 to {CallSpeech.LongestName} characters")
        : request.Language is { } language && (language.Length > CallSpeech.LongestTag || !ConversationKeys.IsLanguage(language)) ? Problems.BadMember("language", "must be a BCP 47 tag such as en-US")
        : request.Hints is { } hints && (hints.Count > CallSpeech.MostHints || hints.Any(hint => string.IsNullOrWhiteSpace(hint) || hint.Length > CallSpeech.LongestHint))
            ? Problems.BadMember("hints", $"must be at most {CallSpeech.MostHints} words of 1 to {CallSpeech.LongestHint} characters")
        : null;

    public Task<IResult> ContinueAsync(HttpContext http, string id) => OperateAsync<ContinueCallRequest>(http, id, (request, call, operation) =>
        Seconds(request.ListenSeconds, ListenRange.LeastSeconds, ListenRange.MostSeconds, options.ListenFor) is { } listen
            ? (new CallCommands.ContinueCall(call, operation, request.Message, Expected(request.Expect), listen, request.Interruptible ?? true, request.Complete ?? true), null)
            : (null, Problems.BadMember("listenSeconds", "must be a number from 1 to 3600")));

    public Task<IResult> SpeakAsync(HttpContext http, string id) => OperateAsync<SpeakRequest>(http, id, (request, call, operation) =>
        (new CallCommands.Speak(call, operation, request.Message, request.Interruptible ?? true, request.Complete ?? true), null));

    public Task<IResult> EndAsync(HttpContext http, string id) => OperateAsync<EndCallRequest>(http, id, (request, call, operation) =>
        (new CallCommands.EndCall(call, operation, request.Message), null));

    public Task<IResult> ListenAsync(HttpContext http, string id) => OperateAsync<ListenRequest>(http, id, (request, call, operation) =>
        Seconds(request.ListenSeconds, ListenRange.LeastSeconds, ListenRange.MostSeconds, options.ListenFor) is { } listen
            ? (new CallCommands.Listen(call, operation, Expected(request.Expect), listen), null)
            : (null, Problems.BadMember("listenSeconds", "must be a number from 1 to 3600")));

    /// <summary>Tells the person how the work goes, when there is a moment for it.</summary>
    public async Task<IResult> ReportProgressAsync(HttpContext http, string id)
    {
        if (!CallId.TryParse(id, out var callId)) return Problems.UnknownCall();
        var body = await bodies.ReadAsync<ProgressRequest>(http).ConfigureAwait(false);
        if (body.Value is null) return body.Fault!;
        var reply = await calls.ReportProgressAsync(new CallCommands.ReportProgress(callId, body.Value.Line), http.RequestAborted).ConfigureAwait(false);
        return Answers.Of(reply, null, withDetails: false);
    }

    /// <summary>Hangs up at once, without a goodbye.</summary>
    public async Task<IResult> CancelAsync(HttpContext http, string id)
    {
        if (!CallId.TryParse(id, out var callId)) return Problems.UnknownCall();
        var reply = await calls.HangUpAsync(new CallCommands.HangUp(callId, CallEndReason.Cancelled, "Cancelled through the API."), http.RequestAborted).ConfigureAwait(false);
        return Answers.Of(reply, null, WithDetails(http));
    }

    public async Task<IResult> GetAsync(HttpContext http, string id)
    {
        if (!CallId.TryParse(id, out var callId)) return Problems.UnknownCall();
        var reply = await calls.GetAsync(new CallCommands.GetCall(callId), http.RequestAborted).ConfigureAwait(false);
        return Answers.Of(reply, null, withDetails: true);
    }

    public async Task<IResult> ListAsync(HttpContext http, string? limit)
    {
        const int usual = 50;
        var count = usual;
        if (limit is not null && (!int.TryParse(limit, System.Globalization.NumberStyles.None, null, out count) || count is < 1 or > 1000))
            return Problems.BadMember("limit", "must be a whole number from 1 to 1000");
        var list = await calls.ListAsync(count, http.RequestAborted).ConfigureAwait(false);
        return TypedResults.Ok(new CallListResponse([.. list.Select(CallSummaryBody.Of)]));
    }

    private async Task<IResult> OperateAsync<TRequest>(
        HttpContext http, string? callId, Func<TRequest, CallId, OperationId, (ICallOperation?, IResult?)> toCommand) where TRequest : class, IMessageRequest
    {
        if (gate.IsClosed) return Problems.Of(StatusCodes.Status503ServiceUnavailable, KebabCase.Of(RefusalReason.Stopping), "The gateway is stopping.");
        if (!IdempotencyKey.TryRead(http.Request, out var key)) return Problems.BadMember(IdempotencyKey.Header, $"must be one value of {IdempotencyKey.Shape}");
        CallId call;
        if (callId is null) call = key is null ? CallId.New() : CallId.ForIdempotencyKey(key);
        else if (!CallId.TryParse(callId, out call)) return Problems.UnknownCall();

        var body = await bodies.ReadAsync<TRequest>(http).ConfigureAwait(false);
        if (body.Value is null) return body.Fault!;
        var (command, fault) = toCommand(body.Value, call, key is null ? OperationId.New() : new OperationId(key));
        if (command is null) return fault!;
        if (!command.IsComplete && key is null)
            return Problems.BadMember(IdempotencyKey.Header, "is needed when complete is false: the pieces that follow name the operation by it");
        if (command is CallCommands.PlaceCall place && await callBacks.JoinAsync(place, KnownCall, calls, http.RequestAborted).ConfigureAwait(false) is { } joined)
            (command, call) = (joined, joined.CallId);
        if (!TryReadWait(http.Request, out var wait)) return Problems.BadMember("wait", "must be true or false");
        // Whoever repeats a request asks for the same call again, not for another one.
        if (command is CallCommands.PlaceCall { To: var callee } && !recent.TryFind(command.OperationId, out _, out _) && limits.RefuseCall(callee) is { } pause)
            return RateLimits.Refusal(http, pause, "This person has been called often enough for now.");
        if (!recent.TryAdd(command))
            return Problems.Of(StatusCodes.Status422UnprocessableEntity, "key-reused", "This Idempotency-Key belongs to another operation. Give every operation a key of its own.", call);

        if (!wait)
        {
            detached.Begin(command, () => waits.ForAsync(command, mayComeBack: false, token => AskAsync(command, token), CancellationToken.None));
            return OperationEndpoints.Accepted(http, call, command.OperationId);
        }
        try
        {
            var reply = await waits.ForAsync(command, key is not null, token => AskAsync(command, token), http.RequestAborted).ConfigureAwait(false);
            return Answers.Of(reply, command, WithDetails(http), isPlacing: callId is null);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read an answer.
            return TypedResults.Empty;
        }
    }

    private Task<ICallReply> AskAsync(ICallOperation operation, CancellationToken cancellationToken) => operation switch
    {
        CallCommands.PlaceCall place => calls.PlaceAsync(place, cancellationToken),
        CallCommands.ContinueCall next => calls.ContinueAsync(next, cancellationToken),
        CallCommands.Speak speak => calls.SpeakAsync(speak, cancellationToken),
        CallCommands.Listen listen => calls.ListenAsync(listen, cancellationToken),
        CallCommands.EndCall end => calls.EndAsync(end, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation.Kind, "No such operation."),
    };

    private CallId? KnownCall(OperationId operation) => recent.TryFind(operation, out var known, out _) ? known : null;

    private static bool TryReadWait(HttpRequest request, out bool wait)
    {
        wait = true;
        return request.Query["wait"] is not [var text] || bool.TryParse(text, out wait);
    }

    private static bool WithDetails(HttpContext http) => http.Request.Query["include"].Contains(Details);

    private static Expectation Expected(AnswerForm? form) => form?.Expectation ?? Expectation.Open.Instance;

    private static TimeSpan? Seconds(double? asked, double least, double most, TimeSpan usual)
    {
        if (asked is not { } seconds) return usual;
        return seconds >= least && seconds <= most ? TimeSpan.FromSeconds(seconds) : null;
    }
}

using CallActors.Contracts.Calls;

namespace CallActors.Gateway.Http;

/// <summary>The answer of an operation that is over, made again from what its call remembers.</summary>
public static class FinishedOperation
{
    public static IResult Answer(CallReplies.CallView call, OperationView operation)
    {
        if (operation.Failure is { } failure) return Problems.Of(new CallReplies.Refused(call.CallId, failure, operation.Detail));
        return operation.Kind switch
        {
            OperationKind.Place => TypedResults.Ok(Filled(new PlacedResponse(call.CallId.Value, operation.Response, operation.Interrupted), call, operation)),
            OperationKind.Speak => TypedResults.Ok(Filled(new SpokenResponse(operation.Interrupted) { CallId = call.CallId.Value }, call, operation)),
            OperationKind.End => TypedResults.Ok(Filled(new EndedResponse((long)Math.Round(Duration(call).TotalSeconds)) { CallId = call.CallId.Value }, call, operation)),
            _ => TypedResults.Ok(Filled(new ContinuedResponse(operation.Response, operation.Interrupted) { CallId = call.CallId.Value }, call, operation)),
        };
    }

    private static T Filled<T>(T response, CallReplies.CallView call, OperationView operation) where T : TurnDetails => response with
    {
        OperationId = operation.OperationId.Value,
        Heard = operation.Heard,
        Ended = call.Phase is CallPhase.Ended,
        EndReason = call.EndReason is { } reason ? KebabCase.Of(reason) : null,
        Outcome = CallOutcome.Of(call.EndReason, call.AnsweredAt is not null),
        Timings = TimingsBody.Of(operation.Timings),
    };

    private static TimeSpan Duration(CallReplies.CallView call) =>
        call is { AnsweredAt: { } answered, EndedAt: { } ended } ? ended - answered : TimeSpan.Zero;
}

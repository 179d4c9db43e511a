using CallActors.Contracts.Calls;

namespace CallActors.Gateway.Http;

/// <summary>Turns a call's reply into an HTTP answer.</summary>
public static class Answers
{
    /// <summary>The answer to a reply.</summary>
    /// <param name="operation">What was asked, or null for questions that are no operation.</param>
    /// <param name="withDetails">The client asked for the full result.</param>
    /// <param name="isPlacing">The client asked for a call to be placed.</param>
    public static IResult Of(ICallReply reply, ICallOperation? operation, bool withDetails, bool isPlacing = false) => reply switch
    {
        CallReplies.TurnTaken turn when isPlacing || operation is CallCommands.PlaceCall =>
            TypedResults.Ok(Filled(new PlacedResponse(turn.CallId.Value, turn.Response, turn.Interrupted), turn, withDetails)),
        CallReplies.TurnTaken turn =>
            TypedResults.Ok(Filled(new ContinuedResponse(turn.Response, turn.Interrupted) { CallId = withDetails ? turn.CallId.Value : null }, turn, withDetails)),
        CallReplies.Spoken spoken => TypedResults.Ok(Spoken(spoken, withDetails)),
        CallReplies.Ended ended => TypedResults.Ok(Ended(ended, operation, withDetails)),
        CallReplies.TextTaken text => TypedResults.Ok(new TextTakenResponse(text.Length, text.IsWanted)),
        CallReplies.ProgressTaken => TypedResults.Accepted((string?)null),
        CallReplies.CallView view => TypedResults.Ok(CallResponse.Of(view)),
        CallReplies.Refused refused => Problems.Of(refused),
        _ => throw new InvalidOperationException($"A call answered with {reply.GetType().Name}, which no request asks for."),
    };

    private static T Filled<T>(T response, CallReplies.TurnTaken turn, bool withDetails) where T : TurnDetails
    {
        if (turn.EndReason is { } reason)
        {
            response = response with
            {
                Ended = true,
                EndReason = KebabCase.Of(reason),
                Outcome = CallOutcome.Of(reason, answered: true),
                EndDetail = turn.EndDetail.Length > 0 ? turn.EndDetail : null,
            };
        }

        if (!withDetails) return response;
        return response with
        {
            OperationId = turn.OperationId.Value,
            Heard = turn.Heard,
            Ended = turn.EndReason is not null,
            Timings = TimingsBody.Of(turn.Timings),
        };
    }

    private static SpokenResponse Spoken(CallReplies.Spoken spoken, bool withDetails)
    {
        var response = new SpokenResponse(spoken.Interrupted);
        if (!withDetails) return response;
        return response with
        {
            CallId = spoken.CallId.Value,
            OperationId = spoken.OperationId.Value,
            Heard = spoken.Heard,
            Timings = TimingsBody.Of(spoken.Timings),
        };
    }

    private static EndedResponse Ended(CallReplies.Ended ended, ICallOperation? operation, bool withDetails)
    {
        var response = new EndedResponse((long)Math.Round(ended.Duration.TotalSeconds)) { Said = ended.Said.Length > 0 ? ended.Said : null };
        if (!withDetails) return response;
        return response with
        {
            CallId = ended.CallId.Value,
            OperationId = operation?.OperationId.Value,
            Heard = ended.Heard,
            Ended = true,
            EndReason = KebabCase.Of(ended.Reason),
            Outcome = CallOutcome.Of(ended.Reason, ended.Duration > TimeSpan.Zero),
            DurationMs = Math.Round(ended.Duration.TotalMilliseconds, 2),
        };
    }
}

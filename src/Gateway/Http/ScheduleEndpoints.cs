using CallActors.Contracts.Calls;
using CallActors.Contracts.Schedules;
using CallActors.Contracts.Switchboard;
using CallActors.Gateway.Calls;
using CallActors.Gateway.People;

namespace CallActors.Gateway.Http;

/// <summary>Answer to <c>GET /api/schedules</c>.</summary>
/// <param name="Calls">Pending ones in the order of their times; behind them those that are over, the latest first. 50 of either at most.</param>
public sealed record ScheduleListResponse(string Person, IReadOnlyList<ScheduledCallBody> Calls);

/// <summary>A call that a person has ordered for a time.</summary>
/// <param name="CallId">The call that it will be, or was; before its time no call has this id.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="About">What it is about, as it is said to the person behind their PIN.</param>
/// <param name="State">A closed set of words: <c>pending</c>, <c>rung</c>, <c>missed</c>, <c>cancelled</c>.</param>
public sealed record ScheduledCallBody(string CallId, DateTimeOffset At, string About, string State)
{
    public static ScheduledCallBody Of(ScheduledCall call) => new(call.CallId.Value, call.Due, call.About, KebabCase.Of(call.State));
}

/// <summary>The handlers of <c>/api/schedules</c>: the calls that a person has ordered for a time.</summary>
public sealed class ScheduleEndpoints(ICallSchedules schedules, Pins pins)
{
    public async Task<IResult> ListAsync(HttpContext http, string? person)
    {
        if (Whose(person, out var fault) is not { } id) return fault!;
        var calls = await schedules.ListAsync(id, http.RequestAborted).ConfigureAwait(false);
        return TypedResults.Ok(new ScheduleListResponse(id.Value, [.. calls.Select(ScheduledCallBody.Of)]));
    }

    public async Task<IResult> CancelAsync(HttpContext http, string call, string? person)
    {
        if (Whose(person, out var fault) is not { } id) return fault!;
        if (!CallId.TryParse(call, out var callId)) return Unknown();
        return await schedules.CancelAsync(id, callId, http.RequestAborted).ConfigureAwait(false) switch
        {
            ScheduleReplies.Cancelled => TypedResults.NoContent(),
            ScheduleReplies.Refused { Reason: ScheduleRefusal.UnknownCall } => Unknown(),
            ScheduleReplies.Refused { Reason: ScheduleRefusal.NotStored } refused => Problems.Of(StatusCodes.Status503ServiceUnavailable, "not-stored", refused.Detail, callId),
            ScheduleReplies.Refused refused => Problems.Of(StatusCodes.Status409Conflict, "schedule-over", refused.Detail, callId),
            var reply => throw new InvalidOperationException($"A schedule does not answer {reply.GetType().Name} to that."),
        };
    }

    private PersonId? Whose(string? person, out IResult? fault)
    {
        fault = null;
        if (!PersonId.TryParse(person, out var id)) fault = Problems.BadMember("person", "must be the name of a person");
        else if (!pins.Names.Contains(id)) fault = Problems.Of(StatusCodes.Status404NotFound, "unknown-person", "Nobody of this name is on the gateway's list of people.");
        return fault is null ? id : null;
    }

    private static IResult Unknown() =>
        Problems.Of(StatusCodes.Status404NotFound, "unknown-schedule", "This person has no such scheduled call. GET /api/schedules lists those there are.");
}

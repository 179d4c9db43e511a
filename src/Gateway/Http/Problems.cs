using System.Text.Json;
using System.Text.Json.Serialization;
using CallActors.Contracts.Calls;
using CallActors.Gateway.People;

namespace CallActors.Gateway.Http;

/// <summary>An error body (RFC 9457, <c>application/problem+json</c>).</summary>
/// <param name="Type"><c>urn:callactors:problem:</c> and the reason.</param>
/// <param name="Title">The reason in words; the same for every occurrence.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What happened here and what to do.</param>
/// <param name="Reason">A closed set of words in kebab-case: the refusals of a call, and the edge's own.</param>
/// <param name="CallId">The call it is about, when there is one.</param>
/// <param name="Error">The same as <paramref name="Detail"/>: Call-Me Cloud's clients read it.</param>
/// <param name="Outcome">How the call came out, when this tells it: <see cref="CallOutcome"/>.</param>
public sealed record ProblemBody(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? CallId,
    string Error,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Outcome = null);

/// <summary>Makes error answers.</summary>
public static class Problems
{
    /// <summary>The media type of every error body.</summary>
    public const string ContentType = "application/problem+json";

    /// <summary>An error of the edge itself.</summary>
    public static IResult Of(int status, string reason, string detail, CallId? callId = null) => new ProblemResult(Body(status, reason, detail, callId));

    /// <summary>A refusal of a call.</summary>
    public static IResult Of(CallReplies.Refused refused) => new ProblemResult(
        Body(StatusOf(refused.Reason), KebabCase.Of(refused.Reason), refused.Detail, refused.CallId) with { Outcome = CallOutcome.Of(refused.Reason) });

    /// <summary>A member, parameter or header of the request has the wrong shape.</summary>
    /// <param name="shape">The end of the sentence that begins with the member's name.</param>
    public static IResult BadMember(string member, string shape) => Of(StatusCodes.Status400BadRequest, "bad-request", $"{member} {shape}.");

    /// <summary>Somebody who cannot be called.</summary>
    public static IResult Of(CalleeChoice choice) => choice switch
    {
        CalleeChoice.Refused refused => Of(StatusCodes.Status403Forbidden, refused.Reason, refused.Detail),
        CalleeChoice.Malformed malformed => BadMember("to", malformed.Detail),
        _ => throw new ArgumentOutOfRangeException(nameof(choice), "Who may be called is no problem."),
    };

    /// <summary>What is no call's id names no call.</summary>
    public static IResult UnknownCall() =>
        Of(StatusCodes.Status404NotFound, KebabCase.Of(RefusalReason.UnknownCall), "There is no such call. GET /api/calls lists the calls there are.");

    /// <summary>Writes an error where no endpoint does: middleware, fallbacks.</summary>
    public static Task WriteAsync(HttpContext context, int status, string reason, string detail) => Of(status, reason, detail).ExecuteAsync(context);

    /// <summary>The HTTP status of a refusal. What comes of a person (no answer, silence, words that nobody understands) is 409 and never 5xx:
    /// clients and proxies repeat a 5xx by themselves, and the phone would ring again.</summary>
    public static int StatusOf(RefusalReason reason) => reason switch
    {
        RefusalReason.UnknownCall or RefusalReason.UnknownOperation => StatusCodes.Status404NotFound,
        RefusalReason.CallEnded
            or RefusalReason.CallBusy
            or RefusalReason.TextMisplaced
            or RefusalReason.AlreadyPlaced
            or RefusalReason.LineBusy
            or RefusalReason.Declined
            or RefusalReason.NoAnswer
            or RefusalReason.NothingHeard
            or RefusalReason.NotUnderstood
            or RefusalReason.Abandoned => StatusCodes.Status409Conflict,
        RefusalReason.CarrierFailed or RefusalReason.SpeechFailed => StatusCodes.Status502BadGateway,
        RefusalReason.NotYours => StatusCodes.Status403Forbidden,
        RefusalReason.Stopping or RefusalReason.NotStored => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static ProblemBody Body(int status, string reason, string detail, CallId? callId)
    {
        var words = reason.Replace('-', ' ');
        return new ProblemBody(
            $"urn:callactors:problem:{reason}", char.ToUpperInvariant(words[0]) + words[1..], status, detail, reason, callId?.Value, detail);
    }

    private sealed class ProblemResult(ProblemBody body) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = body.Status;
            return httpContext.Response.WriteAsJsonAsync(body, JsonSerializerOptions.Web, ContentType, httpContext.RequestAborted);
        }
    }
}

using System.Globalization;
using CallActors.Contracts.Switchboard;
using CallActors.Gateway.Calls;
using CallActors.Gateway.People;

namespace CallActors.Gateway.Http;

/// <summary>Answer to <c>GET /api/audit</c>.</summary>
/// <param name="Entries">Newest first; 1,000 are kept.</param>
public sealed record AuditResponse(string Person, IReadOnlyList<AuditEntryBody> Entries);

/// <summary>Something that a call did.</summary>
/// <param name="Deed">A closed set of words: <c>turned-away</c>, <c>came-in</c>, <c>pin-right</c>, <c>pin-wrong</c>, <c>locked-out</c>, <c>entered</c>,
/// <c>submitted</c>, <c>interrupted</c>, <c>granted</c>, <c>denied</c>, <c>created</c>, <c>closed</c>, <c>wants-call</c>, <c>called-back</c>, <c>ended</c>,
/// <c>scheduled</c>, <c>called-as-scheduled</c>, <c>schedule-missed</c>, <c>unscheduled</c>.</param>
/// <param name="WorkspaceId">The workspace that it did it to.</param>
/// <param name="Detail">A name, a tool, a number of characters; never what was said.</param>
public sealed record AuditEntryBody(DateTimeOffset At, string CallId, string Deed, string? WorkspaceId, string Detail)
{
    public static AuditEntryBody Of(AuditEntry entry) =>
        new(entry.At, entry.CallId.Value, KebabCase.Of(entry.Deed), entry.WorkspaceId?.Value, entry.Detail);
}

/// <summary>The handler of <c>GET /api/audit</c>: what a person's calls did.</summary>
public sealed class AuditEndpoint(ICallAudit audit, Pins pins)
{
    private const int Usual = 100;

    public async Task<IResult> GetAsync(HttpContext http, string? person, string? limit)
    {
        var count = Usual;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is < 1 or > 1000))
            return Problems.BadMember("limit", "must be a whole number from 1 to 1000");
        if (!PersonId.TryParse(person, out var id)) return Problems.BadMember("person", "must be the name of a person, or ? (as %3F) for all strangers");
        if (id != PersonId.Unknown && !pins.Names.Contains(id))
            return Problems.Of(StatusCodes.Status404NotFound, "unknown-person", "Nobody of this name is on the gateway's list of people.");
        var entries = await audit.ReadAsync(id, count, http.RequestAborted).ConfigureAwait(false);
        return TypedResults.Ok(new AuditResponse(id.Value, [.. entries.Select(AuditEntryBody.Of)]));
    }
}

using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CallActors.Simulators.Telnyx;

/// <summary>TeXML's REST: calls are ordered, and ended.</summary>
public sealed partial class SimulatedTelnyx
{
    private void MapTexml(WebApplication app)
    {
        var calls = $"/v2/texml/Accounts/{Options.TexmlAccount}/Calls";
        app.MapPost(calls, (HttpRequest request) => WithBodyAsync(request, OrderTexml));
        app.MapPost(calls + "/{id}", (HttpRequest request, string id) => ChangeTexmlAsync(request, id));
    }

    private IResult OrderTexml(JsonElement body)
    {
        var (order, refusal) = TexmlOrder.Read(body, Options, what => Refuse($"POST /v2/texml: {what}"));
        if (refusal is not null) return refusal;
        if (!MayPlace) return TelnyxAnswers.NotAllowed();
        var call = new SimulatedTelnyxCall(this, Phone(order!.To), incoming: false, order.StatusCallback, clientState: "") { IsTexml = true, Order = order, Detection = order.Detection };
        var tooMany = false;
        Watch.Change(() =>
        {
            tooMany = IsTooMany();
            if (!tooMany) _calls.Add(call);
        });
        if (tooMany) return TelnyxAnswers.TooMany();
        call.Ring(order.Ring);
        // It is not said which call it is.
        return Results.Json(new { from = Options.Number, to = order.To, status = "queued" });
    }

    private Task<IResult> ChangeTexmlAsync(HttpRequest request, string id) => WithKeyAsync(request, async () =>
    {
        if (!request.HasFormContentType || (await request.ReadFormAsync().ConfigureAwait(false))["Status"] != "completed") return TelnyxAnswers.BadValue("Status");
        return Find(id) is not { IsTexml: true } call ? TelnyxAnswers.NotFound() : call.Command("hangup", default);
    });
}

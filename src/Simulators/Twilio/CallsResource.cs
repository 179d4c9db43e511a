using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CallActors.Simulators.Twilio;

/// <summary>Calls of the REST API (twilio.com/docs/voice/api/call-resource).</summary>
internal sealed class CallsResource(TwilioSimulator twilio)
{
    public async Task CreateAsync(HttpContext http)
    {
        var form = await RestForm.ReadAsync(http).ConfigureAwait(false);
        var request = new CallRequest(twilio, form);
        if (request.Order() is not { } order)
        {
            await RefuseAsync(http, request.Error!).ConfigureAwait(false);
            return;
        }
        var call = new TwilioCall(twilio, order);
        twilio.Add(call);
        await RestApi.WriteAsync(http, 201, RestResources.Call(twilio.Options.AccountSid, call)).ConfigureAwait(false);
        call.Start();
    }

    public Task Fetch(HttpContext http) => Find(http) is { } call
        ? RestApi.WriteAsync(http, 200, RestResources.Call(twilio.Options.AccountSid, call))
        : RefuseAsync(http, RestApi.NotFound(http));

    public Task List(HttpContext http)
    {
        var query = http.Request.Query;
        bool Fits(string name, string value) => query[name].ToString() is "" || query[name] == value;
        var found = twilio.Calls.Where(call => Fits("To", call.To) && Fits("From", call.From) && Fits("Status", call.Status) && Fits("ParentCallSid", "")
            && DateFilter.Fits(query, "StartTime", call.Started ?? call.Created) && DateFilter.Fits(query, "EndTime", call.Ended));
        return RestApi.WritePageAsync(http, "calls", [.. found.Reverse()], call => RestResources.Call(twilio.Options.AccountSid, call));
    }

    public async Task UpdateAsync(HttpContext http)
    {
        var form = await RestForm.ReadAsync(http).ConfigureAwait(false);
        if (Find(http) is not { } call) await RefuseAsync(http, RestApi.NotFound(http)).ConfigureAwait(false);
        // Whoever hangs up in the moment in which the other side does so has done nothing wrong.
        else if (call.IsOver && form["Status"] is ("completed" or "canceled")) await RestApi.WriteAsync(http, NotInProgress).ConfigureAwait(false);
        else if (Update(call, form) is { } error) await RefuseAsync(http, error, call.Sid).ConfigureAwait(false);
        else await RestApi.WriteAsync(http, 200, RestResources.Call(twilio.Options.AccountSid, call)).ConfigureAwait(false);
    }

    public async Task Remove(HttpContext http)
    {
        if (Find(http) is not { } call) await RefuseAsync(http, RestApi.NotFound(http)).ConfigureAwait(false);
        else if (!call.IsOver) await RefuseAsync(http, new RestError(400, TwilioCodes.InvalidParameter, "A call that is not over cannot be deleted"), call.Sid).ConfigureAwait(false);
        else
        {
            twilio.Forget(call);
            http.Response.StatusCode = 204;
        }
    }

    private RestError? Update(TwilioCall call, RestForm form)
    {
        if (call.IsOver) return NotInProgress;
        var request = new CallRequest(twilio, form);
        var (callback, method) = (request.Url("StatusCallback"), request.Method("StatusCallbackMethod"));
        if (request.Error is not null) return request.Error;
        if (callback is not null) call.ChangeStatusCallback(callback, method);
        switch (form["Status"])
        {
            case "completed":
                // Of a call that rings Twilio says only that it ends; its callers see it canceled.
                call.End(call.IsInProgress ? "completed" : "canceled", call.IsInProgress ? 200 : 487);
                return null;
            case "canceled":
                if (call.IsInProgress) twilio.Alert(TwilioCodes.CallNotInProgress, "canceled does nothing to a call in progress: completed ends it", call.Sid);
                else call.End("canceled", 487);
                return null;
            case { } other:
                return new RestError(400, TwilioCodes.InvalidParameter, $"Invalid Status: {other}");
        }
        if (form["Url"] is null && form["Twiml"] is null) return null;
        var document = request.Document();
        return request.Error ?? (call.Redirect(document!) ? null : NotInProgress);
    }

    private static RestError NotInProgress => new(400, TwilioCodes.CallNotInProgress, "Call is not in-progress. Cannot redirect.");

    private TwilioCall? Find(HttpContext http) => twilio.Calls.FirstOrDefault(call => call.Sid == http.GetRouteValue("sid") as string);

    private Task RefuseAsync(HttpContext http, RestError error, string sid = "")
    {
        twilio.Alert(error.Code, error.Message, sid);
        return RestApi.WriteAsync(http, error);
    }
}

/// <summary>Filters of lists by time: <c>Name</c>, <c>Name&lt;</c> and <c>Name&gt;</c>, by a day or a moment, in UTC.</summary>
internal static class DateFilter
{
    public static bool Fits(IQueryCollection query, string name, DateTimeOffset? time) =>
        Fits(query, name, time, (at, from, to) => at >= from && at < to)
        && Fits(query, name + "<", time, (at, from, _) => at < from)
        && Fits(query, name + ">", time, (at, from, _) => at >= from);

    private static bool Fits(IQueryCollection query, string name, DateTimeOffset? time, Func<DateTimeOffset, DateTimeOffset, DateTimeOffset, bool> fits)
    {
        if (query[name].ToString() is not { Length: > 0 } text) return true;
        if (time is not { } at || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var from)) return false;
        return fits(at, from, text.Length == "2026-01-01".Length ? from.AddDays(1) : from.AddSeconds(1));
    }
}

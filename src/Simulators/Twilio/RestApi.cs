using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CallActors.Simulators.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CallActors.Simulators.Twilio;

/// <summary>A refusal, as Twilio writes it.</summary>
internal sealed record RestError(int Status, int Code, string Message)
{
    public string Body => JsonSerializer.Serialize(new { code = Code, message = Message, more_info = $"https://www.twilio.com/docs/errors/{Code}", status = Status });
}

/// <summary>The REST API: who may ask, and what is answered.</summary>
internal sealed class RestApi(TwilioSimulator twilio)
{
    private const string Root = "/2010-04-01/Accounts/{account}";

    public void Map(WebApplication app)
    {
        var calls = new CallsResource(twilio);
        var messages = new MessagesResource(twilio);
        On(app.MapGet, ".json", Account);
        On(app.MapGet, "/IncomingPhoneNumbers.json", Numbers);
        On(app.MapGet, "/OutgoingCallerIds.json", Verified);
        On(app.MapPost, "/Calls.json", calls.CreateAsync);
        On(app.MapGet, "/Calls.json", calls.List);
        On(app.MapGet, "/Calls/{sid}.json", calls.Fetch);
        On(app.MapPost, "/Calls/{sid}.json", calls.UpdateAsync);
        On(app.MapDelete, "/Calls/{sid}.json", calls.Remove);
        On(app.MapPost, "/Messages.json", messages.CreateAsync);
        On(app.MapGet, "/Messages.json", messages.List);
        On(app.MapGet, "/Messages/{sid}.json", messages.Fetch);
        app.MapFallback("{*path}", http => WriteAsync(http, NotFound(http)));
    }

    /// <summary>Answers with a resource.</summary>
    public static Task WriteAsync(HttpContext http, int status, object resource) => WriteAsync(http, status, JsonSerializer.Serialize(resource));

    /// <summary>Answers with a refusal.</summary>
    public static Task WriteAsync(HttpContext http, RestError error) => WriteAsync(http, error.Status, error.Body);

    public static RestError NotFound(HttpContext http) => new(404, TwilioCodes.NotFound, $"The requested resource {http.Request.Path} was not found");

    /// <summary>A page of a list. Twilio's clients follow <c>next_page_uri</c>.</summary>
    public static Task WritePageAsync<T>(HttpContext http, string name, IReadOnlyList<T> all, Func<T, object> resource)
    {
        var query = http.Request.Query;
        var size = int.TryParse(query["PageSize"], out var asked) ? Math.Clamp(asked, 1, 1000) : 50;
        var page = int.TryParse(query["Page"], out var number) ? Math.Max(number, 0) : 0;
        string Uri(int at) => $"{http.Request.Path}{QueryString.Create(query.Where(one => one.Key is not ("Page" or "PageSize" or "PageToken")).SelectMany(one => one.Value, (one, value) => KeyValuePair.Create(one.Key, value)).Append(KeyValuePair.Create("PageSize", (string?)$"{size}")).Append(KeyValuePair.Create("Page", (string?)$"{at}")))}";
        var shown = all.Skip(page * size).Take(size).ToArray();
        return WriteAsync(http, 200, new Dictionary<string, object?>
        {
            ["first_page_uri"] = Uri(0),
            ["next_page_uri"] = all.Count > (page + 1) * size ? Uri(page + 1) : null,
            ["previous_page_uri"] = page > 0 ? Uri(page - 1) : null,
            ["page"] = page,
            ["page_size"] = size,
            ["start"] = page * size,
            ["end"] = page * size + Math.Max(shown.Length - 1, 0),
            ["uri"] = Uri(page),
            [name] = shown.Select(resource).ToArray(),
        });
    }

    private static async Task WriteAsync(HttpContext http, int status, string body)
    {
        if (SimulatedFaults.BreaksAfter(http) is not null)
        {
            // The work is done and nobody hears of it: a client that tries again does it twice.
            http.Abort();
            return;
        }
        http.Response.StatusCode = status;
        if (status == 401) http.Response.Headers.WWWAuthenticate = "Basic realm=\"Twilio API\"";
        http.Response.ContentType = "application/json;charset=utf-8";
        await http.Response.WriteAsync(body, http.RequestAborted).ConfigureAwait(false);
    }

    private void On(Func<string, RequestDelegate, IEndpointConventionBuilder> map, string path, Func<HttpContext, Task> serve) =>
        map(Root + path, async http =>
        {
            if (Refusal(http) is { } refusal)
            {
                twilio.Alert(refusal.Code, refusal.Message, "");
                await WriteAsync(http, refusal).ConfigureAwait(false);
                return;
            }
            await serve(http).ConfigureAwait(false);
        });

    private RestError? Refusal(HttpContext http)
    {
        if (Credentials(http) is not { } login) return new RestError(401, TwilioCodes.Authenticate, "Authentication Error - No credentials provided");
        var (user, password) = login;
        var secret = user == twilio.Options.AccountSid ? twilio.Options.AuthToken : twilio.Options.ApiKeys.GetValueOrDefault(user);
        if (secret is null) return new RestError(401, TwilioCodes.Authenticate, "Authentication Error - invalid username");
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(password))) return new RestError(401, TwilioCodes.Authenticate, "Authenticate");
        return http.GetRouteValue("account") as string == twilio.Options.AccountSid ? null : NotFound(http);
    }

    private static (string User, string Password)? Credentials(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) || !Base64.IsValid(header.AsSpan(6))) return null;
        var login = Encoding.UTF8.GetString(Convert.FromBase64String(header[6..].Trim()));
        var colon = login.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : (login[..colon], login[(colon + 1)..]);
    }

    private Task Account(HttpContext http) => WriteAsync(http, 200, new
    {
        sid = twilio.Options.AccountSid,
        friendly_name = "Simulated account",
        status = "active",
        type = twilio.Options.Trial ? "Trial" : "Full",
        uri = $"/2010-04-01/Accounts/{twilio.Options.AccountSid}.json",
    });

    private Task Numbers(HttpContext http)
    {
        var asked = http.Request.Query["PhoneNumber"].ToString();
        return WritePageAsync(
            http, "incoming_phone_numbers", [.. twilio.Options.Numbers.Where(number => asked.Length == 0 || number.Number.Contains(asked, StringComparison.Ordinal))],
            number => RestResources.Number(twilio.Options.AccountSid, number));
    }

    private Task Verified(HttpContext http)
    {
        var asked = http.Request.Query["PhoneNumber"].ToString();
        return WritePageAsync(
            http, "outgoing_caller_ids", [.. twilio.Options.VerifiedNumbers.Where(number => asked.Length == 0 || number.Contains(asked, StringComparison.Ordinal))],
            number => new { phone_number = number, friendly_name = number, account_sid = twilio.Options.AccountSid });
    }
}

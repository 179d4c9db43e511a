using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CallActors.Simulators.Telnyx;

/// <summary>What the API shows of the account: its applications, the outbound profile, its number and its credit.</summary>
internal sealed class AccountResources(SimulatedTelnyxOptions options)
{
    private const int FewestDigits = 3;

    /// <param name="guard">Lets requests pass that bear the key.</param>
    public void Map(IEndpointRouteBuilder app, Func<HttpRequest, Func<IResult>, Task<IResult>> guard)
    {
        app.MapGet("/v2/call_control_applications/{id}", (HttpRequest request, string id) => guard(request, () => Application(id)));
        app.MapGet("/v2/texml_applications/{id}", (HttpRequest request, string id) => guard(request, () => TexmlApplication(id)));
        app.MapGet("/v2/outbound_voice_profiles/{id}", (HttpRequest request, string id) => guard(request, () => OutboundProfile(id)));
        app.MapGet("/v2/phone_numbers", (HttpRequest request) => guard(request, () => Numbers(request.Query["filter[phone_number]"])));
        app.MapGet("/v2/balance", (HttpRequest request) => guard(request, Balance));
    }

    private IResult Application(string id) => id != options.ConnectionId ? TelnyxAnswers.NotFound() : TelnyxAnswers.Data(new
    {
        id,
        record_type = "call_control_application",
        application_name = "CallActors",
        active = options.IsActive,
        webhook_api_version = options.WebhookVersion,
        webhook_event_url = options.WebhookUrl?.AbsoluteUri,
        outbound = new { channel_limit = (int?)null, outbound_voice_profile_id = options.OutboundProfile },
    });

    private IResult TexmlApplication(string id) => id != options.TexmlApplication ? TelnyxAnswers.NotFound() : TelnyxAnswers.Data(new
    {
        id,
        record_type = "texml_application",
        friendly_name = "CallActors",
        active = options.IsActive,
        voice_url = options.WebhookUrl?.AbsoluteUri,
        voice_method = "post",
        outbound = new { channel_limit = (int?)null, outbound_voice_profile_id = options.OutboundProfile },
    });

    private IResult OutboundProfile(string id) => id != options.OutboundProfile ? TelnyxAnswers.NotFound() : TelnyxAnswers.Data(new
    {
        id,
        record_type = "outbound_voice_profile",
        name = "Default",
        enabled = options.IsOutboundEnabled,
        whitelisted_destinations = options.Destinations,
    });

    /// <param name="digits">Part of a number; nothing is found by anything but digits.</param>
    private IResult Numbers(string? digits)
    {
        var isFound = string.IsNullOrEmpty(digits) || (digits.Length >= FewestDigits && digits.All(char.IsAsciiDigit) && options.Number.Contains(digits, StringComparison.Ordinal));
        var numbers = isFound ? new[] { Number() } : [];
        return Results.Json(new { data = numbers, meta = new { page_number = 1, page_size = 20, total_pages = 1, total_results = numbers.Length } });
    }

    private object Number() => new
    {
        id = "1293384261075731499",
        record_type = "phone_number",
        phone_number = options.Number,
        status = options.NumberStatus,
        connection_id = options.NumberConnection ?? options.ConnectionId,
        messaging_profile_id = options.MessagingProfile,
        phone_number_type = "local",
    };

    private IResult Balance() => TelnyxAnswers.Data(new
    {
        record_type = "balance",
        balance = options.Credit.ToString("0.00", CultureInfo.InvariantCulture),
        available_credit = options.Credit.ToString("0.00", CultureInfo.InvariantCulture),
        credit_limit = "0.00",
        currency = "USD",
    });
}

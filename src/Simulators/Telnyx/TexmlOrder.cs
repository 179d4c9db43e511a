using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace CallActors.Simulators.Telnyx;

/// <summary>A call that was ordered by TeXML.</summary>
/// <param name="Url">Asked for the document when somebody picks up.</param>
/// <param name="StatusCallback">Told of the events; null for nobody.</param>
/// <param name="Detection">As Call Control names it; null for none.</param>
/// <param name="Machine">Told who picked up; null for nobody.</param>
internal sealed record TexmlOrder(string To, Uri Url, Uri? StatusCallback, IReadOnlyList<string> Events, TimeSpan Ring, string? Detection, Uri? Machine)
{
    private const int ShortestRing = 5;
    private const int LongestRing = 120;
    private const int DefaultRing = 30;

    private static readonly string[] EventNames = ["initiated", "ringing", "answered", "completed"];

    private static readonly string[] Known =
    [
        "ApplicationSid", "To", "From", "Url", "UrlMethod", "StatusCallback", "StatusCallbackMethod", "StatusCallbackEvent", "Timeout",
        "MachineDetection", "DetectionMode", "AsyncAmd", "AsyncAmdStatusCallback", "AsyncAmdStatusCallbackMethod",
    ];

    /// <summary>Reads it as strictly as the API does; a refusal otherwise.</summary>
    /// <param name="complain">Told of what is taken and not simulated.</param>
    public static (TexmlOrder? Order, IResult? Refusal) Read(JsonElement body, SimulatedTelnyxOptions options, Action<string> complain)
    {
        string? Text(string name) => TelnyxAnswers.Text(body, name);
        bool IsUrl(string name, out Uri? url)
        {
            url = null;
            return Text(name) is not { } text ? !body.TryGetProperty(name, out _) : Uri.TryCreate(text, UriKind.Absolute, out url) && url.Scheme is "http" or "https";
        }

        if (Text("ApplicationSid") != options.TexmlApplication) return Refused("ApplicationSid");
        if (!TelnyxAnswers.IsE164(Text("To"))) return (null, TelnyxAnswers.BadNumber("To"));
        if (Text("From") != options.Number) return Refused("From");
        if (!IsUrl("Url", out var url)) return Refused("Url");
        if (!IsUrl("StatusCallback", out var status)) return Refused("StatusCallback");
        if (!IsUrl("AsyncAmdStatusCallback", out var machine)) return Refused("AsyncAmdStatusCallback");
        foreach (var name in new[] { "UrlMethod", "StatusCallbackMethod", "AsyncAmdStatusCallbackMethod" })
        {
            if (Text(name) is not (null or "GET" or "POST")) return Refused(name);
            if (Text(name) is "GET") complain($"the {name} GET is not simulated");
        }
        var events = Text("StatusCallbackEvent")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? ["completed"];
        if (!events.All(EventNames.Contains)) return Refused("StatusCallbackEvent");
        var ring = DefaultRing;
        if (body.TryGetProperty("Timeout", out var timeout) && (timeout.ValueKind is not JsonValueKind.Number || !timeout.TryGetInt32(out ring) || ring is < ShortestRing or > LongestRing)) return Refused("Timeout");
        if (Text("MachineDetection") is not (null or "Enable" or "Disable" or "DetectMessageEnd")) return Refused("MachineDetection");
        if (Text("DetectionMode") is not (null or "Regular" or "Premium" or "PremiumCallScreening")) return Refused("DetectionMode");
        if (body.TryGetProperty("AsyncAmd", out var asynchronous) && asynchronous.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) return Refused("AsyncAmd");
        foreach (var field in TelnyxAnswers.Others(body, Known)) complain($"the field {field} is not simulated");

        // The application's own addresses, where the order has none.
        url ??= options.WebhookUrl;
        if (url is null) return Refused("Url");
        var detection = (Text("MachineDetection"), Text("DetectionMode")) switch
        {
            (null or "Disable", _) => null,
            (_, "Premium" or "PremiumCallScreening") => "premium",
            ("Enable", _) => "detect",
            _ => "greeting_end",
        };
        if (detection is not null && asynchronous.ValueKind is not JsonValueKind.True) complain("detection that is not asynchronous is not simulated: nobody hears anything meanwhile");
        if (detection is not null && machine is null) complain("nobody is told who has picked up");
        return (new TexmlOrder(Text("To")!, url, status ?? options.WebhookUrl, events, TimeSpan.FromSeconds(ring), detection, machine), null);
    }

    private static (TexmlOrder? Order, IResult? Refusal) Refused(string field) => (null, TelnyxAnswers.BadValue(field));
}

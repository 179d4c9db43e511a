using System.Xml;
using System.Xml.Linq;

namespace CallActors.Simulators.Telnyx;

public sealed partial class SimulatedTelnyxCall
{
    private const string Form = "application/x-www-form-urlencoded";
    private const int MostDocuments = 100;

    /// <summary>The account, for a call that documents steer; null for one of Call Control.</summary>
    internal string? TexmlAccount { get; init; }

    /// <summary>Follows documents until the call has ended.</summary>
    internal void FollowDocuments(Uri first) => Run(async () =>
    {
        try
        {
            Uri? next = first;
            for (var i = 0; next is not null && State is not SimulatedCallState.Ended && i < MostDocuments; i++) next = await FollowAsync(next).ConfigureAwait(false);
        }
        finally
        {
            // No verb is left, or a document could not be had.
            End("normal_clearing", "unknown", "200");
        }
    });

    private async Task<Uri?> FollowAsync(Uri url)
    {
        var document = await AskAsync(url).ConfigureAwait(false);
        foreach (var verb in document?.Elements() ?? [])
        {
            if (State is SimulatedCallState.Ended) return null;
            switch (verb.Name.LocalName)
            {
                case "Reject":
                    End("call_rejected", "callee", "603");
                    return null;
                case "Hangup":
                    return null;
                case "Redirect":
                    return new Uri(url, verb.Value.Trim());
                case "Connect" when verb.Element("Stream") is { } stream && Read(stream) is { } request:
                    Advance(SimulatedCallState.Active);
                    await StreamAsync(request).ConfigureAwait(false);
                    break;
                default:
                    AddFault($"a verb that is not followed here: {verb.Name.LocalName}");
                    break;
            }
        }
        return null;
    }

    private async Task<XElement?> AskAsync(Uri url)
    {
        try
        {
            using var response = await _webhooks.PostAsync(url, FormOf(State is SimulatedCallState.Ringing ? "ringing" : "in-progress"), Form, CancellationToken.None).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode) AddFault($"a document was refused with {(int)response.StatusCode}");
            else if (response.Content.Headers.ContentType?.MediaType is not ("text/xml" or "application/xml")) AddFault("a document that is not text/xml");
            else return XDocument.Parse(await response.Content.ReadAsStringAsync().ConfigureAwait(false)).Root is { Name.LocalName: "Response" } root ? root : null;
        }
        catch (XmlException)
        {
            AddFault("a document that is not XML");
        }
        catch (HttpRequestException)
        {
            AddFault("a document that could not be fetched");
        }
        return null;
    }

    private StreamRequest? Read(XElement stream)
    {
        string? Attribute(string name) => (string?)stream.Attribute(name);
        var parameters = stream.Elements("Parameter").ToDictionary(p => (string?)p.Attribute("name") ?? "", p => (string?)p.Attribute("value") ?? "");
        if (Uri.TryCreate(Attribute("url"), UriKind.Absolute, out var url) && url.Scheme is "ws" or "wss" && Attribute("codec") is null or "PCMU" && Attribute("bidirectionalCodec") is null or "PCMU")
            return new StreamRequest(url, Attribute("track") ?? "inbound_track", Attribute("bidirectionalMode"), null, parameters);
        AddFault("a stream that is ordered wrongly");
        return null;
    }

    /// <summary>Tells how a call of documents has ended.</summary>
    private void TellStatus(string cause)
    {
        if (_webhookUrl is not { } url) return;
        var status = cause switch { "user_busy" => "busy", "call_rejected" => "no-answer", "timeout" => "no-answer", "originator_cancel" => "canceled", _ => "completed" };
        Run(async () =>
        {
            try
            {
                using var response = await _webhooks.PostAsync(url, FormOf(status), Form, CancellationToken.None).ConfigureAwait(false);
                if (!response.IsSuccessStatusCode) AddFault($"a call's end was refused with {(int)response.StatusCode}");
            }
            catch (HttpRequestException)
            {
                AddFault("a call's end could not be told");
            }
        });
    }

    private string FormOf(string status) => string.Join('&', new (string Name, string Value)[]
    {
        ("AccountSid", TexmlAccount!), ("CallSid", Id), ("From", From), ("To", To), ("CallStatus", status), ("Direction", "inbound"), ("CallerName", "Jörg & Söhne"),
    }.Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value)}"));
}

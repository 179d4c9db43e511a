using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using CallActors.Simulators.Media;

namespace CallActors.Simulators.Telnyx;

public sealed partial class SimulatedTelnyxCall
{
    private const string Form = "application/x-www-form-urlencoded";
    private const int MostDocuments = 100;

    private int _told = -1;

    /// <summary>Documents steer the call, and not Call Control.</summary>
    internal bool IsTexml { get; init; }

    /// <summary>How the call was ordered; null for one of Call Control, and for one that comes in.</summary>
    internal TexmlOrder? Order { get; init; }

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
                    if ((string?)verb.Attribute("reason") is not (null or "rejected" or "busy")) AddFault("Reject has the reasons rejected and busy");
                    else if (State is not SimulatedCallState.Ringing) AddFault("a call that was answered is rejected");
                    if ((string?)verb.Attribute("reason") is "busy") End("user_busy", "callee", "486");
                    else End("call_rejected", "callee", "603");
                    return null;
                case "Say":
                    Advance(SimulatedCallState.Active);
                    if (verb.Attributes().Any(a => a.Name.LocalName is not ("voice" or "language" or "loop"))) AddFault("Say has an attribute that it does not know");
                    if (verb.Value.Trim().Length == 0) AddFault("Say says nothing");
                    await SayAsync(new SpokenSentence(verb.Value.Trim(), (string?)verb.Attribute("language") ?? "")).ConfigureAwait(false);
                    break;
                case "Hangup":
                    return null;
                case "Redirect":
                    return new Uri(url, verb.Value.Trim());
                case "Connect" when verb.Element("Stream") is { } stream && Read(stream) is { } request:
                    Advance(SimulatedCallState.Active);
                    await StreamAsync(request).ConfigureAwait(false);
                    break;
                case "Pause":
                    await PhoneClock.For(_options.Time).WaitAsync(TimeSpan.FromSeconds((int?)verb.Attribute("length") ?? 1), CancellationToken.None).ConfigureAwait(false);
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

    /// <summary>Tells how an ordered call goes on.</summary>
    /// <param name="name">As it stands in the order's <c>StatusCallbackEvent</c>.</param>
    private void TellProgress(string name, string status)
    {
        if (Order is { StatusCallback: { } url } && Order.Events.Contains(name)) _webhooks.SendForm(url, Id, name, CallbackOf(status));
    }

    /// <summary>Tells how a call of documents has ended.</summary>
    private void TellEnd(string cause, string source)
    {
        var status = cause switch
        {
            "user_busy" => "busy",
            "call_rejected" or "timeout" => "no-answer",
            "originator_cancel" => "canceled",
            "normal_clearing" when Order is not null && !_wasAnswered => "canceled",
            "not_found" or "unspecified" => "failed",
            _ => "completed",
        };
        if (_webhookUrl is { } url && (Order is null || Order.Events.Contains("completed")))
            _webhooks.SendForm(url, Id, "completed", CallbackOf(status, ("HangupCause", cause), ("HangupSource", source)));
    }

    /// <summary>Tells an ordered call's detection.</summary>
    private void TellAnsweredBy(string word)
    {
        if (Order?.Machine is { } url) _webhooks.SendForm(url, Id, "amd", FormOf(null, ("AnsweredBy", word), ("MachineDetectionDuration", "2400")));
    }

    private string CallbackOf(string status, params (string Name, string Value)[] more) => FormOf(
        status,
        [
            ("CallbackSource", "call-progress-events"), ("SequenceNumber", $"{Interlocked.Increment(ref _told)}"),
            ("Timestamp", _options.Time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)), .. more,
        ]);

    /// <param name="status">Null where it is not told.</param>
    private string FormOf(string? status, params (string Name, string Value)[] more)
    {
        (string Name, string Value)[] fields =
        [
            ("AccountSid", _options.TexmlAccount), ("CallSid", Id), ("CallSidLegacy", Id), ("From", From), ("To", To),
            ("Direction", IsIncoming ? "inbound" : "outbound"), ("CallerName", "Jörg & Söhne"), .. more,
        ];
        if (IsIncoming && Phone.Attestation is { } letter) fields = [.. fields, ("ShakenStirAttestation", letter), ("ShakenStirValidated", Phone.IsAttestationValid ? "true" : "false")];
        if (status is not null) fields = [.. fields, ("CallStatus", status)];
        return string.Join('&', fields.Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value)}"));
    }
}

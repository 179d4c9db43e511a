using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Telnyx;

/// <summary>Telnyx as a carrier: places and ends calls by Call Control, or by TeXML where the options say so. News of the legs comes to
/// <see cref="TelnyxWebhook"/>.</summary>
public sealed class TelnyxCarrier : ICarrier
{
    /// <summary>The carrier's name.</summary>
    public const string CarrierName = "telnyx";

    private const int ShortestRing = 5;
    private const int LongestRing = 600;

    private readonly TelnyxClient _client;
    private readonly TelnyxOptions _options;
    private readonly TexmlOrders? _texml;

    /// <param name="time"><see cref="TimeProvider.System"/> when null.</param>
    public TelnyxCarrier(TelnyxClient client, TelnyxOptions options, TimeProvider? time = null)
    {
        (_client, _options) = (client, options);
        if (options.TexmlAccount is not null) _texml = new TexmlOrders(client, options, time ?? TimeProvider.System, HangUpAsync);
    }

    /// <inheritdoc/>
    public string Name => CarrierName;

    /// <inheritdoc/>
    public bool LegsOutliveProcess => true;

    /// <inheritdoc/>
    public async Task<LegId> DialAsync(DialOrder order, CancellationToken cancellationToken)
    {
        const string what = "place the call";
        if (!IsE164(order.To.Address)) throw new CarrierException("Telnyx rings numbers in E.164 only, such as +15551234567.");
        if (_texml is not null) return await _texml.DialAsync(order, cancellationToken).ConfigureAwait(false);
        var request = new DialRequest(
            _options.ConnectionId,
            order.To.Address,
            _options.From,
            // A request that is sent again, by us or by another process, does not ring twice.
            order.CallId.Value,
            new ClientState(order.CallId, Run: 0).ToString(),
            _options.WebhookUrl.AbsoluteUri,
            "POST",
            Math.Clamp((int)Math.Ceiling(order.RingFor.TotalSeconds), ShortestRing, LongestRing),
            Detection(_options.Detection));
        var reply = await _client.PostAsync("calls", request, TelnyxJson.Default.DialRequest, what, TelnyxClient.Repeat.Always, cancellationToken).ConfigureAwait(false)
            ?? throw TelnyxFaults.Refused(what, 422, TelnyxFaults.CallEnded);
        return TelnyxClient.Read(reply, TelnyxJson.Default.DialReply)?.Data?.CallControlId is { Length: > 0 and <= LegId.MaxLength } leg && !string.IsNullOrWhiteSpace(leg)
            ? new LegId(leg)
            : throw TelnyxFaults.NotUnderstood(what);
    }

    /// <inheritdoc/>
    public Task HangUpAsync(LegId leg, CancellationToken cancellationToken) => TelnyxLeg.TryTexml(leg, out var account, out var call)
        ? _client.PostFormAsync(
            $"texml/Accounts/{Uri.EscapeDataString(account)}/Calls/{Uri.EscapeDataString(call)}",
            new Dictionary<string, string> { ["Status"] = "completed" },
            "hang up",
            cancellationToken)
        : ActAsync(leg, "hangup", new ActionRequest(), "hang up", cancellationToken);

    /// <summary>Sends tones on a leg.</summary>
    /// <param name="digits">0–9, A–D, * and #; w and W pause for half a second and for one.</param>
    public Task SendDigitsAsync(LegId leg, string digits, CancellationToken cancellationToken) => IsDigits(digits)
        ? ActAsync(leg, "send_dtmf", new ActionRequest(CommandId: Guid.NewGuid().ToString(), Digits: digits), "send the tones", cancellationToken)
        : throw new CarrierException("Tones are 1 to 100 of 0–9, A–D, * and #, and w or W for a pause.");

    /// <summary>A leg of a TeXML order is heard of, perhaps for the first time.</summary>
    /// <returns>False for a leg that nobody wants; it is hung up.</returns>
    internal bool Takes(CallId call, LegId leg, bool isOver) => _texml is null || _texml.Takes(call, leg, isOver);

    /// <summary>Picks up an inbound leg.</summary>
    internal Task AnswerAsync(LegId leg, CallId call, CancellationToken cancellationToken) => ActAsync(
        leg,
        "answer",
        new ActionRequest($"{call.Value}-answer", new ClientState(call, Run: 0).ToString(), WebhookUrl: _options.WebhookUrl.AbsoluteUri, WebhookUrlMethod: "POST"),
        "answer the call",
        cancellationToken);

    /// <summary>Turns an inbound leg away without a charge.</summary>
    internal Task RejectAsync(LegId leg, bool busy, CancellationToken cancellationToken) =>
        ActAsync(leg, "reject", new ActionRequest(Cause: busy ? "USER_BUSY" : "CALL_REJECTED"), "reject the call", cancellationToken);

    /// <summary>Says a sentence in Telnyx' own voice; <c>call.speak.ended</c> tells when it was said.</summary>
    internal Task SpeakAsync(LegId leg, string text, string language, CancellationToken cancellationToken) => _client.PostAsync(
        Action(leg, "speak"), new SpeakRequest(Guid.NewGuid().ToString(), text, "female", language), TelnyxJson.Default.SpeakRequest, "say the message", TelnyxClient.Repeat.Always, cancellationToken);

    /// <summary>Asks for a media socket on a leg.</summary>
    /// <returns>False when the leg has ended.</returns>
    internal async Task<bool> StartStreamAsync(LegId leg, ClientState state, string token, CancellationToken cancellationToken)
    {
        var request = new StreamRequest(
            $"{state.CallId.Value}-stream-{state.Run}",
            state.ToString(),
            _options.MediaUrl.AbsoluteUri,
            "inbound_track",
            "PCMU",
            // Without this the stream is one-way, and nothing that we say is heard.
            "rtp",
            "PCMU",
            [new StreamParameter("callId", state.CallId.Value), new StreamParameter("token", token)]);
        return await _client.PostAsync(
            Action(leg, "streaming_start"), request, TelnyxJson.Default.StreamRequest, "open the audio stream", TelnyxClient.Repeat.Always, cancellationToken)
            .ConfigureAwait(false) is not null;
    }

    internal static bool IsE164(string text) =>
        text.Length is >= 8 and <= 16 && text[0] == '+' && text[1] is >= '1' and <= '9' && !text.AsSpan(1).ContainsAnyExceptInRange('0', '9');

    private static bool IsDigits(string text) => text.Length is > 0 and <= 100 && text.All("0123456789ABCDabcd*#wW".Contains);

    private static string Action(LegId leg, string action) => $"calls/{Uri.EscapeDataString(leg.Value)}/actions/{action}";

    private Task<byte[]?> ActAsync(LegId leg, string action, ActionRequest request, string what, CancellationToken cancellationToken) =>
        _client.PostAsync(Action(leg, action), request, TelnyxJson.Default.ActionRequest, what, TelnyxClient.Repeat.Always, cancellationToken);

    private static string? Detection(TelnyxDetection detection) => detection switch
    {
        TelnyxDetection.Detect => "detect",
        TelnyxDetection.DetectBeep => "detect_beep",
        TelnyxDetection.DetectWords => "detect_words",
        TelnyxDetection.GreetingEnd => "greeting_end",
        TelnyxDetection.Premium => "premium",
        _ => null,
    };
}

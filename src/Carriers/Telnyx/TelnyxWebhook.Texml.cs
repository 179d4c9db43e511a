using System.Security;
using CallActors.Carriers.Webhooks;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Telnyx;

public sealed partial class TelnyxWebhook
{
    private const string RejectDocument = "<Reject/>";
    private const string HangupDocument = "<Hangup/>";

    /// <summary>A TeXML application asks what to do with a call, or tells how it goes.</summary>
    private async Task<WebhookAnswer> TakeTexmlAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var fields = FormFields.Read(body.Span);
        string Field(string name) => fields.GetValueOrDefault(name, "");
        if (!TelnyxLeg.IsTexml(Field("AccountSid"), Field("CallSid"))) return Malformed;
        // Of streams: the document goes on by itself when one ends.
        if (fields.ContainsKey("StreamEvent")) return Taken;
        var leg = TelnyxLeg.Texml(Field("AccountSid"), Field("CallSid"));
        if (EndOf(Field("CallStatus")) is { } news)
        {
            desk().Report(new CallCommands.ReportLeg(CallOf(leg), leg, news));
            return Taken;
        }
        return Field("Direction") == "inbound"
            ? await ConnectAsync(leg, new TelnyxInboundCall(Field("From"), Field("To")), cancellationToken).ConfigureAwait(false)
            : Taken;
    }

    /// <summary>A new call, or one whose stream has ended and whose document has sent it back to us.</summary>
    private async Task<WebhookAnswer> ConnectAsync(LegId leg, TelnyxInboundCall inbound, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(AdmitWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var invitation = new CallCommands.InviteMedia(CallOf(leg), leg);
        var reply = await desk().InviteMediaAsync(invitation, either.Token).ConfigureAwait(false);
        if (reply is CallReplies.Refused { Reason: RefusalReason.UnknownCall })
        {
            if (!await IsAdmittedAsync(leg, inbound, either.Token).ConfigureAwait(false)) return Document(RejectDocument);
            reply = await desk().InviteMediaAsync(invitation, either.Token).ConfigureAwait(false);
        }
        return Document(reply is CallReplies.MediaInvited ticket ? Connect(ticket) : HangupDocument);
    }

    /// <summary>Behind the stream the call comes back to us: a stream that was lost is followed by another.</summary>
    private string Connect(CallReplies.MediaInvited ticket) =>
        $"<Connect><Stream url=\"{Escape(options.MediaUrl.AbsoluteUri)}\" track=\"inbound_track\" codec=\"PCMU\" bidirectionalMode=\"rtp\" bidirectionalCodec=\"PCMU\">"
        + $"<Parameter name=\"callId\" value=\"{Escape(ticket.CallId.Value)}\"/><Parameter name=\"token\" value=\"{Escape(ticket.Token)}\"/>"
        + $"</Stream></Connect><Redirect method=\"POST\">{Escape(options.WebhookUrl.AbsoluteUri)}</Redirect>";

    private static WebhookAnswer Document(string verbs) => new(200, "text/xml", $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>{verbs}</Response>");

    private static string Escape(string text) => SecurityElement.Escape(text);

    private static LegNews? EndOf(string status) => status switch
    {
        "completed" or "canceled" => LegNews.HungUp,
        "busy" => LegNews.Busy,
        "no-answer" => LegNews.NoAnswer,
        "failed" => LegNews.Failed,
        _ => null,
    };
}

using System.Globalization;
using System.Text.Json;
using CallActors.Contracts.Texts;

namespace CallActors.Carriers.Telnyx;

public sealed partial class TelnyxWebhook
{
    private void TakeText(string type, EventPayload payload)
    {
        if (texts is null || payload.Id is not { Length: > 0 and <= MaxEventId } id) return;
        var (from, (to, status)) = (Text(FieldOf(payload.From, "phone_number")), FirstRecipient(payload.To));
        switch (type)
        {
            case "message.received" when from.Length > 0:
                texts.Received(new TextReceived(Carrier, id, from, to, payload.Text ?? ""));
                break;
            case "message.sent":
                texts.Reported(Carrier, id, TextDelivery.Sent, "");
                break;
            case "message.finalized" when status is "delivered":
                texts.Reported(Carrier, id, TextDelivery.Delivered, "");
                break;
            case "message.finalized" when status is "delivery_failed" or "sending_failed" or "expired":
                texts.Reported(Carrier, id, TextDelivery.Failed, Why(payload.Errors));
                break;
            case "message.finalized":
                // delivery_unconfirmed: the network took it and said nothing more.
                texts.Reported(Carrier, id, TextDelivery.Sent, "");
                break;
        }
    }

    private static (string Number, string Status) FirstRecipient(JsonElement to)
    {
        if (to.ValueKind != JsonValueKind.Array || to.GetArrayLength() == 0) return ("", "");
        return (Text(FieldOf(to[0], "phone_number")), Text(FieldOf(to[0], "status")));
    }

    private static JsonElement FieldOf(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var field) ? field : default;

    private static string Why(JsonElement errors)
    {
        var first = errors.ValueKind == JsonValueKind.Array && errors.GetArrayLength() > 0 ? FieldOf(errors[0], "code") : default;
        var text = first.ValueKind == JsonValueKind.Number ? first.GetRawText() : Text(first);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? code switch
            {
                40001 => "The number cannot get texts; it may be a landline (error 40001).",
                40002 or 40003 => $"The text was held back as unwanted (error {code}).",
                40010 => "The number that texts come from is not registered for texts to the United States: register it for 10DLC (error 40010).",
                40300 => "The person has asked for no more texts, by STOP (error 40300).",
                _ => $"The text could not be delivered (error {code}).",
            }
            : "The text could not be delivered.";
    }
}

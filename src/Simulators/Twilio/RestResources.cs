using System.Globalization;

namespace CallActors.Simulators.Twilio;

/// <summary>The REST API's resources, as Twilio writes them.</summary>
internal static class RestResources
{
    public static string? Rfc2822(DateTimeOffset? at) => at?.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture);

    public static string Rfc2822(DateTimeOffset at) => Rfc2822((DateTimeOffset?)at)!;

    public static object Call(string account, TwilioCall call)
    {
        var uri = $"/2010-04-01/Accounts/{account}/Calls/{call.Sid}";
        return new
        {
            date_updated = Rfc2822(call.Ended ?? call.Started ?? call.Created),
            price_unit = "USD",
            parent_call_sid = (string?)null,
            caller_name = (string?)null,
            duration = call.IsOver ? call.Seconds.ToString(CultureInfo.InvariantCulture) : null,
            from = call.From,
            to = call.To,
            annotation = (string?)null,
            answered_by = call.AnsweredBy,
            sid = call.Sid,
            queue_time = call.Queued.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture),
            price = (string?)null,
            api_version = "2010-04-01",
            status = call.Status,
            direction = call.Direction,
            start_time = Rfc2822(call.Started),
            date_created = Rfc2822(call.Created),
            from_formatted = call.From,
            group_sid = (string?)null,
            trunk_sid = "",
            forwarded_from = (string?)null,
            uri = uri + ".json",
            account_sid = account,
            end_time = Rfc2822(call.Ended),
            to_formatted = call.To,
            phone_number_sid = (string?)null,
            subresource_uris = new { recordings = uri + "/Recordings.json", streams = uri + "/Streams.json", events = uri + "/Events.json", notifications = uri + "/Notifications.json" },
        };
    }

    public static object Message(string account, TwilioMessage message)
    {
        var uri = $"/2010-04-01/Accounts/{account}/Messages/{message.Sid}";
        return new
        {
            body = message.Body,
            num_segments = message.Segments.ToString(CultureInfo.InvariantCulture),
            direction = message.Direction,
            from = message.From,
            to = message.To,
            date_updated = Rfc2822(message.Created),
            price = (string?)null,
            error_message = message.ErrorCode is null ? null : "The message was not delivered",
            uri = uri + ".json",
            account_sid = account,
            num_media = "0",
            status = message.Status,
            messaging_service_sid = (string?)null,
            sid = message.Sid,
            date_sent = message.Status is "sent" or "delivered" or "received" ? Rfc2822(message.Created) : null,
            date_created = Rfc2822(message.Created),
            error_code = message.ErrorCode,
            price_unit = (string?)"USD",
            api_version = "2010-04-01",
            subresource_uris = new { media = uri + "/Media.json" },
        };
    }

    public static object Number(string account, TwilioNumber number) => new
    {
        sid = PhoneNumberSid(number),
        account_sid = account,
        phone_number = number.Number,
        friendly_name = number.Number,
        voice_url = number.VoiceUrl?.AbsoluteUri ?? "",
        voice_method = number.VoiceMethod,
        voice_fallback_url = number.VoiceFallbackUrl?.AbsoluteUri ?? "",
        status_callback = number.StatusCallback?.AbsoluteUri ?? "",
        sms_url = number.SmsUrl?.AbsoluteUri ?? "",
        capabilities = new { voice = true, sms = number.Sms, mms = false },
        status = "in-use",
        api_version = "2010-04-01",
        uri = $"/2010-04-01/Accounts/{account}/IncomingPhoneNumbers/{PhoneNumberSid(number)}.json",
    };

    /// <summary>PN and the number's digits, so that it stays the same.</summary>
    private static string PhoneNumberSid(TwilioNumber number) => "PN" + number.Number.TrimStart('+').PadLeft(32, '0');
}

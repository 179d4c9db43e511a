namespace CallActors.Simulators.Twilio;

/// <summary>Something that the application did wrong, as Twilio's debugger shows it.</summary>
/// <param name="Code">Twilio's error code; <see cref="NotSimulated"/> for what Twilio has and the simulator has not.</param>
/// <param name="Sid">The call, stream or message that it is about; empty for a request that made none.</param>
public sealed record TwilioAlert(DateTimeOffset At, int Code, string What, string Sid)
{
    /// <summary>Twilio would do it; the simulator does not.</summary>
    public const int NotSimulated = 0;
}

/// <summary>Twilio's error codes that the simulator gives (twilio.com/docs/api/errors).</summary>
internal static class TwilioCodes
{
    public const int ConcurrencyExceeded = 10004;
    public const int InvalidUrlFormat = 11100;
    public const int WebhookFailed = 11200;
    public const int WebhookConnectFailed = 11205;
    public const int WebhookBadHost = 11210;
    public const int TwimlTooLarge = 11750;
    public const int BadXml = 12100;
    public const int SchemaWarning = 12200;
    public const int BadContentType = 12300;
    public const int StatusCallbackFailed = 15003;

    /// <summary>Stands for the refusals of a parameter's value whose codes are not published.</summary>
    public const int InvalidParameter = 20001;
    public const int Authenticate = 20003;
    public const int NotFound = 20404;
    public const int TooManyRequests = 20429;

    public const int NoTo = 21201;
    public const int InvalidUrl = 21205;
    public const int CallerNotVerified = 21210;
    public const int InvalidTo = 21211;
    public const int InvalidFrom = 21212;
    public const int NoFrom = 21213;
    public const int NotPermitted = 21215;
    public const int TrialUnverified = 21219;
    public const int CallNotInProgress = 21220;
    public const int NoBody = 21602;
    public const int NoMessageFrom = 21603;
    public const int NoMessageTo = 21604;
    public const int FromNotCapable = 21606;
    public const int TrialMessageUnverified = 21608;
    public const int InvalidStatusCallback = 21609;
    public const int OptedOut = 21610;
    public const int BodyTooLong = 21617;
    public const int TooManyMedia = 21623;
    public const int InvalidStatusCallbackEvent = 21626;
    public const int ChannelMismatch = 21910;

    public const int StreamConnectTimeout = 31901;
    public const int StreamBroken = 31903;
    public const int StreamHandshake = 31920;
    public const int StreamClosedByServer = 31921;
    public const int StreamOverflow = 31930;
    public const int StreamMalformed = 31950;
    public const int StreamBadPayload = 31951;

    public const int UnknownDestination = 30005;
    public const int OutsideWhatsAppWindow = 63016;
}

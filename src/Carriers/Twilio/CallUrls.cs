using CallActors.Contracts.Calls;

namespace CallActors.Carriers.Twilio;

/// <summary>The addresses that Twilio is given. Each names its call, which is how an order whose answer was lost is found again.</summary>
internal static class CallUrls
{
    public const string VoicePath = "/twiml";
    public const string TextPath = "/whatsapp";
    public const string MediaPath = "/media-stream";
    public const string CallParameter = "call";
    public const string TextParameter = "text";
    public const string TryParameter = "try";

    /// <summary>Names what the request is about; missing for the question what to do.</summary>
    public const string AboutParameter = "about";
    public const string Status = "status";
    public const string Machine = "machine";
    public const string Stream = "stream";

    public static string Voice(string publicUrl, CallId call) => $"{publicUrl}{VoicePath}?{CallParameter}={call}";

    /// <param name="attempt">How often the question what to do could not be answered.</param>
    public static string VoiceAgain(string publicUrl, CallId call, int attempt) => $"{Voice(publicUrl, call)}&{TryParameter}={attempt}";

    public static string About(string publicUrl, CallId call, string what) => $"{Voice(publicUrl, call)}&{AboutParameter}={what}";

    public static string Text(string publicUrl, string key) => $"{publicUrl}{TextPath}?{TextParameter}={Uri.EscapeDataString(key)}";

    /// <summary>Twilio takes wss alone; ws is for simulators on this machine.</summary>
    public static string Media(string publicUrl) =>
        (publicUrl.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? "ws://" + publicUrl[7..] : "wss://" + publicUrl[8..]) + MediaPath;
}

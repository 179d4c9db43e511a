namespace CallActors.Simulators.Twilio;

/// <summary>A verb of a TwiML document (twilio.com/docs/voice/twiml).</summary>
public abstract record TwimlVerb
{
    private TwimlVerb() { }

    /// <param name="Loop">0 for ever.</param>
    public sealed record Say(string Text, int Loop = 1) : TwimlVerb;

    /// <param name="Url">Relative to the document; empty when there are only digits.</param>
    /// <param name="Digits">Keys that are sent; w waits half a second.</param>
    public sealed record Play(string Url, string Digits = "", int Loop = 1) : TwimlVerb;

    public sealed record Pause(TimeSpan Length) : TwimlVerb;

    /// <param name="Action">Relative to the document; empty for the document itself.</param>
    /// <param name="Digits">How many digits end it; null for any number.</param>
    /// <param name="Prompts">What is said, played and paused meanwhile; a key ends it.</param>
    public sealed record Gather(
        string Action, string Method, TimeSpan Timeout, int? Digits, char? FinishOnKey, bool ActionOnEmptyResult, IReadOnlyList<TwimlVerb> Prompts) : TwimlVerb;

    /// <param name="Url">Relative to the document; empty for the document itself.</param>
    public sealed record Redirect(string Url, string Method = "POST") : TwimlVerb;

    /// <param name="Action">Asked when the stream is over; null goes on with the next verb.</param>
    public sealed record Connect(TwimlStream Stream, string? Action, string Method) : TwimlVerb;

    public sealed record Hangup : TwimlVerb;

    /// <param name="Busy">The caller hears that the line is engaged.</param>
    public sealed record Reject(bool Busy) : TwimlVerb;
}

/// <summary>A two-way media stream, as the document asks for it.</summary>
/// <param name="StatusCallback">Relative to the document; null when nobody is told.</param>
public sealed record TwimlStream(
    string Url, string Name, string? StatusCallback, string StatusCallbackMethod, IReadOnlyDictionary<string, string> Parameters);

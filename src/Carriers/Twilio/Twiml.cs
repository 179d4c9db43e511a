namespace CallActors.Carriers.Twilio;

/// <summary>A verb of TwiML, or a noun inside one. Attributes that are null are left to Twilio's default.</summary>
public abstract record TwimlVerb;

/// <summary>The verbs that are used, in Twilio's names.</summary>
public static class Twiml
{
    /// <summary>Hands the call's audio to a media stream, until the socket is closed from our side; then the next verb follows.</summary>
    /// <param name="Action">Asked, instead of the next verb, when the stream ends.</param>
    public sealed record Connect(Stream Stream, string? Action = null, string? Method = null) : TwimlVerb;

    /// <summary>A two-way media stream.</summary>
    /// <param name="Url"><c>wss:</c> without a query, which Twilio refuses (31920); what the socket must know goes into parameters.</param>
    /// <param name="Parameters">Name and value have 500 characters together at most.</param>
    public sealed record Stream(
        string Url,
        IReadOnlyList<KeyValuePair<string, string>> Parameters,
        string? Name = null,
        string? StatusCallback = null,
        string? StatusCallbackMethod = null) : TwimlVerb;

    /// <summary>Asks another address for what follows.</summary>
    public sealed record Redirect(string Url, string? Method = null) : TwimlVerb;

    /// <summary>Collects keys or words.</summary>
    /// <param name="Prompts">What is said meanwhile: <see cref="Say"/>, <see cref="Play"/>, <see cref="Pause"/>.</param>
    /// <param name="Timeout">Seconds without input until it gives up.</param>
    public sealed record Gather(
        IReadOnlyList<TwimlVerb> Prompts,
        string? Input = null,
        string? Action = null,
        string? Method = null,
        int? Timeout = null,
        string? SpeechTimeout = null,
        int? NumDigits = null,
        string? FinishOnKey = null,
        bool? BargeIn = null,
        bool? ActionOnEmptyResult = null,
        string? Language = null,
        string? Hints = null) : TwimlVerb;

    /// <summary>Says a text in one of Twilio's voices.</summary>
    public sealed record Say(string Text, string? Voice = null, string? Language = null, int? Loop = null) : TwimlVerb;

    /// <summary>Plays a file, or keys: digits with <c>w</c> for half a second.</summary>
    public sealed record Play(string Url = "", int? Loop = null, string? Digits = null) : TwimlVerb;

    /// <summary>Silence.</summary>
    /// <param name="Length">Seconds.</param>
    public sealed record Pause(int? Length = null) : TwimlVerb;

    public sealed record Hangup : TwimlVerb;

    /// <summary>Turns an inbound call away, which costs nothing when it is the first verb.</summary>
    /// <param name="Reason"><c>rejected</c> or <c>busy</c>.</param>
    public sealed record Reject(string? Reason = null) : TwimlVerb;

    /// <summary>Answers a text message.</summary>
    public sealed record Message(
        string Text, string? To = null, string? From = null, string? Action = null, string? Method = null, string? StatusCallback = null) : TwimlVerb;
}

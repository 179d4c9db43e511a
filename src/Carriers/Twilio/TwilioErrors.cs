namespace CallActors.Carriers.Twilio;

/// <summary>Twilio's error codes in sentences for the agent and its person: what happened and what to mend. Twilio's own messages are not
/// passed on: they hold numbers.</summary>
public static class TwilioErrors
{
    private static readonly Dictionary<int, string> Sentences = new()
    {
        [10001] = "The Twilio account is not active: see the Twilio console.",
        [11200] = "Twilio could not fetch what to do with the call: is the gateway's public URL right, and reachable from the internet?",
        [11205] = "Twilio could not connect to the gateway: is its public URL right, and reachable from the internet?",
        [11210] = "Twilio does not find the host of the gateway's public URL.",
        [12100] = "Twilio could not read the gateway's answer as XML: does a proxy in front of it change answers?",
        [12200] = "Twilio did not understand the gateway's answer: does a proxy in front of it change answers?",
        [12300] = "Twilio got an answer of the wrong content type: does a proxy in front of the gateway answer in its place?",
        [13224] = "Twilio does not call this number: it is not valid, or not one that may be called.",
        [13225] = "Twilio does not call this number: it is blocked for calls.",
        [13227] = NoPermission,
        [15003] = "The gateway refused Twilio's news of the call: does a proxy in front of it answer in its place?",
        [20001] = "Twilio found a parameter of the request wrong.",
        [20003] = "Twilio did not accept the account or its key: check the account SID and the auth token or API key.",
        [20005] = "The Twilio account is not active: see the Twilio console.",
        [20008] = "These are Twilio's test credentials: they place no calls. Use the account's live ones.",
        [20403] = "The Twilio key may not do this: give it the permission, or use the account's auth token.",
        [20404] = "Twilio does not know it: it is gone already, or the account SID is wrong.",
        [20429] = "Twilio gets too many requests from this account: try again in a moment.",
        [21201] = "There is no number to call.",
        [21205] = "Twilio does not accept the gateway's public URL: it must be an https address that the internet reaches.",
        [21210] = NotOurs,
        [21211] = NotANumber,
        [21212] = "The number to call from is not valid: set a number of the Twilio account, in international form.",
        [21214] = "This number cannot be reached from the Twilio account.",
        [21215] = NoPermission,
        [21216] = "Twilio does not call this number: it is blocked for this account.",
        [21217] = NotANumber,
        [21219] = "A Twilio trial account calls verified numbers only: verify this number in the Twilio console, or upgrade the account.",
        [21220] = "The call is over already.",
        [21266] = "The number to call and the number to call from are the same.",
        [21408] = "The Twilio account may not send texts to this region: allow it in the console's messaging geographic permissions.",
        [21602] = "The text is empty.",
        [21606] = "The number to send from cannot send texts: set one of the Twilio account that can.",
        [21608] = "A Twilio trial account writes to verified numbers only: verify this number in the Twilio console, or upgrade the account.",
        [21610] = "The person has opted out of texts from this number: they must text START to it first.",
        [21611] = "Too many texts from this number wait at Twilio: try again later.",
        [21612] = "This number cannot be reached by text from the number that is set.",
        [21614] = "This number takes no texts: it is not a mobile number.",
        [21617] = "The text is too long: 1,600 characters at most.",
        [21659] = "The number to send from is not one of the Twilio account.",
        [30001] = "Too many texts wait at Twilio: try again later.",
        [30002] = "The Twilio account was suspended: see the Twilio console.",
        [30003] = "The phone could not be reached: it is off, or has no reception.",
        [30004] = "The phone or its operator blocks texts from this number.",
        [30005] = "The number to write to does not exist, or is out of service.",
        [30006] = "This number takes no texts: it is a landline, or its operator cannot be reached.",
        [30007] = "The operator filtered the text as unwanted.",
        [30008] = "The text was not delivered, for a reason that the operator does not say.",
        [30034] = "US operators block texts from numbers that are not registered for 10DLC: register it in the Twilio console.",
        [31901] = "Twilio could not connect to the gateway's media socket in time: is wss reachable at its public URL?",
        [31903] = "The connection of the call's audio broke.",
        [31920] = "Twilio could not open the gateway's media socket: does the proxy in front of it pass WebSockets on?",
        [31921] = "The gateway closed the call's media socket.",
        [31924] = "The call's media socket broke the WebSocket protocol: does a proxy in front of the gateway change it?",
        [31930] = "Too much audio waited at Twilio, which dropped some.",
        [31941] = "Twilio does not know the audio track that was asked for.",
        [31950] = "Twilio did not understand a message on the media socket.",
        [31951] = "Twilio did not understand the audio on the media socket.",
        [63003] = "The person cannot be reached on WhatsApp at this number.",
        [63007] = "The WhatsApp sender is not one of the Twilio account.",
        [63015] = "The person must join the WhatsApp sandbox first, by the message that the Twilio console shows.",
        [63016] = "WhatsApp allows free text only within 24 hours of the person's last message: they must write first.",
        [63018] = "WhatsApp gets too many messages from this sender: try again later.",
        [63024] = "The person cannot be reached on WhatsApp at this number.",
    };

    private const string NoPermission = "The Twilio account may not call this region: allow it in the console's voice geographic permissions.";
    private const string NotOurs = "The number to call from is not one of the Twilio account, nor verified for it.";
    private const string NotANumber = "The number to call is not valid: it must be in international form, a plus sign and digits.";

    /// <summary>The codes that have a sentence of their own.</summary>
    public static IReadOnlyCollection<int> Known => Sentences.Keys;

    /// <summary>What a code of Twilio's means.</summary>
    public static string Describe(int code) =>
        Sentences.TryGetValue(code, out var sentence) ? sentence : $"Twilio refused it with error {code}: twilio.com/docs/api/errors/{code} says why.";

    /// <summary>What an answer means that bears no code of Twilio's.</summary>
    /// <param name="status">HTTP status.</param>
    public static string DescribeStatus(int status) => status switch
    {
        401 or 403 => Sentences[20003],
        404 => Sentences[20404],
        429 => Sentences[20429],
        >= 500 => $"Twilio has a fault of its own (HTTP {status}): try again later.",
        _ => $"Twilio answered with HTTP {status}, and not why.",
    };
}

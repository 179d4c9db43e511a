using System.Globalization;
using System.Text.RegularExpressions;

namespace CallActors.Simulators.Twilio;

/// <summary>Checks what a request asks of a call, in Twilio's order.</summary>
internal sealed partial class CallRequest(TwilioSimulator twilio, RestForm form)
{
    private const int MaxTwiml = 4000;
    private const int MaxSendDigits = 32;

    private static readonly string[] Events = ["initiated", "ringing", "answered", "completed"];

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "To", "From", "Url", "Method", "Twiml", "FallbackUrl", "FallbackMethod", "StatusCallback", "StatusCallbackMethod", "StatusCallbackEvent", "Timeout", "TimeLimit",
        "SendDigits", "MachineDetection", "MachineDetectionTimeout", "MachineDetectionSpeechThreshold", "MachineDetectionSpeechEndThreshold",
        "MachineDetectionSilenceTimeout", "AsyncAmd", "AsyncAmdStatusCallback", "AsyncAmdStatusCallbackMethod", "CallReason",
    };

    public static bool IsNumber(string text) => E164().IsMatch(text);

    /// <summary>The first thing that is wrong with what was read; null when nothing is.</summary>
    public RestError? Error { get; private set; }

    /// <summary>A new call; null when <see cref="Error"/> says what is wrong.</summary>
    public CallOrder? Order()
    {
        Error = Numbers();
        var document = Document();
        var fetch = document as Instruction.Fetch;
        var order = new CallOrder
        {
            To = form["To"] ?? "",
            From = form["From"] ?? "",
            Direction = "outbound-api",
            Url = fetch?.Url,
            Method = fetch?.Method ?? "POST",
            Twiml = (document as Instruction.Inline)?.Twiml,
            FallbackUrl = Url("FallbackUrl"),
            FallbackMethod = Method("FallbackMethod"),
            StatusCallback = Url("StatusCallback", TwilioCodes.InvalidStatusCallback),
            StatusCallbackMethod = Method("StatusCallbackMethod"),
            Timeout = Seconds("Timeout", 60, 1, 600),
            TimeLimit = Seconds("TimeLimit", 4 * 3600, 1, 24 * 3600),
            SendDigits = SendDigits(),
            Detection = Detection(),
        };
        if (Error is not null) return null;
        foreach (var field in form.Keys.Where(field => !Known.Contains(field))) twilio.Alert(TwilioAlert.NotSimulated, $"the parameter {field} of a call", "");
        return order with { StatusCallbackEvents = StatusCallbackEvents() };
    }

    /// <summary>Where the document comes from: Url, else Twiml.</summary>
    public Instruction? Document()
    {
        if (form["ApplicationSid"] is not null) Refuse(TwilioCodes.InvalidParameter, "ApplicationSid is not simulated");
        var (url, method, twiml) = (Url("Url"), Method("Method"), form["Twiml"]);
        if (url is not null) return new Instruction.Fetch(url, method, [], Url("FallbackUrl"), Method("FallbackMethod"));
        if (twiml is null) Refuse(TwilioCodes.InvalidUrl, "Url parameter is required");
        else if (twiml.Length > MaxTwiml) Refuse(TwilioCodes.InvalidParameter, $"Twiml must be {MaxTwiml} characters or less");
        return twiml is null ? null : new Instruction.Inline(twiml);
    }

    /// <summary>An URL, if it is given.</summary>
    public Uri? Url(string name, int code = TwilioCodes.InvalidUrl)
    {
        if (form[name] is not { } text) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https") return url;
        Refuse(code, $"{name} is not a valid URL: {text}");
        return null;
    }

    /// <summary>GET, or POST as it is when it is not given.</summary>
    public string Method(string name)
    {
        var method = form[name] ?? "POST";
        if (method is not ("GET" or "POST")) RefuseValue(name);
        return method;
    }

    private RestError? Numbers()
    {
        var options = twilio.Options;
        if (form["To"] is not { } to) return new RestError(400, TwilioCodes.NoTo, "No 'To' number is specified");
        if (form["From"] is not { } from) return new RestError(400, TwilioCodes.NoFrom, "No 'From' number is specified");
        if (!IsNumber(to)) return new RestError(400, TwilioCodes.InvalidTo, $"The phone number you are attempting to call, {to}, is not valid.");
        if (!IsNumber(from)) return new RestError(400, TwilioCodes.InvalidFrom, $"The phone number provided as 'From', {from}, is not valid.");
        if (options.Numbers.All(number => number.Number != from) && !options.VerifiedNumbers.Contains(from))
        {
            return new RestError(400, TwilioCodes.CallerNotVerified,
                $"The source phone number provided, {from}, is not yet verified for your account. You may only make calls from phone numbers that you've verified or purchased from Twilio.");
        }
        if (options.Trial && !options.VerifiedNumbers.Contains(to))
            return new RestError(400, TwilioCodes.TrialUnverified, $"The number {to} is unverified. Trial accounts may only make calls to verified numbers.");
        if (options.NotPermitted.Any(prefix => to.StartsWith(prefix, StringComparison.Ordinal)))
            return new RestError(400, TwilioCodes.NotPermitted, $"Account not authorized to call {to}. Perhaps you need to enable some international permissions.");
        return null;
    }

    private MachineDetection? Detection()
    {
        if (form["MachineDetection"] is not { } mode) return null;
        if (mode is not ("Enable" or "DetectMessageEnd")) RefuseValue("MachineDetection");
        if (form["AsyncAmd"] is not (null or "true" or "false")) RefuseValue("AsyncAmd");
        Number("MachineDetectionSpeechThreshold", 2400, 1000, 6000);
        Number("MachineDetectionSpeechEndThreshold", 1200, 500, 5000);
        Number("MachineDetectionSilenceTimeout", 5000, 2000, 10000);
        return new MachineDetection(
            mode == "DetectMessageEnd", form["AsyncAmd"] == "true", Seconds("MachineDetectionTimeout", 30, 3, 59), Url("AsyncAmdStatusCallback"), Method("AsyncAmdStatusCallbackMethod"));
    }

    private string SendDigits()
    {
        var digits = form["SendDigits"] ?? "";
        if (digits.Length > MaxSendDigits || !digits.All("0123456789*#wW".Contains)) RefuseValue("SendDigits");
        return digits;
    }

    /// <summary>Twilio takes the call all the same when an event is not one, and warns of it: several in one value are such.</summary>
    private HashSet<string> StatusCallbackEvents()
    {
        var asked = form.All("StatusCallbackEvent");
        if (asked.Count == 0) return ["completed"];
        if (asked.Any(name => !Events.Contains(name))) twilio.Alert(TwilioCodes.InvalidStatusCallbackEvent, "StatusCallbackEvent is initiated, ringing, answered or completed, once for each", "");
        return [.. asked.Where(Events.Contains)];
    }

    private TimeSpan Seconds(string name, int other, int least, int most) => TimeSpan.FromSeconds(Number(name, other, least, most));

    private int Number(string name, int other, int least, int most)
    {
        if (form[name] is not { } text) return other;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        RefuseValue(name);
        return other;
    }

    private void RefuseValue(string name) => Refuse(TwilioCodes.InvalidParameter, $"Invalid parameter: {name}");

    private void Refuse(int code, string message) => Error ??= new RestError(400, code, message);

    [GeneratedRegex(@"^\+[1-9][0-9]{6,14}$", RegexOptions.CultureInvariant)]
    private static partial Regex E164();
}

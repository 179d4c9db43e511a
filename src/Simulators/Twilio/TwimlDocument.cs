using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace CallActors.Simulators.Twilio;

/// <summary>Not a document that Twilio executes.</summary>
internal sealed class TwimlException(int code, string message) : Exception(message)
{
    public int Code => code;
}

/// <summary>Reads TwiML. What Twilio only warns of (verbs and attributes that it does not know, values out of range) is told and left out.</summary>
internal sealed class TwimlDocument
{
    private const int MaxParameterLength = 500;

    private static readonly string[] NotSimulated =
        ["Dial", "Record", "Enqueue", "Start", "Stop", "Leave", "Pay", "Prompt", "Refer", "Queue", "Echo", "Sms", "ConversationRelay"];

    private readonly Action<int, string> _alert;

    private TwimlDocument(Action<int, string> alert) => _alert = alert;

    /// <exception cref="TwimlException">It is not XML, or not a Response.</exception>
    public static IReadOnlyList<TwimlVerb> Read(string xml, Action<int, string> alert)
    {
        var verbs = new TwimlDocument(alert).Verbs(Root(xml));
        if (verbs.Skip(1).Any(verb => verb is TwimlVerb.Reject)) alert(TwilioCodes.SchemaWarning, "Reject is not the first verb");
        return verbs;
    }

    /// <summary>The document's root.</summary>
    /// <exception cref="TwimlException">It is not XML, or not a Response.</exception>
    public static XElement Root(string xml)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            var root = XDocument.Load(reader).Root!;
            return root.Name == "Response" ? root : throw new TwimlException(TwilioCodes.BadXml, $"the root is {root.Name.LocalName}, not Response");
        }
        catch (XmlException malformed)
        {
            throw new TwimlException(TwilioCodes.BadXml, $"the document is not XML: line {malformed.LineNumber}, position {malformed.LinePosition}");
        }
    }

    private List<TwimlVerb> Verbs(XElement parent)
    {
        if (parent.Nodes().OfType<XText>().Any(text => !string.IsNullOrWhiteSpace(text.Value))) Warn($"{parent.Name} has text beside its verbs");
        return [.. parent.Elements().Select(Verb).OfType<TwimlVerb>()];
    }

    private TwimlVerb? Verb(XElement verb)
    {
        switch (verb.Name.ToString())
        {
            case "Say":
                Known(verb, "voice", "language", "loop");
                return new TwimlVerb.Say(verb.Value.Trim(), Number(verb, "loop", 1, 0, 1000));
            case "Play":
                Known(verb, "loop", "digits");
                return new TwimlVerb.Play(verb.Value.Trim(), Text(verb, "digits", ""), Number(verb, "loop", 1, 0, 1000));
            case "Pause":
                Known(verb, "length");
                return new TwimlVerb.Pause(TimeSpan.FromSeconds(Number(verb, "length", 1, 0, 3600)));
            case "Hangup":
                Known(verb);
                return new TwimlVerb.Hangup();
            case "Reject":
                Known(verb, "reason");
                return new TwimlVerb.Reject(OneOf(verb, "reason", "rejected", "busy") == "busy");
            case "Redirect":
                Known(verb, "method");
                return new TwimlVerb.Redirect(verb.Value.Trim(), OneOf(verb, "method", "POST", "GET"));
            case "Gather":
                return Gather(verb);
            case "Connect":
                return Connect(verb);
            case var name when NotSimulated.Contains(name):
                _alert(TwilioAlert.NotSimulated, $"the verb {name}");
                return null;
            default:
                Warn($"there is no verb {verb.Name}");
                return null;
        }
    }

    private TwimlVerb.Gather Gather(XElement verb)
    {
        Known(
            verb, "input", "action", "method", "timeout", "speechTimeout", "numDigits", "finishOnKey", "bargeIn", "actionOnEmptyResult", "language", "hints",
            "speechModel", "enhanced", "profanityFilter", "maxSpeechTime", "partialResultCallback", "partialResultCallbackMethod");
        if (Text(verb, "input", "dtmf").Contains("speech", StringComparison.Ordinal)) _alert(TwilioAlert.NotSimulated, "Gather of speech");
        var prompts = Verbs(verb);
        if (prompts.Any(prompt => prompt is not (TwimlVerb.Say or TwimlVerb.Play or TwimlVerb.Pause))) Warn("Gather takes Say, Play and Pause");
        var finish = Text(verb, "finishOnKey", "#");
        if (finish.Length > 1 || (finish.Length == 1 && !"0123456789*#".Contains(finish[0]))) Warn("finishOnKey is one key");
        return new TwimlVerb.Gather(
            Text(verb, "action", ""), OneOf(verb, "method", "POST", "GET"), TimeSpan.FromSeconds(Number(verb, "timeout", 5, 1, 3600)),
            verb.Attribute("numDigits") is null ? null : Number(verb, "numDigits", 1, 1, 1000), finish.Length == 1 ? finish[0] : null,
            OneOf(verb, "actionOnEmptyResult", "false", "true") == "true", [.. prompts.Where(prompt => prompt is TwimlVerb.Say or TwimlVerb.Play or TwimlVerb.Pause)]);
    }

    private TwimlVerb.Connect? Connect(XElement verb)
    {
        Known(verb, "action", "method");
        if (verb.Elements().ToArray() is not [{ Name.LocalName: "Stream" } stream])
        {
            Warn("Connect takes one Stream here");
            return null;
        }
        Known(stream, "url", "name", "track", "statusCallback", "statusCallbackMethod");
        if (stream.Attribute("track") is { Value: not "inbound_track" }) Warn("a stream of Connect carries the inbound track only");
        if (stream.Attribute("url") is null) Warn("Stream has no url");
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in stream.Elements())
        {
            if (parameter is not { Name.LocalName: "Parameter" } || parameter.Attribute("name") is not { Value.Length: > 0 } name || parameter.Attribute("value") is not { } value)
                Warn("Stream takes Parameters with name and value");
            else if (name.Value.Length + value.Value.Length > MaxParameterLength) Warn($"a Parameter is longer than {MaxParameterLength} characters");
            else if (!parameters.TryAdd(name.Value, value.Value)) Warn("two Parameters have one name");
            else Known(parameter, "name", "value");
        }
        return new TwimlVerb.Connect(
            new TwimlStream(Text(stream, "url", ""), Text(stream, "name", ""), stream.Attribute("statusCallback")?.Value, OneOf(stream, "statusCallbackMethod", "POST", "GET"), parameters),
            verb.Attribute("action")?.Value, OneOf(verb, "method", "POST", "GET"));
    }

    private void Known(XElement element, params ReadOnlySpan<string> names)
    {
        foreach (var attribute in element.Attributes())
            if (!names.Contains(attribute.Name.ToString())) Warn($"{element.Name} has no attribute {attribute.Name}");
    }

    private static string Text(XElement element, string name, string other) => element.Attribute(name)?.Value ?? other;

    private string OneOf(XElement element, string name, string first, string second)
    {
        var value = Text(element, name, first);
        if (value == first || value == second) return value;
        Warn($"{name} of {element.Name} is {first} or {second}");
        return first;
    }

    private int Number(XElement element, string name, int other, int least, int most)
    {
        if (element.Attribute(name) is not { } attribute) return other;
        if (int.TryParse(attribute.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        Warn($"{name} of {element.Name} is a number from {least} to {most}");
        return other;
    }

    private void Warn(string what) => _alert(TwilioCodes.SchemaWarning, what);
}

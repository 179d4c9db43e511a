using System.Globalization;
using System.Text;

namespace CallActors.Carriers.Twilio;

/// <summary>Writes TwiML, byte for byte as Twilio's own library does. Characters that XML 1.0 cannot hold are left out.</summary>
public static class TwimlWriter
{
    /// <summary>The content type of an answer.</summary>
    public const string ContentType = "text/xml; charset=utf-8";

    private const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

    /// <summary>A whole document.</summary>
    public static string Write(params ReadOnlySpan<TwimlVerb> verbs)
    {
        var xml = new StringBuilder(Declaration);
        using (var response = new Element(xml, "Response"))
            foreach (var verb in verbs) Write(response, verb);
        return xml.ToString();
    }

    private static void Write(Element parent, TwimlVerb verb)
    {
        switch (verb)
        {
            case Twiml.Connect v: Write(parent, v); break;
            case Twiml.Stream v: Write(parent, v); break;
            case Twiml.Gather v: Write(parent, v); break;
            case Twiml.Redirect v:
                using (var e = parent.Child("Redirect")) e.Attribute("method", v.Method).Text(v.Url);
                break;
            case Twiml.Say v:
                using (var e = parent.Child("Say")) e.Attribute("voice", v.Voice).Attribute("language", v.Language).Attribute("loop", v.Loop).Text(v.Text);
                break;
            case Twiml.Play v:
                using (var e = parent.Child("Play")) e.Attribute("loop", v.Loop).Attribute("digits", v.Digits).Text(v.Url);
                break;
            case Twiml.Pause v:
                using (var e = parent.Child("Pause")) e.Attribute("length", v.Length);
                break;
            case Twiml.Hangup:
                parent.Child("Hangup").Dispose();
                break;
            case Twiml.Reject v:
                using (var e = parent.Child("Reject")) e.Attribute("reason", v.Reason);
                break;
            case Twiml.Message v:
                using (var e = parent.Child("Message"))
                    e.Attribute("to", v.To).Attribute("from", v.From).Attribute("action", v.Action).Attribute("method", v.Method)
                        .Attribute("statusCallback", v.StatusCallback).Text(v.Text);
                break;
            default:
                throw new ArgumentException($"{verb.GetType().Name} is no verb of TwiML.", nameof(verb));
        }
    }

    private static void Write(Element parent, Twiml.Connect verb)
    {
        using var connect = parent.Child("Connect");
        connect.Attribute("action", verb.Action).Attribute("method", verb.Method);
        Write(connect, verb.Stream);
    }

    private static void Write(Element parent, Twiml.Stream verb)
    {
        using var stream = parent.Child("Stream");
        stream.Attribute("url", verb.Url).Attribute("name", verb.Name)
            .Attribute("statusCallback", verb.StatusCallback).Attribute("statusCallbackMethod", verb.StatusCallbackMethod);
        foreach (var (name, value) in verb.Parameters)
        {
            using var parameter = stream.Child("Parameter");
            parameter.Attribute("name", name).Attribute("value", value);
        }
    }

    private static void Write(Element parent, Twiml.Gather verb)
    {
        using var gather = parent.Child("Gather");
        gather.Attribute("input", verb.Input).Attribute("action", verb.Action).Attribute("method", verb.Method).Attribute("timeout", verb.Timeout)
            .Attribute("speechTimeout", verb.SpeechTimeout).Attribute("numDigits", verb.NumDigits).Attribute("finishOnKey", verb.FinishOnKey)
            .Attribute("bargeIn", verb.BargeIn).Attribute("actionOnEmptyResult", verb.ActionOnEmptyResult)
            .Attribute("language", verb.Language).Attribute("hints", verb.Hints);
        foreach (var prompt in verb.Prompts) Write(gather, prompt);
    }

    /// <summary>An element while it is written. Attributes come before text and children.</summary>
    private sealed class Element : IDisposable
    {
        private readonly StringBuilder _xml;
        private readonly string _name;
        private bool _open;

        public Element(StringBuilder xml, string name)
        {
            _xml = xml;
            _name = name;
            xml.Append('<').Append(name);
        }

        public Element Child(string name)
        {
            Open();
            return new Element(_xml, name);
        }

        public Element Attribute(string name, string? value)
        {
            if (value is null) return this;
            _xml.Append(' ').Append(name).Append("=\"");
            Append(value, inAttribute: true);
            _xml.Append('"');
            return this;
        }

        public Element Attribute(string name, int? value) => Attribute(name, value?.ToString(CultureInfo.InvariantCulture));

        public Element Attribute(string name, bool? value) => Attribute(name, value switch { true => "true", false => "false", null => null });

        public void Text(string text)
        {
            if (text.Length == 0) return;
            Open();
            Append(text, inAttribute: false);
        }

        public void Dispose()
        {
            if (_open) _xml.Append("</").Append(_name).Append('>');
            else _xml.Append("/>");
        }

        private void Open()
        {
            if (!_open) _xml.Append('>');
            _open = true;
        }

        private void Append(string text, bool inAttribute)
        {
            for (var i = 0; i < text.Length; i++)
            {
                var c = text[i];
                if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) _xml.Append(c).Append(text[++i]);
                else if (Escape(c, inAttribute) is { } escape) _xml.Append(escape);
                else if (IsLegal(c)) _xml.Append(c);
            }
        }

        private static string? Escape(char c, bool inAttribute) => c switch
        {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' when !inAttribute => "&gt;",
            '"' when inAttribute => "&quot;",
            '\t' when inAttribute => "&#x9;",
            '\n' when inAttribute => "&#xA;",
            '\r' => "&#xD;",
            _ => null,
        };

        private static bool IsLegal(char c) => c is '\t' or '\n' or '\r' or >= ' ' and not ('\uFFFE' or '\uFFFF') && !char.IsSurrogate(c);
    }
}

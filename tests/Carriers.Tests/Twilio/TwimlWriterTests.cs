using System.Text.Json;
using CallActors.Carriers.Twilio;

namespace CallActors.Carriers.Tests.Twilio;

public sealed class TwimlWriterTests
{
    private const string Head = """<?xml version="1.0" encoding="UTF-8"?>""";

    [Fact]
    public void A_stream_with_parameters_and_a_redirect_behind_it()
    {
        var written = TwimlWriter.Write(
            new Twiml.Connect(new Twiml.Stream("wss://host/media-stream", [new("callId", "call-1"), new("token", "a&b<\"c\">'")])),
            new Twiml.Redirect("https://host/twiml?call=call-1&again=1", "POST"));
        Assert.Equal(
            Head + """<Response><Connect><Stream url="wss://host/media-stream"><Parameter name="callId" value="call-1"/><Parameter name="token" """
            + """value="a&amp;b&lt;&quot;c&quot;>'"/></Stream></Connect><Redirect method="POST">https://host/twiml?call=call-1&amp;again=1</Redirect></Response>""",
            written);
    }

    [Fact]
    public void The_small_verbs()
    {
        Assert.Equal(Head + "<Response/>", TwimlWriter.Write());
        Assert.Equal(Head + "<Response><Hangup/></Response>", TwimlWriter.Write(new Twiml.Hangup()));
        Assert.Equal(Head + """<Response><Reject/></Response>""", TwimlWriter.Write(new Twiml.Reject()));
        Assert.Equal(Head + """<Response><Reject reason="busy"/></Response>""", TwimlWriter.Write(new Twiml.Reject("busy")));
        Assert.Equal(Head + """<Response><Pause length="2"/><Hangup/></Response>""", TwimlWriter.Write(new Twiml.Pause(2), new Twiml.Hangup()));
        Assert.Equal(Head + """<Response><Message>hello &lt;b&gt;</Message></Response>""", TwimlWriter.Write(new Twiml.Message("hello <b>")));
    }

    [Fact]
    public void What_XML_cannot_hold_is_left_out()
    {
        Assert.Equal(
            Head + """<Response><Say voice="v">a😀b</Say></Response>""",
            TwimlWriter.Write(new Twiml.Say("\0a\uD83D\uDE00\u000B\uFFFE\uD800b\uDC00", Voice: "\u0001v\uDFFF")));
    }

    [OracleFact]
    public async Task Twilios_own_package_writes_random_documents_byte_for_byte_the_same()
    {
        var random = new Random(20261121);
        var documents = Enumerable.Range(0, 1500).Select(_ => Document(random)).ToArray();
        var asked = documents.Select(d => d.Select(Described).ToArray()).ToArray();
        var written = JsonDocument.Parse(await Oracle.AskAsync("twilio-twiml.mjs", JsonSerializer.Serialize(asked))).RootElement;
        for (var i = 0; i < documents.Length; i++) Assert.Equal(written[i].GetString(), TwimlWriter.Write(documents[i]));
    }

    private static TwimlVerb[] Document(Random random) => random.Next(6) == 0
        ? [new Twiml.Message(Text(random), Maybe(random), Maybe(random), Maybe(random), Maybe(random), Maybe(random))]
        : Enumerable.Range(0, random.Next(5)).Select(_ => Verb(random)).ToArray();

    private static TwimlVerb Verb(Random random) => random.Next(8) switch
    {
        0 => new Twiml.Connect(new Twiml.Stream(
            Text(random),
            Enumerable.Range(0, random.Next(4)).Select(_ => KeyValuePair.Create(Text(random), Text(random))).ToArray(),
            Maybe(random), Maybe(random), Maybe(random)), Maybe(random), Maybe(random)),
        1 => new Twiml.Redirect(Text(random), Maybe(random)),
        2 => new Twiml.Gather(
            Enumerable.Range(0, random.Next(4)).Select(_ => Prompt(random)).ToArray(), Maybe(random), Maybe(random), Maybe(random), Number(random),
            Maybe(random), Number(random), Maybe(random), Flag(random), Flag(random), Maybe(random), Maybe(random)),
        3 => new Twiml.Hangup(),
        4 => new Twiml.Reject(Maybe(random)),
        _ => Prompt(random),
    };

    private static TwimlVerb Prompt(Random random) => random.Next(3) switch
    {
        0 => new Twiml.Say(Text(random), Maybe(random), Maybe(random), Number(random)),
        1 => new Twiml.Play(Text(random), Number(random), Maybe(random)),
        _ => new Twiml.Pause(Number(random)),
    };

    /// <summary>A verb as the script reads it.</summary>
    private static object Described(TwimlVerb verb) => verb switch
    {
        Twiml.Connect v => Element("connect", [], null, [v.Stream], ("action", v.Action), ("method", v.Method)),
        Twiml.Stream v => Element("stream", v.Parameters.Select(p => Element("parameter", [], null, [], ("name", p.Key), ("value", p.Value))), null, [],
            ("url", v.Url), ("name", v.Name), ("statusCallback", v.StatusCallback), ("statusCallbackMethod", v.StatusCallbackMethod)),
        Twiml.Redirect v => Element("redirect", [], v.Url, [], ("method", v.Method)),
        Twiml.Gather v => Element("gather", [], null, v.Prompts,
            ("input", v.Input), ("action", v.Action), ("method", v.Method), ("timeout", v.Timeout), ("speechTimeout", v.SpeechTimeout),
            ("numDigits", v.NumDigits), ("finishOnKey", v.FinishOnKey), ("bargeIn", v.BargeIn), ("actionOnEmptyResult", v.ActionOnEmptyResult),
            ("language", v.Language), ("hints", v.Hints)),
        Twiml.Say v => Element("say", [], v.Text, [], ("voice", v.Voice), ("language", v.Language), ("loop", v.Loop)),
        Twiml.Play v => Element("play", [], v.Url, [], ("loop", v.Loop), ("digits", v.Digits)),
        Twiml.Pause v => Element("pause", [], null, [], ("length", v.Length)),
        Twiml.Hangup => Element("hangup", [], null, []),
        Twiml.Reject v => Element("reject", [], null, [], ("reason", v.Reason)),
        Twiml.Message v => Element("message", [], v.Text, [],
            ("to", v.To), ("from", v.From), ("action", v.Action), ("method", v.Method), ("statusCallback", v.StatusCallback)),
        _ => throw new InvalidOperationException(verb.GetType().Name),
    };

    private static object Element(
        string verb, IEnumerable<object> described, string? text, IEnumerable<TwimlVerb> children, params (string Name, object? Value)[] attributes) => new
        {
            verb,
            text,
            attributes = attributes.Where(a => a.Value is not null).ToDictionary(a => a.Name, a => a.Value),
            children = described.Concat(children.Select(Described)).ToArray(),
        };

    private static string Text(Random random)
    {
        string[] pieces = ["a", "Hello, world.", "&", "<", ">", "\"", "'", "\n", "\r", "\t", "é", "☎", "😀", "&amp;", "]]>", " ", "wss://h/p?a=1&b=2"];
        return string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => pieces[random.Next(pieces.Length)]));
    }

    private static string? Maybe(Random random) => random.Next(2) == 0 ? null : Text(random);

    private static int? Number(Random random) => random.Next(2) == 0 ? null : random.Next(100);

    private static bool? Flag(Random random) => random.Next(3) switch { 0 => null, 1 => true, _ => false };
}

using System.Text.Json;
using System.Text.RegularExpressions;
using CallActors.McpEdge.Gateway;

namespace CallActors.McpEdge.Tools;

/// <summary>An argument that was looked at: usable, or refused with a mend.</summary>
internal readonly record struct Checked<T>(T? Value, string? Refusal)
{
    public static implicit operator Checked<T>(T value) => new(value, null);

    public static Checked<T> Refused(string mend) => new(default, mend);
}

/// <summary>Checks what an agent gives a phone tool before it goes to the gateway.</summary>
internal static partial class SpokenArguments
{
    private const int LongestMessage = 16_384;
    private const int LongestLine = 200;
    private const int LongestCallee = 256;
    private const int LongestText = 1600;
    private const double LeastWait = 1;
    private const double MostWait = 3600;
    private const int FewestChoices = 2;
    private const int MostChoices = 20;
    private const int LongestChoice = 60;
    private const string ExpectMend =
        "expect is \"open\", \"yes-no\", \"digits\" or {\"oneOf\": [\"first choice\", \"second choice\"]} with 2 to 20 choices of at most 60 characters. Leave it out when any answer will do.";

    public static Checked<string> CallId(string text) =>
        CallIdPattern().IsMatch(text.Trim())
            ? text.Trim()
            : Checked<string>.Refused("call_id is not the id of a call. It looks like call-0123456789abcdefghjkmnpqrs, as initiate_call returned it; call_status without arguments lists the calls.");

    public static Checked<string> Message(string text) => text.Trim().Length switch
    {
        0 => Checked<string>.Refused("message is empty. Say what is to be spoken."),
        > LongestMessage => Checked<string>.Refused($"message is longer than {LongestMessage:N0} characters. Nobody listens that long: say the gist in a few sentences."),
        _ => text.Trim(),
    };

    public static Checked<string> Line(string text) => text.Trim().Length switch
    {
        0 => Checked<string>.Refused("line is empty. Say in a few words how the work goes."),
        > LongestLine => Checked<string>.Refused($"line is longer than {LongestLine} characters. Say in a few words how the work goes; use speak_to_user for more."),
        _ => text.Trim(),
    };

    /// <summary>A message that is read and not heard.</summary>
    public static Checked<string> Text(string text) => text.Trim().Length switch
    {
        0 => Checked<string>.Refused("message is empty. Say what is to be sent."),
        > LongestText => Checked<string>.Refused($"message is longer than {LongestText:N0} characters. Send the gist, and offer the rest."),
        _ => text.Trim(),
    };

    public static Checked<string> Recipient(string? text) => text?.Trim() switch
    {
        null => new Checked<string>(null, null),
        { Length: > 0 and <= LongestCallee } to => to,
        _ => Checked<string>.Refused("to is not somebody who can be written to. It is a name of the gateway's list or a number such as +15551234567; leave it out to write to the person whom the gateway is set up for."),
    };

    public static Checked<double?> Wait(double? seconds) =>
        seconds is < LeastWait or > MostWait
            ? Checked<double?>.Refused($"wait_seconds is not a time to wait. It is {LeastWait} to {MostWait:N0} seconds; leave it out for three minutes.")
            : new Checked<double?>(seconds, null);

    public static Checked<string> Callee(string? text) => text?.Trim() switch
    {
        null => new Checked<string>(null, null),
        { Length: > 0 and <= LongestCallee } to => to,
        _ => Checked<string>.Refused("to is not somebody who can be called. It is a number such as +15551234567, or softphone; leave it out to ring the person whom the gateway is set up for."),
    };

    /// <summary>The expectation as the gateway reads it; no value when none was given.</summary>
    public static Checked<JsonElement?> Expect(JsonElement? given)
    {
        if (given is not { } expect) return new Checked<JsonElement?>(null, null);
        if (expect.ValueKind == JsonValueKind.String)
        {
            var text = expect.GetString()!.Trim();
            if (text is "open" or "yes-no" or "digits") return new Checked<JsonElement?>(Json(text), null);
            // Some models write a structured argument as a string of JSON.
            return text.StartsWith('{') && Parsed(text) is { } parsed ? Expect(parsed) : Checked<JsonElement?>.Refused(ExpectMend);
        }
        return Choices(expect) is { Count: >= FewestChoices and <= MostChoices } choices
            && choices.All(choice => choice.Length is > 0 and <= LongestChoice)
            ? new Checked<JsonElement?>(JsonSerializer.SerializeToElement(new ChoiceExpectation(choices), GatewayJson.Default.ChoiceExpectation), null)
            : Checked<JsonElement?>.Refused(ExpectMend);
    }

    private static List<string>? Choices(JsonElement expect) =>
        expect.ValueKind == JsonValueKind.Object
        && expect.TryGetProperty("oneOf", out var choices)
        && choices.ValueKind == JsonValueKind.Array
        && choices.EnumerateArray().All(choice => choice.ValueKind == JsonValueKind.String)
            ? [.. choices.EnumerateArray().Select(choice => choice.GetString()!.Trim())]
            : null;

    private static JsonElement Json(string word) => JsonElement.Parse($"\"{word}\"");

    private static JsonElement? Parsed(string text)
    {
        try
        {
            return JsonElement.Parse(text) is { ValueKind: JsonValueKind.Object } parsed ? parsed : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The gateway's ids, and the shorter ones of Call-Me Cloud servers (call-1-1700000000000). Nothing of it needs escaping.
    [GeneratedRegex("^call-[0-9a-z-]{1,64}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex CallIdPattern();
}

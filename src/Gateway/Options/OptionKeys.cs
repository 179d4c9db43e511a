using System.Globalization;
using System.Net;
using CallActors.Contracts.Carriers;
using Npgsql;

namespace CallActors.Gateway.Options;

/// <summary>One configurable value: its names, its shape, and how its text becomes a part of the options.</summary>
/// <param name="Path">HOCON path.</param>
/// <param name="Variable">Environment variable, or null.</param>
/// <param name="Switch">Command line switch, or null.</param>
/// <param name="Shape">What a value must look like, as the end of the sentence "must be …".</param>
/// <param name="Apply">The options with the value set; null when the text has another shape.</param>
/// <param name="FromVariable">Turns the variable's unit into the key's; null leaves the text as it is.</param>
public sealed record OptionKey(
    string Path,
    string? Variable,
    string? Switch,
    string Shape,
    Func<GatewayOptions, string, GatewayOptions?> Apply,
    Func<string, string>? FromVariable = null)
{
    /// <summary>Variables that count when <see cref="Variable"/> is not set, the first before the others.</summary>
    public IReadOnlyList<OptionVariable> Others { get; init; } = [];

    /// <summary>A file may write it as a list; elsewhere its items are separated by commas.</summary>
    public bool TakesList { get; init; }

    /// <summary>All its variables, in the order in which they count.</summary>
    public IEnumerable<OptionVariable> Variables => Variable is null ? Others : [new OptionVariable(Variable, FromVariable), .. Others];
}

/// <summary>An environment variable.</summary>
/// <param name="ToKey">Turns its text into the key's; null leaves it as it is.</param>
public sealed record OptionVariable(string Name, Func<string, string>? ToKey = null);

/// <summary>Every key there is.</summary>
public static class OptionKeys
{
    public static IReadOnlyList<OptionKey> All { get; } =
    [
        new("gateway.host", "CALLME_HOST", "--host", "an IP address or localhost",
            (o, v) => v == "localhost" || IPAddress.TryParse(v, out _) ? o with { Host = v } : null),
        new("gateway.port", "PORT", "--port", "a whole number from 0 to 65535",
            (o, v) => ushort.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? o with { Port = port } : null)
        {
            Others = [new OptionVariable("CALLME_PORT")],
        },
        new("gateway.data", "CALLME_DATA", "--data", "a folder's path of 1 to 1,000 characters",
            (o, v) => v.Length is > 0 and <= 1000 && !v.Contains('\0') ? o with { DataFolder = v } : null),
        new("gateway.public-url", "CALLME_PUBLIC_URL", "--public-url", "an http or https address without query, or empty",
            (o, v) => IsPublicUrl(v) ? o with { PublicUrl = v.TrimEnd('/') } : null)
        {
            // What the hosts Railway and Render tell.
            Others = [new OptionVariable("RAILWAY_PUBLIC_DOMAIN", domain => "https://" + domain), new OptionVariable("RENDER_EXTERNAL_URL")],
        },
        new("gateway.phone-page", null, null, "inside or everywhere",
            (o, v) => v is "inside" or "everywhere" ? o with { PhonePageForAll = v == "everywhere" } : null),
        new("gateway.tls-certificate", "CALLACTORS_TLS_CERTIFICATE", null, "the path of a PEM file, or empty",
            (o, v) => v.Length <= 1000 && !v.Contains('\0') ? o with { TlsCertificate = v } : null),
        new("gateway.tls-key", "CALLACTORS_TLS_KEY", null, "the path of a PEM file, or empty",
            (o, v) => v.Length <= 1000 && !v.Contains('\0') ? o with { TlsKey = v } : null),
        new("gateway.api-key", "CALLME_API_KEY", null, "16 to 256 visible ASCII characters without spaces, or empty",
            (o, v) => v.Length == 0 || ApiKeyFile.IsUsable(v) ? o with { ApiKey = v } : null),
        // No switch: other users of the machine see command lines.
        new("gateway.journal", "CALLACTORS_JOURNAL", null, "a PostgreSQL connection string with Host and Database, or empty",
            (o, v) => v.Length == 0 || IsPostgres(v) ? o with { Journal = v } : null),
        new("gateway.callee", "CALLME_USER_PHONE_NUMBER", "--callee", "softphone, or a number in E.164, such as +15551234567",
            (o, v) => v == Http.CalleeShape.Softphone || E164.IsNumber(v) ? o with { DefaultCallee = v } : null),
        new("gateway.ring-time", null, null, "a duration from 1s to 300s",
            (o, v) => Duration(v, 1, 300) is { } time ? o with { RingFor = time } : null),
        new("gateway.listen-time", "CALLME_TRANSCRIPT_TIMEOUT_MS", null, "a duration from 1s to 3600s",
            (o, v) => Duration(v, 1, 3600) is { } time ? o with { ListenFor = time } : null,
            FromVariable: v => v + "ms"),
        new("gateway.stop-time", null, null, "a duration from 0s to 60s",
            (o, v) => Duration(v, 0, 60) is { } time ? o with { StopWithin = time } : null),
        new("gateway.reconnect-time", null, null, "a duration from 0s to 600s",
            (o, v) => Duration(v, 0, 600) is { } time ? o with { ReconnectWithin = time } : null),
        .. PhoneKeys.All,
        .. SpeechKeys.All,
        .. ConversationKeys.All,
        .. VoiceActivityKeys.All,
        .. RecordingKeys.All,
        .. WorkspaceKeys.All,
        .. InboundKeys.All,
        .. AssistantKeys.All,
        .. RateLimitKeys.All,
    ];

    /// <summary>What does not fit together, once every layer is read.</summary>
    public static IEnumerable<OptionFault> Contradictions(GatewayOptions options) => [.. TlsFaults(options), .. PeopleKeys.Faults(options), .. PhoneKeys.Faults(options), .. SpeechKeys.Faults(options), .. AssistantKeys.Faults(options), .. WorkspaceKeys.Faults(options)];

    /// <summary>A whole number within bounds, or null.</summary>
    internal static int? Whole(string text, int atLeast, int atMost) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= atLeast && number <= atMost ? number : null;

    internal static TimeSpan? Duration(string text, double atLeast, double atMost)
    {
        text = text.Trim();
        var digits = text.AsSpan().TrimEnd("abcdefghijklmnopqrstuvwxyz ");
        if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return null;
        double? seconds = text[digits.Length..].Trim() switch
        {
            "ms" or "millis" or "milliseconds" or "" => number / 1000,
            "s" or "second" or "seconds" => number,
            "m" or "minute" or "minutes" => number * 60,
            "h" or "hour" or "hours" => number * 3600,
            _ => null,
        };
        return seconds >= atLeast && seconds <= atMost ? TimeSpan.FromSeconds(seconds.Value) : null;
    }

    private static IEnumerable<OptionFault> TlsFaults(GatewayOptions options)
    {
        if (options.TlsCertificate.Length == 0 && options.TlsKey.Length > 0)
            yield return new OptionFault("gateway.tls-certificate", "configuration", "is not set, but gateway.tls-key is.", "Set both, or none.");
        foreach (var (key, file) in new[] { ("gateway.tls-certificate", options.TlsCertificate), ("gateway.tls-key", options.TlsKey) })
            if (file.Length > 0 && !File.Exists(file)) yield return new OptionFault(key, "configuration", "names a file that does not exist.", "Correct the path.");
    }

    private static bool IsPostgres(string text)
    {
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(text);
            return !string.IsNullOrEmpty(connection.Host) && !string.IsNullOrEmpty(connection.Database);
        }
        // The parser's message repeats what it stumbled over; the fault that is told names the key alone.
        catch (Exception cause) when (cause is ArgumentException or FormatException or KeyNotFoundException)
        {
            return false;
        }
    }

    internal static bool IsPublicUrl(string text) =>
        text.Length == 0
        || (Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https"
            && url.Query.Length == 0
            && url.Fragment.Length == 0
            && url.UserInfo.Length == 0);
}

using CallActors.Contracts.Carriers;

namespace CallActors.Gateway.Options;

/// <summary>What becomes of a caller who is not known.</summary>
public enum StrangerPolicy
{
    /// <summary>Turned away without an answer.</summary>
    Silent,

    /// <summary>Turned away with the busy tone.</summary>
    Busy,

    /// <summary>Told one sentence by the carrier's voice, which is charged.</summary>
    Message,

    /// <summary>Asked for a PIN like everybody, and every PIN is wrong.</summary>
    Ask,
}

/// <summary>The section <c>inbound</c>: who may call in.</summary>
public sealed record InboundOptions
{
    /// <summary>Longest message, in characters.</summary>
    public const int LongestMessage = 300;

    /// <summary>What becomes of strangers (<c>inbound.strangers</c>).</summary>
    public StrangerPolicy Strangers { get; init; }

    /// <summary>What they are told (<c>inbound.message</c>), 1–300 characters, in the language of <c>conversation.language</c>.</summary>
    public string Message { get; init; } = "This number takes no calls. Goodbye.";

    /// <summary>How a known number must be signed to count as known (<c>inbound.attestation</c>).</summary>
    public CallerAttestation Attestation { get; init; }
}

/// <summary>The keys of the section <c>inbound</c>.</summary>
internal static class InboundKeys
{
    public static IReadOnlyList<OptionKey> All { get; } =
    [
        Key("strangers", "silent, busy, message or ask", (i, v) => v switch
        {
            "silent" => i with { Strangers = StrangerPolicy.Silent },
            "busy" => i with { Strangers = StrangerPolicy.Busy },
            "message" => i with { Strangers = StrangerPolicy.Message },
            "ask" => i with { Strangers = StrangerPolicy.Ask },
            _ => null,
        }),
        Key("message", $"1 to {InboundOptions.LongestMessage} characters on one line",
            (i, v) => v.Trim().Length is > 0 and <= InboundOptions.LongestMessage && !v.Any(char.IsControl) ? i with { Message = v.Trim() } : null),
        Key("attestation", "any, b or a", (i, v) => v switch
        {
            "any" => i with { Attestation = CallerAttestation.None },
            "b" => i with { Attestation = CallerAttestation.B },
            "a" => i with { Attestation = CallerAttestation.A },
            _ => null,
        }),
    ];

    private static OptionKey Key(string name, string shape, Func<InboundOptions, string, InboundOptions?> set) =>
        new($"inbound.{name}", null, null, shape, (o, v) => set(o.Inbound, v) is { } inbound ? o with { Inbound = inbound } : null);
}

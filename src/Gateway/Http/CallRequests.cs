using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CallActors.Contracts.Calls;
using CallActors.Gateway.People;

namespace CallActors.Gateway.Http;

/// <summary>What every operation says.</summary>
public interface IMessageRequest
{
    /// <summary>Longest message, in UTF-16 characters.</summary>
    const int MaxMessageLength = 16_384;

    string Message { get; }

    /// <summary>False for a request that may come without.</summary>
    bool NeedsMessage => true;

    /// <summary>The member that holds it.</summary>
    string MessageMember => "message";

    /// <summary>Longest that this request takes.</summary>
    int LongestMessage => MaxMessageLength;
}

/// <summary>Body of <c>POST /api/call</c>.</summary>
public sealed record PlaceCallRequest : IMessageRequest
{
    [Required, MinLength(1), MaxLength(IMessageRequest.MaxMessageLength)]
    [Description("What to say when the person answers.")]
    public string Message { get; init; } = "";

    [MaxLength(Person.MaxNameLength)]
    [Description("Whom to ring: a person of the gateway's list by name, a number that is on it, or softphone. Left out: the configured callee.")]
    public string? To { get; init; }

    public AnswerForm? Expect { get; init; }

    [Range(ListenRange.LeastSeconds, ListenRange.MostSeconds)]
    [Description("How long to wait for an answer, in seconds. Left out: the configured time.")]
    public double? ListenSeconds { get; init; }

    [Range(RingRange.LeastSeconds, RingRange.MostSeconds)]
    [Description("How long to let it ring, in seconds. Left out: the configured time.")]
    public double? RingSeconds { get; init; }

    [Description("False for a message that a voice over it must not stop: a warning, a PIN prompt. What is said meanwhile is taken in all the same. Left out: true.")]
    public bool? Interruptible { get; init; }

    [MaxLength(CallSpeech.LongestName)]
    [Description("The voice of the whole call, by name; the first synthesizer that offers it speaks. Left out: the person's, else the gateway's.")]
    public string? Voice { get; init; }

    [MaxLength(CallSpeech.LongestTag)]
    [Description("Language of the whole call, a BCP 47 tag such as de-DE. Left out: the person's, else the gateway's.")]
    public string? Language { get; init; }

    [MaxLength(CallSpeech.MostHints)]
    [Description("Names and words that are likely to be said, of up to 60 characters each: branches, projects, identifiers. Left out: the person's.")]
    public IReadOnlyList<string>? Hints { get; init; }

    [Description("True to have the call recorded, which the person is told first; false to have it not recorded where calls are. Left out: as the gateway is configured. Refused with 403 recording-off where nothing is recorded.")]
    public bool? Record { get; init; }
}

/// <summary>Body of <c>POST /api/call/{id}/continue</c>.</summary>
public sealed record ContinueCallRequest : IMessageRequest
{
    [Required, MinLength(1), MaxLength(IMessageRequest.MaxMessageLength)]
    [Description("What to say before listening.")]
    public string Message { get; init; } = "";

    public AnswerForm? Expect { get; init; }

    [Range(ListenRange.LeastSeconds, ListenRange.MostSeconds)]
    [Description("How long to wait for an answer, in seconds. Left out: the configured time.")]
    public double? ListenSeconds { get; init; }

    [Description("False for a message that a voice over it must not stop: a warning, a PIN prompt. What is said meanwhile is taken in all the same. Left out: true.")]
    public bool? Interruptible { get; init; }

    [Description("False when the message is only the beginning of a text whose pieces follow under the request's Idempotency-Key. Left out: true.")]
    public bool? Complete { get; init; }
}

/// <summary>Body of <c>POST /api/call/{id}/listen</c>.</summary>
public sealed record ListenRequest : IMessageRequest
{
    public AnswerForm? Expect { get; init; }

    [Range(ListenRange.LeastSeconds, ListenRange.MostSeconds)]
    [Description("How long to wait for words, in seconds. Left out: the configured time.")]
    public double? ListenSeconds { get; init; }

    string IMessageRequest.Message => "";

    bool IMessageRequest.NeedsMessage => false;
}

/// <summary>Body of <c>POST /api/call/{id}/progress</c>.</summary>
public sealed record ProgressRequest : IMessageRequest
{
    /// <summary>Longest line, in UTF-16 characters.</summary>
    public const int MaxLineLength = 200;

    [Required, MinLength(1), MaxLength(MaxLineLength)]
    [Description("How the work goes, in a few words, for example: fourteen of twenty tests have passed.")]
    public string Line { get; init; } = "";

    string IMessageRequest.Message => Line;

    string IMessageRequest.MessageMember => "line";

    int IMessageRequest.LongestMessage => MaxLineLength;
}

/// <summary>Body of <c>POST /api/call/{id}/speak</c>.</summary>
public sealed record SpeakRequest : IMessageRequest
{
    [Required, MinLength(1), MaxLength(IMessageRequest.MaxMessageLength)]
    [Description("What to say.")]
    public string Message { get; init; } = "";

    [Description("False for a message that a voice over it must not stop: a warning, a PIN prompt. What is said meanwhile is taken in all the same. Left out: true.")]
    public bool? Interruptible { get; init; }

    [Description("False when the message is only the beginning of a text whose pieces follow under the request's Idempotency-Key. Left out: true.")]
    public bool? Complete { get; init; }
}

/// <summary>Body of <c>POST /api/call/{id}/end</c>.</summary>
public sealed record EndCallRequest : IMessageRequest
{
    [Required, MinLength(1), MaxLength(IMessageRequest.MaxMessageLength)]
    [Description("The goodbye.")]
    public string Message { get; init; } = "";
}

/// <summary>Body of <c>POST /api/call/{id}/operations/{operationId}/text</c>.</summary>
public sealed record TextRequest : IMessageRequest
{
    [Required, Range(0, IMessageRequest.MaxMessageLength)]
    [Description("Length of the message before this piece, in UTF-16 characters: 0 for the first, then what the answer before told as length.")]
    public int? Offset { get; init; }

    [MaxLength(IMessageRequest.MaxMessageLength)]
    [Description("What follows the message so far. Left out: nothing, to say that it is complete.")]
    public string Text { get; init; } = "";

    [Description("True when nothing follows. Left out: false.")]
    public bool Last { get; init; }

    string IMessageRequest.Message => Text;

    bool IMessageRequest.NeedsMessage => false;

    string IMessageRequest.MessageMember => "text";
}

/// <summary>Bounds of <c>listenSeconds</c>.</summary>
public static class ListenRange
{
    public const double LeastSeconds = 1;
    public const double MostSeconds = 3600;
}

/// <summary>Bounds of <c>ringSeconds</c>.</summary>
public static class RingRange
{
    public const double LeastSeconds = 1;
    public const double MostSeconds = 300;
}

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace CallActors.Gateway.Http;

/// <summary>What every operation says.</summary>
public interface IMessageRequest
{
    /// <summary>Longest message, in UTF-16 characters.</summary>
    const int MaxMessageLength = 16_384;

    string Message { get; }
}

/// <summary>Body of <c>POST /api/call</c>.</summary>
public sealed record PlaceCallRequest : IMessageRequest
{
    [Required, MinLength(1), MaxLength(IMessageRequest.MaxMessageLength)]
    [Description("What to say when the person answers.")]
    public string Message { get; init; } = "";

    [MaxLength(CalleeShape.MaxLength)]
    [Description("Whom to ring: softphone, or a phone number. Left out: the configured callee.")]
    public string? To { get; init; }

    public AnswerForm? Expect { get; init; }

    [Range(ListenRange.LeastSeconds, ListenRange.MostSeconds)]
    [Description("How long to wait for an answer, in seconds. Left out: the configured time.")]
    public double? ListenSeconds { get; init; }

    [Range(RingRange.LeastSeconds, RingRange.MostSeconds)]
    [Description("How long to let it ring, in seconds. Left out: the configured time.")]
    public double? RingSeconds { get; init; }
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
}

/// <summary>Body of <c>POST /api/call/{id}/speak</c> and <c>POST /api/call/{id}/end</c>.</summary>
public sealed record SpeakRequest : IMessageRequest
{
    [Required, MinLength(1), MaxLength(IMessageRequest.MaxMessageLength)]
    [Description("What to say.")]
    public string Message { get; init; } = "";
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

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Texts;
using CallActors.Gateway.Calls;
using CallActors.Gateway.Options;
using CallActors.Gateway.People;

namespace CallActors.Gateway.Http;

/// <summary>Body of <c>POST /api/message</c>.</summary>
public sealed record MessageRequest : IMessageRequest
{
    /// <summary>Longest text, in characters: ten parts of a text message.</summary>
    public const int MaxTextLength = 1600;

    [Required, MinLength(1), MaxLength(MaxTextLength)]
    [Description("The text to send.")]
    public string Message { get; init; } = "";

    [MaxLength(Person.MaxNameLength)]
    [Description("Whom to write to: a person of the gateway's list by name, or a number that is on it. Left out: the configured callee.")]
    public string? To { get; init; }

    [Range(ListenRange.LeastSeconds, ListenRange.MostSeconds)]
    [Description("How long to wait for the reply, in seconds. Left out: 180.")]
    public double? WaitSeconds { get; init; }

    int IMessageRequest.LongestMessage => MaxTextLength;
}

/// <summary>What the person wrote.</summary>
/// <param name="MessageId">Names this message.</param>
/// <param name="Wish">Whether the person wants to be called: <c>none</c>, <c>now</c> or <c>later</c>.</param>
public sealed record MessageResponse(string MessageId, string Response, string Wish)
{
    /// <summary>The call by which the person is being rung, or was, for asking so: go on with <c>continue</c>. Left out when nobody was rung.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CallId { get; init; }
}

/// <summary>The handler of <c>/api/message</c>: sends a text and waits for the reply.</summary>
public sealed class MessageEndpoints(RequestBodyReader bodies, Callees callees, ITextThreads threads, ShutdownGate gate, GatewayOptions options)
{
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(3);

    public async Task<IResult> SendAsync(HttpContext http)
    {
        if (gate.IsClosed) return Stopping();
        if (!IdempotencyKey.TryRead(http.Request, out var key)) return Problems.BadMember(IdempotencyKey.Header, $"must be one value of {IdempotencyKey.Shape}");
        var body = await bodies.ReadAsync<MessageRequest>(http).ConfigureAwait(false);
        if (body.Value is not { } request) return body.Fault!;
        if (request.WaitSeconds is < ListenRange.LeastSeconds or > ListenRange.MostSeconds) return Problems.BadMember("waitSeconds", "must be a number from 1 to 3600");
        var choice = callees.Choose(request.To);
        if (choice is not CalleeChoice.Allowed allowed) return Problems.Of(choice);
        if (options.Phone.Effective is PhoneCarrier.Auto or PhoneCarrier.None || AddressOf(allowed.Callee) is not { } address)
            return Problems.Of(StatusCodes.Status409Conflict, "no-texts", "Texts need a phone number and a carrier of phone numbers: the softphone gets none. Place a call instead.");

        var operation = key is null ? OperationId.New() : new OperationId(key);
        var text = new ThreadCommands.SendText(address, operation, request.Message, WaitFor: request.WaitSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : Usual);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, gate.SocketsClose);
        try
        {
            return Answer(operation, await threads.AskAsync(text, over.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (gate.SocketsClose.IsCancellationRequested)
        {
            return Stopping();
        }
    }

    private static IResult Answer(OperationId operation, IThreadReply reply) =>
        reply switch
        {
            ThreadReplies.Replied replied => TypedResults.Ok(new MessageResponse(operation.Value, replied.Reply, KebabCase.Of(replied.Wish)) { CallId = replied.CallBack?.Value }),
            ThreadReplies.Refused refused => Problems.Of(StatusOf(refused.Reason), KebabCase.Of(refused.Reason), refused.Detail),
            _ => throw new InvalidOperationException($"A thread answered {reply.GetType().Name}."),
        };

    private static IResult Stopping() =>
        Problems.Of(StatusCodes.Status503ServiceUnavailable, KebabCase.Of(RefusalReason.Stopping), "The gateway is stopping.");

    /// <summary>WhatsApp answers WhatsApp: people are written to as we write.</summary>
    private TextAddress? AddressOf(Callee callee) =>
        TextAddress.TryParse(options.Phone.TextsOverWhatsApp ? TextAddress.WhatsApp + callee.Address : callee.Address, out var address) ? address : null;

    /// <summary>As with calls: what comes of the person is no 5xx, which clients repeat by themselves.</summary>
    private static int StatusOf(TextRefusal reason) => reason switch
    {
        TextRefusal.NoReply or TextRefusal.ThreadBusy or TextRefusal.Abandoned => StatusCodes.Status409Conflict,
        TextRefusal.NotFit => StatusCodes.Status400BadRequest,
        TextRefusal.NotDelivered or TextRefusal.CarrierFailed => StatusCodes.Status502BadGateway,
        _ => StatusCodes.Status503ServiceUnavailable,
    };
}

using System.Buffers;
using System.Text.Json;

namespace CallActors.Gateway.Http;

/// <summary>A request's body, read: its value, or the error answer.</summary>
public readonly record struct RequestBody<T>(T? Value, IResult? Fault) where T : class;

/// <summary>Reads bodies with a bound on their size and a deadline for their arrival.</summary>
/// <param name="time">Counts the deadline.</param>
public sealed class RequestBodyReader(TimeProvider time)
{
    /// <summary>Longest body, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>A body that has not arrived after this is refused with 408.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
        MaxDepth = 8,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        RespectNullableAnnotations = true,
    };

    /// <summary>What a body's bytes are read as.</summary>
    public delegate RequestBody<T> Parser<T>(ReadOnlySpan<byte> json) where T : class;

    /// <summary>Reads the whole body as one JSON object.</summary>
    public Task<RequestBody<T>> ReadAsync<T>(HttpContext context) where T : class, IMessageRequest => ReadAsync(context, Parse<T>);

    /// <summary>Reads the whole body.</summary>
    public async Task<RequestBody<T>> ReadAsync<T>(HttpContext context, Parser<T> parse) where T : class
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MaxBytes + 1);
        try
        {
            var (length, fault) = await TryFillAsync(context, buffer).ConfigureAwait(false);
            return fault is null ? parse(buffer.AsSpan(0, length)) : new(null, fault);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads the whole body as it is.</summary>
    public async Task<RequestBody<byte[]>> ReadBytesAsync(HttpContext context)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MaxBytes + 1);
        try
        {
            var (length, fault) = await TryFillAsync(context, buffer).ConfigureAwait(false);
            return fault is null ? new(buffer[..length], null) : new(null, fault);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<(int Length, IResult? Fault)> TryFillAsync(HttpContext context, byte[] buffer)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, context.RequestAborted);
        try
        {
            var length = await FillAsync(context.Request, buffer, either.Token).ConfigureAwait(false);
            return length > MaxBytes ? (0, TooLarge()) : (length, null);
        }
        catch (BadHttpRequestException e)
        {
            return (0, e.StatusCode == StatusCodes.Status413PayloadTooLarge ? TooLarge() : Unreadable(e.StatusCode));
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            // The rest of this body may still trickle in: the connection is of no further use.
            context.Response.Headers.Connection = "close";
            return (0, Unreadable(StatusCodes.Status408RequestTimeout));
        }
    }

    private static async Task<int> FillAsync(HttpRequest request, byte[] buffer, CancellationToken cancellationToken)
    {
        var length = 0;
        while (length <= MaxBytes)
        {
            var read = await request.Body.ReadAsync(buffer.AsMemory(length, MaxBytes + 1 - length), cancellationToken).ConfigureAwait(false);
            if (read == 0) break;
            length += read;
        }
        return length;
    }

    private static RequestBody<T> Parse<T>(ReadOnlySpan<byte> json) where T : class, IMessageRequest
    {
        T? value;
        try
        {
            value = JsonSerializer.Deserialize<T>(json, Strict);
        }
        catch (JsonException e)
        {
            return new(null, Malformed(e));
        }
        if (value is null) return new(null, BadRequest("The body must be a JSON object."));
        if (value.NeedsMessage && string.IsNullOrWhiteSpace(value.Message))
            return new(null, BadRequest($"{value.MessageMember} is required: a text of 1 to {value.LongestMessage} characters."));
        if (value.Message.Length > value.LongestMessage)
            return new(null, BadRequest($"{value.MessageMember} has {value.Message.Length} characters; the most is {value.LongestMessage}."));
        return new(value, null);
    }

    private static IResult Malformed(JsonException e)
    {
        var line = (e.LineNumber ?? 0) + 1;
        var position = (e.BytePositionInLine ?? 0) + 1;
        var member = e.Path is { Length: > 2 } path ? path[2..] : "";
        if (e is RequestException) return BadRequest($"{(member.Length == 0 ? "The body" : member)} {e.Message} (line {line}, position {position}).");
        var inMember = member.Length == 0 ? "" : $", member {member}";
        return BadRequest($"The body is not the JSON object that is expected: line {line}, position {position}{inMember}.");
    }

    private static IResult BadRequest(string detail) => Problems.Of(StatusCodes.Status400BadRequest, "bad-request", detail);

    private static IResult TooLarge() =>
        Problems.Of(StatusCodes.Status413PayloadTooLarge, "too-large", $"The body is larger than {MaxBytes} bytes.");

    private static IResult Unreadable(int status) => status == StatusCodes.Status408RequestTimeout
        ? Problems.Of(status, "request-timeout", "The body did not arrive in time.")
        : Problems.Of(StatusCodes.Status400BadRequest, "bad-request", "The body could not be read as HTTP frames it.");
}

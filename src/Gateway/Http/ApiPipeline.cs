using CallActors.Gateway.Mcp;

namespace CallActors.Gateway.Http;

/// <summary>What surrounds every request under <c>/api</c> and at <c>/mcp</c>: the key before everything, an error body for every error status, and no
/// internals in it.</summary>
public sealed partial class ApiPipeline(BearerKey key, RateLimits limits, ILogger<ApiPipeline> log)
{
    /// <summary>Puts the pipeline in front of the endpoints that want the key.</summary>
    public void UseOn(IApplicationBuilder app) => app.UseWhen(
        context => context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments(McpEndpoint.Path),
        api => api.Use(AnswerFailuresAsync).Use(key.InvokeAsync).Use(limits.InvokeAsync).Use(DescribeBareStatusAsync));

    private async Task AnswerFailuresAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone; there is nobody to answer.
        }
        catch (TimeoutException e) when (!context.Response.HasStarted)
        {
            LogFailure(e, context.Request.Method, context.GetEndpoint()?.DisplayName ?? "no endpoint");
            await Problems.WriteAsync(context, StatusCodes.Status504GatewayTimeout, "timed-out", "The call did not answer in time. Ask again; /health/ready says what is wrong if it stays so.").ConfigureAwait(false);
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            LogFailure(e, context.Request.Method, context.GetEndpoint()?.DisplayName ?? "no endpoint");
            await Problems.WriteAsync(context, StatusCodes.Status500InternalServerError, "internal", "The gateway failed; its log says why.").ConfigureAwait(false);
        }
    }

    // Routing answers a wrong path, method or media type with a bare status; clients are promised a body.
    private static async Task DescribeBareStatusAsync(HttpContext context, RequestDelegate next)
    {
        await next(context).ConfigureAwait(false);
        if (context.Response.HasStarted || context.Response.ContentType is not null) return;
        switch (context.Response.StatusCode)
        {
            case StatusCodes.Status404NotFound:
                await Problems.WriteAsync(context, 404, "not-found", "There is nothing at this address. /openapi/v1.json describes what there is.").ConfigureAwait(false);
                break;
            case StatusCodes.Status405MethodNotAllowed:
                await Problems.WriteAsync(context, 405, "method-not-allowed", $"This address takes {context.Response.Headers.Allow}.").ConfigureAwait(false);
                break;
            case StatusCodes.Status415UnsupportedMediaType:
                await Problems.WriteAsync(context, 415, "unsupported-media-type", "Send the body as JSON, with Content-Type: application/json.").ConfigureAwait(false);
                break;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Endpoint} failed")]
    private partial void LogFailure(Exception exception, string method, string endpoint);
}

using CallActors.Engine.Speech;
using CallActors.Gateway.Hosting;
using CallActors.Gateway.Http;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CallActors.Gateway.Health;

/// <summary>Answer to <c>/health</c>: the process lives, and what its calls have learned of voices and recognisers.</summary>
public sealed record HealthResponse(string Status, string PublicUrl, SpeechHealthResponse Speech);

/// <summary>How voices and recognisers stand, by name. Empty before the first call.</summary>
public sealed record SpeechHealthResponse(IReadOnlyList<ProviderResponse> Voices, IReadOnlyList<ProviderResponse> Recognizers);

/// <summary>How a voice or recogniser stands.</summary>
/// <param name="State"><c>closed</c> (it is asked in its turn), <c>open</c> (it kept failing and is asked last for now) or <c>half-open</c>
/// (one call tries it again).</param>
/// <param name="LatencyMs">Mean of a voice's time to its first audio, of a recogniser's from the end of speech to its text; null before its
/// first success.</param>
/// <param name="Failures">In a row, since its last success.</param>
/// <param name="LastFailure"><c>unavailable</c>, <c>refused</c>, <c>busy</c>, <c>timed-out</c> or <c>broken</c>; null when there was none.</param>
/// <param name="LastFailureAt">Null when there was none.</param>
public sealed record ProviderResponse(
    string Provider, string State, double? LatencyMs, int Failures, string? LastFailure, DateTimeOffset? LastFailureAt)
{
    public static ProviderResponse Of(ProviderHealth health) => new(
        health.Provider,
        KebabCase.Of(health.State),
        health.Latency is { } latency ? Math.Round(latency.TotalMilliseconds, 1) : null,
        health.Failures,
        health.LastFailure is { } failure ? KebabCase.Of(failure.Reason) : null,
        health.LastFailure?.At);
}

/// <summary>Answer to <c>/health/ready</c>: whether a call can be placed now.</summary>
/// <param name="Status"><c>ready</c> or <c>not-ready</c>.</param>
public sealed record ReadinessResponse(string Status, IReadOnlyList<ReadinessFinding> Checks);

/// <summary>Health: live, and ready.</summary>
public static class HealthEndpoints
{
    private const string Tag = "Health";

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.TryAddSingleton<SpeechHealth>();
        return services.AddSingleton<Readiness>();
    }

    public static WebApplication MapHealth(this WebApplication app)
    {
        app.MapMethods("/health", ["HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"], Live).ExcludeFromDescription();
        app.MapGet("/health", Live)
            .WithName("health").WithTags(Tag).WithSummary("The process lives. Answers any method, without a key.").Produces<HealthResponse>();
        app.MapGet("/health/ready", ReadyAsync)
            .WithName("ready").WithTags(Tag).WithSummary("Whether a call can be placed now, and what is missing.")
            .Produces<ReadinessResponse>().Produces<ReadinessResponse>(StatusCodes.Status503ServiceUnavailable);
        app.MapGet("/api/health", Live)
            .WithName("apiHealth").WithTags(Tag).WithSummary("The process lives, and the key is right.").Produces<HealthResponse>();
        return app;
    }

    private static Microsoft.AspNetCore.Http.HttpResults.Ok<HealthResponse> Live(PublicAddress address, SpeechHealth speech, TimeProvider time)
    {
        var now = time.GetUtcNow();
        return TypedResults.Ok(new HealthResponse("ok", address.Url, new SpeechHealthResponse(Of(speech.Voices, now), Of(speech.Recognizers, now))));
    }

    private static IReadOnlyList<ProviderResponse> Of(ProviderCircuits circuits, DateTimeOffset now) =>
        [.. circuits.View(now).Select(ProviderResponse.Of)];

    private static async Task<IResult> ReadyAsync(Readiness readiness, CancellationToken cancellationToken)
    {
        var findings = await readiness.CheckAsync(cancellationToken).ConfigureAwait(false);
        var ready = findings.All(f => f.Ok);
        return TypedResults.Json(
            new ReadinessResponse(ready ? "ready" : "not-ready", findings),
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}

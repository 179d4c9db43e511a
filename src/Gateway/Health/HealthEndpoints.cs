using CallActors.Gateway.Hosting;

namespace CallActors.Gateway.Health;

/// <summary>Answer to <c>/health</c>: the process lives.</summary>
public sealed record HealthResponse(string Status, string PublicUrl);

/// <summary>Answer to <c>/health/ready</c>: whether a call can be placed now.</summary>
/// <param name="Status"><c>ready</c> or <c>not-ready</c>.</param>
public sealed record ReadinessResponse(string Status, IReadOnlyList<ReadinessFinding> Checks);

/// <summary>Health: live, and ready.</summary>
public static class HealthEndpoints
{
    private const string Tag = "Health";

    public static IServiceCollection AddHealth(this IServiceCollection services) => services.AddSingleton<Readiness>();

    public static WebApplication MapHealth(this WebApplication app)
    {
        app.MapMethods("/health", ["HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"], (PublicAddress address) => Live(address)).ExcludeFromDescription();
        app.MapGet("/health", (PublicAddress address) => Live(address))
            .WithName("health").WithTags(Tag).WithSummary("The process lives. Answers any method, without a key.").Produces<HealthResponse>();
        app.MapGet("/health/ready", ReadyAsync)
            .WithName("ready").WithTags(Tag).WithSummary("Whether a call can be placed now, and what is missing.")
            .Produces<ReadinessResponse>().Produces<ReadinessResponse>(StatusCodes.Status503ServiceUnavailable);
        app.MapGet("/api/health", (PublicAddress address) => Live(address))
            .WithName("apiHealth").WithTags(Tag).WithSummary("The process lives, and the key is right.").Produces<HealthResponse>();
        return app;
    }

    private static Microsoft.AspNetCore.Http.HttpResults.Ok<HealthResponse> Live(PublicAddress address) =>
        TypedResults.Ok(new HealthResponse("ok", address.Url));

    private static async Task<IResult> ReadyAsync(Readiness readiness, CancellationToken cancellationToken)
    {
        var findings = await readiness.CheckAsync(cancellationToken).ConfigureAwait(false);
        var ready = findings.All(f => f.Ok);
        return TypedResults.Json(
            new ReadinessResponse(ready ? "ready" : "not-ready", findings),
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}

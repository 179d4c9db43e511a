namespace CallActors.Gateway.Webhooks;

/// <summary>The addresses that carriers ask: <c>/twiml</c> for calls and <c>/whatsapp</c> for texts. Which carrier asks is told by its
/// request, so that several can be used at once.</summary>
public static class WebhookEndpoints
{
    public const string Calls = "/twiml";
    public const string Texts = "/whatsapp";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Post];

    /// <summary>Adds what the addresses need besides <see cref="Carriers.Webhooks.ICarrierWebhook"/>s.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton(new WebhookLimits());
        services.AddSingleton<WebhookRates>();
        services.AddSingleton<WebhookReception>();
        return services;
    }

    public static WebApplication MapWebhooks(this WebApplication app)
    {
        foreach (var path in new[] { Calls, Texts })
            app.MapMethods(path, Methods, (HttpContext http, WebhookReception reception) => reception.ServeAsync(http, path)).ExcludeFromDescription();
        return app;
    }
}

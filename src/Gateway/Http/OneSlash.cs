namespace CallActors.Gateway.Http;

/// <summary>Forgives a client that was given the gateway's address with a slash at its end and asks for <c>//api/call</c>.</summary>
public static class OneSlash
{
    /// <summary>Must stand before routing, and before everything that judges a request by its path.</summary>
    public static IApplicationBuilder UseOneSlash(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Request.Path.Value is ['/', '/', ..] path) context.Request.Path = "/" + path.TrimStart('/');
        return next(context);
    });
}

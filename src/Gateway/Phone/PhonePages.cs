using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace CallActors.Gateway.Phone;

/// <summary>The phone's page at <c>/phone</c> and what it loads.</summary>
public static class PhonePages
{
    /// <summary>Everything comes from this gateway and nothing from elsewhere; no inline scripts or styles; no frame may hold it.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self' blob:; "
        + "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string Page = "/phone";

    /// <param name="webRoot">The folder that holds <c>phone/</c>.</param>
    public static WebApplication MapPhonePages(this WebApplication app, string webRoot)
    {
        app.MapMethods("/", ["GET", "HEAD"], () => TypedResults.Redirect(Page)).ExcludeFromDescription();
        app.MapMethods(Page, ["GET", "HEAD"], (HttpContext http) =>
        {
            Protect(http.Response.Headers);
            var page = Path.Combine(webRoot, "phone", "index.html");
            return File.Exists(page)
                ? Results.File(page, "text/html; charset=utf-8")
                : Results.Text("The phone page is not installed beside this gateway.\n", statusCode: StatusCodes.Status404NotFound);
        }).ExcludeFromDescription();

        if (!Directory.Exists(webRoot)) return app;
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(webRoot),
            ContentTypeProvider = ContentTypes(),
            ServeUnknownFileTypes = false,
            OnPrepareResponse = response => Protect(response.Context.Response.Headers),
        });
        return app;
    }

    // Pages change with the gateway's version, and come from the same machine: nothing is gained by caching them.
    private static void Protect(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "microphone=(self), camera=(), geolocation=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    private static FileExtensionContentTypeProvider ContentTypes() => new(new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".mjs"] = "text/javascript; charset=utf-8",
        [".json"] = "application/json",
        [".webmanifest"] = "application/manifest+json",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".ico"] = "image/x-icon",
        [".woff2"] = "font/woff2",
        [".wav"] = "audio/wav",
        [".ogg"] = "audio/ogg",
    });
}

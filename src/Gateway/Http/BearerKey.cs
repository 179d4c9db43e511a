using System.Security.Cryptography;
using System.Text;

namespace CallActors.Gateway.Http;

/// <summary>The API key that every request under <c>/api</c> must bear. Compared in constant time; the answer to a wrong key and to
/// a missing one is the same, and comes before the body is read.</summary>
public sealed class BearerKey
{
    private const string Scheme = "Bearer ";

    private readonly byte[] _digest;

    public BearerKey(string key) => _digest = Digest(key);

    /// <summary>Whether an <c>Authorization</c> header bears the key.</summary>
    public bool Accepts(string? authorization) =>
        authorization is not null
        && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Digest(authorization[Scheme.Length..].Trim()), _digest);

    /// <summary>Lets only requests with the key through.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var header = context.Request.Headers.Authorization;
        if (header.Count == 1 && Accepts(header[0]))
        {
            await next(context).ConfigureAwait(false);
            return;
        }
        context.Response.Headers.WWWAuthenticate = "Bearer";
        await Problems.WriteAsync(context, StatusCodes.Status401Unauthorized, "unauthorized", "A valid API key is needed: Authorization: Bearer KEY.")
            .ConfigureAwait(false);
    }

    // Digests have one length, so the comparison takes the same time whatever was presented.
    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CallActors.McpEdge.Gateway;

/// <summary>How a request to the gateway came out.</summary>
internal abstract record Exchange
{
    /// <summary>The gateway, or something that stands in front of it, answered.</summary>
    public sealed record Answered(int Status, byte[] Body) : Exchange
    {
        public bool Succeeded => Status is >= 200 and < 300;

        /// <summary>The body as the shape it should have; null if it is anything else.</summary>
        public T? As<T>(JsonTypeInfo<T> shape)
            where T : class
        {
            try
            {
                return JsonSerializer.Deserialize(Body, shape);
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    /// <summary>Nobody answered at the gateway's address, or the connection broke before the answer.</summary>
    /// <param name="MayHaveArrived">The gateway may have begun to work on the request.</param>
    public sealed record Unreachable(bool MayHaveArrived, string Detail) : Exchange;

    /// <summary>Nothing was sent, because there is no key to send with it.</summary>
    public sealed record Unkeyed(string Mend) : Exchange;

    /// <summary>What answers there does not speak as a gateway does; trying again would not help.</summary>
    public sealed record Unusable(string Detail) : Exchange;
}

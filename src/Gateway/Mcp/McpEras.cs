using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace CallActors.Gateway.Mcp;

/// <summary>The protocol's revisions, in two eras: with a handshake and sessions, and, since 2026-07-28, with everything in each
/// request.</summary>
public static class McpEras
{
    /// <summary>The first revision without sessions.</summary>
    public const string FirstWithoutSessions = "2026-07-28";

    private const string VersionInMeta = "io.modelcontextprotocol/protocolVersion";

    /// <summary>Every revision that is spoken, oldest first.</summary>
    public static IReadOnlyList<string> Spoken { get; } = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", FirstWithoutSessions];

    /// <summary>Whether a revision has neither handshake nor sessions.</summary>
    public static bool IsWithoutSessions(string version) => string.CompareOrdinal(version, FirstWithoutSessions) >= 0;

    /// <summary>The revision that a request names in its own metadata; null when it names none.</summary>
    public static string? VersionOf(JsonRpcRequest request) =>
        request.Params is JsonObject parameters ? TextOf(parameters["_meta"], VersionInMeta) : null;

    /// <summary>A member that is a text; null for anything else.</summary>
    public static string? TextOf(JsonNode? node, string member) =>
        node is JsonObject holder && holder[member] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>Whether a message comes from the era without sessions: by its header or by what it says of itself.</summary>
    public static bool IsWithoutSessions(JsonRpcMessage message, string? header) =>
        (header is not null && IsWithoutSessions(header))
        || (message is JsonRpcRequest request && VersionOf(request) is { } version && IsWithoutSessions(version));
}

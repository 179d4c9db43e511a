using System.Text.Json;

namespace CallActors.Cmux.Socket;

/// <summary>An answer of the v2 dialect.</summary>
/// <param name="Code">Why it was refused; empty when it was done.</param>
/// <param name="Body">The result; for a refusal its data, if any.</param>
internal readonly record struct CmuxReply(string Code, JsonElement Body)
{
    public bool IsDone => Code.Length == 0;

    /// <exception cref="Contracts.Workspaces.WorkspaceException">It was refused.</exception>
    public JsonElement Result() => IsDone ? Body : throw CmuxFaults.Of(this);

    /// <summary>Reads an answer's line. False for what is none: cmux may write other lines between.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> line, out string id, out CmuxReply reply)
    {
        (id, reply) = ("", default);
        if (!CmuxJson.TryRead(line, out var message)) return false;
        id = message.Text("id");
        if (id.Length == 0) return false;
        if (message.Flag("ok"))
        {
            reply = new CmuxReply("", message.Member("result"));
            return true;
        }
        var error = message.Member("error");
        var code = error.Text("code");
        reply = new CmuxReply(code.Length > 0 ? code : CmuxFaults.InternalError, error.Member("data"));
        return true;
    }
}

/// <summary>Reads JSON whose every member may be missing or of another kind.</summary>
internal static class CmuxJson
{
    /// <summary>An object on one line.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> line, out JsonElement message)
    {
        message = default;
        var text = line.Span.TrimStart(" \t"u8);
        if (text.IsEmpty || text[0] != (byte)'{') return false;
        try
        {
            using var document = JsonDocument.Parse(line);
            message = document.RootElement.Clone();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    /// <summary>Empty when there is none. Damaged surrogates make none.</summary>
    public static string Text(this JsonElement element, string name)
    {
        try
        {
            return element.Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    public static bool Flag(this JsonElement element, string name) => element.Member(name).ValueKind == JsonValueKind.True;

    /// <summary>Zero when there is none.</summary>
    public static long Number(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : 0;

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>False for what is no UUID: short references are an order of this moment, and never kept.</summary>
    public static bool TryId(this JsonElement element, string name, out Guid id) => Guid.TryParseExact(element.Text(name), "D", out id);

    /// <summary>A UUID as cmux writes it.</summary>
    public static string Of(Guid id) => id.ToString("D").ToUpperInvariant();
}

using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CallActors.Cmux.Socket;

/// <summary>A request of the v2 dialect: a method and its parameters, empty ones left out.</summary>
internal sealed class CmuxRequest(string method)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<Action<Utf8JsonWriter>> _parameters = [];

    public string Method => method;

    public CmuxRequest With(string name, string value)
    {
        if (value.Length > 0) _parameters.Add(json => json.WriteString(name, value));
        return this;
    }

    public CmuxRequest With(string name, Guid id) => With(name, CmuxJson.Of(id));

    public CmuxRequest With(string name, bool value)
    {
        _parameters.Add(json => json.WriteBoolean(name, value));
        return this;
    }

    public CmuxRequest With(string name, long value)
    {
        _parameters.Add(json => json.WriteNumber(name, value));
        return this;
    }

    public CmuxRequest With(string name, IReadOnlyDictionary<string, string> values)
    {
        if (values.Count > 0)
        {
            _parameters.Add(json =>
            {
                json.WriteStartObject(name);
                foreach (var (key, value) in values) json.WriteString(key, value);
                json.WriteEndObject();
            });
        }
        return this;
    }

    /// <summary>Which terminal is meant. Always said: cmux would take the one that the person looks at.</summary>
    public CmuxRequest To(CmuxSurface surface) => With("workspace_id", surface.Tab).With("surface_id", surface.Id);

    /// <param name="id">Comes back with the answer.</param>
    public string Line(string id)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteString("method", method);
            json.WriteStartObject("params");
            foreach (var write in _parameters) write(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}

using System.Net;
using System.Text;
using System.Text.Json;

namespace CallActors.Cmux.Tests.ClaudeCode;

/// <summary>The Messages API, as far as Claude Code needs it: answers by what the last prompt asks for.</summary>
internal sealed class FakeModel : IDisposable
{
    public const string Guess = "run the tests again";

    private readonly HttpListener _listener = new();
    private int _count;

    public FakeModel()
    {
        using (var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
        }
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public string Address { get; }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var response = context.Response;
        using var request = context.Request.HttpMethod == "POST" ? await JsonDocument.ParseAsync(context.Request.InputStream) : null;
        if (request is null || context.Request.Url!.AbsolutePath != "/v1/messages")
        {
            response.StatusCode = 404;
            return;
        }
        response.ContentType = "text/event-stream";
        var last = request.RootElement.GetProperty("messages").EnumerateArray().Last().GetProperty("content");
        var asked = last.ValueKind == JsonValueKind.String ? last.GetString()! : last.GetRawText();
        var hasTools = request.RootElement.TryGetProperty("tools", out var tools) && tools.GetArrayLength() > 0;
        var usesTool = hasTools && !asked.Contains("tool_result", StringComparison.Ordinal) && asked.Contains("make a file", StringComparison.Ordinal);
        var events = new StringBuilder();
        Add("message_start", $$$$"""{"type":"message_start","message":{"id":"msg_{{{{++_count}}}}","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"usage":{"input_tokens":1,"output_tokens":1}}}""");
        var text = usesTool ? "I will make it." : asked.Contains("tool_result", StringComparison.Ordinal) ? "It is made.\\n\\nNothing else."
            // What the person might say next, which it shows in the empty composer.
            : asked.Contains("ONLY the suggestion", StringComparison.Ordinal) ? Guess : "Hello from the model.";
        Add("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""");
        Add("content_block_delta", $$$$"""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{{{{text}}}}"}}""");
        Add("content_block_stop", """{"type":"content_block_stop","index":0}""");
        if (usesTool)
        {
            Add("content_block_start", $$$$"""{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_{{{{_count}}}}","name":"Bash","input":{}}}""");
            Add("content_block_delta", """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"command\":\"touch made.txt\",\"description\":\"Makes it\"}"}}""");
            Add("content_block_stop", """{"type":"content_block_stop","index":1}""");
        }
        Add("message_delta", $$$$"""{"type":"message_delta","delta":{"stop_reason":"{{{{(usesTool ? "tool_use" : "end_turn")}}}}","stop_sequence":null},"usage":{"output_tokens":9}}""");
        Add("message_stop", """{"type":"message_stop"}""");
        await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(events.ToString()));

        void Add(string name, string data) => events.Append("event: ").Append(name).Append("\ndata: ").Append(data).Append("\n\n");
    }
}

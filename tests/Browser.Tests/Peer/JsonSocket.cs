using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace CallActors.Browser.Tests.Peer;

/// <summary>One accepted WebSocket of JSON text frames; what comes in is kept in order until a test asks for it.</summary>
public abstract class JsonSocket(WebSocket socket) : IDisposable
{
    private readonly Channel<JsonObject> _inbox = Channel.CreateUnbounded<JsonObject>();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when the page has closed the socket or has gone.</summary>
    public Task Closed => _closed.Task;

    public async Task SendAsync(object message)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(message, JsonSerializerOptions.Web);
        await _sending.WaitAsync();
        try
        {
            await socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>The next message with this event; those before it are skipped.</summary>
    public ValueTask<JsonObject> NextAsync(string name) =>
        Within.Deadline(cancel => NextAsync(name, cancel), $"The page sent no '{name}'");

    public void Dispose()
    {
        _sending.Dispose();
        socket.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Cuts the connection without a word.</summary>
    public void Abort() => socket.Abort();

    /// <summary>Takes what comes until the socket is gone.</summary>
    internal async Task ReadAsync(CancellationToken cancel)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            for (var filled = 0; ;)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(filled), cancel);
                if (part.MessageType == WebSocketMessageType.Close) break;
                filled += part.Count;
                if (!part.EndOfMessage) continue;
                Take(JsonNode.Parse(Encoding.UTF8.GetString(buffer, 0, filled))!.AsObject());
                filled = 0;
            }

            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancel);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException)
        {
            // The page was closed or reloaded: that is what a socket without a close frame means.
        }
        finally
        {
            _inbox.Writer.TryComplete();
            _closed.TrySetResult();
        }
    }

    /// <summary>Looks at a message as it comes; what it does not consume goes to the inbox.</summary>
    protected virtual void Take(JsonObject message) => _inbox.Writer.TryWrite(message);

    private async ValueTask<JsonObject> NextAsync(string name, CancellationToken cancel)
    {
        while (true)
        {
            var message = await _inbox.Reader.ReadAsync(cancel);
            if ((string?)message["event"] == name) return message;
        }
    }
}

using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using CallActors.Simulators.Media;

namespace CallActors.Simulators.Tests.Twilio;

/// <summary>An application's end of a media stream, message by message.</summary>
internal sealed class MediaPeer(WebSocket socket, string signature, string host)
{
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Signature => signature;

    public string Host => host;

    public BlockingCollection<JsonElement> Messages { get; } = [];

    public string Sid { get; private set; } = "";

    /// <summary>Done when the other side has closed or is gone.</summary>
    public Task Closed => _closed.Task.WaitAsync(TimeSpan.FromSeconds(10));

    public WebSocketCloseStatus? CloseStatus => socket.CloseStatus;

    public async Task RunAsync()
    {
        var reader = new SocketReader(socket);
        while (await reader.ReadAsync() is not null)
        {
            using var json = JsonDocument.Parse(reader.Current);
            var message = json.RootElement.Clone();
            if (message.TryGetProperty("streamSid", out var sid)) Sid = sid.GetString()!;
            Messages.Add(message);
        }
        _closed.TrySetResult();
        if (socket.State == WebSocketState.CloseReceived) await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }

    public JsonElement Next() => Messages.TryTake(out var message, TimeSpan.FromSeconds(10)) ? message : throw new TimeoutException("No message came on the stream.");

    /// <summary>The next message of a kind; others before it are passed over.</summary>
    public JsonElement Next(string kind)
    {
        for (var passed = 0; passed < 1000; passed++)
        {
            var message = Next();
            if (message.GetProperty("event").GetString() == kind) return message;
        }
        throw new TimeoutException($"No {kind} among a thousand messages.");
    }

    public void Started() => Next("start");

    public Task SendAsync(object message) => SendTextAsync(JsonSerializer.Serialize(message));

    public async Task SendTextAsync(string text) => await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    public async Task SendBinaryAsync() => await socket.SendAsync(new byte[] { 1 }, WebSocketMessageType.Binary, true, CancellationToken.None);

    public Task MediaAsync(byte[] muLaw) => SendAsync(new { @event = "media", streamSid = Sid, media = new { payload = Convert.ToBase64String(muLaw) } });

    public Task MarkAsync(string name) => SendAsync(new { @event = "mark", streamSid = Sid, mark = new { name } });

    public Task ClearAsync() => SendAsync(new { @event = "clear", streamSid = Sid });

    public Task CloseAsync(WebSocketCloseStatus status = WebSocketCloseStatus.NormalClosure) => socket.CloseOutputAsync(status, null, CancellationToken.None);

    public void Abort() => socket.Abort();
}

using System.Net.WebSockets;

namespace CallActors.Simulators.Media;

/// <summary>Reads whole frames.</summary>
internal sealed class SocketReader(WebSocket socket)
{
    private byte[] _buffer = new byte[4096];
    private int _length;

    public ReadOnlyMemory<byte> Current => _buffer.AsMemory(0, _length);

    /// <summary>The type of the next frame; null when the socket is closed or gone.</summary>
    public async Task<WebSocketMessageType?> ReadAsync()
    {
        _length = 0;
        while (true)
        {
            if (_length == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
            try
            {
                var part = await socket.ReceiveAsync(_buffer.AsMemory(_length), CancellationToken.None).ConfigureAwait(false);
                if (part.MessageType == WebSocketMessageType.Close) return null;
                _length += part.Count;
                if (part.EndOfMessage) return part.MessageType;
            }
            catch (Exception)
            {
                // A lost socket shows itself in many exceptions; whoever reads tries again or has closed it himself.
                return null;
            }
        }
    }
}

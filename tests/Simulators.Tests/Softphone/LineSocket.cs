using System.Net.WebSockets;
using CallActors.Carriers.Softphone;

namespace CallActors.Simulators.Tests.Softphone;

/// <summary>Serves a phone's line on an accepted WebSocket.</summary>
internal static class LineSocket
{
    /// <summary>Returns when the socket is closed or lost. Cancelling drops the socket without a word; stopping politely is
    /// <see cref="SoftphoneExchange.DisposeAsync"/>.</summary>
    public static async Task ServeAsync(WebSocket socket, SoftphoneExchange exchange, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var outlet = new WebSocketLineOutlet(socket, time);
        var session = exchange.Connect(outlet);
        using var frames = new TextFrames(socket, LineSession.MaxFrameBytes);
        try
        {
            while (true)
            {
                switch (await frames.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    case TextFrameStatus.Text:
                        session.Receive(frames.Current);
                        continue;
                    case TextFrameStatus.TooLong:
                        session.Close(LineClosing.TooLong);
                        break;
                    case TextFrameStatus.Binary:
                        session.Close(LineClosing.Binary);
                        break;
                }
                break;
            }
        }
        finally
        {
            session.Disconnected();
        }
    }
}

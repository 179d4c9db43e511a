namespace CallActors.Carriers.Softphone;

/// <summary>One socket of a phone's line. The host makes it with <see cref="SoftphoneExchange.Connect"/>, feeds it what comes in and
/// says when the socket is gone. Thread-safe.</summary>
public sealed class LineSession : IAsyncDisposable
{
    /// <summary>Longest frame, in bytes.</summary>
    public const int MaxFrameBytes = 16 * 1024;

    private readonly SoftphoneExchange _exchange;

    internal LineSession(SoftphoneExchange exchange, ISoftphoneLineOutlet outlet)
    {
        _exchange = exchange;
        Outlet = outlet;
    }

    internal ISoftphoneLineOutlet Outlet { get; }

    /// <summary>The phone, once it has said hello. Guarded by the exchange's lock, as the two below.</summary>
    internal PhoneLine? Line { get; set; }

    internal ITimer? HelloLimit { get; set; }

    internal bool IsClosed { get; set; }

    internal bool AwaitsTicket { get; set; }

    /// <summary>Takes one text frame. What is wrong with it is answered on the line, or closes it.</summary>
    public void Receive(ReadOnlySpan<byte> frame) => _exchange.Receive(this, frame);

    /// <summary>Closes the line for a fault that the host has seen on the socket.</summary>
    public void Close(LineClosing closing) => _exchange.Close(this, closing);

    /// <summary>The socket is gone. A call on this line is kept for a while.</summary>
    public void Disconnected() => _exchange.Disconnect(this);

    /// <inheritdoc cref="Disconnected"/>
    public ValueTask DisposeAsync()
    {
        Disconnected();
        return ValueTask.CompletedTask;
    }
}

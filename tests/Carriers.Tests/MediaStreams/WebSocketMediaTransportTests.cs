using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text;
using CallActors.Carriers.MediaStreams;
using CallActors.Contracts.Audio;

namespace CallActors.Carriers.Tests.MediaStreams;

public sealed class WebSocketMediaTransportTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly WebSocket _ours;
    private readonly WebSocket _carriers;

    public WebSocketMediaTransportTests()
    {
        Pipe there = new(), back = new();
        _ours = WebSocket.CreateFromStream(new DuplexStream(back.Reader.AsStream(), there.Writer.AsStream()), new WebSocketCreationOptions { IsServer = true });
        _carriers = WebSocket.CreateFromStream(new DuplexStream(there.Reader.AsStream(), back.Writer.AsStream()), new WebSocketCreationOptions { IsServer = false });
    }

    [Fact]
    public async Task Every_message_is_one_text_frame_and_the_reason_closes_the_socket()
    {
        var writer = new MediaStreamWriter("MZ1", new WebSocketMediaTransport(_ours));
        Assert.True(writer.SendMark(new MediaMark(1, 2)));
        Assert.True(writer.SendMark(new MediaMark(1, 3)));
        writer.Close("the call is over");
        Assert.Equal("""{"event":"mark","streamSid":"MZ1","mark":{"name":"e1:2"}}""", await ReceiveAsync());
        Assert.Equal("""{"event":"mark","streamSid":"MZ1","mark":{"name":"e1:3"}}""", await ReceiveAsync());
        Assert.Equal("", await ReceiveAsync());
        Assert.Equal(WebSocketCloseStatus.NormalClosure, _carriers.CloseStatus);
        Assert.Equal("the call is over", _carriers.CloseStatusDescription);
        await writer.DisposeAsync();
    }

    [Fact]
    public async Task A_reason_that_a_close_frame_cannot_hold_is_cut_between_characters()
    {
        var transport = new WebSocketMediaTransport(_ours, WebSocketCloseStatus.PolicyViolation);
        await transport.CloseAsync(new string('ä', 100));
        await ReceiveAsync();
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, _carriers.CloseStatus);
        Assert.Equal(new string('ä', 61), _carriers.CloseStatusDescription);
    }

    [Fact]
    public async Task An_aborted_socket_fails_the_next_send()
    {
        var transport = new WebSocketMediaTransport(_ours);
        transport.Abort();
        await Assert.ThrowsAnyAsync<Exception>(async () => await transport.SendAsync("{}"u8.ToArray()));
        await transport.CloseAsync("late");
    }

    private async Task<string> ReceiveAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var buffer = new byte[1024];
        var received = await _carriers.ReceiveAsync(buffer.AsMemory(), deadline.Token);
        Assert.True(received.EndOfMessage);
        Assert.NotEqual(WebSocketMessageType.Binary, received.MessageType);
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }

    private sealed class DuplexStream(Stream read, Stream write) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => read.ReadAsync(buffer, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => write.WriteAsync(buffer, cancellationToken);

        public override Task FlushAsync(CancellationToken cancellationToken) => write.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => read.Read(buffer, offset, count);

        public override void Write(byte[] buffer, int offset, int count) => write.Write(buffer, offset, count);

        public override void Flush() => write.Flush();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}

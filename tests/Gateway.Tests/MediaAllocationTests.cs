using System.Net.WebSockets;
using System.Text;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Gateway.Media;
using CallActors.Gateway.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallActors.Gateway.Tests;

public sealed class MediaAllocationTests
{
    private static readonly byte[] Start = Encoding.UTF8.GetBytes(
        $$$"""{"event":"start","start":{"streamSid":"MZ1","callSid":"CA1","customParameters":{"callId":"{{{CallId.ForIdempotencyKey("a")}}}","token":"t"}},"streamSid":"MZ1"}""");

    private static readonly byte[] Media = Encoding.UTF8.GetBytes(
        $$$"""{"event":"media","sequenceNumber":"4","media":{"track":"inbound","chunk":"2","timestamp":"20","payload":"{{{Convert.ToBase64String(new byte[AudioFormat.FrameBytes])}}}"},"streamSid":"MZ1"}""");

    private static readonly byte[] TelnyxStart = Encoding.UTF8.GetBytes(
        $$$"""{"event":"start","start":{"call_control_id":"v3:1","custom_parameters":{"callId":"{{{CallId.ForIdempotencyKey("a")}}}","token":"t"}},"stream_id":"st-1"}""");

    /// <summary>Every pair of neighbours comes the wrong way round.</summary>
    private static readonly byte[][] TelnyxMedia =
        [.. Enumerable.Range(0, 11_002).Select(i => TelnyxFrame((i ^ 1) + 1))];

    [Fact]
    public Task A_frame_costs_no_allocation_in_steady_state() => NothingIsAllocatedAsync(Start, _ => Media);

    [Fact]
    public Task Nor_does_one_of_telnyx_that_comes_out_of_order() => NothingIsAllocatedAsync(TelnyxStart, i => TelnyxMedia[i]);

    private static async Task NothingIsAllocatedAsync(byte[] start, Func<int, byte[]> media)
    {
        await RunAsync(start, media, frames: 2000);
        var few = await RunAsync(start, media, frames: 1000);
        var many = await RunAsync(start, media, frames: 11_000);
        Assert.True(many.Heard - few.Heard == 10_000, $"{many.Heard} and {few.Heard} frames");
        Assert.True(many.Bytes - few.Bytes < 10_000, $"{(many.Bytes - few.Bytes) / 10_000.0} bytes a frame");
    }

    private static async Task<(long Bytes, int Heard)> RunAsync(byte[] start, Func<int, byte[]> media, int frames)
    {
        var streams = new CountingStreams();
        using var wire = new Wire(start, media, frames);
        var place = new UnstartedSockets(new MediaLimits()).TryEnter()!;
        var socket = new MediaSocket(wire, streams, place, new MediaLimits(), new ManualTime(), NullLogger.Instance);
        var before = GC.GetAllocatedBytesForCurrentThread();
        // Everything the wire gives is there at once, so that the whole run stays on this thread and is counted.
        await socket.RunAsync(CancellationToken.None);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        await socket.DisposeAsync();
        return (bytes, streams.Heard);
    }

    private static byte[] TelnyxFrame(int chunk) => Encoding.UTF8.GetBytes(
        $$$"""{"event":"media","sequence_number":"4","media":{"track":"inbound","chunk":"{{{chunk}}}","timestamp":"{{{(chunk - 1) * 20}}}","payload":"{{{Convert.ToBase64String(new byte[AudioFormat.FrameBytes])}}}"},"stream_id":"st-1"}""");

    private sealed class CountingStreams : IMediaStreams, IStreamInlet
    {
        public int Heard { get; private set; }

        public ValueTask<IStreamInlet> OpenAsync(IMediaOutlet outlet, CancellationToken cancellationToken) => new(this);

        public void Hear(AudioFrame frame)
        {
            Heard++;
            frame.Return();
        }

        public void Started(CallId callId, string token)
        {
        }

        public void MarkReturned(MediaMark mark)
        {
        }

        public void KeyPressed(char key)
        {
        }

        public void Stopped()
        {
        }

        public void Disconnected()
        {
        }
    }

    /// <summary>A carrier's side: the start, so many frames, the close.</summary>
    private sealed class Wire(byte[] start, Func<int, byte[]> media, int frames) : WebSocket
    {
        private int _sent;
        private WebSocketState _state = WebSocketState.Open;

        public override WebSocketCloseStatus? CloseStatus => null;

        public override string? CloseStatusDescription => null;

        public override WebSocketState State => _state;

        public override string? SubProtocol => null;

        public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            if (_sent > frames)
            {
                _state = WebSocketState.CloseReceived;
                return new(new ValueWebSocketReceiveResult(0, WebSocketMessageType.Close, true));
            }
            var message = _sent == 0 ? start : media(_sent - 1);
            _sent++;
            message.CopyTo(buffer);
            return new(new ValueWebSocketReceiveResult(message.Length, WebSocketMessageType.Text, true));
        }

        public override void Abort() => _state = WebSocketState.Aborted;

        public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => Task.CompletedTask;

        public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
        {
            _state = WebSocketState.Closed;
            return Task.CompletedTask;
        }

        public override void Dispose()
        {
        }

        public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

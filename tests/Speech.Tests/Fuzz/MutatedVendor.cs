using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace CallActors.Speech.Tests.Fuzz;

/// <summary>A vendor in memory that says what it is told to: sockets are opened and handed out, requests are answered with what is
/// set.</summary>
internal sealed class MutatedVendor : HttpMessageHandler
{
    private readonly ConcurrentQueue<MutatedLine> _opened = new();
    private int _open;

    /// <summary>Connections that the client has not let go.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>What the next requests that are no sockets get.</summary>
    public (int Status, string Type, byte[] Body) Answer { get; set; } = (500, "text/plain", []);

    /// <summary>What each new socket is told at once.</summary>
    public byte[] Greeting { get; set; } = [];

    /// <summary>The socket that was opened last; null when none was since.</summary>
    public MutatedLine? TakeLine()
    {
        MutatedLine? last = null;
        while (_opened.TryDequeue(out var line)) last = line;
        return last;
    }

    /// <summary>A frame as a server sends it. RFC 6455 section 5.2.</summary>
    public static byte[] Frame(byte[] payload, byte opcode = 1) => payload.Length < 126
        ? [(byte)(0x80 | opcode), (byte)payload.Length, .. payload]
        : [(byte)(0x80 | opcode), 126, (byte)(payload.Length >> 8), (byte)payload.Length, .. payload];

    public static byte[] Close(int status) => Frame([(byte)(status >> 8), (byte)status], 8);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.Headers.TryGetValues("Sec-WebSocket-Key", out var key))
        {
            var answer = new HttpResponseMessage((HttpStatusCode)Answer.Status) { Content = new ByteArrayContent(Answer.Body) };
            answer.Content.Headers.ContentType = new MediaTypeHeaderValue(Answer.Type);
            return Task.FromResult(answer);
        }

        var line = new MutatedLine();
        Interlocked.Increment(ref _open);
        line.Closed.ContinueWith(_ => Interlocked.Decrement(ref _open), TaskScheduler.Default);
        if (Greeting.Length > 0) _ = line.FeedAsync(Greeting);
        var opened = new HttpResponseMessage(HttpStatusCode.SwitchingProtocols) { Content = new LineContent(line) };
        opened.Headers.Connection.Add("Upgrade");
        opened.Headers.Upgrade.Add(new ProductHeaderValue("websocket"));
        // RFC 6455 section 1.3 has both the constant and the digest.
#pragma warning disable CA5350
        opened.Headers.Add("Sec-WebSocket-Accept", Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key.Single() + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))));
#pragma warning restore CA5350
        _opened.Enqueue(line);
        return Task.FromResult(opened);
    }

    private sealed class LineContent(MutatedLine line) : HttpContent
    {
        protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => line;

        protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(line);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new NotSupportedException();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}

namespace CallActors.McpEdge;

/// <summary>Standard input that tells when the client has closed it. The protocol's end is the end of the input, but the server
/// would first wait for the tool calls that are under way, and those wait for a person whom nobody is listening to any more.</summary>
internal sealed class ClientInput(Stream input, CancellationTokenSource closed) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // A read of standard input cannot be cancelled; it is left behind, and ends with the process.
        var count = await input.ReadAsync(buffer, CancellationToken.None).AsTask().WaitAsync(cancellationToken);
        if (count == 0 && buffer.Length > 0) await closed.CancelAsync();
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("The protocol is read asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}

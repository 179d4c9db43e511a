using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Socket;

/// <summary>Connects to a socket and cuts what comes over it into lines.</summary>
internal static class CmuxSocket
{
    /// <summary>Longest line that is read: a screen with its history, in two encodings.</summary>
    public const int LongestLine = 16 * 1024 * 1024;

    /// <exception cref="WorkspaceException">Nobody is there, or we are not let in.</exception>
    public static async Task<NetworkStream> ConnectAsync(string path, TimeSpan within, TimeProvider time, CancellationToken cancellationToken)
    {
        var socket = new System.Net.Sockets.Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            using var deadline = new CancellationTokenSource(within, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), either.Token).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception e)
        {
            socket.Dispose();
            throw e switch
            {
                SocketException refused => CmuxFaults.Connecting(refused),
                // A path may be too long for a socket.
                ArgumentException => new WorkspaceException(WorkspaceFault.HostGone, "A socket cannot have such a path.", e),
                OperationCanceledException when !cancellationToken.IsCancellationRequested => CmuxFaults.TimedOut(e),
                _ => e,
            };
        }
    }

    /// <summary>Reads lines until the other side ends, or sends one that is longer than any real one.</summary>
    /// <param name="take">Gets a line without its end, valid until it returns.</param>
    public static async Task ReadLinesAsync(Stream stream, Action<ReadOnlyMemory<byte>> take)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 16 * 1024, leaveOpen: true));
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync().ConfigureAwait(false);
                var buffer = read.Buffer;
                while (buffer.PositionOf((byte)'\n') is { } end)
                {
                    Take(buffer.Slice(0, end), take);
                    buffer = buffer.Slice(buffer.GetPosition(1, end));
                }
                var isTooLong = buffer.Length > LongestLine;
                // A last line without its end: a refusal may come so.
                if (read.IsCompleted && !buffer.IsEmpty) Take(buffer, take);
                reader.AdvanceTo(buffer.Start, buffer.End);
                if (read.IsCompleted || isTooLong) return;
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The other side is gone.
        }
        finally
        {
            await reader.CompleteAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Writes one line.</summary>
    /// <exception cref="IOException">The other side is gone.</exception>
    public static ValueTask WriteLineAsync(Stream stream, string line) => stream.WriteAsync(Encoding.UTF8.GetBytes($"{line}\n"), CancellationToken.None);

    private static void Take(in ReadOnlySequence<byte> line, Action<ReadOnlyMemory<byte>> take)
    {
        if (line.IsSingleSegment) take(line.First);
        else take(line.ToArray());
    }
}

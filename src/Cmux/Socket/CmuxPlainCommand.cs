using System.Text;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Socket;

/// <summary>
/// One command of the v1 dialect, over a connection of its own: its answers have no end but silence, and nothing else may stand between.
/// </summary>
internal sealed class CmuxPlainCommand
{
    /// <summary>So long without a further byte, and the answer is over.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(100);

    private const int LongestAnswer = 4 * 1024 * 1024;

    private readonly Stream _stream;
    private readonly TimeProvider _time;
    private readonly MemoryStream _heard = new();
    private readonly byte[] _buffer = new byte[16 * 1024];

    private CmuxPlainCommand(Stream stream, TimeProvider time)
    {
        _stream = stream;
        _time = time;
    }

    /// <param name="isWhole">Tells from the lines that came that no further one will: then silence need not be waited for.</param>
    /// <returns>The answer's lines.</returns>
    /// <exception cref="WorkspaceException">cmux is gone, refused it, or did not answer in time.</exception>
    public static async Task<IReadOnlyList<string>> AskAsync(
        CmuxLink link, string command, Func<IReadOnlyList<string>, bool> isWhole, CmuxOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var stream = await CmuxSocket.ConnectAsync(link.Path, options.GreetingWithin, time, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var plain = new CmuxPlainCommand(stream, time);
            // Both dialects are spoken on one connection: in v2 a password needs no quotes, and the answer has an end.
            if (link.Password.Length > 0) await plain.LogInAsync(link.Password, options.RequestWithin, cancellationToken).ConfigureAwait(false);
            await plain.WriteAsync(command).ConfigureAwait(false);
            var lines = await plain.AnswerAsync(isWhole, options.RequestWithin, cancellationToken).ConfigureAwait(false);
            return lines is [var first, ..] && first.StartsWith("ERROR", StringComparison.Ordinal) ? throw Refusal(first) : lines;
        }
    }

    /// <summary>A word of a command: in quotes, so that nothing in it is anything else.</summary>
    public static string Word(string word) =>
        new StringBuilder(word).Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\r", "").Replace('\n', ' ').Insert(0, '"').Append('"').ToString();

    private static WorkspaceException Refusal(string line) => line switch
    {
        _ when Says(line, "Unknown command") => CmuxFaults.Of(new CmuxReply(CmuxFaults.MethodNotFound, default)),
        _ when Says(line, "not found") => CmuxFaults.Of(new CmuxReply(CmuxFaults.NotFound, default)),
        _ when Says(line, "authentication") || Says(line, "password") || Says(line, "access denied") || Says(line, "client process") => CmuxFaults.Refused(line),
        _ => CmuxFaults.Of(new CmuxReply(CmuxFaults.InternalError, default)),
    };

    private static bool Says(string line, string what) => line.Contains(what, StringComparison.OrdinalIgnoreCase);

    private async Task LogInAsync(string password, TimeSpan within, CancellationToken cancellationToken)
    {
        await WriteAsync(new CmuxRequest("auth.login").With("password", password).Line("login")).ConfigureAwait(false);
        var lines = await AnswerAsync(answer => answer.Count > 0, within, cancellationToken).ConfigureAwait(false);
        if (lines.Count == 0 || !CmuxReply.TryRead(Encoding.UTF8.GetBytes(lines[0]), out _, out var reply)) throw CmuxFaults.Refused(lines.Count == 0 ? "" : lines[0]);
        reply.Result();
        _heard.SetLength(0);
    }

    private async Task WriteAsync(string line)
    {
        try
        {
            await CmuxSocket.WriteLineAsync(_stream, line).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // What it said before it left is still to be read.
        }
    }

    private async Task<IReadOnlyList<string>> AnswerAsync(Func<IReadOnlyList<string>, bool> isWhole, TimeSpan within, CancellationToken cancellationToken)
    {
        while (_heard.Length < LongestAnswer)
        {
            var read = ReadAsync();
            try
            {
                if (!await read.WaitAsync(_heard.Length == 0 ? within : Silence, _time, cancellationToken).ConfigureAwait(false)) break;
            }
            catch (TimeoutException e)
            {
                // The reading ends with the connection, which is over now.
                return _heard.Length > 0 ? Lines(areEnded: false) : throw CmuxFaults.TimedOut(e);
            }
            if (isWhole(Lines(areEnded: true))) break;
        }
        return _heard.Length > 0 ? Lines(areEnded: false) : throw CmuxFaults.Refused("");
    }

    /// <returns>False when there is no more.</returns>
    private async Task<bool> ReadAsync()
    {
        try
        {
            var length = await _stream.ReadAsync(_buffer).ConfigureAwait(false);
            _heard.Write(_buffer, 0, length);
            return length > 0;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <param name="areEnded">Only lines whose end has come; else also one that was left without.</param>
    private List<string> Lines(bool areEnded)
    {
        var text = Encoding.UTF8.GetString(_heard.GetBuffer(), 0, (int)_heard.Length);
        var lines = text.Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        if (areEnded || lines[^1].Length == 0) lines.RemoveAt(lines.Count - 1);
        return lines;
    }
}

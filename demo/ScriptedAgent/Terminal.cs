using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Channels;

namespace CallActors.ScriptedAgent;

/// <summary>
/// The terminal: what was said scrolls, and below it stands what changes, drawn anew each time. Not thread-safe but for the reading of keys.
/// </summary>
internal sealed class Terminal : IDisposable
{
    private const int UsualWidth = 80;

    private readonly FileStream _output = new("/dev/tty", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    private readonly Channel<byte[]> _input = Channel.CreateBounded<byte[]>(16);
    private readonly PosixSignalRegistration _resized;
    private int _drawn;

    private Terminal()
    {
        Stty("-icanon -echo -isig -ixon -icrnl min 1 time 0");
        Measure();
        _resized = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => Measure());
        Keys = new KeyReader(_input.Reader);
        Write("\e[?2004h");
        // A read of a terminal ends with the process alone.
        new Thread(Read) { IsBackground = true }.Start();
    }

    public KeyReader Keys { get; }

    /// <summary>In characters.</summary>
    public int Width { get; private set; } = UsualWidth;

    /// <exception cref="IOException">There is no terminal.</exception>
    public static Terminal Open() => new();

    /// <summary>Adds lines to what was said, and draws what stands below.</summary>
    /// <param name="said">May be wrapped by the terminal.</param>
    /// <param name="below">Cut at the width.</param>
    public void Draw(IEnumerable<string> said, IReadOnlyList<string> below)
    {
        var text = new StringBuilder("\e[?25l");
        if (_drawn > 0) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\e[{_drawn}A");
        text.Append("\r\e[J");
        foreach (var line in said) text.Append(line).Append("\r\n");
        foreach (var line in below) text.Append(line.Length < Width ? line : line[..(Width - 1)]).Append("\r\n");
        _drawn = below.Count;
        Write(text.ToString());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _resized.Dispose();
        Write("\e[?2004l\e[?25h");
        Stty("sane");
        _output.Dispose();
    }

    private void Write(string text) => _output.Write(Encoding.UTF8.GetBytes(text));

    private void Read()
    {
        try
        {
            using var input = new FileStream("/dev/tty", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            var bytes = new byte[4096];
            for (int read; (read = input.Read(bytes)) > 0;)
                _input.Writer.WriteAsync(bytes[..read]).AsTask().GetAwaiter().GetResult();
        }
        catch (IOException)
        {
            // The terminal is gone.
        }
        _input.Writer.TryComplete();
    }

    private void Measure()
    {
        var size = Stty("size").Split(' ');
        if (size.Length == 2 && int.TryParse(size[1], out var width) && width >= 20) Width = width;
    }

    private static string Stty(string arguments)
    {
        // With streams of its own the shell leaves ours alone.
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"stty {arguments} </dev/tty"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim();
    }
}

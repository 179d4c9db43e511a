using System.Diagnostics;
using System.Text;

namespace CallActors.Benchmarks.Workspaces;

/// <summary>What comes out of a named pipe, into which programs in terminals put what they read. A thread of its own waits for it.</summary>
internal sealed class Arrivals : IDisposable
{
    /// <summary>Longer than any text that is waited for.</summary>
    private const int Kept = 4096;

    private readonly FileStream _pipe;
    private readonly Sightings<string> _sightings = new();

    public Arrivals(string path)
    {
        // Open for both: there is no end of it then, whoever comes and goes.
        _pipe = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        new Thread(Read) { IsBackground = true }.Start();
    }

    /// <returns>When the text was there.</returns>
    public async Task<long> NextAsync(string text) => (await _sightings.NextAsync(read => read.Contains(text, StringComparison.Ordinal))).At;

    public void Dispose() => _pipe.Dispose();

    private void Read()
    {
        var (bytes, text) = (new byte[Kept], "");
        try
        {
            for (int read; (read = _pipe.Read(bytes)) > 0;)
            {
                var at = Stopwatch.GetTimestamp();
                text += Encoding.UTF8.GetString(bytes, 0, read);
                if (text.Length > Kept) text = text[^Kept..];
                _sightings.Tell(text, at);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The run is over.
        }
    }
}

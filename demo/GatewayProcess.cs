using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CallActors.Demo;

/// <summary>A gateway of its own, as a child process on a free port of the loopback interface.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private readonly Queue<string> _output = new();
    private Process _process;

    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly int _linesKept;

    private GatewayProcess(int port, string data, IReadOnlyDictionary<string, string> environment, int linesKept)
    {
        _linesKept = linesKept;
        Port = port;
        Data = data;
        _environment = environment;
        _process = Start();
    }

    public int Port { get; }

    /// <summary>Its data folder.</summary>
    public string Data { get; }

    public Uri Address => new($"http://127.0.0.1:{Port}");

    public string KeyFile => Path.Combine(Data, "api-key");

    public int ProcessId => _process.Id;

    /// <summary>What it printed last, for a failure's message.</summary>
    public string Output
    {
        get
        {
            lock (_output) return string.Join(Environment.NewLine, _output);
        }
    }

    /// <summary>Starts one and waits until it is ready.</summary>
    /// <param name="environment">Variables that it is given besides; null for none.</param>
    /// <param name="linesKept">How much of what it prints is kept.</param>
    public static async Task<GatewayProcess> StartAsync(string data, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? environment = null, int linesKept = 60)
    {
        var gateway = new GatewayProcess(FreePort(), data, environment ?? new Dictionary<string, string>(), linesKept);
        try
        {
            await gateway.ReadyAsync(cancellationToken).ConfigureAwait(false);
            return gateway;
        }
        catch
        {
            await gateway.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends it without a word, as kill −9 does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().ConfigureAwait(false);
    }

    /// <summary>Starts it again on the same port and folder.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken)
    {
        _process.Dispose();
        _process = Start();
        await ReadyAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // SIGTERM: it says goodbye to its calls, in words, and stops by itself; one that does not is ended.
            using var terminate = Process.Start("kill", ["-TERM", _process.Id.ToString()]);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            try
            {
                await _process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                await KillAsync().ConfigureAwait(false);
            }
        }

        _process.Dispose();
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("dotnet", [Checkout.Gateway, "--port", Port.ToString(), "--data", Data, "--public-url", $"http://127.0.0.1:{Port}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Checkout.Root,
        };
        // A gateway of its own takes nothing from the configuration of another one.
        foreach (var name in new[] { "CALLME_API_KEY", "CALLME_PUBLIC_URL", "CALLME_HOST", "CALLME_DATA", "PORT" }) start.Environment.Remove(name);
        // Its diagnostic sockets would stay behind when it is killed.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        foreach (var (name, value) in _environment) start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException("The gateway could not be started.");
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task ReadyAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(2) };
        var last = "it did not answer";
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (!patience.IsCancellationRequested)
        {
            if (_process.HasExited) throw new InvalidOperationException($"The gateway stopped with {_process.ExitCode}:{Environment.NewLine}{Output}");
            try
            {
                using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), patience.Token).ConfigureAwait(false);
                if (answer.IsSuccessStatusCode) return;
                last = await answer.Content.ReadAsStringAsync(patience.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                last = e.Message;
            }

            await Task.Delay(50, CancellationToken.None).ConfigureAwait(false);
        }

        throw new TimeoutException($"The gateway was not ready in 30 s: {last}{Environment.NewLine}{Output}");
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_output)
        {
            _output.Enqueue(line);
            while (_output.Count > _linesKept) _output.Dequeue();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

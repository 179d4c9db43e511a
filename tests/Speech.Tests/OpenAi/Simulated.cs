using System.Net;
using System.Net.Sockets;
using CallActors.Carriers.Tests;
using CallActors.Contracts.Speech;
using CallActors.Simulators.OpenAi;
using CallActors.Speech.OpenAi;

namespace CallActors.Speech.Tests.OpenAi;

/// <summary>A simulated server, and clients of it whose clock stands until it is moved.</summary>
internal sealed class Simulated : IAsyncDisposable
{
    // What is left unread is read on for ever: who does not close a request is found out.
    private readonly SocketsHttpHandler _handler = new() { ResponseDrainTimeout = Timeout.InfiniteTimeSpan, MaxResponseDrainSize = int.MaxValue };

    private Simulated(OpenAiSimulator server) => Server = server;

    public OpenAiSimulator Server { get; }

    public ManualTime Time { get; } = new();

    public Listener Listener { get; } = new();

    public OpenAiConnection Connection => new() { ApiKey = "sk-simulated", BaseUrl = Server.Address.AbsoluteUri };

    public static async Task<Simulated> StartAsync(OpenAiSimulatorOptions? options = null) =>
        new(await OpenAiSimulator.StartAsync(options ?? new OpenAiSimulatorOptions()));

    /// <summary>An address where nobody listens.</summary>
    public static string Nowhere()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://{listener.LocalEndpoint}";
    }

    public OpenAiRealtimeRecognizer Realtime(OpenAiRealtimeOptions? options = null)
    {
        options ??= new OpenAiRealtimeOptions();
        return new OpenAiRealtimeRecognizer(options with { Connection = options.Connection.BaseUrl == OpenAiAddress.Vendor ? Connection : options.Connection }, Time, _handler);
    }

    public ValueTask<ISpeechRecognition> ListenAsync(OpenAiRealtimeOptions? options = null, RecognitionRequest? request = null) =>
        Realtime(options).StartAsync(request ?? RecognitionRequest.Default, Listener, CancellationToken.None);

    public ValueTask<ISpeechRecognition> ListenByBatchAsync(OpenAiTranscriptionOptions? options = null, RecognitionRequest? request = null)
    {
        options ??= new OpenAiTranscriptionOptions();
        var recognizer = new OpenAiTranscriptionRecognizer(options with { Connection = options.Connection.BaseUrl == OpenAiAddress.Vendor ? Connection : options.Connection }, Time, _handler);
        return recognizer.StartAsync(request ?? RecognitionRequest.Default, Listener, CancellationToken.None);
    }

    public OpenAiSynthesizer Voice(OpenAiSpeechOptions? options = null)
    {
        options ??= new OpenAiSpeechOptions();
        return new OpenAiSynthesizer(options with { Connection = options.Connection.BaseUrl == OpenAiAddress.Vendor ? Connection : options.Connection }, Time, _handler);
    }

    /// <summary>Waits until the server serves nobody any more.</summary>
    public Task IsAloneAsync() => UntilAsync(() => Server.Open == 0);

    /// <summary>Waits for something that the server counts.</summary>
    public static async Task UntilAsync(Func<bool> isSo)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!isSo()) await Task.Delay(5, deadline.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _handler.Dispose();
    }
}

using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using CallActors.Demo;
using CallActors.Simulators.Softphone;

namespace CallActors.EndToEnd.Tests;

/// <summary>A real gateway process with its REST client. Every wait of a test has this patience.</summary>
public sealed class RunningGateway : IAsyncLifetime
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("callactors-e2e-");
    private Dictionary<string, string> _environment = [];
    private int _linesKept = 60;
    private HttpClient _http = null!;

    internal GatewayProcess Process { get; private set; } = null!;

    /// <summary>One with a configuration file of its own.</summary>
    /// <param name="prepare">Given its data folder before it starts; what it returns are variables for it. Null for nothing.</param>
    /// <param name="linesKept">How much of what it prints is kept.</param>
    public static async Task<RunningGateway> StartAsync(string configuration, Func<string, Task<Dictionary<string, string>>>? prepare = null, int linesKept = 60)
    {
        var gateway = new RunningGateway { _linesKept = linesKept };
        try
        {
            if (prepare is not null) gateway._environment = await prepare(gateway._data.FullName);
            await File.WriteAllTextAsync(Path.Combine(gateway._data.FullName, "gateway.conf"), configuration);
            await gateway.InitializeAsync();
            return gateway;
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
    }

    public async Task InitializeAsync()
    {
        Process = await GatewayProcess.StartAsync(_data.FullName, CancellationToken.None, _environment, _linesKept);
        _http = new HttpClient { BaseAddress = Process.Address, Timeout = Patience };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(Process.KeyFile)).Trim());
    }

    public async Task DisposeAsync()
    {
        _http?.Dispose();
        if (Process is not null) await Process.DisposeAsync();
        _data.Delete(recursive: true);
    }

    public Task<HeadlessSoftphone> PhoneAsync(HeadlessSoftphoneOptions? options = null) => HeadlessSoftphone.ConnectAsync(Process.Address, options);

    /// <summary>POST; the answer's status and body.</summary>
    public async Task<Answer> PostAsync(string path, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        using var response = await _http.SendAsync(request);
        return new Answer((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>A file, whole.</summary>
    public Task<byte[]> GetBytesAsync(string path) => _http.GetByteArrayAsync(path);

    /// <summary>DELETE; the answer's status.</summary>
    public async Task<int> DeleteAsync(string path)
    {
        using var response = await _http.DeleteAsync(path);
        return (int)response.StatusCode;
    }

    public Task<string> GetTextAsync(string path) => _http.GetStringAsync(path);

    /// <summary>The server-sent events of a call, from now to its end.</summary>
    public async Task<IReadOnlyList<(string Name, string Id, JsonElement Data)>> FollowAsync(string call)
    {
        var events = new List<(string, string, JsonElement)>();
        await using var stream = await _http.GetStreamAsync($"/api/call/{call}/events");
        await foreach (var item in SseParser.Create(stream).EnumerateAsync())
            events.Add((item.EventType, item.EventId ?? "", JsonSerializer.Deserialize<JsonElement>(item.Data)));
        return events;
    }

    public async Task<JsonElement> GetAsync(string path) => await _http.GetFromJsonAsync<JsonElement>(path);

    /// <summary>Waits until a call has ended, and tells why.</summary>
    public async Task<string> EndReasonAsync(string call)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var view = await GetAsync($"/api/call/{call}");
            if (view.GetProperty("phase").GetString() == "ended") return view.GetProperty("endReason").GetString()!;
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    /// <summary>Places a call, answers it on the phone, and has the person type the answer.</summary>
    public async Task<string> TalkAsync(HeadlessSoftphone phone, string message = "Ready?")
    {
        var placing = PostAsync("/api/call?include=details", new { message });
        await phone.WaitForRingAsync(Patience);
        await phone.AnswerAsync();
        await phone.WaitForCaptionAsync<Caption.Agent>(a => a.Finished, Patience);
        await phone.SendWordsAsync("yes");
        var answer = await placing;
        Assert.Equal(200, answer.Status);
        return answer.Text("callId");
    }
}

/// <summary>What a REST request answered.</summary>
public sealed record Answer(int Status, JsonElement Body)
{
    public string Text(string member) => Body.GetProperty(member).GetString()!;

    public bool Flag(string member) => Body.GetProperty(member).GetBoolean();
}

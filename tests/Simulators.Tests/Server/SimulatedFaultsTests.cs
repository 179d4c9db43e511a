using System.Net;
using System.Net.Sockets;
using CallActors.Carriers.Tests;
using CallActors.Simulators.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CallActors.Simulators.Tests.Server;

/// <summary>The faults of a simulated vendor's server, each met by a real client.</summary>
public sealed class SimulatedFaultsTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private readonly ManualTime _time = new();
    private readonly HttpClient _http = new();
    private SimulatorServer _server = null!;
    private int _served;

    public async Task InitializeAsync()
    {
        _server = await SimulatorServer.StartAsync(
            app => app.MapGet("/{**path}", (HttpContext http) =>
            {
                _served++;
                return SimulatedFaults.BreaksAfter(http) is { } broken ? $"breaks after {broken.After}" : "fine";
            }),
            time: _time);
        _http.BaseAddress = _server.Address;
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Without_a_fault_requests_are_served()
    {
        Assert.Equal("fine", await _http.GetStringAsync("a"));
        Assert.Equal(IPAddress.Loopback.ToString(), _server.Address.Host);
        Assert.Equal(("ws", _server.Address.Port), (_server.SocketAddress.Scheme, _server.SocketAddress.Port));
    }

    [Fact]
    public async Task An_error_status_meets_one_request_to_its_path()
    {
        _server.Faults.Next("/a", new SimulatedFault.Status(429, "{\"slow\":true}", TimeSpan.FromSeconds(1.5)));
        Assert.Equal("fine", await _http.GetStringAsync("b"));
        using (var refused = await _http.GetAsync("a/b"))
        {
            Assert.Equal(("429", "2", "application/json"), ($"{(int)refused.StatusCode}", $"{refused.Headers.RetryAfter}", $"{refused.Content.Headers.ContentType}"));
            Assert.Equal("{\"slow\":true}", await refused.Content.ReadAsStringAsync());
        }
        Assert.Equal("fine", await _http.GetStringAsync("a/b"));
        Assert.Equal(2, _served);
    }

    [Fact]
    public async Task Faults_are_met_in_their_order()
    {
        foreach (var status in (int[])[500, 502, 503]) _server.Faults.Next("/", new SimulatedFault.Status(status));
        foreach (var status in (int[])[500, 502, 503, 200])
        {
            using var answer = await _http.GetAsync("a");
            Assert.Equal(status, (int)answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_slow_answer_comes_after_its_time()
    {
        _server.Faults.Next("/", new SimulatedFault.Slow(TimeSpan.FromSeconds(30)));
        var answer = _http.GetStringAsync("a");
        using var waiting = new CancellationTokenSource(Soon);
        // The request is on its way: time is moved until it has arrived and its wait is over.
        while (!answer.IsCompleted)
        {
            waiting.Token.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        Assert.Equal("fine", await answer);
        Assert.True(_time.GetUtcNow() >= DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_reset_is_a_broken_connection()
    {
        _server.Faults.Next("/", new SimulatedFault.Reset());
        var broken = await Assert.ThrowsAsync<HttpRequestException>(() => _http.GetStringAsync("a"));
        Assert.True(broken.InnerException is IOException or SocketException, $"{broken.InnerException}");
        Assert.Equal(0, _served);
    }

    [Fact]
    public async Task A_half_open_connection_never_answers_and_ends_with_the_server()
    {
        _server.Faults.Next("/a", new SimulatedFault.HalfOpen());
        var answer = _http.GetStringAsync("a");
        Assert.Equal("fine", await _http.GetStringAsync("b"));
        Assert.False(answer.IsCompleted);
        await _server.DisposeAsync().AsTask().WaitAsync(Soon);
        await Assert.ThrowsAsync<HttpRequestException>(() => answer.WaitAsync(Soon));
    }

    [Fact]
    public async Task A_break_is_left_to_the_endpoint()
    {
        _server.Faults.Next("/", new SimulatedFault.Break(3, 1011));
        Assert.Equal("breaks after 3", await _http.GetStringAsync("a"));
        Assert.Equal("fine", await _http.GetStringAsync("a"));
    }
}

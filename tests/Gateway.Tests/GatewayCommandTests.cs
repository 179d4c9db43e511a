using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using CallActors.Gateway.Tests.Fakes;

namespace CallActors.Gateway.Tests;

public sealed class GatewayCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_wrong_configuration_is_told_whole_with_exit_code_2()
    {
        var errors = new StringWriter();
        Assert.Equal(2, await GatewayCommand.RunAsync(["--port", "x", "--host", "y"], TextWriter.Null, errors));
        var told = errors.ToString();
        Assert.Contains("--port (command line)", told, StringComparison.Ordinal);
        Assert.Contains("--host (command line)", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_told_in_a_sentence_with_exit_code_1()
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var port = ((IPEndPoint)holder.LocalEndpoint).Port;
        var errors = new StringWriter();
        Assert.Equal(1, await GatewayCommand.RunAsync(["--port", $"{port}", "--data", _folder], TextWriter.Null, errors));
        Assert.Equal($"Port {port} on 127.0.0.1 cannot be listened on: it is in use. Stop what holds it, or choose another: --port N.{Environment.NewLine}", errors.ToString());
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_is_told_in_a_sentence_with_exit_code_1()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "");
        var errors = new StringWriter();
        Assert.Equal(1, await GatewayCommand.RunAsync(["--port", "0", "--data", Path.Combine(file, "below")], TextWriter.Null, errors));
        Assert.Contains("--data DIR", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_starts_says_where_everything_is_serves_and_stops_on_a_signal()
    {
        await using var gateway = await GatewayProcess.StartAsync("--port", "0", "--data", _folder);
        Assert.Contains(gateway.Report, l => l.EndsWith("/phone", StringComparison.Ordinal));
        Assert.Contains(gateway.Report, l => l.Contains("claude mcp add callactors -- ", StringComparison.Ordinal));
        Assert.Contains(gateway.Report, l => l.Contains("nobody may call in: set a PIN with ", StringComparison.Ordinal) && l.EndsWith($"pin --data {_folder}", StringComparison.Ordinal));
        Assert.Contains(gateway.Report, l => l.EndsWith(" hooks", StringComparison.Ordinal));
        var keyPath = Path.Combine(_folder, "api-key");
        Assert.Contains(gateway.Report, l => l.EndsWith(keyPath, StringComparison.Ordinal));
        var key = (await File.ReadAllTextAsync(keyPath)).Trim();
        Assert.DoesNotContain(gateway.Report, l => l.Contains(key, StringComparison.Ordinal));

        using var client = new HttpClient { BaseAddress = gateway.Address, Timeout = TestGateway.Patience };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/health", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(new Uri("/api/calls", UriKind.Relative))).StatusCode);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        Assert.Equal("""{"calls":[]}""", await client.GetStringAsync(new Uri("/api/calls", UriKind.Relative)));

        Assert.Equal(0, await gateway.SignalAsync("TERM"));
    }

    [Fact]
    public async Task A_call_rings_out_through_the_engine_and_stays_after_a_restart()
    {
        string placed;
        await using (var gateway = await GatewayProcess.StartAsync("--port", "0", "--data", _folder))
        {
            using var client = await gateway.ClientAsync(_folder);
            var answer = await client.PostAsync(new Uri("/api/call", UriKind.Relative), new StringContent("""{"message":"Hello.","ringSeconds":1}""", new MediaTypeHeaderValue("application/json")));
            await answer.ProblemAsync(409, "no-answer");
            placed = (await answer.JsonAsync()).GetProperty("callId").GetString()!;
            await gateway.KillAsync();
        }
        await using (var gateway = await GatewayProcess.StartAsync("--port", "0", "--data", _folder))
        {
            using var client = await gateway.ClientAsync(_folder);
            var call = await (await client.GetAsync(new Uri($"/api/call/{placed}", UriKind.Relative))).JsonAsync();
            Assert.Equal(("ended", "no-answer"), (call.GetProperty("phase").GetString(), call.GetProperty("endReason").GetString()));
            var listed = (await (await client.GetAsync(new Uri("/api/calls", UriKind.Relative))).JsonAsync()).GetProperty("calls");
            Assert.Equal(placed, Assert.Single(listed.EnumerateArray()).GetProperty("callId").GetString());
            Assert.Equal(0, await gateway.SignalAsync("INT"));
        }
    }

    [Fact]
    public async Task A_stop_ends_a_ringing_call_and_answers_who_waits_for_it()
    {
        await using var gateway = await GatewayProcess.StartAsync("--port", "0", "--data", _folder);
        using var client = await gateway.ClientAsync(_folder);
        var waiting = client.PostAsync(new Uri("/api/call", UriKind.Relative), new StringContent("""{"message":"Hello.","ringSeconds":60}""", new MediaTypeHeaderValue("application/json")));
        // Not as fast as it goes: a slow machine would ask until it is asked to wait.
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!(await client.GetStringAsync(new Uri("/api/calls", UriKind.Relative))).Contains("call-", StringComparison.Ordinal)) await look.WaitForNextTickAsync();
        var clock = Stopwatch.StartNew();
        Assert.Equal(0, await gateway.SignalAsync("TERM"));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"stopped after {clock.Elapsed}");
        Assert.True((int)(await waiting).StatusCode is 409 or 503, $"answered {(await waiting).StatusCode}");
    }

    [Fact]
    public async Task A_second_signal_exits_at_once()
    {
        await using var gateway = await GatewayProcess.StartAsync("--port", "0", "--data", _folder);
        var key = (await File.ReadAllTextAsync(Path.Combine(_folder, "api-key"))).Trim();
        // A request whose body does not come holds the orderly stop for the body's ten seconds.
        using var slow = new TcpClient();
        await slow.ConnectAsync(IPAddress.Loopback, gateway.Address.Port);
        await slow.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(
            $"POST /api/call HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\nContent-Length: 30\r\nExpect: 100-continue\r\n\r\n"));
        using var reader = new StreamReader(slow.GetStream());
        Assert.Equal("HTTP/1.1 100 Continue", await reader.ReadLineAsync().WaitAsync(TestGateway.Patience));

        await gateway.SendAsync("TERM");
        using var client = new HttpClient { BaseAddress = gateway.Address, Timeout = TestGateway.Patience };
        while (await IsReadyAsync(client)) await Task.Yield();
        Assert.Equal(128 + 15, await gateway.SignalAsync("TERM"));
    }

    private static async Task<bool> IsReadyAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

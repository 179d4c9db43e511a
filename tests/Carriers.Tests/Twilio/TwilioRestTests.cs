using System.Net;
using System.Net.Sockets;
using CallActors.Carriers.Twilio;
using CallActors.Contracts.Carriers;
using CallActors.Simulators.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CallActors.Carriers.Tests.Twilio;

/// <summary>Over real connections: whether something was sent is told by the kind of a failure, which no fake can vouch for.</summary>
public sealed class TwilioRestTests
{
    private const string Path = "/2010-04-01/Accounts/" + FakeTwilio.Account + "/Calls.json";

    [Fact]
    public async Task A_refused_connection_has_sent_nothing()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();
        Assert.IsType<TwilioReply.NotSent>(await PlaceAsync($"http://127.0.0.1:{port}"));
    }

    [Fact]
    public async Task A_server_that_is_none_of_TLS_has_been_sent_nothing()
    {
        await using var server = await SimulatorServer.StartAsync(_ => { });
        Assert.IsType<TwilioReply.NotSent>(await PlaceAsync(server.Address.ToString().Replace("http:", "https:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_connection_that_breaks_before_the_answer_may_have_sent_it_and_sends_it_once()
    {
        var received = 0;
        await using var server = await SimulatorServer.StartAsync(app => app.MapPost(Path, async http =>
        {
            await http.Request.ReadFormAsync();
            if (Interlocked.Increment(ref received) > 1) http.Abort();
            else await http.Response.WriteAsync("{}");
        }));
        using var rest = new TwilioRest(FakeTwilio.Options with { BaseUrl = server.Address.ToString() });
        Assert.IsType<TwilioReply.Done>(await rest.PlaceCallAsync([new("To", "x")], default));
        // On a connection that was used before, too, where a client might try again by itself.
        Assert.IsType<TwilioReply.Unanswered>(await rest.PlaceCallAsync([new("To", "x")], default));
        Assert.Equal(2, received);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_none()
    {
        await using var server = await SimulatorServer.StartAsync(app => app.MapPost(Path, async http =>
        {
            http.Response.ContentLength = 100;
            await http.Response.WriteAsync("{\"sid\":");
            await http.Response.Body.FlushAsync();
            http.Abort();
        }));
        Assert.IsType<TwilioReply.Unanswered>(await PlaceAsync(server.Address.ToString()));
    }

    [Fact]
    public async Task A_whole_call_over_a_real_connection()
    {
        var received = new List<string>();
        await using var server = await SimulatorServer.StartAsync(app => app.MapPost("/2010-04-01/Accounts/{account}/{**rest}", async (HttpContext http, string rest) =>
        {
            var form = await http.Request.ReadFormAsync();
            received.Add($"{rest} {http.Request.Headers.Authorization} {form["To"]}{form["Status"]} {form["StatusCallbackEvent"]}");
            http.Response.StatusCode = rest == "Calls.json" ? 201 : 200;
            await http.Response.WriteAsync(FakeTwilio.Call("CA1", rest == "Calls.json" ? "queued" : "canceled"));
        }));
        var options = FakeTwilio.Options with { BaseUrl = server.Address.ToString() };
        using var rest = new TwilioRest(options);
        var carrier = new TwilioCarrier(options, rest);
        server.Faults.Next(Path, new SimulatedFault.Status(429, RetryAfter: TimeSpan.Zero));
        var leg = await carrier.DialAsync(new DialOrder(Contracts.Calls.CallId.New(), new("+491701234567"), TimeSpan.FromSeconds(20)), default);
        await carrier.HangUpAsync(leg, default);
        var key = "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{FakeTwilio.Account}:secret-token"));
        Assert.Equal([$"Calls.json {key} +491701234567 initiated,ringing,answered,completed", $"Calls/CA1.json {key} canceled "], received);
    }

    private static async Task<TwilioReply> PlaceAsync(string baseUrl)
    {
        using var rest = new TwilioRest(FakeTwilio.Options with { BaseUrl = baseUrl });
        return await rest.PlaceCallAsync([new("To", "x")], default);
    }
}

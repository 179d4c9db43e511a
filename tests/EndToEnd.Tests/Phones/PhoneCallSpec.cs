using System.Net;
using System.Net.Sockets;
using CallActors.Demo;
using CallActors.Simulators.Twilio;

namespace CallActors.EndToEnd.Tests;

/// <summary>The product rings a telephone: the gateway's process, a simulated Twilio that refuses what Twilio refuses, and a handset with real
/// audio. What our side does wrong is in the account's alerts, and there must be none.</summary>
public sealed class PhoneCallTests : IAsyncLifetime
{
    private const string Ours = "+15005550006";
    private const string Person = "+15550002222";
    private const string Account = "AC0123456789abcdef0123456789abcdef";
    private const string Token = "0123456789abcdef0123456789abcdef";

    private TwilioSimulator _twilio = null!;
    private RunningGateway _gateway = null!;

    private static TimeSpan Patience => RunningGateway.Patience;

    public async Task InitializeAsync()
    {
        // Each must know the other's address before it starts: Twilio's is chosen first.
        var port = FreePort();
        _gateway = await RunningGateway.StartAsync($$"""
            gateway.callee = "{{Person}}"
            phone { carrier = twilio, account = "{{Account}}", secret = "{{Token}}", number = "{{Ours}}", api = "http://127.0.0.1:{{port}}" }
            """);
        _twilio = await TwilioSimulator.StartAsync(new TwilioSimulatorOptions
        {
            Port = port,
            AccountSid = Account,
            AuthToken = Token,
            Numbers = [new TwilioNumber(Ours) { VoiceUrl = At("/twiml"), SmsUrl = At("/twiml") }],
            Disorder = new TwilioDisorder { Seed = 5, DuplicateCallbacks = 0.5, LateCallbacks = 0.3 },
        });
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _twilio.DisposeAsync();
    }

    [Fact]
    public async Task A_telephone_is_rung_spoken_to_and_heard_and_goes_on_over_a_lost_socket()
    {
        var phone = _twilio.AddHandset(Person);
        var placing = _gateway.PostAsync("/api/call?include=details", new { message = "Shall I run the tests?" });
        var call = await phone.WaitForRingAsync(Patience);
        phone.Answer();
        var stream = await call.WaitForStreamAsync(Patience);
        await phone.WaitForPlayedAsync(TimeSpan.FromSeconds(1), Patience);
        await phone.SayAsync(await CallersVoice.SayAsync("Yes, run the tests.", CancellationToken.None));
        var answer = await placing;
        Assert.True(answer.Status == 200, answer.Body + _gateway.Process.Output);
        Assert.Contains("run the tests", answer.Text("response"), StringComparison.OrdinalIgnoreCase);

        stream.Drop();
        await call.WaitForStreamAsync(Patience, index: 1);
        var id = answer.Text("callId");
        var speaking = await _gateway.PostAsync($"/api/call/{id}/speak?include=details", new { message = "They have passed." });
        Assert.Equal("They have passed.", speaking.Text("heard"));
        var ended = await _gateway.PostAsync($"/api/call/{id}/end", new { message = "Goodbye." });
        Assert.Equal(200, ended.Status);
        Assert.Equal("completed", await phone.WaitForEndAsync(Patience));
        // The connection that was broken on purpose, and nothing else.
        Assert.Equal([31903], _twilio.Alerts.Select(alert => alert.Code));
    }

    [Fact]
    public async Task An_engaged_line_is_told_at_once_and_the_phone_is_not_rung_again()
    {
        _twilio.AddHandset(Person, new HandsetPlan.Busy());
        var answer = await _gateway.PostAsync("/api/call", new { message = "Hello?" });
        Assert.Equal((409, "busy"), (answer.Status, answer.Text("outcome")));
        Assert.Single(_twilio.Calls);
        Assert.Empty(_twilio.Alerts);
    }

    [Fact]
    public async Task An_answering_machine_gets_the_message_after_its_beep_and_the_agent_is_told_so()
    {
        var greeting = await CallersVoice.SayAsync("Hello. You have reached my voicemail. I cannot take your call right now. Please leave a message after the tone.", CancellationToken.None);
        var machine = _twilio.AddHandset(Person, new HandsetPlan.Voicemail(TimeSpan.FromMilliseconds(300), greeting));
        var answer = await _gateway.PostAsync("/api/call?include=details", new { message = "The build has failed. Please call me back." });
        Assert.True(answer.Status == 200, answer.Body + _gateway.Process.Output);
        Assert.Equal(("voicemail", "The build has failed. Please call me back."), (answer.Text("endReason"), answer.Text("heard")));
        Assert.Equal("", answer.Text("response"));
        Assert.Equal("completed", await machine.WaitForEndAsync(Patience));
        // Some two seconds of speech are on the tape.
        Assert.InRange(machine.Message.Length, 10_000, 60_000);
        Assert.Empty(_twilio.Alerts);
    }

    [Fact]
    public async Task A_text_is_sent_and_its_reply_returned()
    {
        var phone = _twilio.AddHandset(Person);
        var sending = _gateway.PostAsync("/api/message", new { message = "Shall I deploy?" });
        await phone.WaitForTextAsync(text => text.Body == "Shall I deploy?", Patience);
        await phone.SendTextAsync(Ours, "Yes, and call me.");
        var answer = await sending;
        Assert.True(answer.Status == 200, answer.Body + _gateway.Process.Output);
        Assert.Equal("Yes, and call me.", answer.Text("response"));
        Assert.Empty(_twilio.Alerts);
    }

    [Fact]
    public async Task Whoever_dials_in_is_rejected_without_a_charge()
    {
        var phone = _twilio.AddHandset(Person);
        var call = phone.Dial(Ours);
        await call.WaitForStatusAsync(status => status is "busy" or "failed" or "completed" or "no-answer", Patience);
        Assert.Empty(call.Streams);
        Assert.Empty(_twilio.Alerts);
    }

    private Uri At(string path) => new(_gateway.Process.Address, path);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

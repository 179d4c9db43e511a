using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace CallActors.Browser.Tests.Peer;

/// <summary>The gateway's end of one line; see docs/protocols/softphone-line.md.</summary>
public sealed class PeerLine(WebSocket socket) : JsonSocket(socket)
{
    /// <summary>Takes the page's <c>hello</c> and welcomes it.</summary>
    public async Task<JsonObject> WelcomeAsync()
    {
        var hello = await NextAsync("hello");
        await SendAsync(new { @event = "welcome", line = (string?)hello["line"] });
        return hello;
    }

    public Task RingAsync(PeerCall call) =>
        SendAsync(new { @event = "ringing", leg = call.Leg, callId = call.CallId, from = call.From });

    public Task ResumeAsync(PeerCall call) => SendAsync(new { @event = "resumed", leg = call.Leg, callId = call.CallId });

    public Task EndAsync(PeerCall call, string reason) => SendAsync(new { @event = "ended", leg = call.Leg, reason });

    public Task PersonAsync(PeerCall call, string text, bool final) =>
        SendAsync(new { @event = "person", leg = call.Leg, text, final });

    public Task BargeInAsync(PeerCall call, string step) => SendAsync(new { @event = "barge-in", leg = call.Leg, step });

    public Task RecordingAsync(PeerCall call, bool on) => SendAsync(new { @event = "recording", leg = call.Leg, on });

    public Task AgentAsync(PeerCall call, int utterance, string text, int heard, bool finished = false, bool interrupted = false) =>
        SendAsync(new { @event = "agent", leg = call.Leg, utterance, text, heardLength = heard, finished, interrupted });

    /// <summary>Waits until the page asks for a media socket and gives it a ticket for one.</summary>
    public async Task GiveTicketAsync(PeerCall call)
    {
        var asked = await NextAsync("media");
        Assert.Equal(call.Leg, (string?)asked["leg"]);
        await SendAsync(new
        {
            @event = "ticket",
            leg = call.Leg,
            callId = call.CallId,
            url = "/media-stream",
            token = call.Token,
            validSeconds = 30,
        });
    }
}

/// <summary>A call as both ends of the line name it.</summary>
public sealed record PeerCall(string Leg, string CallId, string Token, string From)
{
    public static PeerCall New(string from = "Coding agent") =>
        new($"leg-{Guid.NewGuid():N}", $"call-{Guid.NewGuid():N}", Guid.NewGuid().ToString("N"), from);
}

using System.Net.WebSockets;
using CallActors.Contracts.Audio;
using CallActors.Simulators.Twilio;

namespace CallActors.Simulators.Tests.Twilio;

/// <summary>What goes wrong with media streams, and what Twilio says of it.</summary>
public sealed class StreamFaultTests : TwilioTest
{
    [Fact]
    public async Task A_connection_that_breaks_goes_on_with_the_next_verb_and_is_complained_of()
    {
        App.On("again", "<Pause length=\"60\"/>");
        var (_, stream, peer) = await StreamAsync("<Redirect>again</Redirect>");
        peer.Started();
        peer.Abort();
        App.Next("again");
        Assert.Equal(StreamEnd.Lost, stream.Ended);
        Assert.Equal([31903], Alerts);
    }

    [Fact]
    public async Task A_server_that_closes_with_an_error_is_complained_of()
    {
        var (_, stream, peer) = await StreamAsync();
        peer.Started();
        await peer.CloseAsync(WebSocketCloseStatus.PolicyViolation);
        Assert.Equal(StreamEnd.ClosedByServer, await stream.WaitForEndAsync(Soon));
        Assert.Equal([31921], Alerts);
    }

    [Theory]
    [InlineData("{\"event\":\"media\",\"media\":{\"payload\":\"/w==\"}}", 31950)]
    [InlineData("{\"event\":\"media\",\"streamSid\":\"MZ0\",\"media\":{\"payload\":\"/w==\"}}", 31950)]
    [InlineData("{\"event\":\"media\",\"streamSid\":\"SID\"}", 31950)]
    [InlineData("{\"event\":\"mark\",\"streamSid\":\"SID\"}", 31950)]
    [InlineData("{\"event\":\"hello\",\"streamSid\":\"SID\"}", 31950)]
    [InlineData("{\"event\":", 31950)]
    [InlineData("[]", 31950)]
    [InlineData("{\"event\":\"media\",\"streamSid\":\"SID\",\"media\":{\"payload\":\"***\"}}", 31951)]
    [InlineData("{\"event\":\"media\",\"streamSid\":\"SID\",\"media\":{\"payload\":\"\"}}", 31951)]
    [InlineData("{\"event\":\"media\",\"streamSid\":\"SID\",\"media\":{\"payload\":\"UklGRiQAAABXQVZF\"}}", 31951)]
    public async Task A_malformed_message_is_warned_of_once_and_ignored(string message, int code)
    {
        var (_, stream, peer) = await StreamAsync();
        peer.Started();
        await peer.SendTextAsync(message.Replace("SID", peer.Sid));
        await peer.SendTextAsync(message.Replace("SID", peer.Sid));
        await peer.MarkAsync("after");
        Assert.Equal("after", Text(peer.Next("mark").GetProperty("mark"), "name"));
        Assert.Equal([code], Alerts);
        Assert.Equal(stream.Sid, Twilio.Alerts[0].Sid);
        Assert.Equal(0, stream.Received.Bytes);
    }

    [Fact]
    public async Task Binary_messages_are_dropped()
    {
        var (_, _, peer) = await StreamAsync();
        peer.Started();
        await peer.SendBinaryAsync();
        await peer.MarkAsync("after");
        peer.Next("mark");
        Assert.Equal([31950], Alerts);
    }

    [Theory]
    [InlineData("wss://example.com/media?token=1", 31920)]
    [InlineData("https://example.com/media", 11100)]
    [InlineData("ws://example.com/media", 11100)]
    [InlineData("", 11100)]
    public async Task A_stream_that_twilio_does_not_open_is_complained_of_and_left(string url, int code)
    {
        App.On("voice", $"<Connect><Stream url=\"{url}\" statusCallback=\"streams\"/></Connect><Pause length=\"60\"/>");
        var call = await TalkAsync();
        await call.WaitForVerbAsync<TwimlVerb.Pause>(Soon);
        Assert.Equal([code], Alerts);
        var told = App.Next("streams");
        Assert.Equal(("stream-error", call.Sid), (told["StreamEvent"], told["CallSid"]));
        Assert.Contains($"{code}", told["StreamError"]);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(200)]
    public async Task A_handshake_that_is_not_accepted_is_complained_of_and_left(int status)
    {
        App.RefusesStreams = status;
        App.On("voice", $"<Connect><Stream url=\"{App.Stream()}\"/></Connect><Pause length=\"60\"/>");
        var call = await TalkAsync();
        await call.WaitForVerbAsync<TwimlVerb.Pause>(Soon);
        Assert.Equal([31920], Alerts);
    }

    [Fact]
    public async Task Nobody_listening_is_complained_of_as_a_connection_that_timed_out()
    {
        App.On("voice", "<Connect><Stream url=\"ws://127.0.0.1:1/media\"/></Connect><Pause length=\"60\"/>");
        var call = await TalkAsync();
        await call.WaitForVerbAsync<TwimlVerb.Pause>(Soon);
        Assert.Equal([31901], Alerts);
    }

    [Fact]
    public async Task A_parameter_of_more_than_500_characters_is_left_out()
    {
        App.On("voice", $"<Connect><Stream url=\"{App.Stream()}\"><Parameter name=\"n\" value=\"{new string('v', 500)}\"/><Parameter name=\"m\" value=\"{new string('v', 499)}\"/></Stream></Connect>");
        var call = await TalkAsync();
        App.NextStream();
        Assert.Equal(["m"], call.Streams[0].Parameters.Keys);
        Assert.Equal([12200], Alerts);
    }

    [Fact]
    public async Task Twilio_may_close_in_the_middle_of_a_word_without_a_stop()
    {
        App.On("again", "<Pause length=\"60\"/>");
        var (_, stream, peer) = await StreamAsync("<Redirect>again</Redirect>");
        peer.Started();
        await peer.MediaAsync(new byte[8000]);
        await stream.WaitForReceivedAsync(counts => counts.Media == 1, Soon);
        Time.Advance(AudioFormat.FrameDuration);
        stream.Close();
        await peer.Closed;
        Assert.Equal(["media"], peer.Messages.Select(message => Text(message, "event")));
        App.Next("again");
    }

    [Fact]
    public async Task A_connection_that_breaks_on_the_way_says_nothing_and_goes_on()
    {
        App.On("again", "<Pause length=\"60\"/>");
        var (_, stream, peer) = await StreamAsync("<Redirect>again</Redirect>");
        peer.Started();
        stream.Drop();
        await peer.Closed;
        Assert.Null(peer.CloseStatus);
        App.Next("again");
    }

    [Fact]
    public async Task A_half_open_connection_gives_and_takes_nothing_until_the_call_leaves_it()
    {
        var (call, stream, peer) = await StreamAsync();
        peer.Started();
        stream.FallSilent();
        await peer.MarkAsync("lost");
        Time.Advance(AudioFormat.FrameDuration * 10);
        Assert.Equal("in-progress", call.Status);
        App.On("next", "<Pause length=\"60\"/>");
        await PostAsync($"Calls/{call.Sid}.json", ("Url", new Uri(App.Url, "next").AbsoluteUri));
        App.Next("next");
        Assert.Equal(StreamEnd.Stopped, await stream.WaitForEndAsync(Soon));
        await peer.Closed;
        Assert.Empty(peer.Messages);
        Assert.Equal(0, stream.Received.Marks);
    }
}

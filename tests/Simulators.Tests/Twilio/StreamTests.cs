using System.Net.WebSockets;
using System.Text.Json;
using CallActors.Contracts.Audio;
using CallActors.Simulators.Twilio;

namespace CallActors.Simulators.Tests.Twilio;

/// <summary>Media streams, frame by frame.</summary>
public sealed class StreamTests : TwilioTest
{
    private static readonly KeyValuePair<string, string>[] None = [];

    [Fact]
    public async Task A_stream_says_connected_and_start_with_its_parameters_before_all_else()
    {
        var (call, stream, peer) = await StreamAsync();
        var connected = peer.Next();
        Assert.Equal("""{"event":"connected","protocol":"Call","version":"1.0.0"}""", connected.GetRawText());
        var start = peer.Next();
        Assert.Equal(("start", "1", stream.Sid), (Text(start, "event"), Text(start, "sequenceNumber"), Text(start, "streamSid")));
        var inner = start.GetProperty("start");
        Assert.Equal((call.Sid, Twilio.Options.AccountSid, stream.Sid), (Text(inner, "callSid"), Text(inner, "accountSid"), Text(inner, "streamSid")));
        Assert.Equal("""["inbound"]""", inner.GetProperty("tracks").GetRawText());
        Assert.Equal("""{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1}""", inner.GetProperty("mediaFormat").GetRawText());
        Assert.Equal("t&1", Text(inner.GetProperty("customParameters"), "token"));
        Assert.Equal(RequestSignature.Of(Twilio.Options.AuthToken, App.Stream(), None), peer.Signature);
    }

    [Fact]
    public async Task The_phones_voice_comes_every_20_ms_numbered_without_a_gap()
    {
        var (_, _, peer) = await StreamAsync();
        peer.Started();
        var voice = Enumerable.Range(0, 3 * AudioFormat.FrameBytes).Select(i => (byte)(i % 200)).ToArray();
        var saying = Phone.SayAsync(voice);
        Time.Advance(AudioFormat.FrameDuration * 5);
        var heard = Enumerable.Range(0, 5).Select(_ => peer.Next()).ToArray();
        await saying.WaitAsync(Soon);
        Assert.Equal(["2", "3", "4", "5", "6"], heard.Select(media => Text(media, "sequenceNumber")));
        Assert.Equal(["1", "2", "3", "4", "5"], heard.Select(media => Text(media.GetProperty("media"), "chunk")));
        Assert.Equal(["0", "20", "40", "60", "80"], heard.Select(media => Text(media.GetProperty("media"), "timestamp")));
        Assert.All(heard, media => Assert.Equal("inbound", Text(media.GetProperty("media"), "track")));
        Assert.Equal(voice, heard.Take(3).SelectMany(media => media.GetProperty("media").GetProperty("payload").GetBytesFromBase64()));
    }

    [Fact]
    public async Task Audio_is_played_at_real_time_and_a_mark_comes_back_when_it_is_reached()
    {
        var (_, stream, peer) = await StreamAsync();
        peer.Started();
        await peer.MediaAsync(new byte[5 * AudioFormat.FrameBytes]);
        await peer.MarkAsync("first");
        await peer.MediaAsync(new byte[5 * AudioFormat.FrameBytes]);
        await peer.MarkAsync("second");
        await stream.WaitForReceivedAsync(counts => counts == new StreamCounts(2, 2, 0, 10 * AudioFormat.FrameBytes), Soon);
        Time.Advance(AudioFormat.FrameDuration * 5);
        Assert.Equal(TimeSpan.FromMilliseconds(100), Phone.Played.Total);
        Assert.All(Enumerable.Range(0, 5), _ => Assert.Equal("media", Text(peer.Next(), "event")));
        Time.Advance(AudioFormat.FrameDuration);
        Assert.Equal("first", Text(peer.Next().GetProperty("mark"), "name"));
        Time.Advance(AudioFormat.FrameDuration * 5);
        Assert.Equal("second", Text(peer.Next("mark").GetProperty("mark"), "name"));
        Assert.Equal(TimeSpan.FromMilliseconds(200), Phone.Played.Total);
        Assert.Empty(Alerts);
    }

    [Fact]
    public async Task A_clear_gives_back_every_mark_and_plays_nothing_more()
    {
        var (_, stream, peer) = await StreamAsync();
        peer.Started();
        await peer.MediaAsync(new byte[50 * AudioFormat.FrameBytes]);
        await peer.MarkAsync("one");
        await peer.MediaAsync(new byte[50 * AudioFormat.FrameBytes]);
        await peer.MarkAsync("two");
        await stream.WaitForReceivedAsync(counts => counts.Marks == 2, Soon);
        Time.Advance(AudioFormat.FrameDuration * 3);
        await peer.ClearAsync();
        Assert.Equal("one", Text(peer.Next("mark").GetProperty("mark"), "name"));
        Assert.Equal("two", Text(peer.Next("mark").GetProperty("mark"), "name"));
        Time.Advance(AudioFormat.FrameDuration * 10);
        Assert.Equal(TimeSpan.FromMilliseconds(60), Phone.Played.Total);
        await peer.MarkAsync("alone");
        Assert.Equal("alone", Text(peer.Next("mark").GetProperty("mark"), "name"));
    }

    [Fact]
    public async Task Keys_come_as_dtmf()
    {
        var (_, _, peer) = await StreamAsync();
        peer.Started();
        Phone.Press("4#");
        Assert.Equal(("4", "inbound_track", "2"), Dtmf(peer.Next()));
        Assert.Equal(("#", "inbound_track", "3"), Dtmf(peer.Next()));

        static (string, string, string) Dtmf(JsonElement message) =>
            (Text(message.GetProperty("dtmf"), "digit"), Text(message.GetProperty("dtmf"), "track"), Text(message, "sequenceNumber"));
    }

    [Fact]
    public async Task Hanging_up_says_stop_and_closes()
    {
        var (call, stream, peer) = await StreamAsync();
        peer.Started();
        Phone.HangUp();
        var stop = peer.Next();
        Assert.Equal(("stop", "2", stream.Sid), (Text(stop, "event"), Text(stop, "sequenceNumber"), Text(stop, "streamSid")));
        Assert.Equal((Twilio.Options.AccountSid, call.Sid), (Text(stop.GetProperty("stop"), "accountSid"), Text(stop.GetProperty("stop"), "callSid")));
        await peer.Closed;
        Assert.Equal(StreamEnd.Stopped, await stream.WaitForEndAsync(Soon));
        Assert.Equal(["initiated", "ringing", "in-progress", "completed"], StatusesTold(4));
        Assert.Empty(Alerts);
    }

    [Fact]
    public async Task When_the_server_closes_the_next_verb_is_carried_out()
    {
        App.On("again", $"<Connect><Stream url=\"{App.Stream()}\"/></Connect>");
        var (call, first, peer) = await StreamAsync("<Redirect>again</Redirect>");
        peer.Started();
        await peer.CloseAsync();
        App.Next("again");
        var second = App.NextStream();
        second.Started();
        Assert.NotEqual(first.Sid, second.Sid);
        Assert.Equal(StreamEnd.ClosedByServer, first.Ended);
        Assert.Equal("in-progress", call.Status);
        Assert.Empty(Alerts);
    }

    [Fact]
    public async Task A_connect_with_an_action_asks_it_when_the_stream_is_over()
    {
        App.On("after", "<Hangup/>");
        App.On("voice", $"<Connect action=\"after\"><Stream url=\"{App.Stream()}\"/></Connect><Say>Not this.</Say>");
        var call = await TalkAsync();
        var peer = App.NextStream();
        peer.Started();
        await peer.CloseAsync();
        App.Next("after");
        Assert.Equal("completed", await Phone.WaitForEndAsync(Soon));
        Assert.Empty(call.Verbs.OfType<TwimlVerb.Say>());
    }

    [Fact]
    public async Task Without_another_verb_the_call_ends_with_its_stream()
    {
        var (_, _, peer) = await StreamAsync();
        peer.Started();
        await peer.CloseAsync();
        Assert.Equal("completed", await Phone.WaitForEndAsync(Soon));
    }

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

    [Fact]
    public async Task A_redirect_over_the_api_stops_the_stream_and_starts_another()
    {
        var (call, first, peer) = await StreamAsync();
        peer.Started();
        Assert.Equal(200, (await PostAsync($"Calls/{call.Sid}.json", ("Twiml", $"<Response><Connect><Stream url=\"{App.Stream()}\"/></Connect></Response>"))).Status);
        Assert.Equal("stop", Text(peer.Next(), "event"));
        await peer.Closed;
        var second = App.NextStream();
        second.Started();
        Assert.Equal((StreamEnd.Stopped, "in-progress"), (first.Ended, call.Status));
        Assert.Equal(second.Sid, call.Streams[1].Sid);
        Time.Advance(AudioFormat.FrameDuration);
        Assert.Equal("media", Text(second.Next(), "event"));
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
    public async Task A_stream_tells_its_start_and_its_stop()
    {
        var (call, stream, peer) = await StreamAsync(attributes: "name=\"agent\" statusCallback=\"streams\"");
        peer.Started();
        var started = App.Next("streams");
        Assert.Equal(("stream-started", stream.Sid, "agent", call.Sid), (started["StreamEvent"], started["StreamSid"], started["StreamName"], started["CallSid"]));
        Assert.Equal("1970-01-01T00:00:00.000Z", started["Timestamp"]);
        await peer.CloseAsync();
        Assert.Equal("stream-stopped", App.Next("streams")["StreamEvent"]);
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

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}

/// <summary>A stream with a small buffer.</summary>
public sealed class OverflowTests : TwilioTest
{
    internal override TwilioSimulatorOptions Configure(TwilioSimulatorOptions options) => options with { LongestPlayback = TimeSpan.FromSeconds(1) };

    [Fact]
    public async Task More_audio_than_is_held_is_dropped_and_complained_of_once()
    {
        var (_, stream, peer) = await StreamAsync();
        peer.Started();
        await peer.MediaAsync(new byte[8000]);
        await peer.MediaAsync(new byte[160]);
        await peer.MediaAsync(new byte[160]);
        await peer.MarkAsync("end");
        await stream.WaitForReceivedAsync(counts => counts.Marks == 1, Soon);
        Assert.Equal([31930], Alerts);
        Assert.Equal(8000, stream.Received.Bytes);
    }
}

/// <summary>A network that leaves silence out and holds frames up.</summary>
public sealed class NetworkTests : TwilioTest
{
    internal override TwilioSimulatorOptions Configure(TwilioSimulatorOptions options) =>
        options with { Disorder = new TwilioDisorder { Seed = 3, Gaps = 0.1, Jitter = 0.1 } };

    [Fact]
    public async Task Numbers_stay_continuous_times_tell_the_gaps_and_no_voice_is_lost()
    {
        var (_, _, peer) = await StreamAsync();
        peer.Started();
        var voice = Enumerable.Range(0, 100 * AudioFormat.FrameBytes).Select(i => (byte)(i % 120)).ToArray();
        _ = Phone.SayAsync(voice);
        Time.Advance(AudioFormat.FrameDuration * 200);
        Phone.Press("1");
        var heard = new List<JsonElement>();
        for (var message = peer.Next(); message.GetProperty("event").GetString() == "media"; message = peer.Next()) heard.Add(message);
        Assert.InRange(heard.Count, 101, 199);
        Assert.Equal(Enumerable.Range(2, heard.Count).Select(i => $"{i}"), heard.Select(media => media.GetProperty("sequenceNumber").GetString()!));
        var times = heard.Select(media => int.Parse(media.GetProperty("media").GetProperty("timestamp").GetString()!)).ToArray();
        Assert.Equal(times.Order(), times);
        Assert.Contains(times.Zip(times.Skip(1)), pair => pair.Second - pair.First > 20);
        Assert.Equal(voice, heard.TakeWhile((_, i) => times[i] < 2000).SelectMany(media => media.GetProperty("media").GetProperty("payload").GetBytesFromBase64()));
    }

    [Fact]
    public void Held_up_frames_come_in_a_burst()
    {
        var line = new StreamLine(new TwilioDisorder { Seed = 3, Jitter = 0.2 }, 1);
        var arrived = new List<int>();
        long expected = 0;
        for (var i = 0; i < 200; i++)
        {
            line.Take(new byte[AudioFormat.FrameBytes], voiced: true);
            var count = 0;
            for (; line.TryNext(out _, out var timestamp); count++)
            {
                Assert.Equal(expected, timestamp);
                expected += AudioFormat.FrameMilliseconds;
            }
            arrived.Add(count);
        }
        Assert.Contains(arrived, count => count == 0);
        Assert.Contains(arrived, count => count > 1);
        Assert.True(arrived.Max() <= 6);
    }
}

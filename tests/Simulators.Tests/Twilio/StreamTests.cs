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
}

using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Simulators.Media;
using CallActors.Simulators.Softphone;

namespace CallActors.Simulators.Tests.Softphone;

/// <summary>The phone against the real exchange and media wire, over real sockets and in real time.</summary>
public sealed class HeadlessSoftphoneTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly CallId _call = CallId.New();
    private MiniGateway _gateway = null!;
    private HeadlessSoftphone _phone = null!;

    public async Task InitializeAsync()
    {
        _gateway = await MiniGateway.StartAsync();
        _phone = await HeadlessSoftphone.ConnectAsync(_gateway.Url);
    }

    public async Task DisposeAsync()
    {
        await _phone.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task It_is_rung_answers_and_opens_the_media_socket_with_the_ticket()
    {
        var leg = await _gateway.RingAsync(_call);
        var ring = await _phone.WaitForRingAsync(Deadline);
        Assert.Equal(new IncomingCall(leg.Value, _call.Value, "Coding agent"), ring);
        await _phone.AnswerAsync();
        var media = MiniGateway.Next(_gateway.Streams);
        Assert.Equal(leg.Value, media.Start!.CallSid);
        Assert.Equal(_call.Value, media.Start.CustomParameters["callId"]);
        Assert.Equal("token-1", media.Start.CustomParameters["token"]);
        Assert.Equal([LegNews.Ringing, LegNews.Answered], new[] { MiniGateway.Next(_gateway.News), MiniGateway.Next(_gateway.News) });
        Assert.Equal(_call.Value, _phone.CallId);
    }

    [Fact]
    public async Task Silence_and_voice_leave_in_whole_frames_every_20_ms()
    {
        var media = await TalkAsync();
        var voice = Enumerable.Range(0, 10 * AudioFormat.FrameBytes - 40).Select(i => (byte)(i % 200)).ToArray();
        for (var i = 0; i < 10; i++) Assert.All(MiniGateway.Next(media.Frames), sample => Assert.Equal(AudioFormat.Silence, sample));
        await _phone.SayAsync(voice).WaitAsync(Deadline);
        byte[] heard;
        do heard = MiniGateway.Next(media.Frames);
        while (heard.All(sample => sample == AudioFormat.Silence));
        var said = new List<byte>(heard);
        for (var i = 1; i < 10; i++) said.AddRange(MiniGateway.Next(media.Frames));
        Assert.Equal(voice, said.Take(voice.Length));
        Assert.All(said.Skip(voice.Length), sample => Assert.Equal(AudioFormat.Silence, sample));
        Assert.Null(media.Fault);
    }

    [Fact]
    public async Task What_is_sent_is_played_and_a_mark_comes_back_when_it_is_reached()
    {
        var media = await TalkAsync();
        for (var i = 0; i < 20; i++) Assert.True(media.Writer.SendAudio(Frame(i)));
        Assert.True(media.Writer.SendMark(new MediaMark(1, 0)));
        Assert.Equal("e1:0", MiniGateway.Next(media.Events));
        Assert.Equal(TimeSpan.FromMilliseconds(400), _phone.Played.Total);
        Assert.Equal(Enumerable.Range(0, 20).SelectMany(Frame), _phone.PlayedSince(DateTimeOffset.MinValue));
        Assert.True(media.Writer.SendMark(new MediaMark(1, 1)));
        Assert.Equal("e1:1", MiniGateway.Next(media.Events));
    }

    [Fact]
    public async Task A_clear_stops_the_playing_and_gives_back_every_mark_that_was_not_reached()
    {
        var media = await TalkAsync();
        for (var i = 0; i < 500; i++)
        {
            while (!media.Writer.SendAudio(Frame(i))) await Task.Yield();
            // More frames follow the last mark than the writer queues: both marks are with the carrier when the clear is sent.
            if (i is 100 or 400)
                while (!media.Writer.SendMark(new MediaMark(1, i))) await Task.Yield();
        }
        await _phone.WaitForPlayedAsync(TimeSpan.FromMilliseconds(60), Deadline);
        Assert.True(media.Writer.SendClear());
        Assert.Equal("e1:100", MiniGateway.Next(media.Events));
        Assert.Equal("e1:400", MiniGateway.Next(media.Events));
        Assert.True(_phone.Played.Total < TimeSpan.FromSeconds(5), $"{_phone.Played.Total} were played");
    }

    [Fact]
    public async Task Keys_and_words_reach_the_gateway_and_captions_the_phone()
    {
        var media = await TalkAsync();
        await _phone.PressAsync('#');
        Assert.Equal("key #", MiniGateway.Next(media.Events));
        await _phone.SendWordsAsync("run the tests");
        await _phone.SendWordsAsync("may", final: false, WordSource.Browser);
        Assert.Equal(("run the tests", true, WordSource.Typed), Fields(MiniGateway.Next(_gateway.Words)));
        Assert.Equal(("may", false, WordSource.Browser), Fields(MiniGateway.Next(_gateway.Words)));
        _gateway.Exchange.Notify(new CallActivity.AgentSays(_call, 1, "Hello.", 3, false, false));
        _gateway.Exchange.Notify(new CallActivity.BargeIn(_call, BargeInStep.Onset));
        Assert.Equal(3, (await _phone.WaitForCaptionAsync<Caption.Agent>(agent => agent.Text == "Hello.", Deadline)).HeardLength);
        await _phone.WaitForCaptionAsync<Caption.BargeIn>(bargeIn => bargeIn.Step == "onset", Deadline);

        static (string, bool, WordSource) Fields(CallCommands.ReportWords words) => (words.Text, words.IsFinal, words.Source);
    }

    [Fact]
    public async Task Hanging_up_says_stop_and_tells_the_call()
    {
        var media = await TalkAsync();
        await _phone.HangUpAsync();
        Assert.Equal("stop", MiniGateway.Next(media.Events));
        Assert.Equal("gone", MiniGateway.Next(media.Events));
        Assert.Equal("hung-up", await _phone.WaitForEndAsync(Deadline));
        Assert.Contains(LegNews.HungUp, _gateway.News);
        Assert.Null(_phone.CallId);
        await Assert.ThrowsAsync<PhoneException>(() => _phone.SayAsync(Frame(1)));
    }

    [Fact]
    public async Task The_agents_hanging_up_ends_the_call_and_what_was_being_said()
    {
        var media = await TalkAsync();
        var saying = _phone.SayAsync(new byte[80_000]);
        await _gateway.Exchange.HangUpAsync(new LegId(media.Start!.CallSid), CancellationToken.None);
        Assert.Equal("agent-ended", await _phone.WaitForEndAsync(Deadline));
        await Assert.ThrowsAsync<PhoneException>(() => saying.WaitAsync(Deadline));
        Assert.Equal("stop", MiniGateway.Next(media.Events));
    }

    [Fact]
    public async Task Declining_is_told_to_the_call()
    {
        await _gateway.RingAsync(_call);
        await _phone.WaitForRingAsync(Deadline);
        await _phone.DeclineAsync();
        Assert.Equal([LegNews.Ringing, LegNews.Declined], new[] { MiniGateway.Next(_gateway.News), MiniGateway.Next(_gateway.News) });
        await Assert.ThrowsAsync<PhoneException>(() => _phone.AnswerAsync());
    }

    [Fact]
    public async Task Dialling_brings_in_a_call_or_says_why_not()
    {
        var refused = await Assert.ThrowsAsync<PhoneException>(() => _phone.DialAsync("0"));
        Assert.Contains("Nobody is here.", refused.Message);
        await _phone.DialAsync("123#");
        Assert.Equal(_phone.CallId, MiniGateway.Next(_gateway.Streams).Start!.CustomParameters["callId"]);
        await _phone.HangUpAsync();
    }

    [Fact]
    public async Task A_media_socket_that_is_lost_or_closed_is_opened_again_with_a_new_ticket()
    {
        var first = await TalkAsync();
        var starts = await _phone.DropMediaAsync();
        Assert.Equal("gone", MiniGateway.Next(first.Events));
        await _phone.ReconnectedAsync(starts, Deadline);
        var second = MiniGateway.Next(_gateway.Streams);
        Assert.Equal("token-2", second.Start!.CustomParameters["token"]);
        Assert.NotEqual(first.Start!.StreamSid, second.Start.StreamSid);

        second.Writer.Close("moved");
        await _phone.ReconnectedAsync(starts + 1, Deadline);
        var third = MiniGateway.Next(_gateway.Streams);
        Assert.Equal("token-3", third.Start!.CustomParameters["token"]);
        Assert.NotNull(MiniGateway.Next(third.Frames));
        Assert.Empty(_phone.Faults);
    }

    [Fact]
    public async Task A_gateway_that_is_killed_and_comes_back_has_line_and_media_again()
    {
        var legs = new HashSet<string>();
        var first = await MiniGateway.StartAsync(liveLegs: legs);
        var url = first.Url;
        await using var phone = await HeadlessSoftphone.ConnectAsync(url);
        await first.RingAsync(_call);
        await phone.WaitForRingAsync(Deadline);
        await phone.AnswerAsync();
        var starts = phone.MediaStarts;
        await first.KillAsync();

        await using var second = await MiniGateway.StartAsync(url.Port, legs);
        await phone.ReconnectedAsync(starts, Deadline);
        var media = MiniGateway.Next(second.Streams);
        Assert.Equal(_call.Value, media.Start!.CustomParameters["callId"]);
        Assert.True(media.Writer.SendAudio(Frame(1)));
        Assert.True(media.Writer.SendMark(new MediaMark(2, 0)));
        Assert.Equal("e2:0", MiniGateway.Next(media.Events));
        await phone.HangUpAsync();
        Assert.Equal(LegNews.HungUp, MiniGateway.Next(second.News));
    }

    [Fact]
    public async Task A_gateway_that_comes_back_without_the_call_ends_it()
    {
        var first = await MiniGateway.StartAsync();
        var url = first.Url;
        await using var phone = await HeadlessSoftphone.ConnectAsync(url);
        await first.RingAsync(_call);
        await phone.WaitForRingAsync(Deadline);
        await phone.AnswerAsync();
        await first.KillAsync();
        await using var second = await MiniGateway.StartAsync(url.Port);
        Assert.Equal("unknown-call", await phone.WaitForEndAsync(Deadline));
        await second.RingAsync(CallId.New());
        await phone.WaitForRingAsync(Deadline);
    }

    [Fact]
    public async Task What_a_carrier_would_refuse_is_counted_as_a_fault_and_not_played()
    {
        var media = await TalkAsync();
        var sid = media.Start!.StreamSid;
        var audio = Convert.ToBase64String(Frame(1));
        await media.SendBinaryAsync();
        await media.SendRawAsync("no json");
        await media.SendRawAsync($$"""{"event":"dance","streamSid":"{{sid}}"}""");
        await media.SendRawAsync($$$"""{"event":"media","streamSid":"MZother","media":{"payload":"{{{audio}}}"}}""");
        await media.SendRawAsync($$$"""{"event":"media","media":{"payload":"{{{audio}}}"}}""");
        await media.SendRawAsync($$$"""{"event":"media","streamSid":"{{{sid}}}","media":{"payload":"***"}}""");
        await media.SendRawAsync($$$"""{"event":"media","streamSid":"{{{sid}}}","media":{"payload":""}}""");
        await media.SendRawAsync($$"""{"event":"media","streamSid":"{{sid}}"}""");
        await media.SendRawAsync($$$"""{"event":"mark","streamSid":"{{{sid}}}","mark":{}}""");
        Assert.True(media.Writer.SendMark(new MediaMark(1, 0)));
        Assert.Equal("e1:0", MiniGateway.Next(media.Events));
        Assert.Equal(9, _phone.Faults.Count);
        Assert.Equal(TimeSpan.Zero, _phone.Played.Total);
    }

    [Fact]
    public async Task A_wait_that_is_not_met_says_for_what()
    {
        var late = await Assert.ThrowsAsync<TimeoutException>(() => _phone.WaitForRingAsync(TimeSpan.FromMilliseconds(20)));
        Assert.Contains("the phone rings", late.Message);
    }

    private async Task<MiniGateway.Media> TalkAsync()
    {
        await _gateway.RingAsync(_call);
        await _phone.WaitForRingAsync(Deadline);
        await _phone.AnswerAsync();
        return MiniGateway.Next(_gateway.Streams);
    }

    private static byte[] Frame(int seed) => [.. Enumerable.Range(0, AudioFormat.FrameBytes).Select(i => (byte)(i + seed))];
}

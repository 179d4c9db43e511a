using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using CallActors.Contracts.Audio;
using CallActors.Demo;
using CallActors.Simulators.Softphone;

namespace CallActors.EndToEnd.Tests;

/// <summary>Whole calls over real sockets with real audio: gateway process, softphone, REST.</summary>
[Collection(Alone.Name)]
public sealed class WholeCallTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private static TimeSpan Patience => RunningGateway.Patience;

    [Fact]
    public async Task A_person_is_rung_hears_the_question_and_the_spoken_answer_is_returned()
    {
        await using var phone = await gateway.PhoneAsync();
        var yes = await CallersVoice.SayAsync("yes", CancellationToken.None);
        var placing = gateway.PostAsync("/api/call", new { message = "The tests are green. Shall I deploy?", expect = "yes-no" });
        var ring = await phone.WaitForRingAsync(Patience);
        await phone.AnswerAsync();
        await phone.WaitForCaptionAsync<Caption.Agent>(a => a.Finished, Patience);
        await phone.SayAsync(yes);
        var answer = await placing;

        Assert.Equal(200, answer.Status);
        Assert.Equal(["callId", "interrupted", "response"], answer.Body.EnumerateObject().Select(p => p.Name).Order());
        // The word is the recogniser's affair, whose error rate is measured elsewhere; that it was a yes is the call's.
        Assert.Matches("^(yes|yeah|yep|yup|sure)\\b", answer.Text("response"));
        Assert.False(answer.Flag("interrupted"));
        Assert.Equal(ring.CallId, answer.Text("callId"));

        // What was played is speech, and all of it came in one piece: no gap that a person could hear.
        var spoken = phone.Played.Runs.Where(r => r.Duration > TimeSpan.FromMilliseconds(200)).ToList();
        Assert.Contains(spoken, r => AudioLevel.Db(r.MuLaw.Span) > -35);
        Assert.InRange(spoken.Sum(r => r.Duration.TotalSeconds), 1.5, 6);
        Assert.Empty(phone.Faults);

        var end = await gateway.PostAsync($"/api/call/{ring.CallId}/end", new { message = "Goodbye." });
        Assert.Equal(200, end.Status);
        Assert.InRange(end.Body.GetProperty("durationSeconds").GetDouble(), 2, 60);
        Assert.Equal("agent-ended", await phone.WaitForEndAsync(Patience));
    }

    [Fact]
    public async Task A_person_who_declines_is_told_at_once()
    {
        await using var phone = await gateway.PhoneAsync();
        var placing = gateway.PostAsync("/api/call", new { message = "Hello?" });
        await phone.WaitForRingAsync(Patience);
        await phone.DeclineAsync();
        var answer = await placing;
        Assert.Equal((409, "declined"), (answer.Status, answer.Text("reason")));
    }

    [Fact]
    public async Task Nobody_answers_and_the_request_returns_within_the_ring_time()
    {
        var watch = Stopwatch.StartNew();
        var answer = await gateway.PostAsync("/api/call", new { message = "Hello?", ringSeconds = 2 });
        Assert.Equal((409, "no-answer"), (answer.Status, answer.Text("reason")));
        Assert.InRange(watch.Elapsed.TotalSeconds, 1.9, 10);
    }

    [Fact]
    public async Task A_phone_that_is_opened_while_it_rings_rings_too()
    {
        var placing = gateway.PostAsync("/api/call", new { message = "Hello?" });
        await using var phone = await gateway.PhoneAsync();
        await phone.WaitForRingAsync(Patience);
        await phone.DeclineAsync();
        Assert.Equal(409, (await placing).Status);
    }

    [Fact]
    public async Task A_hang_up_while_waiting_returns_at_once_with_what_was_said()
    {
        await using var phone = await gateway.PhoneAsync();
        var placing = gateway.PostAsync("/api/call", new { message = "Tell me everything." });
        await phone.WaitForRingAsync(Patience);
        await phone.AnswerAsync();
        await phone.WaitForCaptionAsync<Caption.Agent>(a => a.Finished, Patience);
        var watch = Stopwatch.StartNew();
        await phone.HangUpAsync();
        var answer = await placing;
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 3);
        Assert.Equal((200, "", true, "hung-up"), (answer.Status, answer.Text("response"), answer.Flag("ended"), answer.Text("endReason")));

        var after = await gateway.PostAsync($"/api/call/{answer.Text("callId")}/speak", new { message = "Still there?" });
        Assert.Equal((409, "call-ended"), (after.Status, after.Text("reason")));
    }

    [Fact]
    public async Task Two_operations_on_one_call_are_spoken_in_order_and_not_into_each_other()
    {
        await using var phone = await gateway.PhoneAsync();
        var call = await gateway.TalkAsync(phone);
        var first = gateway.PostAsync($"/api/call/{call}/speak?include=details", new { message = "This is the first message." });
        await phone.WaitForCaptionAsync<Caption.Agent>(a => a.Utterance == 2, Patience);
        var second = gateway.PostAsync($"/api/call/{call}/speak?include=details", new { message = "This is the second message." });
        Assert.Equal("This is the first message.", (await first).Text("heard").Trim());
        Assert.Equal("This is the second message.", (await second).Text("heard").Trim());

        var transcript = (await gateway.GetAsync($"/api/call/{call}")).GetProperty("transcript").EnumerateArray().ToList();
        var (one, two) = (transcript[^2], transcript[^1]);
        Assert.Equal("This is the first message.", one.GetProperty("text").GetString());
        Assert.True(one.GetProperty("endedAt").GetDateTimeOffset() <= two.GetProperty("startedAt").GetDateTimeOffset());
        await phone.HangUpAsync();
    }

    [Fact]
    public async Task A_key_interrupts_and_the_reply_says_what_was_heard()
    {
        await using var phone = await gateway.PhoneAsync();
        var call = await gateway.TalkAsync(phone);
        const string message = "One sentence to begin with. And then a second one that goes on and on for a good while, so that there is time to stop it.";
        var speaking = gateway.PostAsync($"/api/call/{call}/speak?include=details", new { message });
        await phone.WaitForCaptionAsync<Caption.Agent>(a => a.Utterance == 2 && a.HeardLength >= 28, Patience);
        await phone.PressAsync('*');
        var answer = await speaking;
        Assert.True(answer.Flag("interrupted"));
        Assert.StartsWith("One sentence to begin with.", answer.Text("heard"), StringComparison.Ordinal);
        Assert.True(answer.Text("heard").Length < message.Length);
        await phone.HangUpAsync();
    }

    [Fact]
    public async Task The_sound_check_answers_who_dials_in_and_repeats_what_it_hears()
    {
        await using var phone = await gateway.PhoneAsync();
        await phone.DialAsync("1");
        await phone.WaitForCaptionAsync<Caption.Agent>(a => a.Text.Contains("sound check", StringComparison.Ordinal) && a.HeardLength > 0, Patience);
        await phone.SendWordsAsync("testing one two three");
        await phone.WaitForCaptionAsync<Caption.Agent>(a => a.Text == "I heard: testing one two three." && a.Finished, Patience);
        await phone.SendWordsAsync("goodbye");
        Assert.Equal("agent-ended", await phone.WaitForEndAsync(Patience));
    }

    [Fact]
    public async Task A_media_socket_with_a_foreign_token_is_closed_and_disturbs_no_call()
    {
        await using var phone = await gateway.PhoneAsync();
        var call = await gateway.TalkAsync(phone);
        var status = await TryMediaAsync(call, "guessed-token-guessed-token-guessed-token");
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, status);

        var answer = await gateway.PostAsync($"/api/call/{call}/speak?include=details", new { message = "Nothing happened." });
        Assert.Equal("Nothing happened.", answer.Text("heard").Trim());
        Assert.Equal(1, phone.MediaStarts);
        await phone.HangUpAsync();
    }

    [Fact]
    public async Task A_phone_whose_media_socket_breaks_comes_back_and_the_call_goes_on()
    {
        await using var phone = await gateway.PhoneAsync();
        var call = await gateway.TalkAsync(phone);
        var before = await phone.DropMediaAsync();
        await phone.ReconnectedAsync(before, Patience);
        var continuing = gateway.PostAsync($"/api/call/{call}/continue", new { message = "Are you back?" });
        await phone.WaitForCaptionAsync<Caption.Agent>(a => a is { Text: "Are you back?", Finished: true }, Patience);
        await phone.SendWordsAsync("I am");
        Assert.Equal("I am", (await continuing).Text("response"));
        await phone.HangUpAsync();
    }

    private async Task<WebSocketCloseStatus?> TryMediaAsync(string call, string token)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(gateway.Process.Address) { Scheme = "ws", Path = "/media-stream" }.Uri, patience.Token);
        await Send(new { @event = "connected", protocol = "Call", version = "1.0.0" });
        await Send(new
        {
            @event = "start",
            sequenceNumber = "1",
            streamSid = "MZ1",
            start = new
            {
                streamSid = "MZ1",
                callSid = "x",
                tracks = new[] { "inbound" },
                mediaFormat = new { encoding = "audio/x-mulaw", sampleRate = 8000, channels = 1 },
                customParameters = new { callId = call, token },
            },
        });
        var buffer = new byte[4096];
        while ((await socket.ReceiveAsync(buffer, patience.Token)).MessageType is not WebSocketMessageType.Close)
        {
        }

        return socket.CloseStatus;

        Task Send(object message) =>
            socket.SendAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(message)), WebSocketMessageType.Text, true, patience.Token);
    }
}
